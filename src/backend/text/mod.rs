//! The Text backend.

use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::Outcome;
use crate::model::Publication;

/// The Text backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "text",
    title: "Text",
    extension: "txt",
    media_type: "text/plain; charset=utf-8",
    binds_books: true,
    typeset: true,
};

impl Backend for Text {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let _ = (publication, context);
        Err(Vec::new())
    }
}
