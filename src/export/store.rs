//! What a run keeps of each article for the next one: a small file each in the folder `cache` of the output folder.
//!
//! A file says what the article was made of and what was noticed, and holds the fragments it left for site-wide files. It
//! is removed before an artifact of the article is written, and written when all are: whatever ends a run in between, the
//! next one makes the article anew. A file that is damaged or was written by another version counts as missing.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fingerprint::{Digest, Fingerprint};
use super::write::Folder;
use crate::catalog::Entry;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::enrich::Question;
use crate::model::{Anchor, Date, Language, Route};
use crate::source::{SourceId, Span};

/// The folder in the output folder.
const FOLDER: &str = "cache";

/// Where a run finds what earlier ones kept, and keeps what it made.
#[derive(Debug)]
pub struct Store<'f> {
    folder: &'f Folder,
    /// Whether what earlier runs kept is of use.
    recalls: bool,
    /// Whether earlier runs kept nothing: then nothing is looked for.
    new: bool,
}

/// The name of a file in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(Fingerprint);

impl Key {
    /// The key of an article, by its source as the manifest names it.
    pub fn article(source: &str) -> Self {
        Self(Digest::default().text("article").text(source).finish())
    }

    /// The key of a book, by its route.
    pub fn book(route: &Route) -> Self {
        Self(Digest::default().text("book").text(route.as_str()).finish())
    }

    /// The key of a format's site-wide files.
    pub fn site(format: &str) -> Self {
        Self(Digest::default().text("site").text(format).finish())
    }

    /// Below one of 16 folders: many enough for a hundred thousand files, and made at no cost for some hundred.
    fn path(self) -> String {
        let name = self.0.to_string();
        let (folder, file) = name.split_at_checked(1).unwrap_or(("", &name));
        format!("{FOLDER}/{folder}/{file}")
    }
}

/// What is kept of a publication, or of the files of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// What the catalog knows of an article.
    pub identity: Option<Identity>,
    /// What was made.
    pub made: Results,
    /// The fragments, one after the other.
    pub fragments: Vec<u8>,
}

/// What the catalog knows of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// What it was read from.
    pub inputs: Fingerprint,
    /// Where its slug stands, when the front matter has one.
    slug: Option<(u32, u32)>,
    draft: bool,
    route: String,
    path: String,
    url: Option<String>,
    title: String,
    description: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    language: String,
    tags: Vec<String>,
    noindex: bool,
    anchors: Vec<String>,
}

/// What was made of a publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// All that all formats make it of, as it was when it was read last: what was asked and noticed is of then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common: Option<Fingerprint>,
    /// What was asked of everything outside it, part by part.
    pub questions: Vec<Vec<Question>>,
    /// What was noticed while it was read and completed, part by part.
    pub found: Vec<Vec<Finding>>,
    /// What each format made.
    pub formats: BTreeMap<String, FormatResults>,
    /// What the publisher is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<String>,
}

/// What a format made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatResults {
    /// All that it was made of.
    pub fingerprint: Fingerprint,
    /// Whether fonts of the machine had a part in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub machine_fonts: bool,
    /// What was noticed.
    pub found: Vec<Finding>,
    /// The files.
    pub files: Vec<KeptFile>,
    /// What it left for site-wide files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fragment: Option<KeptFragment>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Whether it is the main file of its format.
    pub main: bool,
}

/// Where a fragment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFragment {
    /// Its key among the others.
    pub key: String,
    /// The name of its bytes.
    pub content: Fingerprint,
    /// Where it begins among the fragments.
    pub start: usize,
    /// Its length.
    pub length: usize,
}

/// Something that was noticed, without its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    code: String,
    error: bool,
    /// The part of the publication it is about, and the bytes there.
    place: Option<(u32, u32, u32)>,
    message: String,
    help: Option<String>,
    about: Option<String>,
}

