//! Site-wide files, joined from the fragments of all articles once they are done.

use std::cell::RefCell;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::fragments::Fragments;
use super::manifest::{self, Origin, Record, hexadecimal};
use super::timings::Step;
use super::workshop::Workshop;
use super::write::{Draft, Folder, Output};
use super::{Job, Report, site};
use crate::backend::site_wide::{Shelf, SiteFile, Written};
use crate::diagnostic::{Code, Diagnostic, io_reason};

/// Stores for the fragments of this run: for every format that has site-wide files, when all of the site is exported to
/// a folder. Without them nothing site-wide is made.
pub fn stores(job: &Job, output: &Output, report: &mut Report) -> Vec<Fragments> {
    let Output::Folder(folder) = output else { return Vec::new() };
    if !is_site(job) {
        return Vec::new();
    }
    report.whole_site = true;
    let mut stores = Vec::new();
    for backend in &job.formats {
        let format = backend.format();
        let Some(files) = backend.site_files() else { continue };
        if let Some(source) = manifest::source_beyond(folder, job, format.name) {
            let message = format!(
                "feeds and site maps of {} stay as they are: {source} is part of the site, and not of this run",
                format.title
            );
            let finding = Diagnostic::new(Code::PartialSite, message)
                .help("export all folders of the site in one run, or into another output folder");
            report.take(job, site::locate(job, vec![finding]));
            report.whole_site = false;
        } else if files.wanted(&job.settings.config) {
            match tempfile::tempfile_in(folder.path()) {
                Ok(file) => stores.push(Fragments::new(format.name, file)),
                Err(error) => tell(job, format.title, &error, report),
            }
        }
    }
    stores
}

/// Whether what is exported can be a site: folders, and no single articles. A feed of some articles would replace that
/// of all.
fn is_site(job: &Job) -> bool {
    let articles = &job.sources.articles;
    job.book.is_none() && !articles.is_empty() && articles.iter().all(|article| article.folder.is_some())
}

/// Joins the fragments and writes what comes of them.
pub fn join(workshop: &Workshop<'_>, stores: &[Fragments], report: &mut Report) {
    let Output::Folder(folder) = workshop.output else { return };
    for store in stores {
        let backend = workshop.job.formats.iter().find(|backend| backend.format().name == store.format);
        let Some((backend, files)) = backend.and_then(|backend| Some((backend, backend.site_files()?)))
        else {
            continue;
        };
        let format = backend.format();
        let shelf = FolderShelf {
            folder,
            format: format.name,
            origin: Origin::Site { roots: manifest::root_names(workshop.job).into_iter().collect() },
            taken: report.records.iter().map(|record| record.path.clone()).collect(),
            written: RefCell::default(),
        };
        let join =
            || store.read().and_then(|mut pieces| files.join(&mut pieces, &workshop.context(), &shelf));
        let joined = workshop.clock.time(Step::Join, Some(format.name), join);
        report.keep_records(shelf.written.into_inner());
        match joined {
            Ok(advice) => report.advice.extend(advice),
            Err(error) => tell(workshop.job, format.title, &error, report),
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
    format: &'static str,
    origin: Origin,
    /// Files that articles have made.
    taken: std::collections::HashSet<String>,
    written: RefCell<Vec<Record>>,
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
        let path = format!("{}/{path}", self.shelf.format);
        if self.shelf.taken.contains(&path) {
            let message = format!("an article has made {path}: give it another slug");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        self.draft.persist(&path)?;
        let written = Written { bytes: self.bytes, sha256: hexadecimal(&self.sha256.finalize()) };
        self.shelf.written.borrow_mut().push(Record {
            path,
            format: self.shelf.format.to_owned(),
            origin: self.shelf.origin.clone(),
            bytes: written.bytes,
            sha256: written.sha256.clone(),
        });
        Ok(written)
    }
}
