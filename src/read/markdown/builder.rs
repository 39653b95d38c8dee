//! From events to blocks.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use crate::model::{
    Alignment, Anchor, Block, BlockKind, Callout, CalloutKind, CodeBlock, Definition, Footnote, FootnoteCall,
    Heading, Inline, List, ListItem, ListMarker, Row, Table,
};
use crate::read::characters::{clean, clean_lines};
use crate::read::html;
use crate::read::inlines::{Inlines, Mark};
use crate::read::reader::Reader;

use super::content::{braced, join_text, paragraph_kind, trim};
use super::frames::{Display, Frame, FrameKind, HtmlSource, Leaf, LeafKind, OpenTable, Piece, Verbatim};
use super::{Content, table};

/// The deepest nesting of quotations, lists, items and definitions. Deeper ones leave their content to the block
/// around them.
pub(super) const MAX_BLOCKS: usize = 64;

/// Builds the blocks of a document from events.
pub(super) struct Builder<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// Where the parsed text starts in the source.
    shift: usize,
    frames: Vec<Frame>,
    /// For each container that has started, whether it opened a frame.
    opened: Vec<bool>,
    leaf: Option<Leaf>,
    verbatim: Option<Verbatim>,
    footnotes: Vec<Footnote>,
}

impl<'r, 'a> Builder<'r, 'a> {
    pub(super) fn new(reader: &'r mut Reader<'a>, shift: usize) -> Self {
        let root = Frame { kind: FrameKind::Root, range: shift..reader.text.len(), body: Vec::new() };
        Self {
            reader,
            shift,
            frames: vec![root],
            opened: Vec::new(),
            leaf: None,
            verbatim: None,
            footnotes: Vec::new(),
        }
    }

