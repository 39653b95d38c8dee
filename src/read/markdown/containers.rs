//! Blocks that hold blocks: how they open, nest within a limit, and close.

use std::ops::Range;

use crate::model::{Block, BlockKind, Callout, Footnote, List, ListItem, Row, Table};
use crate::read::html;

use super::builder::Builder;
use super::frames::{Frame, FrameKind, OpenTable, Piece};
use super::table;

/// The deepest nesting of quotations, lists, items and definitions. Deeper ones leave their content to the block
/// around them.
const MAX_BLOCKS: usize = 64;

impl Builder<'_, '_> {
    pub(super) fn open(&mut self, kind: FrameKind, range: Range<usize>) {
        self.close_implied_paragraph();
        if self.frames.len() > MAX_BLOCKS {
            self.reader.report_depth(range, MAX_BLOCKS);
            self.opened.push(false);
        } else {
            self.push_frame(kind, range);
        }
    }

    /// Opens an item or a definition: only in a list that was opened itself.
    pub(super) fn open_within(&mut self, kind: FrameKind, range: Range<usize>) {
        self.close_implied_paragraph();
        if self.opened.last() == Some(&true) {
            self.push_frame(kind, range);
        } else {
            self.opened.push(false);
        }
    }

    pub(super) fn push_frame(&mut self, kind: FrameKind, range: Range<usize>) {
        self.opened.push(true);
        self.frames.push(Frame { kind, range, body: Vec::new() });
    }

    pub(super) fn close(&mut self) {
        self.close_implied_paragraph();
        if self.opened.pop() != Some(true) || self.frames.len() < 2 {
            return;
        }
        let Some(Frame { kind, range, body }) = self.frames.pop() else { return };
        let blocks = html::resolve(body, self.reader);
        let span = self.reader.block_span(range.clone());
        match kind {
            FrameKind::Root => {}
            // A quotation may have held nothing but footnotes.
            FrameKind::Quote | FrameKind::Callout(_) if blocks.is_empty() => {}
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
            FrameKind::Definitions { entries } => {
                // The parser's range reaches to the block that follows.
                let end = entries.last().map_or(range.end, |entry| entry.span.range().end);
                self.block(BlockKind::DefinitionList(entries), range.start..end);
            }
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
                self.block(BlockKind::Table(Box::new(Table { caption: None, columns, header, rows })), range);
            }
        }
    }

    pub(super) fn top(&mut self) -> Option<&mut FrameKind> {
        self.frames.last_mut().map(|frame| &mut frame.kind)
    }

    /// A list is loose when a paragraph stands directly in one of its items.
    pub(super) fn loosen(&mut self) {
        if self.opened.last() != Some(&true) {
            return;
        }
        if let [.., list, item] = self.frames.as_mut_slice()
            && let (FrameKind::List { tight, .. }, FrameKind::Item { .. }) = (&mut list.kind, &item.kind)
        {
            *tight = false;
        }
    }

    pub(super) fn body(&mut self, piece: Piece) {
        // A list, definition list or table holds no blocks directly; if one is flattened into it, its parent does.
        if let Some(frame) = self.frames.iter_mut().rev().find(|frame| frame.kind.holds_blocks()) {
            // Most items hold one block: in a whole site, room for more would be most of its memory.
            if frame.body.is_empty() {
                frame.body.reserve_exact(1);
            }
            frame.body.push(piece);
        }
    }

    pub(super) fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        let span = self.reader.block_span(range);
        self.body(Piece::Block(Block { kind, span }));
    }

    pub(super) fn close_row(&mut self, range: Range<usize>, is_header: bool) {
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
}
