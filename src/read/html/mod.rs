//! Raw HTML as model content: none of it reaches the model as HTML.
//!
//! ```text
//! blocks:  pieces ─ tokens ─► start tags know their end tags ─ assemble ─► blocks
//! inline:  tag ─ tokens ─► elements (what a name means) ─ inline ─► Inlines
//! ```
//!
//! Markdown may stand between tags (`<details>`, a blank line, Markdown, a blank line, `</details>`), so the finished
//! blocks of Markdown are pieces among the tokens.

mod assemble;
mod elements;
mod finished;
mod flatten;
mod frames;
mod inline;
mod table;
mod tokens;

use crate::model::Block;

use super::markdown::Piece;
use super::reader::Reader;

pub(super) use inline::inline_tag;

/// Understands the raw HTML among the pieces of a body.
pub(super) fn resolve(pieces: Vec<Piece>, reader: &mut Reader<'_>) -> Vec<Block> {
    if pieces.iter().all(|piece| matches!(piece, Piece::Block(_))) {
        let block = |piece| match piece {
            Piece::Block(block) => Some(block),
            Piece::Html(_) => None,
        };
        return pieces.into_iter().filter_map(block).collect();
    }
    assemble::assemble(tokens::read(pieces), reader)
}
