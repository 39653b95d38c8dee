//! What an article lacks, or has too much of.

mod metadata;
mod tables;

use crate::diagnostic::Diagnostic;
use crate::model::Document;

use super::{Setting, Surroundings};

/// Looks at the metadata and the tables of a document. Changes nothing.
pub fn run(
    document: &mut Document,
    setting: &Setting<'_>,
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    metadata::look(&document.metadata, setting, around, diagnostics);
    tables::look(document, diagnostics);
}
