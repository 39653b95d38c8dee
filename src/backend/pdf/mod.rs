//! The PDF backend.

mod deflate;
mod finish;
mod font;
mod fragment;
mod image;
mod invisible;
mod paint;
#[cfg(test)]
mod read_back;
#[cfg(test)]
mod sample;
mod shape;
mod tags;
mod write;

use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::Outcome;
use crate::model::Publication;

/// The PDF backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pdf;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "pdf",
    title: "PDF",
    extension: "pdf",
    media_type: "application/pdf",
    binds_books: true,
    typeset: true,
};

impl Backend for Pdf {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let _ = (publication, context);
        Err(Vec::new())
    }
}
