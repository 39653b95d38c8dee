//! What a document gains between reading and rendering: one pass a file, in one ordered list.

mod address;
mod anchors;
mod asked;
mod callouts;
mod citations;
mod disclaimer;
mod faq;
mod flow;
mod folding;
mod footnotes;
mod humanise;
mod images;
mod languages;
mod links;
mod lints;
mod references;
mod runs;
mod suggestion;
mod table_captions;
#[cfg(test)]
mod testing;
mod title;

use std::collections::BTreeSet;
use std::path::Path;

pub(crate) use asked::of_addresses as addresses;
pub use asked::{Asked, Question, Standpoint};
pub(crate) use humanise::humanise;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Warned};
use crate::labels::Terms;
use crate::load::Roots;
use crate::model::{Date, Document, Route};

/// What passes that look at the document alone may know.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// Terms of every language.
    pub terms: &'a Terms,
}

/// What passes that look beyond the document may know besides.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// All articles of the run.
    pub catalog: &'a Catalog,
    /// The folders that may be read from.
    pub roots: &'a Roots,
    /// The file the document was read from.
    pub file: &'a Path,
    /// Routes bound in the same publication, this document's included.
    pub bound: &'a BTreeSet<Route>,
    /// Today, for lints on dates; none where nobody may ask the clock.
    pub today: Option<Date>,
    /// Notes what is asked of all these, where somebody wants to know.
    pub asked: Option<&'a Asked>,
}

impl Surroundings<'_> {
    /// Notes a question and what it was answered.
    fn note(&self, question: Question, answer: impl FnOnce() -> String) {
        if let Some(asked) = self.asked {
            asked.note(question, answer());
        }
    }
}

/// A pass that looks at the document alone.
type Identify = fn(&mut Document, &Setting<'_>, &mut Vec<Diagnostic>);

/// A pass that looks beyond the document.
type Complete = fn(&mut Document, &Setting<'_>, &Surroundings<'_>, &mut Vec<Diagnostic>);

/// After these the document's title, address and anchors are known. The order matters: the title decides which
/// heading leaves the body, the disclaimer must be known before the last answer of the FAQ ends, and anchors are
/// given to the headings that remain.
const IDENTIFY: &[Identify] = &[
    title::run,
    address::run,
    callouts::run,
    table_captions::run,
    disclaimer::run,
    faq::run,
    anchors::run,
    footnotes::run,
];

/// After these nothing is unresolved. The order matters: a remote image becomes a link, a resolved link may be a
/// citation, and references number what both have become. Languages come last: their marks cut texts in two.
const COMPLETE: &[Complete] = &[
    images::run,
    links::run,
    citations::run,
    references::run,
    citations::lints::run,
    lints::run,
    languages::run,
];

pub use references::gather as gather_references;

/// Runs the passes that need the document alone: after them its title, address and anchors are known, and the
/// catalog can take its entry.
pub fn identify(mut document: Document, setting: &Setting<'_>) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    for pass in IDENTIFY {
        pass(&mut document, setting, &mut diagnostics);
    }
    Warned { value: document, diagnostics }
}

/// Runs the passes that need the catalog: after them the document is complete, and backends can render it.
pub fn complete(
    mut document: Document,
    setting: &Setting<'_>,
    around: &Surroundings<'_>,
) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    for pass in COMPLETE {
        pass(&mut document, setting, around, &mut diagnostics);
    }
    Warned { value: document, diagnostics }
}
