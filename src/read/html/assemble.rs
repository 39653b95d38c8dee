//! From tokens to blocks, on an explicit stack.

use std::ops::Range;

use crate::model::{Block, BlockKind, ListMarker};
use crate::read::inlines::Inlines;
use crate::read::reader::Reader;

use super::elements::{BlockElement, anchor, block, embedded, is_dropped, is_void, speech, task};
use super::frames::{Code, Frame, Kind, Leaf};
use super::table::{OpenTable, Spans};
use super::tokens::{Item, StartTag, Token};
use super::{inline, table};

/// The deepest nesting of HTML blocks. Deeper ones leave their content to the block around them.
const MAX_ELEMENTS: usize = 64;

/// Builds blocks from tokens.
pub(super) fn assemble(items: Vec<Item>, reader: &mut Reader<'_>) -> Vec<Block> {
    let mut assembler =
        Assembler { reader, root: Vec::new(), frames: Vec::new(), leaf: None, code: None, dropping: None };
    for (index, Item { token, range }) in items.into_iter().enumerate() {
        assembler.token(index, token, range);
    }
    assembler.finish()
}

pub(super) struct Assembler<'r, 'a> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) root: Vec<Block>,
    pub(super) frames: Vec<Frame>,
    pub(super) leaf: Option<Leaf>,
    pub(super) code: Option<Code>,
    /// While content is dropped: index of the end tag, or none when the end of the piece ends it.
    dropping: Option<Option<usize>>,
}

