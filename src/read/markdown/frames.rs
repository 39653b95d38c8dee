//! The blocks that are open while events arrive, on an explicit stack.

use std::ops::Range;

use crate::model::{Alignment, Anchor, Block, CalloutKind, Definition, Inline, ListItem, ListMarker, Row};
use crate::read::inlines::Inlines;

/// A block that holds others and is not finished.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) range: Range<usize>,
    /// What it holds so far (nothing for lists, definition lists and tables, which hold more than blocks).
    pub(super) body: Vec<Piece>,
}

pub(super) enum FrameKind {
    Root,
    Quote,
    Callout(CalloutKind),
    Footnote { label: String },
    List { marker: ListMarker, tight: bool, items: Vec<ListItem> },
    Item { task: Option<bool> },
    Definitions { entries: Vec<Definition> },
    Definition,
    Table(OpenTable),
}

impl FrameKind {
    /// Whether blocks stand directly in it.
    pub(super) fn holds_blocks(&self) -> bool {
        match self {
            Self::Root
            | Self::Quote
            | Self::Callout(_)
            | Self::Footnote { .. }
            | Self::Item { .. }
            | Self::Definition => true,
            Self::List { .. } | Self::Definitions { .. } | Self::Table(_) => false,
        }
    }
}

/// What a body holds before raw HTML in it is understood.
pub(in crate::read) enum Piece {
    Block(Block),
    Html(HtmlSource),
}

/// Raw HTML, line by line: containers around it take off the starts of its lines.
#[derive(Debug, Default)]
pub(in crate::read) struct HtmlSource {
    pub(in crate::read) text: String,
    /// Where each line starts, in the text and in the source.
    lines: Vec<(usize, usize)>,
}

impl HtmlSource {
    /// Adds what stands at `start` in the source.
    pub(super) fn push(&mut self, text: &str, start: usize) {
        self.lines.push((self.text.len(), start));
        self.text.push_str(text);
    }

    /// Where an offset of the text stands in the source.
    pub(in crate::read) fn source_offset(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1);
        line.and_then(|line| self.lines.get(line)).map_or(0, |(start, source)| source + (at - start))
    }
}

/// A table that is not finished.
#[derive(Default)]
pub(super) struct OpenTable {
    pub(super) columns: Vec<Alignment>,
    pub(super) header: Option<Row>,
    pub(super) rows: Vec<Row>,
    /// Cells of the row that is being read.
    pub(super) cells: Vec<Vec<Inline>>,
    /// Rows with more or fewer cells than the header.
    pub(super) ragged: usize,
}

/// A block that holds inline content and is not finished.
pub(super) struct Leaf {
    pub(super) kind: LeafKind,
    pub(super) range: Range<usize>,
    pub(super) inlines: Inlines,
    /// Where displayed formulas stand at the outermost level of the content.
    pub(super) displays: Vec<Display>,
}

/// A displayed formula.
pub(super) struct Display {
    /// Its place in the content.
    pub(super) position: usize,
    pub(super) range: Range<usize>,
}

pub(super) enum LeafKind {
    Paragraph,
    Heading { level: u8, anchor: Anchor, braces: bool },
    Term,
    Cell,
}

/// A block of letters that are taken as they are.
pub(super) enum Verbatim {
    Code { language: Option<String>, range: Range<usize>, text: String },
    Html(HtmlSource),
}