    /// Takes the next event.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let range = range.start + self.shift..range.end + self.shift;
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match &mut self.verbatim {
                Some(Verbatim::Code { text: code, .. }) => code.push_str(&text),
                Some(Verbatim::Html(html)) => html.push(&text, range.start),
                None => {
                    self.with_inlines(&range, |inlines, reader| inlines.text(&text, range.clone(), reader))
                }
            },
            Event::Code(code) => self.inline(Inline::Code(clean(&code).into_owned()), &range),
            Event::InlineMath(tex) => self.inline(Inline::Math(clean_lines(&tex)), &range),
            Event::DisplayMath(tex) => self.display_math(&tex, &range),
            Event::Html(text) => {
                if let Some(Verbatim::Html(html)) = &mut self.verbatim {
                    html.push(&text, range.start);
                }
            }
            Event::InlineHtml(tag) => {
                self.with_inlines(&range, |inlines, reader| html::inline_tag(&tag, &range, inlines, reader));
            }
            Event::FootnoteReference(label) => {
                let label = clean(&label).into_owned();
                let span = self.reader.span(range.clone());
                self.inline(
                    Inline::FootnoteCall(FootnoteCall { label, number: 0, mention: 0, span }),
                    &range,
                );
            }
            Event::SoftBreak => self.inline(Inline::SoftBreak, &range),
            Event::HardBreak => self.inline(Inline::LineBreak, &range),
            Event::Rule => {
                self.close_implied_paragraph();
                self.block(BlockKind::ThematicBreak, range);
            }
            Event::TaskListMarker(done) => match self.frames.last_mut().map(|frame| &mut frame.kind) {
                Some(FrameKind::Item { task }) if self.opened.last() == Some(&true) => *task = Some(done),
                _ => {
                    let text = if done { "[x] " } else { "[ ] " };
                    self.with_inlines(&range, |inlines, reader| inlines.text(text, range.clone(), reader));
                }
            },
        }
    }

    /// The finished content.
    pub(super) fn finish(mut self) -> Content {
        self.close_implied_paragraph();
        let body = self.frames.into_iter().next().map(|root| root.body).unwrap_or_default();
        let blocks = html::resolve(body, self.reader);
        Content { blocks, footnotes: self.footnotes }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.close_implied_paragraph();
                self.loosen();
                self.open_leaf(LeafKind::Paragraph, range);
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.close_implied_paragraph();
                let anchor = Anchor::new(&clean(id.as_deref().unwrap_or_default()));
                // `## Dose {mg}` holds words, not attributes.
                let braces = id.is_none()
                    && classes.is_empty()
                    && !attrs.is_empty()
                    && attrs.iter().all(|(_, value)| value.is_none());
                self.open_leaf(LeafKind::Heading { level: rank(level), anchor, braces }, range);
            }
            Tag::BlockQuote(None) => self.open(FrameKind::Quote, range),
            Tag::BlockQuote(Some(kind)) => self.open(FrameKind::Callout(callout_kind(kind)), range),
            Tag::CodeBlock(kind) => {
                self.close_implied_paragraph();
                let language = code_language(&kind);
                self.verbatim = Some(Verbatim::Code { language, range, text: String::new() });
            }
            Tag::HtmlBlock => {
                self.close_implied_paragraph();
                self.verbatim = Some(Verbatim::Html(HtmlSource::default()));
            }
            Tag::List(start) => {
                let marker = start.map_or(ListMarker::Bullet, |start| ListMarker::Ordered { start });
                self.open(FrameKind::List { marker, tight: true, items: Vec::new() }, range);
            }
            Tag::Item => self.open_within(FrameKind::Item { task: None }, range),
            Tag::FootnoteDefinition(label) => {
                self.close_implied_paragraph();
                self.push_frame(FrameKind::Footnote { label: clean(&label).into_owned() }, range);
            }
            Tag::DefinitionList => self.open(FrameKind::Definitions { entries: Vec::new() }, range),
            Tag::DefinitionListTitle => {
                self.close_implied_paragraph();
                self.open_leaf(LeafKind::Term, range);
            }
            Tag::DefinitionListDefinition => self.open_within(FrameKind::Definition, range),
            Tag::Table(columns) => {
                self.close_implied_paragraph();
                let columns = columns.into_iter().map(alignment).collect();
                self.push_frame(FrameKind::Table(OpenTable { columns, ..OpenTable::default() }), range);
            }
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => self.open_leaf(LeafKind::Cell, range),
            Tag::Emphasis => self.start_mark(Mark::Emphasis, range),
            Tag::Strong => self.start_mark(Mark::Strong, range),
            Tag::Strikethrough => self.start_tildes(range),
            Tag::Superscript => self.start_mark(Mark::Superscript, range),
            Tag::Subscript => self.start_mark(Mark::Subscript, range),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = clean(&dest_url).into_owned();
                let is_address = link_type == pulldown_cmark::LinkType::Email;
                let target = if is_address { format!("mailto:{target}") } else { target };
                self.start_mark(Mark::Link { target, title: some_text(&title) }, range);
            }
            Tag::Image { dest_url, title, .. } => {
                let source = clean(&dest_url).into_owned();
                self.start_mark(Mark::Image { source, title: some_text(&title) }, range);
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => {
                self.close_leaf();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close_verbatim(),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table => self.close(),
            TagEnd::TableHead => self.close_row(range, true),
            TagEnd::TableRow => self.close_row(range, false),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                self.with_inlines(&range, |inlines, reader| inlines.end(range.clone(), reader));
            }
            TagEnd::MetadataBlock(_) => {}
        }
    }

    // Containers

    fn open(&mut self, kind: FrameKind, range: Range<usize>) {
        self.close_implied_paragraph();
        if self.frames.len() > MAX_BLOCKS {
            self.reader.report_depth(range, MAX_BLOCKS);
            self.opened.push(false);
        } else {
            self.push_frame(kind, range);
        }
    }

    /// Opens an item or a definition: only in a list that was opened itself.
    fn open_within(&mut self, kind: FrameKind, range: Range<usize>) {
        self.close_implied_paragraph();
        if self.opened.last() == Some(&true) {
            self.push_frame(kind, range);
        } else {
            self.opened.push(false);
        }
    }

    fn push_frame(&mut self, kind: FrameKind, range: Range<usize>) {
        self.opened.push(true);
        self.frames.push(Frame { kind, range, body: Vec::new() });
    }

    fn close(&mut self) {
        self.close_implied_paragraph();
        if self.opened.pop() != Some(true) || self.frames.len() < 2 {
            return;
        }
        let Some(Frame { kind, range, body }) = self.frames.pop() else { return };
        let blocks = html::resolve(body, self.reader);
        let span = self.reader.block_span(range.clone());
        match kind {
            FrameKind::Root => {}
            FrameKind::Quote => self.block(BlockKind::BlockQuote(blocks), range),
            FrameKind::Callout(kind) => {
                self.block(BlockKind::Callout(Callout { kind, label: String::new(), blocks }), range);
            }
            FrameKind::Footnote { label } => {
                self.footnotes.push(Footnote { label, number: 0, mentions: 0, blocks, span });
            }
            FrameKind::List { marker, tight, items } => {
                self.block(BlockKind::List(List { marker, tight, items }), range);
            }
            FrameKind::Item { task } => {
                if let Some(FrameKind::List { items, .. }) = self.top() {
                    items.push(ListItem { task, blocks, span });
                }
            }
            FrameKind::Definitions { entries } => self.block(BlockKind::DefinitionList(entries), range),
            FrameKind::Definition => {
                let end = span.end;
                if let Some(FrameKind::Definitions { entries }) = self.top()
                    && let Some(entry) = entries.last_mut()
                {
                    entry.definitions.push(blocks);
                    entry.span.end = end;
                }
            }
            FrameKind::Table(open) => {
                table::report_rest(&open, span, self.reader);
                let OpenTable { columns, header, rows, .. } = open;
                let header = header.unwrap_or_else(|| Row { cells: vec![Vec::new(); columns.len()], span });
                self.block(BlockKind::Table(Table { caption: None, columns, header, rows }), range);
            }
        }
    }

    fn top(&mut self) -> Option<&mut FrameKind> {
        self.frames.last_mut().map(|frame| &mut frame.kind)
    }

    /// A list is loose when a paragraph stands directly in one of its items.
    fn loosen(&mut self) {
        if self.opened.last() != Some(&true) {
            return;
        }
        if let [.., list, item] = self.frames.as_mut_slice()
            && let (FrameKind::List { tight, .. }, FrameKind::Item { .. }) = (&mut list.kind, &item.kind)
        {
            *tight = false;
        }
    }

    fn body(&mut self, piece: Piece) {
        // A list, definition list or table holds no blocks directly; if one is flattened into it, its parent does.
        if let Some(frame) = self.frames.iter_mut().rev().find(|frame| frame.kind.holds_blocks()) {
            frame.body.push(piece);
        }
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        let span = self.reader.block_span(range);
        self.body(Piece::Block(Block { kind, span }));
    }

    fn close_row(&mut self, range: Range<usize>, is_header: bool) {
        let source = self.reader.slice(&range);
        let span = self.reader.block_span(range.clone());
        let Some(FrameKind::Table(open)) = self.frames.last_mut().map(|frame| &mut frame.kind) else {
            return;
        };
        let row = table::finish_row(open, source, range.start, span, self.reader);
        if is_header {
            open.header = Some(row);
        } else {
            open.rows.push(row);
        }
    }

    // Blocks of inline content

    fn open_leaf(&mut self, kind: LeafKind, range: Range<usize>) {
        self.leaf = Some(Leaf { kind, range, inlines: Inlines::default(), displays: Vec::new() });
    }

    /// Hands over the inline content under construction. In a tight list text stands directly in its item: a
    /// paragraph is implied.
    fn with_inlines(&mut self, range: &Range<usize>, change: impl FnOnce(&mut Inlines, &mut Reader<'a>)) {
        let leaf = self.leaf.get_or_insert_with(|| Leaf {
            kind: LeafKind::Paragraph,
            range: range.clone(),
            inlines: Inlines::default(),
            displays: Vec::new(),
        });
        leaf.range.end = leaf.range.end.max(range.end);
        change(&mut leaf.inlines, self.reader);
    }

    fn inline(&mut self, inline: Inline, range: &Range<usize>) {
        self.with_inlines(range, |inlines, reader| inlines.push(inline, reader));
    }

    fn start_mark(&mut self, mark: Mark, range: Range<usize>) {
        self.with_inlines(&range, |inlines, reader| inlines.start(mark, range.clone(), reader));
    }

    /// `~~x~~` is struck through, `~x~` a subscript, and `~5 mg or 10~` text.
    fn start_tildes(&mut self, range: Range<usize>) {
        let source = self.reader.slice(&range);
        if source.starts_with("~~") {
            self.start_mark(Mark::Strikethrough, range);
        } else if source.contains(char::is_whitespace) {
            self.with_inlines(&range, |inlines, reader| inlines.start_literal("~", range.clone(), reader));
        } else {
            self.start_mark(Mark::Subscript, range);
        }
    }

    fn display_math(&mut self, tex: &str, range: &Range<usize>) {
        let tex = clean_lines(tex).trim().to_owned();
        self.with_inlines(range, |_, _| {});
        if let Some(leaf) = &mut self.leaf {
            if let Some(position) = leaf.inlines.root_position(self.reader) {
                leaf.displays.push(Display { position, range: range.clone() });
            }
            leaf.inlines.push(Inline::Math(tex), self.reader);
        }
    }

    fn close_implied_paragraph(&mut self) {
        if matches!(&self.leaf, Some(Leaf { kind: LeafKind::Paragraph, .. })) {
            self.close_leaf();
        }
    }

    fn close_leaf(&mut self) {
        let Some(Leaf { kind, range, inlines, displays }) = self.leaf.take() else { return };
        let mut content = inlines.finish(self.reader);
        match kind {
            LeafKind::Paragraph => self.paragraph(content, &displays, range),
            LeafKind::Heading { level, anchor, braces } => {
                trim(&mut content);
                let span = self.reader.block_span(range.clone());
                if braces {
                    let words = braced(self.reader.slice(&range));
                    if !words.is_empty() {
                        let space = if content.is_empty() { "" } else { " " };
                        content.push(Inline::Text(format!("{space}{}", clean(words))));
                        join_text(&mut content);
                    }
                }
                self.block(BlockKind::Heading(Heading { level, anchor, content, span }), range);
            }
            LeafKind::Term => self.term(content, range),
            LeafKind::Cell => {
                trim(&mut content);
                if let Some(FrameKind::Table(open)) = self.top() {
                    open.cells.push(content);
                }
            }
        }
    }

    /// A paragraph, or what stands alone in one: an image is a figure, displayed formulas are blocks of their own.
    fn paragraph(&mut self, content: Vec<Inline>, displays: &[Display], range: Range<usize>) {
        let mut rest = content;
        let mut range = range;
        let mut taken = 0;
        for display in displays {
            if display.position < taken || display.position - taken >= rest.len() {
                continue;
            }
            let mut before = rest;
            rest = before.split_off(display.position + 1 - taken);
            taken = display.position + 1;
            if let Some(Inline::Math(tex)) = before.pop() {
                self.plain_paragraph(before, range.start..display.range.start);
                self.block(BlockKind::Math(tex), display.range.clone());
            }
            range.start = display.range.end;
        }
        self.plain_paragraph(rest, range);
    }

    fn plain_paragraph(&mut self, mut content: Vec<Inline>, range: Range<usize>) {
        trim(&mut content);
        let before = self.reader.slice(&range);
        let start = range.start + (before.len() - before.trim_start().len());
        if let Some(kind) = paragraph_kind(content) {
            self.block(kind, start..range.end);
        }
    }

    fn term(&mut self, mut content: Vec<Inline>, range: Range<usize>) {
        trim(&mut content);
        // Terms on lines of their own share what follows.
        for inline in &mut content {
            if *inline == Inline::SoftBreak {
                *inline = Inline::LineBreak;
            }
        }
        let span = self.reader.block_span(range.clone());
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(FrameKind::Definitions { entries }) if self.opened.last() == Some(&true) => {
                entries.push(Definition { term: content, definitions: Vec::new(), span });
            }
            _ if content.is_empty() => {}
            _ => self.block(BlockKind::Paragraph(content), range),
        }
    }

    fn close_verbatim(&mut self) {
        match self.verbatim.take() {
            Some(Verbatim::Code { language, range, text }) => {
                let mut text = clean_lines(&text);
                if text.ends_with('\n') {
                    text.pop();
                }
                self.block(BlockKind::Code(CodeBlock { language, text }), range);
            }
            Some(Verbatim::Html(html)) => self.body(Piece::Html(html)),
            None => {}
        }
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn callout_kind(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning | BlockQuoteKind::Caution => CalloutKind::Warning,
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Default,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Centre,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

/// The first word of an info string (CommonMark 0.31, 4.5): `rust,ignore` and `{.rust}` are `rust`.
fn code_language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let word = info.split(|c: char| c.is_whitespace() || c == ',').find(|word| !word.is_empty())?;
    let word = clean(word.trim_matches(['{', '}', '.'])).into_owned();
    (!word.is_empty()).then_some(word)
}

fn some_text(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| clean(text).into_owned())
}
