//! Site-wide files, joined from the fragments of all articles once they are done.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::earlier::stands;
use super::fragments::{Fragments, Ordered};
use super::manifest::{self, Ledger, Origin, Record, hexadecimal};
use super::store::{FormatResults, Kept, KeptFile, Key, Results, Store};
use super::timings::Step;
use super::workshop::Workshop;
use super::write::{Draft, Folder, Output};
use super::{Job, Report, site};
use crate::backend::Format;
use crate::backend::site_wide::{Shelf, SiteFile, SiteFiles, Written};
use crate::diagnostic::{Code, Diagnostic, io_reason};

/// Places for the fragments of this run: for every format that has site-wide files, when all of a `whole` site is exported
/// to a folder. Without them nothing site-wide is made.
pub fn fragments(
    job: &Job,
    whole: bool,
    output: &Output,
    ledger: &Ledger,
    report: &mut Report,
) -> Vec<Fragments> {
    let Output::Folder(_) = output else { return Vec::new() };
    if !whole {
        return Vec::new();
    }
    report.whole_site = true;
    let mut fragments = Vec::new();
    for backend in &job.formats {
        let format = backend.format();
        let Some(files) = backend.site_files() else { continue };
        if let Some(source) = ledger.source_beyond(job, format.name) {
            let message = format!(
                "feeds and site maps of {} stay as they are: {source} is part of the site, and not of this run",
                format.title
            );
            let finding = Diagnostic::new(Code::PartialSite, message)
                .help("export all folders of the site in one run, or into another output folder");
            report.take(job, site::locate(job, vec![finding]));
            report.whole_site = false;
        } else if files.wanted(&job.settings.config) {
            fragments.push(Fragments::new(format.name));
        }
    }
    fragments
}

/// Whether what is exported can be a site: folders, and no single articles. A feed of some articles would replace that
/// of all.
pub fn is_site(job: &Job) -> bool {
    let articles = &job.sources.articles;
    job.book.is_none() && !articles.is_empty() && articles.iter().all(|article| article.folder.is_some())
}

/// Joins the fragments and writes what comes of them. What came of the same fragments before stays as it is.
pub fn join(workshop: &Workshop<'_>, fragments: &[Fragments], report: &mut Report) {
    let (Output::Folder(folder), Some(store)) = (workshop.output, workshop.store) else { return };
    for fragments in fragments {
        let backend = workshop.job.formats.iter().find(|backend| backend.format().name == fragments.format);
        let Some((backend, files)) = backend.and_then(|backend| Some((backend, backend.site_files()?)))
        else {
            continue;
        };
        let site = Site { workshop, folder, store, format: backend.format(), files };
        let join = || site.join(&fragments.take_in_order(), report);
        workshop.clock.time(Step::Join, Some(backend.format().name), join);
    }
}

/// The site-wide files of a format.
struct Site<'w> {
    workshop: &'w Workshop<'w>,
    folder: &'w Folder,
    store: &'w Store<'w>,
    format: &'static Format,
    files: &'static dyn SiteFiles,
}

impl Site<'_> {
    fn join(&self, fragments: &Ordered, report: &mut Report) {
        let (workshop, name) = (self.workshop, self.format.name);
        let key = Key::site(name);
        let fingerprint = fragments.fingerprint(workshop.inputs.of_site(name));
        let origin = Origin::Site { roots: manifest::root_names(workshop.job).into_iter().collect() };
        let record = |file: KeptFile| Record::new(file, name, origin.clone(), Some(fingerprint));

        let unchanged = |results: &FormatResults| {
            results.fingerprint == fingerprint && results.files.iter().all(|file| stands(workshop, key, file))
        };
        let mut before = BTreeMap::new();
        if let Some(Results { mut formats, advice, .. }) = self.store.results(key)
            && let Some(results) = formats.remove(name)
        {
            if unchanged(&results) {
                report.keep_records(Vec::new(), results.files.into_iter().map(record).collect());
                report.advice.extend(advice);
                return;
            }
            before.extend(results.files.into_iter().map(|file| (file.path.clone(), file)));
        }

        let shelf = FolderShelf {
            folder: self.folder,
            before,
            format: name,
            taken: report.records.iter().map(|record| record.path.clone()).collect(),
            closed: RefCell::default(),
        };
        // A store that cannot be changed cannot be written either: then these files are joined anew by the next run.
        let _ = self.store.forget(key);
        let joined = self.files.join(&mut fragments.read(self.store), &workshop.context(), &shelf);
        let closed = shelf.closed.into_inner();
        let files: Vec<KeptFile> = closed.iter().map(|(file, _)| file.clone()).collect();
        let (written, same): (Vec<_>, Vec<_>) = closed.into_iter().partition(|(_, written)| *written);
        let records =
            |files: Vec<(KeptFile, bool)>| files.into_iter().map(|(file, _)| record(file)).collect();
        report.keep_records(records(written), records(same));
        match joined {
            Ok(advice) => {
                let results = FormatResults {
                    fingerprint,
                    machine_fonts: false,
                    found: Vec::new(),
                    files,
                    fragment: None,
                };
                let formats = [(name.to_owned(), results)].into();
                let made = Results { formats, advice: advice.clone(), ..Results::default() };
                let _ = self.store.keep(key, &Kept { made, ..Kept::default() });
                report.advice.extend(advice);
            }
            Err(error) => tell(workshop.job, self.format.title, &error, report),
        }
    }
}

fn tell(job: &Job, title: &str, error: &io::Error, report: &mut Report) {
    let message = format!("the site-wide files of {title} could not be written: {}", io_reason(error));
    report.take(job, site::locate(job, vec![Diagnostic::new(Code::UnwritableArtifact, message)]));
}

/// The folder of a format.
struct FolderShelf<'f> {
    folder: &'f Folder,
    /// The files as the last run left them.
    before: BTreeMap<String, KeptFile>,
    format: &'static str,
    /// Files that articles have made.
    taken: HashSet<String>,
    /// The files that are complete, and whether they had to be written.
    closed: RefCell<Vec<(KeptFile, bool)>>,
}

impl Shelf for FolderShelf<'_> {
    fn open(&self) -> io::Result<Box<dyn SiteFile + '_>> {
        let draft = self.folder.draft()?;
        Ok(Box::new(OpenFile { shelf: self, draft, sha256: Sha256::new(), bytes: 0 }))
    }
}

/// A file on its way into the folder.
struct OpenFile<'s> {
    shelf: &'s FolderShelf<'s>,
    draft: Draft<'s>,
    sha256: Sha256,
    bytes: u64,
}

impl Write for OpenFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.draft.write(bytes)?;
        self.sha256.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.draft.flush()
    }
}

impl SiteFile for OpenFile<'_> {
    fn close(self: Box<Self>, path: &str) -> io::Result<Written> {
        let Self { shelf, draft, sha256, bytes } = *self;
        let path = format!("{}/{path}", shelf.format);
        if shelf.taken.contains(&path) {
            let message = format!("an article has made {path}: give it another slug");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        let written = Written { bytes, sha256: hexadecimal(&sha256.finalize()) };
        let same = |file: &KeptFile| {
            let stands = fs::symlink_metadata(shelf.folder.path().join(&path))
                .is_ok_and(|data| data.is_file() && data.len() == bytes);
            file.bytes == bytes && file.sha256 == written.sha256 && stands
        };
        let changed = !shelf.before.get(&path).is_some_and(same);
        if changed {
            draft.persist(&path)?;
        }
        let file = KeptFile { path, bytes, sha256: written.sha256.clone(), main: false };
        shelf.closed.borrow_mut().push((file, changed));
        Ok(written)
    }
}
