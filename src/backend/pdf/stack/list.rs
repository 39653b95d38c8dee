//! Lists, task lists and definition lists.

use super::super::flow::{PageBreak, Slab, moved};
use super::super::fragment::{Mark, Shape};
use super::super::gap::Gap;
use super::super::lines::Fit;
use super::super::tags::{Attributes, ListNumbering, Role, TagId};
use super::super::theme::TextStyle;
use super::{Column, Stacker};
use crate::model::{Definition, Inline, List, ListItem, ListMarker};
use crate::source::Span;
use crate::typography::numerals::{letters, roman};

/// Space between a number and its text.
const NUMBER_GAP: f32 = 7.0;
/// How far a bullet stands in from its column.
const BULLET_INSET: f32 = 3.0;
/// How far a definition stands in from its term.
const DEFINITION_INDENT: f32 = 18.0;
/// How far the text of a task stands in.
const TASK_INDENT: f32 = 18.0;

impl Stacker<'_> {
    pub(super) fn list(&mut self, list: &List, column: Column, tag: TagId) {
        let u = self.theme.u;
        let nested = column.list_depth > 0;
        let gap = if list.tight { u } else { 2.0 * u };
        let before = if nested { u } else { self.text_space(1.5 * u) };
        let numbering = numbering(list, column.list_depth);
        let attributes = Attributes { list_numbering: Some(numbering), ..Attributes::default() };
        let tag = self.out.tags.tag_with(tag, Role::L, attributes);
        let labels: Vec<String> =
            (0..list.items.len()).map(|index| label(list, index, column.list_depth)).collect();
        let indent = self.list_indent(list, &labels);
        // Items are short: justified, their few lines would be uneven.
        let inner = Column { list_depth: column.list_depth + 1, ..column.indented(indent, 0.0).ragged() };
        let mut single_line = false;
        for (index, (item, label)) in list.items.iter().zip(&labels).enumerate() {
            // Above the list the larger wish counts; between items the list's own gap does.
            let space = if index == 0 { before } else { gap };
            if index > 0 {
                self.after = Gap::NONE;
            }
            if index == 1 && single_line {
                self.keep = PageBreak::Never;
            }
            let from = self.out.flow.slabs.len();
            self.item(item, label, column, inner, space, tag);
            single_line = self.out.flow.slabs.len() == from + 1;
        }
        self.after = if nested { Gap::NONE } else { 2.0 * u };
    }

    fn item(
        &mut self,
        item: &ListItem,
        label: &str,
        column: Column,
        inner: Column,
        before: Gap,
        list: TagId,
    ) {
        let tag = self.out.tags.tag(list, Role::Li);
        let label_tag = self.out.tags.tag(tag, Role::Lbl);
        let body = self.out.tags.tag(tag, Role::LBody);
        self.marker(item, label, column, label_tag, item.span);
        if item.blocks.is_empty() {
            self.push(Slab { height: column.body.leading, ..Slab::default() }, before, PageBreak::Allowed);
            return;
        }
        for (index, block) in item.blocks.iter().enumerate() {
            self.item_block(block, inner, body, if index == 0 { before } else { self.theme.u });
            self.keep_lead(block, item.blocks.get(index + 1));
            self.footnotes(body);
        }
    }

    /// A block of an item: paragraphs stand as close as the list is set.
    fn item_block(&mut self, block: &crate::model::Block, inner: Column, tag: TagId, before: Gap) {
        if let crate::model::BlockKind::Paragraph(content) = &block.kind {
            let tag = self.out.tags.tag(tag, Role::P);
            let rich = self.collect(content, &inner.body, tag);
            self.set(&rich, &inner.body, inner, before, block.span);
            self.after = Gap::NONE;
        } else {
            self.block(block, inner, tag);
        }
    }

    /// Puts the item's mark beside whatever its first slab will be.
    fn marker(&mut self, item: &ListItem, label: &str, column: Column, tag: TagId, span: Span) {
        let c = &self.theme.colours;
        let styles = &self.theme.styles;
        let (style, inset): (TextStyle, f32) = match (item.task, label) {
            (Some(_), _) => (styles.number.coloured(c.ink), 0.0),
            (None, "•") => (column.body.coloured(c.accent), BULLET_INSET),
            (None, "–" | "·") => (column.body.coloured(c.muted), BULLET_INSET),
            (None, _) => (styles.number, 0.0),
        };
        let shown = match item.task {
            Some(true) => "☑",
            Some(false) => "☐",
            None => label,
        };
        let rich = self.collect_plain(shown, &style, tag);
        let rise = column.body.baseline() - style.baseline();
        for line in self.lines_at_start(&rich, &style, column.width, span) {
            for mark in line.marks {
                let mut mark = moved(mark, column.x + inset, rise);
                if let Some(done) = item.task {
                    say(&mut mark, if done { "[x]" } else { "[ ]" });
                }
                self.pending.marks.push(mark);
            }
        }
    }

    fn list_indent(&mut self, list: &List, labels: &[String]) -> f32 {
        if list.items.iter().any(|item| item.task.is_some()) {
            return TASK_INDENT.max(self.theme.list_indent);
        }
        match list.marker {
            ListMarker::Bullet => self.theme.list_indent,
            ListMarker::Ordered { .. } => {
                let style = self.theme.styles.number;
                let widest = labels.iter().map(|label| self.width_of(label, &style)).fold(0.0, f32::max);
                (widest + NUMBER_GAP).max(self.theme.list_indent + 1.0)
            }
        }
    }

    /// Width of a short text on one line.
    pub(super) fn width_of(&mut self, text: &str, style: &TextStyle) -> f32 {
        let rich = self.unread(&[Inline::Text(text.to_owned())], style);
        self.shaped(&rich, style, Span::default(), false, |shaped| shaped.max_width())
    }

    pub(super) fn definitions(&mut self, entries: &[Definition], column: Column, tag: TagId, span: Span) {
        let u = self.theme.u;
        let attributes = Attributes { list_numbering: Some(ListNumbering::None), ..Attributes::default() };
        let list = self.out.tags.tag_with(tag, Role::L, attributes);
        let inner = column.indented(DEFINITION_INDENT, 0.0);
        for entry in entries {
            let item = self.out.tags.tag(list, Role::Li);
            let term = self.out.tags.tag(item, Role::Lbl);
            let style = column.body.bold();
            let rich = self.collect(&entry.term, &style, term);
            let lines = self.lines(&rich, &style, column.width, Fit::Ragged, span);
            self.push_whole(lines, &rich, &style, column.x, 2.0 * u, entry.span);
            for definition in &entry.definitions {
                self.keep = PageBreak::Never;
                self.after = Gap::NONE;
                let body = self.out.tags.tag(item, Role::LBody);
                for (index, block) in definition.iter().enumerate() {
                    self.item_block(block, inner, body, if index == 0 { Gap::NONE } else { u });
                    self.footnotes(body);
                }
            }
            self.after = 2.0 * u;
        }
    }
}

