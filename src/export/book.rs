//! All articles of a run bound in one volume.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::guard::guarded;
use super::manifest::Origin;
use super::produce::produce;
use super::survey::Survey;
use super::workshop::Workshop;
use super::{Progress, Report, Stage};
use crate::diagnostic::{Diagnostic, Located, Outcome};
use crate::load::Source;
use crate::model::{Document, Publication, Route};
use crate::source::SourceId;

/// One article of the volume, with the text that its findings are about.
struct Part<'s> {
    source: &'s Source,
    text: String,
    prepared: Outcome<Document>,
}

/// Exports one volume. An article that cannot be read is reported and left out, as it is without a volume.
pub fn export(
    title: &str,
    workshop: &Workshop<'_>,
    survey: &Survey<'_>,
    progress: &dyn Progress,
    report: &mut Report,
) {
    progress.start(Stage::Export, survey.chosen.len());
    let bound = workshop.routes(survey.chosen.iter().copied());
    let parts: Vec<Part<'_>> = survey
        .chosen
        .par_iter()
        .map(|source| {
            let part = prepare(workshop, source, &bound);
            progress.step();
            part
        })
        .collect();

    report.drafts = survey.drafts.len();
    for found in survey.failed.values() {
        report.take(workshop.job, found.clone());
    }
    let mut texts = Texts::default();
    let mut documents = Vec::new();
    let mut names = Vec::new();
    for Part { source, text, prepared } in parts {
        texts.add(source, text);
        match prepared {
            Err(found) => report.take(workshop.job, texts.locate(source, found)),
            Ok(prepared) => {
                report.take(workshop.job, texts.locate(source, prepared.diagnostics));
                names.push(workshop.source_name(source));
                documents.push(prepared.value);
            }
        }
    }
    let (Some(first), false) = (survey.chosen.first(), documents.is_empty()) else {
        return;
    };
    let count = documents.len();
    let volume = Publication::book(title, Route::from_segments([slug(title)]), documents);
    let mut made = produce(workshop, &volume, &Origin::Book { title: title.to_owned(), sources: names });
    report.articles = if made.complete { count } else { 0 };
    report.take(workshop.job, texts.locate(first, std::mem::take(&mut made.found)));
    report.keep(made);
}

fn prepare<'s>(workshop: &Workshop<'_>, source: &'s Source, bound: &BTreeSet<Route>) -> Part<'s> {
    let mut text = String::new();
    let prepared = guarded("reading", || workshop.prepare(source, bound, &mut text));
    Part { source, text, prepared }
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
        let locate = |diagnostic: Diagnostic| {
            let text = diagnostic.span.and_then(|span| self.by_source.get(&span.source));
            match text {
                Some((source, text)) => diagnostic.locate(&source.path, Some(text)),
                None => diagnostic.locate(&otherwise.path, None),
            }
        };
        found.into_iter().map(locate).collect()
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
