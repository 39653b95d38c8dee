//! Blocks that hold inline content or verbatim text: paragraphs, headings, terms, cells, code.

use std::ops::Range;

use crate::model::{BlockKind, CodeBlock, Definition, Heading, Inline};
use crate::read::characters::{clean, clean_lines};
use crate::read::inlines::{Inlines, Mark};
use crate::read::reader::Reader;

use super::builder::Builder;
use super::content::{braced, join_text, paragraph_kind, trim};
use super::frames::{Display, FrameKind, Leaf, LeafKind, Piece, Verbatim};

impl<'a> Builder<'_, 'a> {
    pub(super) fn open_leaf(&mut self, kind: LeafKind, range: Range<usize>) {
        self.leaf = Some(Leaf { kind, range, inlines: Inlines::default(), displays: Vec::new() });
    }

    /// Hands over the inline content under construction. In a tight list text stands directly in its item: a
    /// paragraph is implied.
    pub(super) fn with_inlines(
        &mut self,
        range: &Range<usize>,
        change: impl FnOnce(&mut Inlines, &mut Reader<'a>),
    ) {
        let leaf = self.leaf.get_or_insert_with(|| Leaf {
            kind: LeafKind::Paragraph,
            range: range.clone(),
            inlines: Inlines::default(),
            displays: Vec::new(),
        });
        leaf.range.end = leaf.range.end.max(range.end);
        change(&mut leaf.inlines, self.reader);
    }

    pub(super) fn inline(&mut self, inline: Inline, range: &Range<usize>) {
        self.with_inlines(range, |inlines, reader| inlines.push(inline, reader));
    }

    pub(super) fn start_mark(&mut self, mark: Mark, range: Range<usize>) {
        self.with_inlines(&range, |inlines, reader| inlines.start(mark, range.clone(), reader));
    }

    /// `~~x~~` is struck through, `~x~` a subscript, and `~5 mg or 10~` text.
    pub(super) fn start_tildes(&mut self, range: Range<usize>) {
        let source = self.reader.slice(&range);
        if source.starts_with("~~") {
            self.start_mark(Mark::Strikethrough, range);
        } else if source.contains(char::is_whitespace) {
            self.with_inlines(&range, |inlines, _| inlines.start_literal("~", range.clone()));
        } else {
            self.start_mark(Mark::Subscript, range);
        }
    }

    pub(super) fn display_math(&mut self, tex: &str, range: &Range<usize>) {
        let tex = clean_lines(tex).trim().to_owned();
        self.with_inlines(range, |_, _| {});
        if let Some(leaf) = &mut self.leaf {
            if let Some(position) = leaf.inlines.root_position(self.reader) {
                leaf.displays.push(Display { position, range: range.clone() });
            }
            leaf.inlines.push(Inline::Math(tex), self.reader);
        }
    }

    pub(super) fn close_implied_paragraph(&mut self) {
        if matches!(&self.leaf, Some(Leaf { kind: LeafKind::Paragraph, .. })) {
            self.close_leaf();
        }
    }

    pub(super) fn close_leaf(&mut self) {
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
    pub(super) fn paragraph(&mut self, content: Vec<Inline>, displays: &[Display], range: Range<usize>) {
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

    pub(super) fn plain_paragraph(&mut self, mut content: Vec<Inline>, range: Range<usize>) {
        trim(&mut content);
        let before = self.reader.slice(&range);
        let start = range.start + (before.len() - before.trim_start().len());
        if let Some(kind) = paragraph_kind(content) {
            self.block(kind, start..range.end);
        }
    }

    pub(super) fn term(&mut self, mut content: Vec<Inline>, range: Range<usize>) {
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

    pub(super) fn close_verbatim(&mut self) {
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
