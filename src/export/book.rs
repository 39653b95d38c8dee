//! Several articles bound in one volume: all of a run, or those that the configuration names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::earlier::{Earlier, Tracked};
use super::fingerprint::Digest;
use super::guard::guarded;
use super::inputs::Part;
use super::manifest::Origin;
use super::produce::{Made, Product};
use super::renew::{Fresh, renew};
use super::store::Key;
use super::survey::Survey;
use super::workshop::{Reading, Workshop};
use super::{Progress, Report, Silent, Stage, severity, site};
use crate::backend::Backend;
use crate::config::{Book, ReferenceLists};
use crate::diagnostic::{Code, Diagnostic, Located, Outcome, Severity, locate_all};
use crate::enrich;
use crate::load::{self, Source};
use crate::model::{Cover, Document, ImageSource, Publication, Route};
use crate::source::SourceId;

/// A volume to make.
struct Volume<'v> {
    title: &'v str,
    subtitle: Option<&'v str>,
    cover: Option<Cover>,
    route: Route,
    references: ReferenceLists,
    /// Its articles in order.
    sources: Vec<&'v Source>,
}

/// One article of a volume, with what was seen of it.
struct Read<'s> {
    source: &'s Source,
    reading: Reading,
    prepared: Outcome<Document>,
}

/// Exports all articles as one volume. An article that cannot be read is reported and left out, as it is without a
/// volume.
pub fn export(
    title: &str,
    workshop: &Workshop<'_>,
    survey: &Survey<'_>,
    progress: &dyn Progress,
    report: &mut Report,
) {
    progress.start(Stage::Export, survey.chosen.len());
    report.drafts = survey.drafts.len();
    for found in survey.failed.values() {
        report.take(workshop.job, found.clone());
    }
    let volume = Volume {
        title,
        subtitle: None,
        cover: None,
        route: Route::from_segments([slug(title)]),
        references: workshop.job.references,
        sources: survey.chosen.clone(),
    };
    let (bound, found) = bind(workshop, &volume, progress);
    report.articles = bound.count;
    report.take(workshop.job, found);
    report.keep(bound.made);
}

/// Exports the volumes of the configuration. Their articles were exported by themselves before, so only what is new
/// is reported.
pub fn export_configured(workshop: &Workshop<'_>, survey: &Survey<'_>, report: &mut Report) {
    let config = &workshop.job.settings.config;
    for (name, book) in &config.books {
        let route = Route::from_segments([name]);
        if workshop.job.shard.is_some_and(|shard| !shard.has(&route)) {
            continue;
        }
        let sources = articles(book, survey);
        let mut problems = Vec::new();
        if let Some(entry) = survey.catalog.get(&route) {
            let message = format!("the book `{name}` has the route of {}", entry.file.to_string_lossy());
            problems.push(
                Diagnostic::new(Code::DuplicateRoute, message)
                    .about(format!("books.{name}"))
                    .help("give the book another key in `books`"),
            );
        }
        if sources.is_empty() {
            let message =
                format!("the book `{name}` has no article: none of `books.{name}.sources` is exported");
            problems.push(
                Diagnostic::new(Code::EmptyBook, message)
                    .about(format!("books.{name}.sources"))
                    .help("name files or folders below the content folder"),
            );
        }
        if !problems.is_empty() {
            report.take(workshop.job, site::locate(workshop.job, problems));
            continue;
        }
        let cover = book.cover.as_deref().map(|path| workshop.site_file(path));
        if let Some(ImageSource::Missing(path)) = &cover {
            let message = format!("the cover of the book `{name}`, {path}, is not in the asset folder");
            let missing = vec![
                Diagnostic::new(Code::MissingImage, message)
                    .about(format!("books.{name}.cover"))
                    .help("the path is relative to the asset folder"),
            ];
            report.take(workshop.job, site::locate(workshop.job, missing));
        }
        let volume = Volume {
            title: &book.title,
            subtitle: book.subtitle.as_deref(),
            cover: cover.map(|source| Cover { source, alt: book.title.clone() }),
            route,
            references: book.references,
            sources,
        };
        let (bound, found) = bind(workshop, &volume, &Silent);
        let mut found: Vec<Located> =
            found.into_iter().filter_map(|located| severity::weigh(workshop.job, located)).collect();
        // What another shard tells of its articles.
        let elsewhere = |located: &Located| {
            let source = survey.chosen.iter().find(|source| source.path == located.path);
            source.is_some_and(|source| !survey.is_of(workshop.job.shard, source))
        };
        found.retain(|found| found.diagnostic.severity == Severity::Error || !elsewhere(found));
        found.retain(|found| !report.diagnostics.contains(found));
        report.diagnostics.extend(found);
        report.keep(bound.made);
    }
}

