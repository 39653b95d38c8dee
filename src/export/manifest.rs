//! `manifest.json`: every artifact in the output folder, with its source, size and SHA-256.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fingerprint::Fingerprint;
use super::store::{KeptFile, Key, Store};
use super::write::Folder;
use super::{Job, Report};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::normalise;
use crate::model::Route;

/// The file in the output folder.
const FILE: &str = "manifest.json";
/// The version of its form.
pub const VERSION: u32 = 1;

/// One artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// Name of its format.
    pub format: String,
    /// What it was made of.
    #[serde(flatten)]
    pub origin: Origin,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The name of all that it was made of, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
}

/// What an artifact was made of. Paths are relative to the project's folder where they lie below it, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// An article.
    Article {
        /// Its source.
        source: String,
        /// The folder that was exported, when the article was found in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        root: Option<String>,
    },
    /// A volume of several.
    Book {
        /// Its title.
        #[serde(rename = "book")]
        title: String,
        /// The sources of its articles, in order.
        sources: Vec<String>,
    },
    /// All articles of a site.
    Site {
        /// The folders that were exported.
        #[serde(rename = "site")]
        roots: Vec<String>,
    },
}

impl Record {
    /// The record of a file.
    pub fn new(file: KeptFile, format: &str, origin: Origin, fingerprint: Option<Fingerprint>) -> Self {
        let KeptFile { path, bytes, sha256, .. } = file;
        Self { path, format: format.to_owned(), origin, bytes, sha256, fingerprint }
    }

    /// Where is kept what it was made of.
    pub fn key(&self) -> Key {
        match &self.origin {
            Origin::Article { source, .. } => Key::article(source),
            Origin::Book { .. } => {
                let inside = self.path.split_once('/').map_or(self.path.as_str(), |(_, inside)| inside);
                let route = inside.rsplit_once('.').map_or(inside, |(route, _)| route);
                Key::book(&Route::from_segments(route.split('/')))
            }
            Origin::Site { .. } => Key::site(&self.format),
        }
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn hexadecimal_sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[derive(Deserialize)]
struct Manifest {
    version: u32,
    artifacts: Vec<Record>,
}

/// The path from one relative path down to another, where their names alone tell it: there are many sources, and asking
/// for the working directory each time takes longer than all else.
fn below(project: &Path, path: &Path) -> Option<String> {
    if project.is_absolute() || path.is_absolute() || path == Path::new("-") {
        return None;
    }
    let path = normalise(path);
    let inside = path.strip_prefix(normalise(project)).ok()?;
    let normal = |part: &Component<'_>| matches!(part, Component::Normal(_));
    let parts: Vec<_> =
        inside.components().take_while(normal).map(|part| part.as_os_str().to_string_lossy()).collect();
    (!parts.is_empty() && parts.len() == inside.components().count()).then(|| parts.join("/"))
}

/// How the manifest names a source file or folder.
pub fn name(project: &Path, path: &Path) -> String {
    if let Some(inside) = below(project, path) {
        return inside;
    }
    let clean = |path: &Path| std::path::absolute(path).map(|path| normalise(&path));
    let inside = match (clean(project), clean(path)) {
        (Ok(project), Ok(path)) => path.strip_prefix(project).map(Path::to_path_buf).ok(),
        _ => None,
    };
    let path = if path == Path::new("-") { None } else { inside }.unwrap_or_else(|| path.to_path_buf());
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/").replacen("//", "/", 1) }
}

/// The manifest as a run finds it.
#[derive(Debug, Default)]
pub struct Ledger {
    artifacts: BTreeMap<String, Record>,
    /// The name of the manifest's text.
    text: Option<Fingerprint>,
    /// Whether there is a manifest, and no version can read it.
    broken: bool,
}

impl Ledger {
    /// Reads the manifest of a folder.
    pub fn read(folder: &Folder) -> Self {
        let Ok(text) = fs::read(folder.path().join(FILE)) else { return Self::default() };
        match serde_json::from_slice::<Manifest>(&text) {
            Ok(Manifest { version: VERSION, artifacts }) => {
                let by_path = |record: Record| (record.path.clone(), record);
                let artifacts = artifacts.into_iter().map(by_path).collect();
                Self { artifacts, text: Some(Fingerprint::of(&text)), broken: false }
            }
            _ => Self { broken: true, ..Self::default() },
        }
    }

    /// The record of a path below the output folder.
    pub fn get(&self, path: &str) -> Option<&Record> {
        self.artifacts.get(path)
    }

    /// A source that is no part of this run although its artifact of this format is in the folder, and the source still
    /// exists: the run exports a part of a site only.
    pub fn source_beyond(&self, job: &Job, format: &str) -> Option<&str> {
        let scope = Scope::of(job, BTreeSet::new());
        self.artifacts.values().find_map(|record| match &record.origin {
            Origin::Article { source, .. } if record.format == format => (!scope.is_below_a_root(source)
                && scope.project.join(source).exists())
            .then_some(source.as_str()),
            Origin::Article { .. } | Origin::Book { .. } | Origin::Site { .. } => None,
        })
    }
}

/// Brings the manifest up to date with a run, and removes artifacts that no longer have a source.
pub fn update(
    folder: &Folder,
    ledger: Ledger,
    store: &Store<'_>,
    job: &Job,
    scope: Scope,
    report: &mut Report,
) {
    let Ledger { mut artifacts, text: before, broken } = ledger;
    if broken {
        let message = "this is no manifest that pepexport can read; it was written anew";
        let help = "artifacts of earlier runs are no longer tracked: remove those you no longer want";
        let found = Diagnostic::new(Code::BrokenManifest, message).help(help);
        report.take(job, vec![found.locate(folder.path().join(FILE), None)]);
    }
    let records = std::mem::take(&mut report.records);
    let made: BTreeSet<&str> = records.iter().map(|record| record.path.as_str()).collect();
    let stale = Stale::of(scope, &records, report.whole_site);
    let gone: Vec<String> = artifacts
        .values()
        .filter(|record| !made.contains(record.path.as_str()) && stale.is(record))
        .map(|record| record.path.clone())
        .collect();
    for path in gone {
        if folder.remove(&path) {
            if let Some(record) = artifacts.remove(&path)
                && !stale.is_made(&record)
            {
                store.discard(record.key());
            }
            report.removed.push(path);
        }
    }
    drop((made, stale));
    for record in records {
        artifacts.insert(record.path.clone(), record);
    }
    let text = text(artifacts.values());
    if before == Some(Fingerprint::of(&text)) {
        return;
    }
    if let Err(problem) = folder.put(FILE, &text) {
        report.take(job, vec![problem.locate(folder.path().join(FILE), None)]);
    }
}

/// How the manifest names the folders that a run exports.
pub fn root_names(job: &Job) -> BTreeSet<String> {
    job.sources.folders.iter().map(|folder| name(&job.project, folder)).collect()
}

/// The manifest's text: one line an artifact, by path, so that differences read well.
fn text<'r>(artifacts: impl Iterator<Item = &'r Record>) -> Vec<u8> {
    // One buffer: of a large site it is tens of megabytes.
    let mut text = format!("{{\n  \"version\": {VERSION},\n  \"artifacts\": [").into_bytes();
    let mut is_empty = true;
    for record in artifacts {
        text.extend_from_slice(if is_empty { b"\n    " } else { b",\n    " });
        is_empty = false;
        // A record has nothing that JSON cannot say, and writing to memory does not fail.
        let _ = serde_json::to_writer(&mut text, record);
    }
    text.extend_from_slice(if is_empty { b"]\n}\n" } else { b"\n  ]\n}\n" });
    text
}

/// What a run exports.
#[derive(Debug, Default)]
pub struct Scope {
    project: PathBuf,
    formats: BTreeSet<String>,
    /// The folders given.
    roots: BTreeSet<String>,
    /// Sources that are drafts now.
    drafts: BTreeSet<String>,
}

impl Scope {
    /// What a job exports, when these sources are drafts.
    pub fn of(job: &Job, drafts: BTreeSet<String>) -> Self {
        Self {
            project: job.project.clone(),
            formats: job.formats.iter().map(|backend| backend.format().name.to_owned()).collect(),
            roots: root_names(job),
            drafts,
        }
    }

