//! The EPUB backend.

use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::Outcome;
use crate::model::Publication;

/// The EPUB backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct Epub;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "epub",
    title: "EPUB",
    extension: "epub",
    media_type: "application/epub+zip",
    binds_books: true,
    typeset: true,
};

impl Backend for Epub {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let _ = (publication, context);
        Err(Vec::new())
    }
}
