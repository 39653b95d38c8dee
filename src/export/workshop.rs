//! What all articles of a run share while they are exported.

use std::collections::BTreeSet;
use std::path::Path;

use super::Job;
use super::fingerprint::Fingerprint;
use super::fragments::Fragments;
use super::inputs::Inputs;
use super::manifest::{self, Ledger, Origin};
use super::produce::Product;
use super::store::{KeptFragment, Key, Store};
use super::survey::{Survey, identify};
use super::timings::{Clock, Step};
use super::write::Output;
use crate::assets::Assets;
use crate::backend::site_wide::FileSize;
use crate::backend::{Backend, Context, Format};
use crate::catalog::{Catalog, Entry};
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned};
use crate::enrich::{self, Asked, Question, Setting, Surroundings};
use crate::load::{self, Roots, Source};
use crate::model::{Document, ImageSource, Publication, Route};
use crate::typography::punctuation;

/// What all articles of a run share.
pub struct Workshop<'r> {
    /// What the run is asked to do.
    pub job: &'r Job,
    /// Where artifacts go.
    pub output: &'r Output,
    /// What is kept from run to run, when artifacts go to a folder.
    pub store: Option<&'r Store<'r>>,
    /// The manifest as the run found it.
    pub ledger: &'r Ledger,
    /// What artifacts are made of besides articles.
    pub inputs: &'r Inputs,
    /// Where fragments for site-wide files are noted, by format.
    fragments: &'r [Fragments],
    survey: &'r Survey<'r>,
    /// Takes the time of steps.
    pub clock: &'r Clock,
    roots: Roots,
    assets: Assets,
}

/// What the workshop of a run is set up with.
pub struct Equipment<'r> {
    /// Where artifacts go.
    pub output: &'r Output,
    /// What is kept from run to run.
    pub store: Option<&'r Store<'r>>,
    /// The manifest as the run found it.
    pub ledger: &'r Ledger,
    /// What artifacts are made of besides articles.
    pub inputs: &'r Inputs,
    /// Where fragments for site-wide files are noted, by format.
    pub fragments: &'r [Fragments],
    /// Takes the time of steps.
    pub clock: &'r Clock,
    /// The user's own fonts.
    pub fonts: Vec<Vec<u8>>,
    /// The user's own style sheet.
    pub style_sheet: Option<String>,
}

/// What was seen of an article when it was read.
#[derive(Default)]
pub struct Reading {
    /// Its text, for the places of findings.
    pub text: String,
    /// The name of its bytes.
    pub content: Option<Fingerprint>,
    /// What was asked of everything outside it, with the answers.
    pub answers: Vec<(Question, String)>,
}

impl<'r> Workshop<'r> {
    /// The workshop of a run.
    pub fn new(job: &'r Job, survey: &'r Survey<'r>, equipment: Equipment<'r>) -> Self {
        let Equipment { output, store, ledger, inputs, fragments, clock, fonts, style_sheet } = equipment;
        let roots = roots(job);
        let assets = Assets::within(roots.clone()).with_fonts(fonts).with_style_sheet(style_sheet);
        Self { job, output, store, ledger, inputs, fragments, survey, clock, roots, assets }
    }

    /// Notes where what an article, with this place among those of the run, leaves for site-wide files is kept.
    pub fn note(
        &self,
        article: usize,
        kept: Key,
        left: Vec<(&'static str, KeptFragment)>,
        sizes: &[FileSize],
    ) {
        for (format, fragment) in left {
            if let Some(fragments) = self.fragments.iter().find(|fragments| fragments.format == format) {
                fragments.put(article, kept, fragment, sizes.to_vec());
            }
        }
    }

    /// All articles of the run.
    pub fn catalog(&self) -> &'r Catalog {
        &self.survey.catalog
    }

    /// What the catalog knows of a source that can be exported.
    pub fn entry(&self, source: &Source) -> Option<&'r Entry> {
        self.survey.catalog.get(self.survey.routes.get(&source.id)?)
    }

    /// The name of a source's bytes, when it is a file of a run into a folder.
    pub fn text_of(&self, source: &Source) -> Option<Fingerprint> {
        self.survey.texts.get(&source.id).copied()
    }

    /// Where is kept what was made of a source.
    pub fn key(&self, source: &Source) -> Key {
        Key::article(&self.source_name(source))
    }

    /// Puts products in the order of the job's formats.
    pub fn sort_by_format(&self, products: &mut [Product]) {
        let place = |product: &Product| {
            self.job.formats.iter().position(|backend| backend.format().name == product.format)
        };
        products.sort_by_key(place);
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

    /// Takes an article through `load`, `read` and `enrich`. `reading` receives what was seen of it, also when it cannot
    /// be read; `bound` are the routes of the publication it becomes part of.
    ///
    /// # Errors
    /// The article cannot be read.
    pub fn prepare(
        &self,
        source: &Source,
        bound: &BTreeSet<Route>,
        reading: &mut Reading,
    ) -> Outcome<Document> {
        let mut noticed = Vec::new();
        let kept = self.survey.readings.take(source.id);
        let document = self.clock.time(Step::Read, None, || {
            if let Some(kept) = kept {
                noticed.extend(kept.noticed);
                (reading.content, reading.text) = (kept.content, kept.text);
                return Ok(Warned::clean(kept.document));
            }
            let bytes = load::bytes(source)?;
            reading.content = self.store.map(|_| Fingerprint::of(&bytes));
            reading.text = load::text(source, bytes)?.drain_into(&mut noticed);
            identify(self.job, source, &reading.text)
        })?;
        let document = document.drain_into(&mut noticed);
        let asked = Asked::default();
        let around = Surroundings {
            catalog: &self.survey.catalog,
            roots: &self.roots,
            file: &source.path,
            bound,
            today: self.job.today,
            asked: Some(&asked),
        };
        let setting = Setting { config: &self.job.settings.config, terms: &self.job.settings.terms };
        let complete = || enrich::complete(document, &setting, &around);
        let document = self.clock.time(Step::Enrich, None, complete).drain_into(&mut noticed);
        reading.answers = asked.into_answers();
        sort(&mut noticed);
        Ok(Warned { value: document, diagnostics: noticed })
    }

    /// The publication as each of these formats gets it.
    pub fn editions(&self, publication: Publication, formats: &[&'static dyn Backend]) -> Editions {
        let typeset = |backend: &&'static dyn Backend| {
            self.job.settings.config.site.smart_punctuation && backend.format().typeset
        };
        let mut set = formats.iter().map(typeset);
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
    /// The edition for one of the formats.
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