/// The articles of a book that can be exported: each once, where it is named first.
fn articles<'s>(book: &Book, survey: &Survey<'s>) -> Vec<&'s Source> {
    let mut articles: Vec<&Source> = Vec::new();
    for path in &book.sources {
        let path = load::normalise(Path::new(path));
        let named = survey.chosen.iter().copied().filter(|source| source.path.starts_with(&path));
        for source in named {
            if !articles.iter().any(|other| other.id == source.id) {
                articles.push(source);
            }
        }
    }
    articles
}

/// What became of a volume.
struct Bound {
    made: Made,
    /// How many articles it binds.
    count: usize,
}

/// Makes a volume, but for what an earlier run made of the same.
fn bind(workshop: &Workshop<'_>, volume: &Volume<'_>, progress: &dyn Progress) -> (Bound, Vec<Located>) {
    let formats: Vec<&'static dyn Backend> =
        workshop.job.formats.iter().copied().filter(|backend| backend.format().binds_books).collect();
    let tracked = track(workshop, volume);
    let earlier = tracked.as_ref().and_then(|tracked| tracked.recall(workshop, &formats));
    match earlier {
        Some(earlier) if earlier.products.len() == formats.len() => unchanged(workshop, volume, earlier),
        earlier => {
            let products = earlier.map(|earlier| earlier.products).unwrap_or_default();
            make(workshop, volume, tracked.as_ref(), products, &formats, progress)
        }
    }
}

/// The volume as something that is kept track of, when all its articles are.
fn track<'v>(workshop: &Workshop<'_>, volume: &Volume<'v>) -> Option<Tracked<'v>> {
    let mut own = Digest::default();
    own.text("book").text(volume.title).optional(volume.subtitle).text(volume.route.as_str());
    own.text(match volume.references {
        ReferenceLists::Article => "references after each article",
        ReferenceLists::Book => "one list of references",
    });
    match volume.cover.as_ref().map(|cover| &cover.source) {
        Some(ImageSource::File(asset)) => workshop.inputs.add_site_file(Some(&asset.name), &mut own),
        Some(ImageSource::Missing(path) | ImageSource::Unresolved(path)) => {
            own.text(path);
        }
        None => {}
    }
    for source in &volume.sources {
        workshop.text_of(source)?;
        own.text(workshop.entry(source)?.route.as_str());
    }
    Some(Tracked {
        key: Key::book(&volume.route),
        route: volume.route.clone(),
        sources: volume.sources.clone(),
        own: own.finish(),
    })
}

/// Tells again what an earlier run told.
fn unchanged(workshop: &Workshop<'_>, volume: &Volume<'_>, earlier: Earlier) -> (Bound, Vec<Located>) {
    let mut texts = Texts::default();
    let mut made = Made::of(earlier.products, &origin(workshop, volume, &volume.sources));
    if !made.found.is_empty() || earlier.found.iter().any(|found| !found.is_empty()) {
        for source in &volume.sources {
            texts.add(source, load::read(source).map(|text| text.value).unwrap_or_default());
        }
    }
    let mut found = Vec::new();
    for (source, noticed) in volume.sources.iter().zip(earlier.found) {
        found.extend(texts.locate(source, noticed));
    }
    if let Some(first) = volume.sources.first() {
        found.extend(texts.locate(first, std::mem::take(&mut made.found)));
    }
    (Bound { made, count: volume.sources.len() }, found)
}

fn origin(workshop: &Workshop<'_>, volume: &Volume<'_>, sources: &[&Source]) -> Origin {
    let sources = sources.iter().map(|source| workshop.source_name(source)).collect();
    Origin::Book { title: volume.title.to_owned(), sources }
}