impl Finding {
    /// A finding on a publication of these parts.
    pub fn of(diagnostic: &Diagnostic, parts: &[SourceId]) -> Self {
        let place = diagnostic.span.map(|span| {
            let part = parts.iter().position(|part| *part == span.source).unwrap_or_default();
            (u32::try_from(part).unwrap_or_default(), span.start, span.end)
        });
        Self {
            code: diagnostic.code.name().to_owned(),
            error: diagnostic.severity == Severity::Error,
            place,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            about: diagnostic.about.clone(),
        }
    }

    /// The finding again. `None` when there is no such kind of finding.
    fn diagnostic(&self, parts: &[SourceId]) -> Option<Diagnostic> {
        let span = match self.place {
            None => None,
            Some((part, start, end)) => Some(Span { source: *parts.get(part as usize)?, start, end }),
        };
        Some(Diagnostic {
            code: Code::named(&self.code)?,
            severity: if self.error { Severity::Error } else { Severity::Warning },
            span,
            message: self.message.clone(),
            help: self.help.clone(),
            about: self.about.clone(),
        })
    }

    /// Findings to be kept.
    pub fn all_of(found: &[Diagnostic], parts: &[SourceId]) -> Vec<Self> {
        found.iter().map(|diagnostic| Self::of(diagnostic, parts)).collect()
    }

    /// Findings that were kept.
    pub fn diagnostics(found: &[Self], parts: &[SourceId]) -> Option<Vec<Diagnostic>> {
        found.iter().map(|finding| finding.diagnostic(parts)).collect()
    }
}

impl Identity {
    /// What the catalog knows of an article.
    pub fn of(entry: &Entry, draft: bool, slug: Option<Span>, inputs: Fingerprint) -> Self {
        Self {
            inputs,
            slug: slug.map(|span| (span.start, span.end)),
            draft,
            route: entry.route.to_string(),
            path: entry.path.clone(),
            url: entry.url.clone(),
            title: entry.title.clone(),
            description: entry.description.clone(),
            published: entry.published.map(|date| date.to_string()),
            updated: entry.updated.map(|date| date.to_string()),
            language: entry.language.as_str().to_owned(),
            tags: entry.tags.clone(),
            noindex: entry.noindex,
            anchors: entry.anchors.iter().map(str::to_owned).collect(),
        }
    }

    /// Whether the article is a draft.
    pub fn is_draft(&self) -> bool {
        self.draft
    }

    /// Where its slug stands.
    pub fn slug(&self, source: SourceId) -> Option<Span> {
        self.slug.map(|(start, end)| Span { source, start, end })
    }

    /// The entry again. `None` when it is none that a document could have.
    pub fn entry(self, source: SourceId, file: &Path) -> Option<Entry> {
        let date = |text: Option<String>| match text {
            None => Some(None),
            Some(text) => Date::parse(&text).ok().map(Some),
        };
        Some(Entry {
            route: Route::from_segments(self.route.split('/')),
            source,
            file: file.to_path_buf(),
            path: self.path,
            url: self.url,
            title: self.title,
            description: self.description,
            published: date(self.published)?,
            updated: date(self.updated)?,
            language: Language::parse(&self.language)?,
            tags: self.tags,
            noindex: self.noindex,
            anchors: self.anchors.iter().map(|name| Anchor::new(name)).collect(),
        })
    }
}

impl<'f> Store<'f> {
    /// The store of an output folder. Unless it `recalls`, it knows nothing of earlier runs.
    pub fn new(folder: &'f Folder, recalls: bool) -> Self {
        Self { folder, recalls, new: !folder.path().join(FOLDER).is_dir() }
    }

    /// The store of an output folder that takes over what others kept.
    pub fn of_merge(folder: &'f Folder) -> Self {
        Self { folder, recalls: true, new: false }
    }

    /// What the catalog knew of an article.
    pub fn identity(&self, key: Key) -> Option<Identity> {
        let bytes = self.read(key)?;
        serde_json::from_slice(sections(&bytes)?.first()?).ok()
    }

