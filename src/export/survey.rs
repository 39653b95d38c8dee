//! Pass one: every article is read for its catalog entry.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use super::guard::guarded;
use super::inputs::Inputs;
use super::manifest;
use super::readings::{Kept, Readings};
use super::shard::Shard;
use super::store::{Key, Store};
use super::timings::{Clock, Step};
use super::{Job, Progress, Stage};
use crate::catalog::{Catalog, Entry};
use crate::diagnostic::{Code, Diagnostic, Located, Warned, locate_all};
use crate::enrich;
use crate::load::{self, Source};
use crate::model::{Document, Field, Language, Route};
use crate::source::{SourceId, Span};

/// What pass one knows of the run's articles.
#[derive(Default)]
pub struct Survey<'j> {
    /// All articles that can be exported.
    pub catalog: Catalog,
    /// Their sources, in order.
    pub chosen: Vec<&'j Source>,
    /// The routes of those, by source.
    pub routes: BTreeMap<SourceId, Route>,
    /// Sources that cannot be exported, with the reasons.
    pub failed: BTreeMap<SourceId, Vec<Located>>,
    /// Sources left out as drafts.
    pub drafts: BTreeSet<SourceId>,
    /// The names of the bytes of sources that are files, when artifacts go to a folder.
    pub texts: BTreeMap<SourceId, Fingerprint>,
    /// Sources whose address on the site is that of another article.
    pub shared_addresses: BTreeMap<SourceId, Diagnostic>,
    /// Articles as they were read, for pass two.
    pub readings: Readings,
}

impl Survey<'_> {
    /// The drafts, as the manifest names their sources.
    pub fn drafts_of(&self, job: &Job) -> BTreeSet<String> {
        let drafts = job.sources.articles.iter().filter(|source| self.drafts.contains(&source.id));
        drafts.map(|source| manifest::name(&job.project, &source.path)).collect()
    }

    /// Whether a source falls to a shard: by its route, and when that is unknown by the one that its file has.
    pub fn is_of(&self, shard: Option<Shard>, source: &Source) -> bool {
        shard.is_none_or(|shard| shard.has(self.routes.get(&source.id).unwrap_or(&source.route)))
    }
}

/// What became of one source.
enum Surveyed {
    /// With the place of its slug, when the front matter has one.
    Article(Box<Entry>, Option<Span>),
    Draft,
    Failed(Vec<Located>),
}

/// Where pass one may find what earlier runs learned.
pub struct Archive<'a> {
    /// What is kept from run to run, when artifacts go to a folder.
    pub store: Option<&'a Store<'a>>,
    /// What artifacts are made of besides articles.
    pub inputs: &'a Inputs,
}

/// Reads every article of the job, or recalls what an earlier run learned of the same text.
pub fn survey<'j>(job: &'j Job, archive: &Archive<'_>, progress: &dyn Progress, clock: &Clock) -> Survey<'j> {
    let articles = &job.sources.articles;
    let readings = Readings::default();
    progress.start(Stage::Read, articles.len());
    let surveyed: Vec<(Surveyed, Option<Fingerprint>)> = articles
        .par_iter()
        .map(|source| {
            let surveyed = clock.time(Step::Survey, None, || survey_one(job, source, archive, &readings));
            progress.step();
            surveyed
        })
        .collect();

    let mut entries = Entries::default();
    let mut survey = Survey { readings, ..Survey::default() };
    for (source, (surveyed, text)) in articles.iter().zip(surveyed) {
        survey.texts.extend(text.map(|text| (source.id, text)));
        match surveyed {
            Surveyed::Draft => {
                survey.drafts.insert(source.id);
            }
            Surveyed::Failed(found) => {
                survey.failed.insert(source.id, found);
            }
            Surveyed::Article(entry, slug) => match entries.add(*entry) {
                Ok(()) => survey.chosen.push(source),
                Err(mut clash) => {
                    clash.span = slug;
                    // The text was dropped; of the few that clash it is read again.
                    let text = slug.and_then(|_| load::read(source).ok()).map(|text| text.value);
                    survey.failed.insert(source.id, vec![clash.locate(&source.path, text.as_deref())]);
                }
            },
        }
    }
    survey.shared_addresses = shared_addresses(&entries.list);
    survey.routes = entries.list.iter().map(|entry| (entry.source, entry.route.clone())).collect();
    survey.catalog = Catalog::new(entries.list);
    survey
}

