//! The JSON-LD backend.

use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::Outcome;
use crate::model::Publication;

/// The JSON-LD backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonLd;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "jsonld",
    title: "JSON-LD",
    extension: "jsonld",
    media_type: "application/ld+json",
    binds_books: false,
    typeset: false,
};

impl Backend for JsonLd {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let _ = (publication, context);
        Err(Vec::new())
    }
}