/// Makes a volume in these formats, but for those that an earlier run made.
fn make(
    workshop: &Workshop<'_>,
    volume: &Volume<'_>,
    tracked: Option<&Tracked<'_>>,
    earlier: Vec<Product>,
    formats: &[&'static dyn Backend],
    progress: &dyn Progress,
) -> (Bound, Vec<Located>) {
    let bound = workshop.routes(volume.sources.iter().copied());
    let read: Vec<Read<'_>> = volume
        .sources
        .par_iter()
        .map(|source| {
            let part = prepare(workshop, source, &bound);
            progress.step();
            part
        })
        .collect();

    let mut found = Vec::new();
    let mut texts = Texts::default();
    let mut documents = Vec::new();
    let mut sources = Vec::new();
    let mut noticed = Vec::new();
    let mut parts = Vec::new();
    for Read { source, reading, prepared } in read {
        let Reading { text, content, answers } = reading;
        texts.add(source, text);
        match prepared {
            Err(problems) => found.extend(texts.locate(source, problems)),
            Ok(prepared) => {
                found.extend(texts.locate(source, prepared.diagnostics.clone()));
                noticed.push(prepared.diagnostics);
                sources.push(source);
                documents.push(prepared.value);
                let known =
                    workshop.entry(source).zip(content.filter(|_| content == workshop.text_of(source)));
                parts.extend(known.map(|(entry, text)| Part { source, text, entry, answers }));
            }
        }
    }
    let (Some(first), false) = (volume.sources.first(), documents.is_empty()) else {
        return (Bound { made: Made::default(), count: 0 }, found);
    };
    let count = documents.len();
    let mut publication = Publication::book(volume.title, volume.route.clone(), documents);
    publication.subtitle = volume.subtitle.map(str::to_owned);
    publication.metadata.cover.clone_from(&volume.cover);
    if volume.references == ReferenceLists::Book {
        enrich::gather_references(&mut publication);
    }

    let fresh = Fresh {
        publication,
        key: Key::book(&volume.route),
        // A volume that lacks a part is made anew each time: its findings are of the part.
        tracked: tracked.filter(|_| parts.len() == volume.sources.len()),
        identity: None,
        parts,
        noticed: &noticed,
        origin: origin(workshop, volume, &sources),
    };
    let (mut made, _) = renew(workshop, fresh, earlier, formats);
    found.extend(texts.locate(first, std::mem::take(&mut made.found)));
    let count = if made.complete { count } else { 0 };
    (Bound { made, count }, found)
}

fn prepare<'s>(workshop: &Workshop<'_>, source: &'s Source, bound: &BTreeSet<Route>) -> Read<'s> {
    let mut reading = Reading::default();
    let prepared = guarded("reading", || workshop.prepare(source, bound, &mut reading));
    Read { source, reading, prepared }
}

/// The texts of the volume's articles, for findings that come from the whole.
#[derive(Default)]
struct Texts<'s> {
    by_source: BTreeMap<SourceId, (&'s Source, String)>,
}

impl<'s> Texts<'s> {
    fn add(&mut self, source: &'s Source, text: String) {
        self.by_source.insert(source.id, (source, text));
    }

    /// Ties each finding to the text its place is in; one without a place to `otherwise`.
    fn locate(&self, otherwise: &Source, found: Vec<Diagnostic>) -> Vec<Located> {
        let source_of = |diagnostic: &Diagnostic| diagnostic.span.map(|span| span.source);
        let mut located = Vec::new();
        for found in found.chunk_by(|one, other| source_of(one) == source_of(other)) {
            let text = found.first().and_then(source_of).and_then(|source| self.by_source.get(&source));
            match text {
                Some((source, text)) => located.extend(locate_all(found.to_vec(), &source.path, text)),
                None => located
                    .extend(found.iter().map(|diagnostic| diagnostic.clone().locate(&otherwise.path, None))),
            }
        }
        located
    }
}

/// A title as a file name: letters of any script in ASCII, lower case, words joined by `-`.
fn slug(title: &str) -> String {
    let ascii = deunicode::deunicode(title).to_ascii_lowercase();
    let words: Vec<&str> =
        ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "book".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_file_names() {
        assert_eq!(slug("Peptides: a Guide (2nd ed.)"), "peptides-a-guide-2nd-ed");
        assert_eq!(slug("Ärztliches Wissen"), "arztliches-wissen");
        assert_eq!(slug("../.."), "book");
    }
}
