//! From tokens to blocks, on an explicit stack.

use std::ops::Range;

use crate::model::{
    Anchor, Block, BlockKind, CodeBlock, Definition, Heading, Inline, List, ListItem, ListMarker, walk,
};
use crate::read::characters::clean_lines;
use crate::read::inlines::{Inlines, Speech};
use crate::read::markdown::{paragraph_kind, trim};
use crate::read::reader::Reader;

use super::elements::{BlockElement, anchor, block, is_dropped, is_void, speech};
use super::flatten::flatten;
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

struct Assembler<'r, 'a> {
    reader: &'r mut Reader<'a>,
    root: Vec<Block>,
    frames: Vec<Frame>,
    leaf: Option<Leaf>,
    code: Option<Code>,
    /// While content is dropped: index of the end tag, or none when the end of the piece ends it.
    dropping: Option<Option<usize>>,
}

/// An element that is open.
struct Frame {
    kind: Kind,
    /// Index of its start tag.
    start: usize,
    /// Index of the end tag that closes it.
    close: Option<usize>,
    range: Range<usize>,
    speech: Option<Speech>,
    body: Vec<Block>,
}

enum Kind {
    Part,
    Quote,
    Heading { level: u8, anchor: Anchor },
    List { marker: ListMarker, tight: bool, items: Vec<ListItem> },
    Item,
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
struct Leaf {
    inlines: Inlines,
    range: Range<usize>,
}

/// Preformatted text.
struct Code {
    start: usize,
    language: Option<String>,
    text: String,
    range: Range<usize>,
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
            self.reader.report_dropped(
                name,
                range,
                "was dropped, and so was its content",
                "a document cannot run or embed this; link to it instead",
            );
            if !is_void(name) && !tag.closed {
                self.dropping = Some(close);
            }
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
            BlockElement::Item => Kind::Item,
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
        let reader = &*self.reader;
        let leaf =
            self.leaf.get_or_insert_with(|| Leaf { inlines: Inlines::default(), range: shown.clone() });
        let collapsed = collapse(text, leaf.inlines.ends_with_space());
        if !blank {
            leaf.range.end = shown.end;
        }
        leaf.inlines.html_text(&collapsed, shown, reader);
    }

    // What HTML leaves to be implied