impl Assembler<'_, '_> {
    fn token(&mut self, index: usize, token: Token, range: Range<usize>) {
        if let Some(until) = self.dropping {
            if until == Some(index) || matches!(token, Token::PieceEnd) {
                self.dropping = None;
            }
            return;
        }
        match token {
            Token::Start { tag, close } => self.start(index, &tag, close, range),
            Token::End { name, open } => self.end(&name, open, range),
            Token::Text(text) => self.text(&text, range),
            Token::Block(block) => {
                self.close_leaf();
                self.close_code();
                self.block(block);
            }
            Token::PieceEnd => {
                self.close_code();
                self.close_leaf();
                self.close_unpaired();
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_code();
        self.close_leaf();
        while !self.frames.is_empty() {
            self.close();
        }
        self.root
    }

    fn start(&mut self, index: usize, tag: &StartTag, close: Option<usize>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            return code.start_tag(tag);
        }
        if is_dropped(&tag.name) && (close.is_some() || is_void(&tag.name) || is_raw(&tag.name)) {
            let name = &tag.name;
            if embedded(tag).is_some() {
                let mut leaf = self.take_leaf(&range);
                inline::embed(tag, range.clone(), &mut leaf.inlines, self.reader);
                self.leaf = Some(leaf);
            }
            self.reader.report_embedded(name, range);
            if !is_void(name) && !tag.closed {
                self.dropping = Some(close);
            }
            return;
        }
        if let Some(done) = task(tag)
            && let Some(Frame { kind: Kind::Item { task }, .. }) = self.frames.last_mut()
        {
            *task = Some(done);
            return;
        }
        let Some(element) = block(&tag.name) else {
            let mut leaf = self.take_leaf(&range);
            inline::start(tag, range, &mut leaf.inlines, self.reader);
            self.leaf = Some(leaf);
            return;
        };
        self.close_leaf();
        self.close_implied(element);
        let frame = |kind| Frame {
            kind,
            start: index,
            close,
            range: range.clone(),
            speech: speech(tag),
            body: Vec::new(),
        };
        let kind = match element {
            BlockElement::Part => Kind::Part,
            BlockElement::Paragraph => return self.start_paragraph(),
            BlockElement::Heading(level) => Kind::Heading { level, anchor: anchor(tag) },
            BlockElement::List => Kind::List { marker: ListMarker::Bullet, tight: true, items: Vec::new() },
            BlockElement::OrderedList => {
                let start = tag.text("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                Kind::List { marker: ListMarker::Ordered { start }, tight: true, items: Vec::new() }
            }
            BlockElement::Item => Kind::Item { task: None },
            BlockElement::DefinitionList => Kind::Definitions(Vec::new()),
            BlockElement::Term => Kind::Term,
            BlockElement::Definition => Kind::Definition,
            BlockElement::Quote => Kind::Quote,
            BlockElement::Preformatted => {
                let language = table::code_language(tag);
                self.code = Some(Code { start: index, language, text: String::new(), range });
                return;
            }
            BlockElement::Table => Kind::Table(OpenTable::default()),
            BlockElement::TableHead => return self.start_rows(true),
            BlockElement::TableBody => return self.start_rows(false),
            BlockElement::Row => {
                let start = range.start;
                return self.with_table(|table| table.start_row(start));
            }
            BlockElement::Cell => Kind::Cell(Spans::of(tag, false)),
            BlockElement::HeaderCell => Kind::Cell(Spans::of(tag, true)),
            BlockElement::Caption => Kind::Caption,
            BlockElement::Figure => Kind::Figure { caption: None },
            BlockElement::FigureCaption => Kind::FigureCaption,
            BlockElement::Summary => Kind::Summary,
            BlockElement::Rule => {
                let span = self.reader.block_span(range);
                return self.block(Block { kind: BlockKind::ThematicBreak, span });
            }
        };
        if self.frames.len() >= MAX_ELEMENTS {
            return self.reader.report_depth(range, MAX_ELEMENTS);
        }
        self.frames.push(frame(kind));
    }

    fn end(&mut self, name: &str, open: Option<usize>, range: Range<usize>) {
        if self.code.as_ref().is_some_and(|code| Some(code.start) == open) {
            if let Some(code) = &mut self.code {
                code.range.end = range.end;
            }
            return self.close_code();
        }
        if self.code.is_some() {
            return;
        }
        if block(name).is_none() {
            if let Some(mut leaf) = self.leaf.take() {
                leaf.range.end = range.end;
                inline::end(name, range, &mut leaf.inlines, self.reader);
                self.leaf = Some(leaf);
            }
            return;
        }
        self.close_leaf();
        if block(name) == Some(BlockElement::Row) {
            return self.with_table(|table| table.end_row(range.end));
        }
        let Some(depth) = self.frames.iter().rposition(|frame| Some(frame.start) == open) else { return };
        self.close_to(depth + 1);
        if let Some(frame) = self.frames.last_mut() {
            frame.range.end = range.end;
        }
        self.close();
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
            code.range.end = range.end;
            return;
        }
        let blank = text.chars().all(|c| c.is_ascii_whitespace());
        if blank && self.leaf.is_none() {
            return;
        }
        let starts = text.len() - text.trim_ascii_start().len();
        let shown = if self.leaf.is_none() { range.start + starts..range.end } else { range };
        let leaf =
            self.leaf.get_or_insert_with(|| Leaf { inlines: Inlines::default(), range: shown.clone() });
        let collapsed = collapse(text, leaf.inlines.ends_with_space());
        if !blank {
            leaf.range.end = shown.end;
        }
        leaf.inlines.html_text(&collapsed, shown);
    }

    // What HTML leaves to be implied

    /// Closes what the start of a block closes by itself (HTML, 13.1.2.4).
    fn close_implied(&mut self, element: BlockElement) {
        let ends: fn(&Kind) -> bool = match element {
            BlockElement::Item => |kind| matches!(kind, Kind::Item { .. }),
            BlockElement::Term | BlockElement::Definition => {
                |kind| matches!(kind, Kind::Term | Kind::Definition)
            }
            BlockElement::Cell
            | BlockElement::HeaderCell
            | BlockElement::Row
            | BlockElement::TableHead
            | BlockElement::TableBody => |kind| matches!(kind, Kind::Cell(_) | Kind::Caption),
            _ => return,
        };
        let around: fn(&Kind) -> bool = match element {
            BlockElement::Item => |kind| matches!(kind, Kind::List { .. }),
            BlockElement::Term | BlockElement::Definition => |kind| matches!(kind, Kind::Definitions(_)),
            _ => |kind| matches!(kind, Kind::Table(_)),
        };
        let container = self.frames.iter().rposition(|frame| around(&frame.kind));
        let Some(container) = container else { return };
        let inner = self.frames.iter().skip(container + 1).position(|frame| ends(&frame.kind));
        if let Some(inner) = inner {
            self.close_to(container + 1 + inner);
        }
    }

    fn start_paragraph(&mut self) {
        if let [.., list, item] = self.frames.as_mut_slice()
            && let (Kind::List { tight, .. }, Kind::Item { .. }) = (&mut list.kind, &item.kind)
        {
            *tight = false;
        }
    }

    fn start_rows(&mut self, head: bool) {
        self.with_table(|table| table.head = head);
    }

    fn with_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.table() {
            change(table);
        }
    }

    /// The innermost table.
    pub(super) fn table(&mut self) -> Option<&mut OpenTable> {
        self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        })
    }

    /// At the end of a piece, closes what no later piece closes.
    fn close_unpaired(&mut self) {
        if let Some(depth) = self.frames.iter().position(|frame| frame.close.is_none()) {
            self.close_to(depth);
        }
    }

    pub(super) fn close_to(&mut self, depth: usize) {
        while self.frames.len() > depth {
            self.close();
        }
    }
}

/// Whether a start tag alone makes what follows no markup.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "noembed" | "noframes" | "title")
}

/// Text with each run of white space as one space, and none after a space.
fn collapse(text: &str, after_space: bool) -> String {
    let mut collapsed = String::with_capacity(text.len());
    let mut after_space = after_space;
    for c in text.chars() {
        let space = c.is_ascii_whitespace();
        if !space {
            collapsed.push(c);
        } else if !after_space {
            collapsed.push(' ');
        }
        after_space = space;
    }
    collapsed
}
