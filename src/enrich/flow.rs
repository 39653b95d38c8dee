//! The order in which a reader meets a document's content: subtitle, body, footnotes.

use crate::model::{Block, Document, Inline, walk};

/// Visits every inline of a document, outer before inner, in reading order.
pub fn inlines_mut(document: &mut Document, visit: &mut impl FnMut(&mut Inline)) {
    if let Some(subtitle) = &mut document.subtitle {
        walk::nested_inlines_mut(subtitle, visit);
    }
    walk::bodies_mut(document, &mut |blocks| walk::inlines_mut(blocks, visit));
}

/// Visits every run that belongs to a block, or to the subtitle, in reading order.
pub fn runs_mut(document: &mut Document, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    document.subtitle.iter_mut().for_each(&mut *visit);
    walk::bodies_mut(document, &mut |blocks| {
        walk::blocks_mut(blocks, &mut |block| walk::own_inlines_mut(block, visit));
    });
}

/// Visits every run that belongs to a block, or to the subtitle, in reading order.
pub fn runs<'a>(document: &'a Document, visit: &mut impl FnMut(&'a Vec<Inline>)) {
    document.subtitle.iter().for_each(&mut *visit);
    for blocks in bodies(document) {
        walk::blocks(blocks, &mut |block| walk::own_inlines(block, visit));
    }
}

/// The body of a document, then each footnote's.
pub fn bodies(document: &Document) -> impl Iterator<Item = &Vec<Block>> {
    std::iter::once(&document.blocks).chain(document.footnotes.iter().map(|note| &note.blocks))
}
