//! Blocks: what a document is made of from top to bottom.

use super::{Anchor, Image, Inline};
use crate::source::Span;

/// A block and where it stands in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

impl Block {
    /// The heading that the block is or opens with.
    pub fn heading(&self) -> Option<&Heading> {
        match &self.kind {
            BlockKind::Heading(heading) => Some(heading),
            BlockKind::Faq(faq) => Some(&faq.heading),
            BlockKind::Question(question) => Some(&question.heading),
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::BlockQuote(_)
            | BlockKind::Callout(_)
            | BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Math(_)
            | BlockKind::ThematicBreak
            | BlockKind::Disclaimer(_) => None,
        }
    }

    /// The heading that the block is or opens with, to change it.
    pub fn heading_mut(&mut self) -> Option<&mut Heading> {
        match &mut self.kind {
            BlockKind::Heading(heading) => Some(heading),
            BlockKind::Faq(faq) => Some(&mut faq.heading),
            BlockKind::Question(question) => Some(&mut question.heading),
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::BlockQuote(_)
            | BlockKind::Callout(_)
            | BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Math(_)
            | BlockKind::ThematicBreak
            | BlockKind::Disclaimer(_) => None,
        }
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A bullet, ordered or task list.
    List(List),
    /// Terms and their definitions.
    DefinitionList(Vec<Definition>),
    /// A quotation.
    BlockQuote(Vec<Block>),
    /// A call-out: takeaways, finding, warning and their kin.
    Callout(Callout),
    /// Code.
    Code(CodeBlock),
    /// A table.
    Table(Box<Table>),
    /// An image that stands alone.
    Figure(Box<Figure>),
    /// Displayed mathematics, as TeX source.
    Math(String),
    /// A thematic break.
    ThematicBreak,
    /// Frequently asked questions: a heading and its questions.
    Faq(Box<Faq>),
    /// A question and its answer. Stands only in the body of an [`Faq`].
    Question(Box<Question>),
    /// The closing disclaimer, its emphasis taken off.
    Disclaimer(Vec<Inline>),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Level as written, 1 to 6.
    pub level: u8,
    /// Its anchor, unique in the document (as written, or empty, until the pass `anchors` has run).
    pub anchor: Anchor,
    /// What it says.
    pub content: Vec<Inline>,
    /// Where it stands in the source.
    pub span: Span,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// How items are marked.
    pub marker: ListMarker,
    /// Whether items stand without space between them (CommonMark 0.31, 5.3).
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListMarker {
    /// Bullets.
    Bullet,
    /// Numbers from a start.
    Ordered {
        /// Number of the first item.
        start: u64,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// For an item of a task list, whether it is done.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Where it stands in the source.
    pub span: Span,
}

/// A term (or several that share it) and its definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// Its definitions.
    pub definitions: Vec<Vec<Block>>,
    /// Where it stands in the source.
    pub span: Span,
}

/// A call-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// Its kind.
    pub kind: CalloutKind,
    /// Its label in the author's word or the article's language, without a colon.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Kinds of call-outs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    /// What to remember: key takeaways, key points, summary.
    Takeaways,
    /// A finding of research.
    Finding,
    /// Something that must not be missed.
    Important,
    /// A danger.
    Warning,
    /// A remark.
    Note,
    /// Advice.
    Tip,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// First word of the info string.
    pub language: Option<String>,
    /// The code, without the last line end.
    pub text: String,
}

/// A table (GFM, 4.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its caption.
    pub caption: Option<Vec<Inline>>,
    /// Alignment of each column; its length is the number of columns.
    pub columns: Vec<Alignment>,
    /// The header row; its cells may be empty. As many cells as columns.
    pub header: Row,
    /// The rows, each with as many cells as columns.
    pub rows: Vec<Row>,
}

impl Table {
    /// Whether the first column names the rows: the author set every one of its cells in bold.
    pub fn heads_rows(&self) -> bool {
        let strong =
            |cell: &Cell| matches!(cell.as_slice(), [Inline::Strong(content)] if !content.is_empty());
        !self.rows.is_empty()
            && self.columns.len() > 1
            && self.rows.iter().all(|row| row.cells.first().is_some_and(strong))
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Where it stands in the source.
    pub span: Span,
}

/// What a cell of a table says.
pub type Cell = Vec<Inline>;

/// Alignment of a column as the author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// Not given: the backend's own.
    Default,
    /// Left.
    Left,
    /// Centre.
    Centre,
    /// Right.
    Right,
}

/// An image that stands alone, with its caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The image.
    pub image: Image,
    /// Its caption: the image's title.
    pub caption: Option<Vec<Inline>>,
    /// Its number among the document's captioned figures, from 1; none without a caption.
    pub number: Option<u32>,
}

/// Frequently asked questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faq {
    /// Its heading.
    pub heading: Heading,
    /// Questions, and whatever else stands between them, in order.
    pub body: Vec<Block>,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub heading: Heading,
    /// The answer.
    pub answer: Vec<Block>,
}
