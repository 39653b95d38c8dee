//! What all articles of a run share while they are exported.

use std::collections::BTreeSet;
use std::path::Path;

use super::Job;
use super::fragments::Fragments;
use super::manifest::{self, Origin};
use super::survey::{Survey, identify};
use super::timings::{Clock, Step};
use super::write::Output;
use crate::assets::Assets;
use crate::backend::site_wide::{FileSize, Fragment};
use crate::backend::{Backend, Context, Format};
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned};
use crate::enrich::{self, Setting, Surroundings};
use crate::load::{self, Roots, Source};
use crate::model::{Document, ImageSource, Publication, Route};
use crate::typography::punctuation;

/// What all articles of a run share.
pub struct Workshop<'r> {
    /// What the run is asked to do.
    pub job: &'r Job,
    /// Where artifacts go.
    pub output: &'r Output,
    /// Where fragments for site-wide files go, by format.
    stores: &'r [Fragments],
    survey: &'r Survey<'r>,
    /// Takes the time of steps.
    pub clock: &'r Clock,
    roots: Roots,
    assets: Assets,
}

impl<'r> Workshop<'r> {
    /// The workshop of a run.
    pub fn new(
        job: &'r Job,
        survey: &'r Survey<'r>,
        output: &'r Output,
        stores: &'r [Fragments],
        clock: &'r Clock,
        fonts: Vec<Vec<u8>>,
        style_sheet: Option<String>,
    ) -> Self {
        let roots = roots(job);
        let assets = Assets::within(roots.clone()).with_fonts(fonts).with_style_sheet(style_sheet);
        Self { job, output, stores, survey, clock, roots, assets }
    }

    /// Whether the format collects fragments for site-wide files.
    pub fn collects(&self, format: &str) -> bool {
        self.stores.iter().any(|store| store.format == format)
    }

    /// Stores what an article leaves for site-wide files.
    pub fn store(&self, source: &Source, fragments: &[(&'static str, Fragment)], sizes: &[FileSize]) {
        for (format, fragment) in fragments {
            if let Some(store) = self.stores.iter().find(|store| store.format == *format) {
                store.put(source.id.0 as usize, fragment, sizes.to_vec());
            }
        }
    }

    /// Whether there are fewer articles than would keep all threads busy.
    pub fn few_articles(&self) -> bool {
        self.survey.chosen.len() < 2 * rayon::current_num_threads()
    }

    /// The routes of sources that can be exported.
    pub fn routes<'s>(&self, sources: impl IntoIterator<Item = &'s Source>) -> BTreeSet<Route> {
        sources.into_iter().filter_map(|source| self.survey.routes.get(&source.id)).cloned().collect()
    }

    /// How the manifest names a source: from the project's folder where it lies below that.
    pub fn source_name(&self, source: &Source) -> String {
        manifest::name(&self.job.project, &source.path)
    }

    /// Where the artifacts of an article come from, for the manifest.
    pub fn origin(&self, source: &Source) -> Origin {
        let root = source.folder.as_deref().map(|folder| manifest::name(&self.job.project, folder));
        Origin::Article { source: self.source_name(source), root }
    }

    /// The file of the asset folder that a site path means.
    pub fn site_file(&self, path: &str) -> ImageSource {
        let rooted = format!("/{}", path.trim_start_matches('/'));
        match self.roots.asset(&rooted, Path::new("")) {
            Ok(asset) => ImageSource::File(asset),
            Err(_) => ImageSource::Missing(path.to_owned()),
        }
    }

    /// What backends may know.
    pub fn context(&self) -> Context<'_> {
        Context {
            config: &self.job.settings.config,
            terms: &self.job.settings.terms,
            catalog: &self.survey.catalog,
            assets: &self.assets,
            fallback_date: self.job.fallback_date,
        }
    }

    /// Takes an article through `load`, `read` and `enrich`. `text` receives what was read, for the places of
    /// findings; `bound` are the routes of the publication it becomes part of.
    ///
    /// # Errors
    /// The article cannot be read.
    pub fn prepare(&self, source: &Source, bound: &BTreeSet<Route>, text: &mut String) -> Outcome<Document> {
        let mut noticed = Vec::new();
        let document = self.clock.time(Step::Read, None, || {
            *text = load::read(source)?.drain_into(&mut noticed);
            identify(self.job, source, text)
        })?;
        let document = document.drain_into(&mut noticed);
        let around = Surroundings {
            catalog: &self.survey.catalog,
            roots: &self.roots,
            file: &source.path,
            bound,
            today: self.job.today,
        };
        let setting = Setting { config: &self.job.settings.config, terms: &self.job.settings.terms };
        let complete = || enrich::complete(document, &setting, &around);
        let document = self.clock.time(Step::Enrich, None, complete).drain_into(&mut noticed);
        sort(&mut noticed);
        Ok(Warned { value: document, diagnostics: noticed })
    }

    /// The publication as each format of the job gets it.
    pub fn editions(&self, publication: Publication) -> Editions {
        let typeset = |backend: &&'static dyn Backend| {
            self.job.settings.config.site.smart_punctuation && backend.format().typeset
        };
        let mut set = self.job.formats.iter().map(typeset);
        let (any, all) = (set.clone().any(|set| set), set.all(|set| set));
        if !any {
            return Editions { plain: Some(publication), typeset: None };
        }
        // A book is large: it is copied only for a format that wants it as it is written.
        let plain = (!all).then(|| publication.clone());
        let mut typeset = publication;
        self.clock.time(Step::Typeset, None, || punctuation::typeset(&mut typeset, &self.job.settings.terms));
        Editions { plain, typeset: Some(typeset) }
    }
}

/// A publication with its punctuation as it was written, and as it is set for people to read; whichever the formats
/// of a job want.
pub struct Editions {
    plain: Option<Publication>,
    typeset: Option<Publication>,
}

impl Editions {
    /// The edition for a format of the job.
    pub fn of(&self, format: &Format) -> Option<&Publication> {
        let wanted = if format.typeset { &self.typeset } else { &self.plain };
        wanted.as_ref().or(self.plain.as_ref())
    }
}

/// Findings in the order of the text; those about no place come first.
pub fn sort(found: &mut [Diagnostic]) {
    found.sort_by_key(|diagnostic| diagnostic.span);
}

/// The findings on one publication in the order of the text, what several formats noticed at one place once.
pub fn each_once(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    sort(&mut found);
    // What could not be read was told where it stands.
    let damaged = |code| matches!(code, Code::InvalidUtf8 | Code::ControlCharacters);
    let told = found.iter().any(|diagnostic| damaged(diagnostic.code));
    let stands_in = |diagnostic: &Diagnostic| {
        diagnostic.code == Code::MissingGlyph && diagnostic.about.as_deref() == Some("\u{FFFD}")
    };
    let mut seen = BTreeSet::new();
    found.retain(|diagnostic| {
        if told && stands_in(diagnostic) {
            return false;
        }
        let Some(span) = diagnostic.span else { return true };
        seen.insert((span, diagnostic.code, diagnostic.about.clone()))
    });
    found
}

/// The folders that a run may read from.
pub fn roots(job: &Job) -> Roots {
    Roots { assets: job.settings.config.site.assets.clone().into(), sources: job.sources.roots.clone() }
}
