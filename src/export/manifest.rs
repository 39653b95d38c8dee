//! `manifest.json`: every artifact in the output folder, with its source, size and SHA-256.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::survey::Survey;
use super::write::Folder;
use super::{Job, Report};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::normalise;

/// The file in the output folder.
const FILE: &str = "manifest.json";
/// The version of its form.
const VERSION: u32 = 1;

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
    /// The record of an artifact.
    pub fn new(path: String, format: &str, origin: Origin, bytes: &[u8]) -> Self {
        let sha256 = hexadecimal(&Sha256::digest(bytes));
        Self { path, format: format.to_owned(), origin, bytes: bytes.len() as u64, sha256 }
    }
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

/// How the manifest names a source file or folder.
pub fn name(project: &Path, path: &Path) -> String {
    let clean = |path: &Path| std::path::absolute(path).map(|path| normalise(&path));
    let inside = match (clean(project), clean(path)) {
        (Ok(project), Ok(path)) => path.strip_prefix(project).map(Path::to_path_buf).ok(),
        _ => None,
    };
    let path = if path == Path::new("-") { None } else { inside }.unwrap_or_else(|| path.to_path_buf());
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/").replacen("//", "/", 1) }
}

/// Brings the manifest up to date with a run, and removes artifacts that no longer have a source.
pub fn update(folder: &Folder, job: &Job, survey: &Survey<'_>, report: &mut Report) {
    let mut artifacts = read(folder, job, report);
    let made: BTreeSet<String> = report.records.iter().map(|record| record.path.clone()).collect();
    let stale = Stale::of(job, survey, report);
    let gone: Vec<String> = artifacts
        .values()
        .filter(|record| !made.contains(&record.path) && stale.is(record))
        .map(|record| record.path.clone())
        .collect();
    for path in gone {
        if folder.remove(&path) {
            artifacts.remove(&path);
            report.removed.push(path);
        }
    }
    for record in std::mem::take(&mut report.records) {
        artifacts.insert(record.path.clone(), record);
    }
    if let Err(problem) = folder.put(FILE, text(artifacts.values()).as_bytes()) {
        report.take(job, vec![problem.locate(folder.path().join(FILE), None)]);
    }
}

/// A source that is no part of this run although its artifact of this format is in the folder, and the source still
/// exists: the run exports a part of a site only.
pub fn source_beyond(folder: &Folder, job: &Job, format: &str) -> Option<String> {
    let bytes = fs::read(folder.path().join(FILE)).ok()?;
    let manifest: Manifest = serde_json::from_slice(&bytes).ok()?;
    let stale = Stale { project: job.project.clone(), roots: root_names(job), ..Stale::default() };
    manifest.artifacts.into_iter().find_map(|record| match record.origin {
        Origin::Article { source, .. } if record.format == format => {
            (!stale.is_below_a_root(&source) && stale.project.join(&source).exists()).then_some(source)
        }
        Origin::Article { .. } | Origin::Book { .. } | Origin::Site { .. } => None,
    })
}

/// How the manifest names the folders that a run exports.
pub fn root_names(job: &Job) -> BTreeSet<String> {
    job.sources.folders.iter().map(|folder| name(&job.project, folder)).collect()
}

fn read(folder: &Folder, job: &Job, report: &mut Report) -> BTreeMap<String, Record> {
    let path = folder.path().join(FILE);
    let Ok(bytes) = fs::read(&path) else { return BTreeMap::new() };
    match serde_json::from_slice::<Manifest>(&bytes) {
        Ok(manifest) if manifest.version == VERSION => {
            manifest.artifacts.into_iter().map(|record| (record.path.clone(), record)).collect()
        }
        _ => {
            let message = "this is no manifest that pepexport can read; it was written anew";
            let help = "artifacts of earlier runs are no longer tracked: remove those you no longer want";
            report.take(
                job,
                vec![Diagnostic::new(Code::BrokenManifest, message).help(help).locate(path, None)],
            );
            BTreeMap::new()
        }
    }
}

/// The manifest's text: one line an artifact, by path, so that differences read well.
fn text<'r>(artifacts: impl Iterator<Item = &'r Record>) -> String {
    let lines: Vec<String> = artifacts
        .filter_map(|record| serde_json::to_string(record).ok())
        .map(|line| format!("    {line}"))
        .collect();
    let list = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
    format!("{{\n  \"version\": {VERSION},\n  \"artifacts\": [{list}]\n}}\n")
}

/// Which recorded artifacts this run has made obsolete. Only what was exported from a folder given now, in a format
/// exported now, can be: everything else is another run's business.
#[derive(Default)]
struct Stale {
    project: PathBuf,
    formats: BTreeSet<String>,
    /// The folders given.
    roots: BTreeSet<String>,
    /// Sources and formats that this run made, whose artifacts may have had other names before.
    made: BTreeSet<(String, String)>,
    /// Sources that are drafts now.
    drafts: BTreeSet<String>,
    /// Whether the files of the whole site were made anew.
    site: bool,
}

impl Stale {
    fn of(job: &Job, survey: &Survey<'_>, report: &Report) -> Self {
        let project = &job.project;
        let drafts = job.sources.articles.iter().filter(|source| survey.drafts.contains(&source.id));
        let made = report.records.iter().filter_map(|record| match &record.origin {
            Origin::Article { source, .. } => Some((source.clone(), record.format.clone())),
            Origin::Book { .. } | Origin::Site { .. } => None,
        });
        Self {
            project: project.clone(),
            formats: job.formats.iter().map(|backend| backend.format().name.to_owned()).collect(),
            roots: root_names(job),
            made: made.collect(),
            drafts: drafts.map(|source| name(project, &source.path)).collect(),
            site: report.whole_site,
        }
    }

    fn is(&self, record: &Record) -> bool {
        if !self.formats.contains(&record.format) {
            return false;
        }
        let (source, root) = match &record.origin {
            Origin::Article { source, root } => (source, root),
            Origin::Book { .. } => return false,
            Origin::Site { .. } => return self.site,
        };
        let exported_now = root.as_ref().is_some_and(|root| self.roots.contains(root));
        let renamed = self.made.contains(&(source.clone(), record.format.clone()));
        let gone = self.is_below_a_root(source) && !self.project.join(source).exists();
        gone || (exported_now && (renamed || self.drafts.contains(source)))
    }

    fn is_below_a_root(&self, source: &str) -> bool {
        self.roots.iter().any(|root| {
            root == "." && !Path::new(source).is_absolute() || Path::new(source).starts_with(root)
        })
    }
}