/// What a mark says when it is read: a tick box is `[x]` in text.
fn say(mark: &mut Mark, words: &str) {
    if let Shape::Glyphs(run) = &mut mark.shape {
        words.clone_into(&mut run.text);
        let end = u32::try_from(words.len()).unwrap_or(u32::MAX);
        for (index, glyph) in run.glyphs.iter_mut().enumerate() {
            (glyph.start, glyph.end) = if index == 0 { (0, end) } else { (end, end) };
        }
    }
}

/// The mark of an item: bullets and numbers by depth.
fn label(list: &List, index: usize, depth: usize) -> String {
    match list.marker {
        ListMarker::Bullet => match depth {
            0 => "•",
            1 => "–",
            _ => "·",
        }
        .to_owned(),
        ListMarker::Ordered { start } => {
            let number = start.saturating_add(index as u64);
            let spelt = match depth {
                1 => letters(number),
                2 => roman(number),
                _ => None,
            };
            format!("{}.", spelt.unwrap_or_else(|| number.to_string()))
        }
    }
}

fn numbering(list: &List, depth: usize) -> ListNumbering {
    // Tick boxes are labels of no scheme of numbering.
    if list.items.iter().any(|item| item.task.is_some()) {
        return ListNumbering::None;
    }
    match (list.marker, depth) {
        (ListMarker::Bullet, 0) => ListNumbering::Disc,
        (ListMarker::Bullet, _) => ListNumbering::Circle,
        (ListMarker::Ordered { .. }, 1) => ListNumbering::LowerAlpha,
        (ListMarker::Ordered { .. }, 2) => ListNumbering::LowerRoman,
        (ListMarker::Ordered { .. }, _) => ListNumbering::Decimal,
    }
}