    fn is_below_a_root(&self, source: &str) -> bool {
        self.roots.iter().any(|root| {
            root == "." && !Path::new(source).is_absolute() || Path::new(source).starts_with(root)
        })
    }
}

/// Which recorded artifacts this run has made obsolete. Only what was exported from a folder given now, in a format
/// exported now, can be: everything else is another run's business.
struct Stale<'r> {
    scope: Scope,
    /// Sources and formats that this run made, whose artifacts may have had other names before.
    made: BTreeSet<(&'r str, &'r str)>,
    /// Whether the files of the whole site were made anew.
    site: bool,
    /// Whether there are some.
    site_made: bool,
}

impl<'r> Stale<'r> {
    fn of(scope: Scope, records: &'r [Record], whole_site: bool) -> Self {
        let made = records.iter().filter_map(|record| match &record.origin {
            Origin::Article { source, .. } => Some((source.as_str(), record.format.as_str())),
            Origin::Book { .. } | Origin::Site { .. } => None,
        });
        Self {
            scope,
            made: made.collect(),
            site: whole_site,
            site_made: records.iter().any(|record| matches!(record.origin, Origin::Site { .. })),
        }
    }

    fn is(&self, record: &Record) -> bool {
        let scope = &self.scope;
        if !scope.formats.contains(&record.format) {
            return false;
        }
        let (source, root) = match &record.origin {
            Origin::Article { source, root } => (source, root),
            Origin::Book { .. } => return false,
            Origin::Site { .. } => return self.site,
        };
        let exported_now = root.as_ref().is_some_and(|root| scope.roots.contains(root));
        let renamed = self.made.contains(&(source.as_str(), record.format.as_str()));
        let gone = scope.is_below_a_root(source) && !scope.project.join(source).exists();
        gone || (exported_now && (renamed || scope.drafts.contains(source)))
    }

    /// Whether this run made something of the record's source.
    fn is_made(&self, record: &Record) -> bool {
        match &record.origin {
            Origin::Article { source, .. } => self.made.iter().any(|(made, _)| made == source),
            Origin::Book { .. } => false,
            Origin::Site { .. } => self.site_made,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named_from_the_project() {
        let here = std::env::current_dir().unwrap();
        let named = |project: &str, path: &str| name(Path::new(project), Path::new(path));
        assert_eq!(named("", "content/a.md"), "content/a.md");
        assert_eq!(named("./site/", "site/./content/../b.md"), "b.md");
        assert_eq!(named("..", "../content/a.md"), "content/a.md");
        assert_eq!(named("", "../a.md"), "../a.md");
        assert_eq!(named("", "."), ".");
        assert_eq!(named("", "-"), "-");
        let folder = here.file_name().unwrap().to_string_lossy();
        assert_eq!(named("..", "a.md"), format!("{folder}/a.md"));
        assert_eq!(named(&here.to_string_lossy(), "content/a.md"), "content/a.md");
        assert_eq!(named("site", "/elsewhere/a.md"), "/elsewhere/a.md");
    }
}
