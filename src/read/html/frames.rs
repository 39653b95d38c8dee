//! The elements that are open while tokens arrive.

use std::ops::Range;

use crate::model::{Anchor, Block, Definition, Inline, ListItem, ListMarker};
use crate::read::inlines::{Inlines, Speech};

use super::table::{self, OpenTable, Spans};
use super::tokens::StartTag;

/// An element that is open.
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// Index of its start tag.
    pub(super) start: usize,
    /// Index of the end tag that closes it.
    pub(super) close: Option<usize>,
    pub(super) range: Range<usize>,
    pub(super) speech: Option<Speech>,
    pub(super) body: Vec<Block>,
}

pub(super) enum Kind {
    Part,
    Quote,
    Heading { level: u8, anchor: Anchor },
    List { marker: ListMarker, tight: bool, items: Vec<ListItem> },
    Item { task: Option<bool> },
    Definitions(Vec<Definition>),
    Term,
    Definition,
    Table(OpenTable),
    Cell(Spans),
    Caption,
    Figure { caption: Option<Vec<Inline>> },
    FigureCaption,
    Summary,
}

/// Text that makes a paragraph.
pub(super) struct Leaf {
    pub(super) inlines: Inlines,
    pub(super) range: Range<usize>,
}

/// Preformatted text.
pub(super) struct Code {
    pub(super) start: usize,
    pub(super) language: Option<String>,
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

impl Code {
    /// Takes a start tag in preformatted text: only the language it names and line breaks count.
    pub(super) fn start_tag(&mut self, tag: &StartTag) {
        match tag.name.as_str() {
            "br" => self.text.push('\n'),
            "code" if self.language.is_none() => self.language = table::code_language(tag),
            _ => {}
        }
    }
}
