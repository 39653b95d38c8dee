//! Raw HTML as model content: none of it reaches the model as HTML.

use std::ops::Range;

use crate::model::Block;

use super::inlines::Inlines;
use super::markdown::Piece;
use super::reader::Reader;

/// Takes one tag of inline HTML.
pub(super) fn inline_tag(tag: &str, range: &Range<usize>, inlines: &mut Inlines, reader: &mut Reader<'_>) {
    let _ = (tag, range, inlines, reader);
}

/// Understands the raw HTML among the pieces of a body.
pub(super) fn resolve(pieces: Vec<Piece>, reader: &mut Reader<'_>) -> Vec<Block> {
    let _ = reader;
    pieces
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Block(block) => Some(block),
            Piece::Html { .. } => None,
        })
        .collect()
}
