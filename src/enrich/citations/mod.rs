//! Citations: links to published works, by their identifiers.

pub mod identifier;
pub mod label;
pub mod lints;

use crate::diagnostic::Diagnostic;
use crate::model::{Citation, Document, Inline, LinkTarget, plain_text};

use super::{Setting, Surroundings, flow};

/// Makes a citation of each link to PubMed, PMC, a DOI resolver or ClinicalTrials.gov.
pub fn run(document: &mut Document, _: &Setting<'_>, _: &Surroundings<'_>, _: &mut Vec<Diagnostic>) {
    flow::inlines_mut(document, &mut |inline| {
        let Inline::Link(link) = inline else { return };
        let LinkTarget::Web(url) = &link.target else { return };
        let Some(identifier) = identifier::of_url(url) else { return };
        let content = std::mem::take(&mut link.content);
        *inline = Inline::Citation(Box::new(Citation {
            reference: 0,
            mention: 0,
            author_year: label::read(&plain_text(&content)).is_some(),
            content,
            url: identifier::canonical_url(&identifier),
            span: link.span,
        }));
    });
}
