//! What a run is asked to do, and what it tells.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::Settings;
use super::manifest::Record;
use super::produce::Made;
use super::severity;
use super::shard::Shard;
use super::timings::Timing;
use crate::backend::Backend;
use crate::config::ReferenceLists;
use crate::diagnostic::{Located, Severity};
use crate::load::Sources;
use crate::model::Date;

/// What a run is asked to do.
pub struct Job {
    /// The configuration and the terms.
    pub settings: Settings,
    /// The articles.
    pub sources: Sources,
    /// The folder that the manifest names sources from: the configuration's, else the working directory.
    pub project: PathBuf,
    /// The formats to export.
    pub formats: Vec<&'static dyn Backend>,
    /// Where artifacts go.
    pub destination: Destination,
    /// The title of the one volume that all articles are bound in.
    pub book: Option<String>,
    /// Where that volume lists its references.
    pub references: ReferenceLists,
    /// Whether the volumes that the configuration names are exported besides the articles.
    pub books: bool,
    /// Whether drafts are exported too.
    pub drafts: bool,
    /// The part of the site that is exported, when it is not all.
    pub shard: Option<Shard>,
    /// Whether everything is made anew, whatever earlier runs have made.
    pub force: bool,
    /// Whether warnings fail the run.
    pub strict: bool,
    /// Whether only errors are told: of a large site warnings are most of what a run has to hold.
    pub errors_only: bool,
    /// Whether the report tells where the time went.
    pub timings: bool,
    /// Number of threads; all cores when none is given.
    pub threads: Option<NonZeroUsize>,
    /// Today, for lints on dates.
    pub today: Option<Date>,
    /// The date that stands in where a format requires one and the article has none.
    pub fallback_date: Option<Date>,
}

impl Job {
    /// A job that checks sources and exports nothing yet: formats, destination and the rest are for the caller to set.
    pub fn new(settings: Settings, sources: Sources) -> Self {
        Self {
            settings,
            sources,
            project: PathBuf::new(),
            formats: Vec::new(),
            destination: Destination::Nowhere,
            book: None,
            references: ReferenceLists::default(),
            books: false,
            drafts: false,
            shard: None,
            force: false,
            strict: false,
            errors_only: false,
            timings: false,
            threads: None,
            today: None,
            fallback_date: None,
        }
    }
}

/// Where artifacts go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Files in a folder, with a manifest.
    Folder(PathBuf),
    /// The one main artifact, handed back in the [`Report`].
    Memory,
    /// Nowhere: articles are only checked, by rendering them in all formats.
    Nowhere,
}

/// Learns how far a run is. It is called from many threads.
pub trait Progress: Sync {
    /// Another run holds the output folder, and this one waits for it.
    fn wait(&self, folder: &Path);
    /// A stage begins, with so many articles before it.
    fn start(&self, stage: Stage, articles: usize);
    /// An article is done with the stage.
    fn step(&self);
}

/// The stages of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Every article is read for the catalog.
    Read,
    /// Every article is rendered and written.
    Export,
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn wait(&self, _: &Path) {}
    fn start(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

/// What a run did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many articles were exported in all formats.
    pub articles: usize,
    /// How many were left out as drafts.
    pub drafts: usize,
    /// The artifacts that were written, in the order of the sources and formats: path below the output folder, bytes.
    pub artifacts: Vec<(String, u64)>,
    /// How many artifacts of earlier runs are as this one would make them, and were left as they are.
    pub unchanged: usize,
    /// Artifacts of earlier runs that were removed, because their source is gone.
    pub removed: Vec<String>,
    /// What was noticed, in the order of the sources, the formats, and the places in the text.
    pub diagnostics: Vec<Located>,
    /// The main artifact, for [`Destination::Memory`].
    pub output: Option<Vec<u8>>,
    /// What the publisher should do with site-wide files: lines for `robots.txt`.
    pub advice: Vec<String>,
    /// Where the time went, when the job asks for that.
    pub timings: Vec<Timing>,
    /// Whether the files of the whole site are those of this run.
    pub(super) whole_site: bool,
    pub(super) records: Vec<Record>,
}

impl Report {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|located| located.diagnostic.severity == severity).count()
    }

    /// Adds findings, weighed as the job is configured.
    pub(super) fn take(&mut self, job: &Job, found: Vec<Located>) {
        self.diagnostics.extend(found.into_iter().filter_map(|located| severity::weigh(job, located)));
    }

    /// Keeps what remains of a publication that was exported.
    pub(super) fn keep(&mut self, made: Made) {
        self.keep_records(made.written, made.unchanged);
        self.output = self.output.take().or(made.output);
    }

    /// Keeps the records of files that were written, and of those that an earlier run wrote just so.
    pub(super) fn keep_records(&mut self, written: Vec<Record>, unchanged: Vec<Record>) {
        self.artifacts.extend(written.iter().map(|record| (record.path.clone(), record.bytes)));
        self.unchanged += unchanged.len();
        self.records.extend(written);
        self.records.extend(unchanged);
    }
}
