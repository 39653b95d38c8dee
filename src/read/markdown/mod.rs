//! CommonMark 0.31 and GFM to blocks, by way of pulldown-cmark's events.

mod builder;
mod containers;
mod content;
mod dollars;
mod fragment;
mod frames;
mod kinds;
mod leaves;
mod table;
mod undefined;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Options, Parser};

use crate::model::{Block, Footnote};

use super::reader::Reader;
use builder::Builder;
pub(super) use content::{join_text, paragraph_kind, trim};
pub(super) use fragment::plain_title;
pub(super) use frames::Piece;
use undefined::Undefined;

/// What a Markdown text holds.
pub(super) struct Content {
    pub(super) blocks: Vec<Block>,
    pub(super) footnotes: Vec<Footnote>,
}

/// Reads the Markdown that stands in `body`.
pub(super) fn read(reader: &mut Reader<'_>, body: Range<usize>) -> Content {
    let text = reader.slice(&body);
    let prepared = dollars::prepare(text, options());
    let mut undefined = Vec::new();
    let look = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        undefined.extend(Undefined::link(&link));
        None
    };
    let mut builder = Builder::new(reader, body.start);
    let parser = Parser::new_with_broken_link_callback(&prepared.text, prepared.options, Some(look));
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range);
    }
    let content = builder.finish();
    undefined.into_iter().for_each(|undefined| undefined.report(reader, body.start));
    content
}

/// The extensions of CommonMark that are read. Scripts, bare URLs and quotes are not among them: pulldown-cmark's
/// `~x~` may not stand in a word, it knows no bare URLs, and typography is not the model's.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}