    /// What was made of a publication, without its identity and fragments.
    pub fn results(&self, key: Key) -> Option<Results> {
        let bytes = self.read(key)?;
        serde_json::from_slice(sections(&bytes)?.get(1)?).ok()
    }

    /// All that is kept of a publication, whether it is of use or only to be kept further.
    pub fn recall(&self, key: Key) -> Option<Kept> {
        if self.new {
            return None;
        }
        let bytes = self.load(key)?;
        let [identity, made, fragments] = sections(&bytes)?;
        Some(Kept {
            identity: serde_json::from_slice(identity).ok()?,
            made: serde_json::from_slice(made).ok()?,
            fragments: fragments.to_vec(),
        })
    }

    fn read(&self, key: Key) -> Option<Vec<u8>> {
        if self.recalls && !self.new { self.load(key) } else { None }
    }

    /// The bytes of a file that is whole.
    fn load(&self, key: Key) -> Option<Vec<u8>> {
        let bytes = fs::read(self.place(key)).ok()?;
        let (check, rest) = bytes.split_at_checked(CHECK)?;
        let check = Fingerprint::parse(std::str::from_utf8(check).ok()?.strip_suffix('\n')?)?;
        (check == Fingerprint::of(rest)).then_some(bytes)
    }

    /// A fragment of what was kept by this run or an earlier one.
    ///
    /// # Errors
    /// It is not there.
    pub fn fragment(&self, key: Key, fragment: &KeptFragment) -> io::Result<Vec<u8>> {
        let of = |bytes: &[u8]| {
            let [_, _, fragments] = sections(bytes)?;
            let end = fragment.start.checked_add(fragment.length)?;
            let bytes = fragments.get(fragment.start..end)?;
            (Fingerprint::of(bytes) == fragment.content).then(|| bytes.to_vec())
        };
        let found = self.load(key).and_then(|bytes| of(&bytes));
        found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "what was kept of an article is gone"))
    }

    /// Forgets a publication: from now on its artifacts may be anything.
    ///
    /// # Errors
    /// What is kept of it cannot be removed.
    pub fn forget(&self, key: Key) -> io::Result<()> {
        if self.new {
            return Ok(());
        }
        match fs::remove_file(self.place(key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes over what another output folder keeps of a publication.
    ///
    /// # Errors
    /// It keeps nothing, or that cannot be copied.
    pub fn adopt(&self, key: Key, from: &Path) -> io::Result<()> {
        let path = self.place(key);
        self.folder.ready(&path)?;
        fs::copy(from.join(key.path()), path).map(|_| ())
    }

    /// Forgets a publication whose artifacts are gone, and the folder that is empty without it.
    pub fn discard(&self, key: Key) {
        self.folder.remove(&key.path());
    }

    /// Keeps what was made of a publication. What cannot be kept is made anew by the next run.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&self, key: Key, kept: &Kept) -> io::Result<()> {
        let mut rest = serde_json::to_vec(&kept.identity)?;
        rest.push(b'\n');
        serde_json::to_writer(&mut rest, &kept.made)?;
        rest.push(b'\n');
        rest.extend_from_slice(&kept.fragments);
        let mut bytes = format!("{}\n", Fingerprint::of(&rest)).into_bytes();
        bytes.append(&mut rest);
        let path = self.place(key);
        self.folder.ready(&path)?;
        // Half a file counts as none, so there is no need of a temporary one.
        fs::write(path, bytes)
    }

    fn place(&self, key: Key) -> PathBuf {
        self.folder.path().join(key.path())
    }
}

/// Length of the first line: the name of the rest.
const CHECK: usize = 33;

/// The parts of a file after its first line: identity, results, fragments.
fn sections(bytes: &[u8]) -> Option<[&[u8]; 3]> {
    let rest = bytes.get(CHECK..)?;
    let mut parts = rest.splitn(3, |byte| *byte == b'\n');
    Some([parts.next()?, parts.next()?, parts.next()?])
}