    /// Closes what the start of a block closes by itself (HTML, 13.1.2.4).
    fn close_implied(&mut self, element: BlockElement) {
        let ends: fn(&Kind) -> bool = match element {
            BlockElement::Item => |kind| matches!(kind, Kind::Item),
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
            && let (Kind::List { tight, .. }, Kind::Item) = (&mut list.kind, &item.kind)
        {
            *tight = false;
        }
    }

    fn start_rows(&mut self, head: bool) {
        self.with_table(|table| table.head = head);
    }

    fn with_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        let table = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        });
        if let Some(table) = table {
            change(table);
        }
    }

    /// At the end of a piece, closes what no later piece closes.
    fn close_unpaired(&mut self) {
        if let Some(depth) = self.frames.iter().position(|frame| frame.close.is_none()) {
            self.close_to(depth);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.frames.len() > depth {
            self.close();
        }
    }

    // Finished parts

    /// The paragraph under construction, or a new one.
    fn take_leaf(&mut self, range: &Range<usize>) -> Leaf {
        let mut leaf =
            self.leaf.take().unwrap_or_else(|| Leaf { inlines: Inlines::default(), range: range.clone() });
        leaf.range.end = leaf.range.end.max(range.end);
        leaf
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let mut content = leaf.inlines.finish(self.reader);
        trim(&mut content);
        if let Some(kind) = paragraph_kind(content) {
            let span = self.reader.block_span(leaf.range);
            self.block(Block { kind, span });
        }
    }

    fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let text = clean_lines(&code.text);
        // The line ends beside the tags belong to the tags (HTML, 13.2.6.4.7).
        let text = text.strip_prefix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\n').unwrap_or(text).to_owned();
        let span = self.reader.block_span(code.range);
        self.block(Block { kind: BlockKind::Code(CodeBlock { language: code.language, text }), span });
    }

    /// Adds a block to the innermost element that holds blocks.
    fn block(&mut self, block: Block) {
        let holds = |frame: &&mut Frame| {
            !matches!(frame.kind, Kind::List { .. } | Kind::Definitions(_) | Kind::Table(_))
        };
        match self.frames.iter_mut().rev().find(holds) {
            Some(frame) => frame.body.push(block),
            None => self.root.push(block),
        }
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        self.close_leaf();
        let Some(Frame { kind, range, speech, mut body, .. }) = self.frames.pop() else { return };
        if let Some(speech) = speech {
            speak(&mut body, &speech);
        }
        let span = self.reader.block_span(range.clone());
        let mut add = |kind| self.block(Block { kind, span });
        match kind {
            Kind::Part => body.into_iter().for_each(|block| self.block(block)),
            Kind::Quote if body.is_empty() => {}
            Kind::Quote => add(BlockKind::BlockQuote(body)),
            Kind::Heading { level, anchor } => {
                let content = flatten(body);
                if !content.is_empty() {
                    add(BlockKind::Heading(Heading { level, anchor, content, span }));
                }
            }
            Kind::List { items, .. } if items.is_empty() => {}
            Kind::List { marker, tight, items } => add(BlockKind::List(List { marker, tight, items })),
            Kind::Item => self.item(ListItem { task: None, blocks: body, span }),
            Kind::Definitions(entries) if entries.is_empty() => {}
            Kind::Definitions(entries) => add(BlockKind::DefinitionList(entries)),
            Kind::Term => self.term(flatten(body), span),
            Kind::Definition => self.definition(body, span),
            Kind::Table(table) => {
                let blocks = table.finish(span, range.end, self.reader);
                blocks.into_iter().for_each(|block| self.block(block));
            }
            Kind::Cell(spans) => self.cell(spans, body, range),
            Kind::Caption => {
                let caption = flatten(body);
                self.with_table(|table| table.caption = Some(caption));
            }
            Kind::Figure { caption } => {
                for block in table::captioned(body, caption, span) {
                    self.block(block);
                }
            }
            Kind::FigureCaption => self.figure_caption(flatten(body), span),
            Kind::Summary => {
                let content = flatten(body);
                if !content.is_empty() {
                    add(BlockKind::Paragraph(vec![Inline::Strong(content)]));
                }
            }
        }
    }

    fn item(&mut self, item: ListItem) {
        let list = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::List { items, .. } => Some(items),
            _ => None,
        });
        match list {
            Some(items) => items.push(item),
            None => item.blocks.into_iter().for_each(|block| self.block(block)),
        }
    }

    fn definitions(&mut self) -> Option<&mut Vec<Definition>> {
        self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Definitions(entries) => Some(entries),
            _ => None,
        })
    }

    fn term(&mut self, content: Vec<Inline>, span: crate::source::Span) {
        let Some(entries) = self.definitions() else {
            if let Some(kind) = paragraph_kind(content) {
                self.block(Block { kind, span });
            }
            return;
        };
        match entries.last_mut() {
            // Terms that follow each other share what comes.
            Some(last) if last.definitions.is_empty() => {
                last.term.push(Inline::LineBreak);
                last.term.extend(content);
                last.span.end = span.end;
            }
            _ => entries.push(Definition { term: content, definitions: Vec::new(), span }),
        }
    }

    fn definition(&mut self, body: Vec<Block>, span: crate::source::Span) {
        let Some(entries) = self.definitions() else {
            return body.into_iter().for_each(|block| self.block(block));
        };
        match entries.last_mut() {
            Some(last) => {
                last.definitions.push(body);
                last.span.end = span.end;
            }
            None => entries.push(Definition { term: Vec::new(), definitions: vec![body], span }),
        }
    }

    fn cell(&mut self, spans: Spans, body: Vec<Block>, range: Range<usize>) {
        if self.frames.iter().any(|frame| matches!(frame.kind, Kind::Table(_))) {
            let content = flatten(body);
            self.with_table(|table| table.cell(&spans, content, range));
        } else {
            body.into_iter().for_each(|block| self.block(block));
        }
    }

    fn figure_caption(&mut self, content: Vec<Inline>, span: crate::source::Span) {
        let figure = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Figure { caption } => Some(caption),
            _ => None,
        });
        match figure {
            Some(caption) if caption.is_none() => *caption = Some(content),
            _ => {
                if let Some(kind) = paragraph_kind(content) {
                    self.block(Block { kind, span });
                }
            }
        }
    }
}

impl Code {
    /// Takes a start tag in preformatted text: only the language it names and line breaks count.
    fn start_tag(&mut self, tag: &StartTag) {
        match tag.name.as_str() {
            "br" => self.text.push('\n'),
            "code" if self.language.is_none() => self.language = table::code_language(tag),
            _ => {}
        }
    }
}

/// Whether a start tag alone makes what follows no markup.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "noembed" | "noframes" | "title")
}

/// Gives the text of blocks a language or direction.
fn speak(blocks: &mut [Block], speech: &Speech) {
    walk::blocks_mut(blocks, &mut |block| {
        walk::own_inlines_mut(block, &mut |content| {
            if !content.is_empty() {
                *content = speech.clone().wrap(std::mem::take(content));
            }
        });
    });
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