/// What becomes of a source, and the name of its bytes when it is kept track of.
fn survey_one(
    job: &Job,
    source: &Source,
    archive: &Archive<'_>,
    readings: &Readings,
) -> (Surveyed, Option<Fingerprint>) {
    let bytes = match load::bytes(source) {
        Ok(bytes) => bytes,
        Err(found) => return (Surveyed::Failed(locate_all(found, &source.path, "")), None),
    };
    let store = archive.store.filter(|_| !source.is_standard_input());
    let content = store.map(|_| Fingerprint::of(&bytes));
    let known = store.zip(content).and_then(|(store, content)| {
        let identity = store.identity(Key::article(&manifest::name(&job.project, &source.path)))?;
        let same = identity.inputs == archive.inputs.of_identity(source, content);
        if !same {
            return None;
        }
        if identity.is_draft() && !job.drafts {
            return Some(Surveyed::Draft);
        }
        let slug = identity.slug(source.id);
        Some(Surveyed::Article(Box::new(identity.entry(source.id, &source.path)?), slug))
    });
    (known.unwrap_or_else(|| read_one(job, source, (bytes, content), readings)), content)
}

fn read_one(
    job: &Job,
    source: &Source,
    (bytes, content): (Vec<u8>, Option<Fingerprint>),
    readings: &Readings,
) -> Surveyed {
    let mut text = String::new();
    let mut noticed = Vec::new();
    let identified = guarded("reading", || {
        text = load::text(source, bytes)?.drain_into(&mut noticed);
        identify(job, source, &text)
    });
    match identified.map(|read| read.drain_into(&mut noticed)) {
        Err(found) => Surveyed::Failed(locate_all(found, &source.path, &text)),
        Ok(document) if document.metadata.draft && !job.drafts => Surveyed::Draft,
        Ok(document) => {
            let slug = document.metadata.places.get(&Field::Slug).copied();
            let entry = Entry::of(&document, &source.path);
            // What was noticed is told in pass two: it goes along, or comes up again. A shard makes few of the articles
            // it reads.
            if job.shard.is_none() {
                readings.keep(source.id, Kept { text, content, document, noticed });
            }
            Surveyed::Article(Box::new(entry), slug)
        }
    }
}

/// Reads an article's text as far as it can be understood alone.
pub fn identify(job: &Job, source: &Source, text: &str) -> crate::diagnostic::Outcome<Document> {
    let config = &job.settings.config;
    let language = Language::parse(&config.site.language).unwrap_or_else(Language::english);
    let setting = enrich::Setting { config, terms: &job.settings.terms };
    let mut noticed = Vec::new();
    let document = crate::read::read(source.id, text, &source.route, &language)?.drain_into(&mut noticed);
    let document = enrich::identify(document, &setting).drain_into(&mut noticed);
    Ok(Warned { value: document, diagnostics: noticed })
}

/// Findings about articles that cannot both be served.
fn shared_addresses(entries: &[Entry]) -> BTreeMap<SourceId, Diagnostic> {
    let mut first: BTreeMap<&str, &Entry> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for entry in entries {
        let address = entry.url.as_deref().unwrap_or(&entry.path);
        if let Some(other) = first.get(address) {
            let message =
                format!("the address {address} is already that of {}", other.file.to_string_lossy());
            let finding = Diagnostic::new(Code::DuplicateAddress, message).help(
                "give one of the two another `slug` or `canonical`, or use {route} in `site.permalink`",
            );
            found.insert(entry.source, finding);
        } else {
            first.insert(address, entry);
        }
    }
    found
}

/// Entries whose routes are different files on every file system.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    /// Where in the list a route is. Many file systems do not tell upper from lower case.
    by_name: BTreeMap<String, usize>,
}

impl Entries {
    fn add(&mut self, entry: Entry) -> Result<(), Diagnostic> {
        let name = entry.route.as_str().to_lowercase();
        let first = self.by_name.get(&name).and_then(|at| self.list.get(*at));
        if let Some(first) = first {
            let message =
                format!("the route `{}` is already that of {}", first.route, first.file.to_string_lossy());
            let help = "give one of the two another `slug` in its front matter, or another file name";
            return Err(Diagnostic::new(Code::DuplicateRoute, message).help(help));
        }
        self.by_name.insert(name, self.list.len());
        self.list.push(entry);
        Ok(())
    }
}
