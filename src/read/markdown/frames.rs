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
    Html { text: String, range: Range<usize> },
}

/// A table that is not finished.
#[derive(Default)]
pub(super) struct OpenTable {
    pub(super) columns: Vec<Alignment>,
    pub(super) header: Option<Row>,
    pub(super) rows: Vec<Row>,
    /// Cells of the row that is being read.
    pub(super) cells: Vec<Vec<Inline>>,
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
pub(super) struct Verbatim {
    /// The first word of the info string; none for HTML.
    pub(super) kind: VerbatimKind,
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

pub(super) enum VerbatimKind {
    Code { language: Option<String> },
    Html,
}
