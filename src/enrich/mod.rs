//! What a document gains between reading and rendering: one pass a file, in one ordered list.

use std::collections::BTreeSet;
use std::path::Path;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::Warned;
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
}

/// Runs the passes that need the document alone: after them its title, address and anchors are known, and the
/// catalog can take its entry.
pub fn identify(document: Document, setting: &Setting<'_>) -> Warned<Document> {
    let _ = setting;
    Warned::clean(document)
}

/// Runs the passes that need the catalog: after them the document is complete, and backends can render it.
pub fn complete(document: Document, setting: &Setting<'_>, around: &Surroundings<'_>) -> Warned<Document> {
    let _ = (setting, around);
    Warned::clean(document)
}
