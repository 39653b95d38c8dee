//! What finished elements become.

use std::ops::Range;

use crate::model::{Block, BlockKind, CodeBlock, Definition, Heading, Inline, List, ListItem, walk};
use crate::read::characters::clean_lines;
use crate::read::inlines::{Inlines, Speech};
use crate::read::markdown::{paragraph_kind, trim};
use crate::source::Span;

use super::assemble::Assembler;
use super::flatten::flatten;
use super::frames::{Frame, Kind, Leaf};
use super::table::{self, Spans};

impl Assembler<'_, '_> {
    /// The paragraph under construction, or a new one.
    pub(super) fn take_leaf(&mut self, range: &Range<usize>) -> Leaf {
        let mut leaf =
            self.leaf.take().unwrap_or_else(|| Leaf { inlines: Inlines::default(), range: range.clone() });
        leaf.range.end = leaf.range.end.max(range.end);
        leaf
    }

    pub(super) fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let mut content = leaf.inlines.finish(self.reader);
        trim(&mut content);
        if let Some(kind) = paragraph_kind(content) {
            let span = self.reader.block_span(leaf.range);
            self.block(Block { kind, span });
        }
    }

    pub(super) fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let text = clean_lines(&code.text);
        // The line ends beside the tags belong to the tags (HTML, 13.2.6.4.7).
        let text = text.strip_prefix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\n').unwrap_or(text).to_owned();
        let span = self.reader.block_span(code.range);
        self.block(Block { kind: BlockKind::Code(CodeBlock { language: code.language, text }), span });
    }

    /// Adds a block to the innermost element that holds blocks.
    pub(super) fn block(&mut self, block: Block) {
        let holds = |frame: &&mut Frame| {
            !matches!(frame.kind, Kind::List { .. } | Kind::Definitions(_) | Kind::Table(_))
        };
        match self.frames.iter_mut().rev().find(holds) {
            Some(frame) => frame.body.push(block),
            None => self.root.push(block),
        }
    }

    /// Closes the innermost element.
    pub(super) fn close(&mut self) {
        self.close_leaf();
        let Some(Frame { kind, mut range, speech, mut body, .. }) = self.frames.pop() else { return };
        // Where no end tag told it, an element ends with its content.
        range.end = body.last().map_or(range.end, |last| range.end.max(last.span.range().end));
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
            Kind::Item { task } => self.item(ListItem { task, blocks: body, span }),
            Kind::Definitions(entries) if entries.is_empty() => {}
            Kind::Definitions(entries) => add(BlockKind::DefinitionList(entries)),
            Kind::Term => self.term(flatten(body), span),
            Kind::Definition => self.definition(body, span),
            Kind::Table(table) => {
                let blocks = table.finish(span, range.end, self.reader);
                blocks.into_iter().for_each(|block| self.block(block));
            }
            Kind::Cell(spans) => self.cell(spans, body, range),
            Kind::Caption => match self.table() {
                Some(table) if table.caption.is_none() => table.caption = Some(flatten(body)),
                _ => body.into_iter().for_each(|block| self.block(block)),
            },
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

    pub(super) fn item(&mut self, item: ListItem) {
        let list = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::List { items, .. } => Some(items),
            _ => None,
        });
        match list {
            Some(items) => items.push(item),
            None => item.blocks.into_iter().for_each(|block| self.block(block)),
        }
    }

    pub(super) fn definitions(&mut self) -> Option<&mut Vec<Definition>> {
        self.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
            Kind::Definitions(entries) => Some(entries),
            _ => None,
        })
    }

    pub(super) fn term(&mut self, content: Vec<Inline>, span: Span) {
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

    pub(super) fn definition(&mut self, body: Vec<Block>, span: Span) {
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

    pub(super) fn cell(&mut self, spans: Spans, body: Vec<Block>, range: Range<usize>) {
        match self.table() {
            Some(table) => table.cell(&spans, flatten(body), range),
            None => body.into_iter().for_each(|block| self.block(block)),
        }
    }

    pub(super) fn figure_caption(&mut self, content: Vec<Inline>, span: Span) {
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
