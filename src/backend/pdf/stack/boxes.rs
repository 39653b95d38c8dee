//! Blocks that stand in a box: call-outs, code, the disclaimer.

use super::super::flow::{BoxLook, PageBreak, Slab, moved};
use super::super::fragment::{Mark, Owner, Rect, Shape};
use super::super::gap::{Closeness, Gap};
use super::super::lines::Fit;
use super::super::rich_text::RunStyle;
use super::super::tags::{Role, TagId};
use super::super::theme::{CalloutLook, Strokes, TextStyle};
use super::{Column, Stacker};
use crate::model::{Callout, CalloutKind, CodeBlock, Inline, TextDirection};
use crate::source::Span;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How far a label and the text of a stacked box stand in from the box's edge.
const LABEL_INSET: f32 = 10.0;
/// What the label column leaves free before the text.
const LABEL_GAP: f32 = 12.0;
/// Lines a label may take beside its text.
const LABEL_LINES: usize = 3;
/// A box up to this share of the text's height is kept whole when that leaves little of a page empty.
const WHOLE_SHARE: f32 = 0.4;
/// Lines up to which a call-out that is no list of takeaways is never split.
const WHOLE_LINES: f32 = 8.0;
/// Padding of a reversed label: left and right, top and bottom.
const REVERSED_PADDING: (f32, f32) = (4.0, 1.5);

impl Stacker<'_> {
    pub(super) fn callout(&mut self, callout: &Callout, column: Column, tag: TagId, span: Span) {
        let look = self.theme.callout(callout.kind);
        let space = 3.0 * self.theme.u;
        let tag = self.out.tags.tag(tag, Role::Aside);
        let range = self.labelled_box(&callout.label, &look, column, tag, span, space, |this, inner, tag| {
            this.blocks(&callout.blocks, inner, tag);
        });
        let height = self.height(range.clone(), Closeness::Usual);
        let short =
            callout.kind != CalloutKind::Takeaways && height <= WHOLE_LINES * column.body.leading + 1.0;
        if short {
            self.limit_breaks(range, PageBreak::Never);
        } else if height <= WHOLE_SHARE * self.theme.page.text_height() {
            self.limit_breaks(range, PageBreak::Avoid);
        }
        self.space_after(space);
    }

    pub(super) fn disclaimer(&mut self, content: &[Inline], column: Column, tag: TagId, span: Span) {
        let rule = Some((Strokes::DISCLAIMER, self.theme.colours.rule));
        let look = CalloutLook {
            colour: self.theme.colours.note,
            bar: 0.0,
            frame: 0.0,
            top_rule: 0.0,
            fill: None,
            padding: (8.0, 0.0, 8.0),
            reversed_label: false,
        };
        let tag = self.out.tags.tag(tag, Role::Sect);
        let label = self.labels.disclaimer.clone();
        let body = Column { body: self.theme.styles.disclaimer, ..column };
        let space = 6.0 * self.theme.u;
        let first_box = self.out.flow.boxes.len();
        let range = self.labelled_box(&label, &look, body, tag, span, space, |this, inner, tag| {
            let tag = this.out.tags.tag(tag, Role::P);
            let rich = this.collect(content, &inner.body, tag);
            this.set(&rich, &inner.body, inner, Gap::NONE, span);
        });
        if let Some(look) = self.out.flow.boxes.get_mut(first_box) {
            look.top_rule = rule;
            look.bottom_rule = rule;
        }
        self.limit_breaks(range, PageBreak::Never);
    }

    /// A box with a label: in the hang column when there is one and the label fits it, else above the text.
    #[expect(clippy::too_many_arguments, reason = "a box is what stands around a block and knows all of it")]
    fn labelled_box(
        &mut self,
        label: &str,
        look: &CalloutLook,
        column: Column,
        tag: TagId,
        span: Span,
        before: Gap,
        inside: impl FnOnce(&mut Self, Column, TagId),
    ) -> std::ops::Range<usize> {
        let page = self.theme.page;
        let column = column.ragged();
        let outer = column.outer;
        let (x, width) = if outer { (page.x0, page.full()) } else { (column.x, column.width) };
        let (top, right, bottom) = look.padding;
        let hanging = outer && !self.theme.stacked_labels && self.fits_hang(label, look);
        let mut box_look = BoxLook {
            x,
            width,
            padding_top: top + look.frame + look.top_rule,
            padding_bottom: bottom + look.frame,
            fill: look.fill,
            bar: (look.bar > 0.0).then_some((look.bar, look.colour)),
            frame: (look.frame > 0.0).then_some((look.frame, look.colour)),
            top_rule: (look.top_rule > 0.0).then_some((look.top_rule, look.colour)),
            bottom_rule: None,
            continued: (Vec::new(), 0.0),
        };
        let continued = format!("{label} ({})", self.labels.continued);
        if hanging {
            let label_tag = self.out.tags.tag(tag, Role::P);
            let slot = self.out.tags.slot(label_tag);
            let (marks, height) = self.hanging_label(label, look, Owner::Content(slot), column.body, span);
            let (repeat, _) = self.hanging_label(&continued, look, Owner::Decoration, column.body, span);
            box_look.continued = (repeat, 0.0);
            let inner = Column { width: column.width - right, ..column };
            let range = self.inside_box(box_look, before, |this| {
                this.pending.marks.extend(marks);
                inside(this, Column { outer: false, ..inner }, tag);
            });
            self.make_room(range.clone(), height);
            return range;
        }
        let style = self.theme.styles.stacked_label.coloured(look.colour);
        let inner = Column { x: x + LABEL_INSET.max(look.bar + 6.0), outer: false, ..column };
        let inner = Column { width: x + width - right.max(2.0) - inner.x, ..inner };
        box_look.continued =
            (self.artifact_line(&continued, &style, inner.x, inner.width, span), style.leading);
        self.inside_box(box_look, before, |this| {
            let label_tag = this.out.tags.tag(tag, Role::P);
            let rich = this.collect_plain(label, &style, label_tag);
            let lines = this.lines_at_start(&rich, &style, inner.width, span);
            this.push_whole(lines, &rich, &style, inner.x, Gap::NONE, span);
            this.keep = PageBreak::Never;
            this.after = Gap::NONE;
            inside(this, inner, tag);
        })
    }

    /// Whether a label fits beside the text: no word wider than the label column, at most three lines.
    fn fits_hang(&mut self, label: &str, look: &CalloutLook) -> bool {
        let style = self.theme.styles.label;
        let width = self.label_width(look);
        let widest = label.split_whitespace().map(|word| self.width_of(word, &style)).fold(0.0, f32::max);
        widest <= width && self.label_lines(label, &style, width) <= LABEL_LINES
    }

    fn label_lines(&mut self, label: &str, style: &TextStyle, width: f32) -> usize {
        let rich = self.unread(&[Inline::Text(label.to_owned())], style);
        self.lines(&rich, style, width, Fit::Ragged, Span::default()).len()
    }

    fn label_width(&self, look: &CalloutLook) -> f32 {
        let reversed = if look.reversed_label { 2.0 * REVERSED_PADDING.0 } else { 0.0 };
        self.theme.page.hang - LABEL_GAP - reversed + 2.0
    }

    /// A label beside the first line of the text: its baseline is the text's. Returns its marks and how far down it
    /// reaches.
    fn hanging_label(
        &mut self,
        label: &str,
        look: &CalloutLook,
        owner: Owner,
        body: TextStyle,
        span: Span,
    ) -> (Vec<Mark>, f32) {
        let (pad_x, pad_y) = if look.reversed_label { REVERSED_PADDING } else { (0.0, 0.0) };
        let colour = if look.reversed_label { self.theme.colours.paper } else { look.colour };
        let style = self.theme.styles.label.coloured(colour);
        let x = self.theme.page.x0 + LABEL_INSET + pad_x;
        let y = body.baseline() - style.baseline();
        let width = self.label_width(look);
        let rich = self.unread(&[Inline::Text(label.to_owned())], &style);
        let lines = self.lines_at_start(&rich, &style, width, span);
        let widest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let height = style.leading * lines.len() as f32;
        let mut marks = Vec::new();
        if look.reversed_label {
            let rect = Rect {
                x: x - pad_x,
                y: y - pad_y,
                width: widest + 2.0 * pad_x,
                height: height + 2.0 * pad_y,
            };
            marks.push(Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour: look.colour } });
        }
        for (index, line) in lines.into_iter().enumerate() {
            let down = y + style.leading * index as f32;
            marks.extend(line.marks.into_iter().map(|mark| moved(Mark { owner, ..mark }, x, down)));
        }
        (marks, y + height + pad_y)
    }

    /// A line of text that is no part of the document's content: repeated labels and the like.
    pub(super) fn artifact_line(
        &mut self,
        text: &str,
        style: &TextStyle,
        x: f32,
        width: f32,
        span: Span,
    ) -> Vec<Mark> {
        let rich = self.unread(&[Inline::Text(text.to_owned())], style);
        let lines = self.lines_at_start(&rich, style, width, span);
        lines
            .into_iter()
            .take(1)
            .flat_map(|line| line.marks)
            .map(|mark| moved(Mark { owner: Owner::Decoration, ..mark }, x, 0.0))
            .collect()
    }

    /// Makes slabs at least as high as the label beside them, however close they stand.
    fn make_room(&mut self, range: std::ops::Range<usize>, height: f32) {
        let missing = height - self.height(range.clone(), Closeness::Tight);
        if range.is_empty() || missing <= 0.0 {
            return;
        }
        if let Some(slab) = self.out.flow.slabs.get_mut(range.end - 1) {
            slab.height += missing;
        }
    }

    /// Code: verbatim, long lines wrapped with a sign at the start of what goes on.
    pub(super) fn code(&mut self, code: &CodeBlock, column: Column, tag: TagId, span: Span) {
        const PADDING: f32 = 10.0;
        const HANG: usize = 2;
        let space = 3.0 * self.theme.u;
        let style = self.theme.styles.code;
        let colours = self.theme.colours;
        let look = BoxLook {
            x: column.x,
            width: column.width,
            padding_top: 8.0,
            padding_bottom: 8.0,
            fill: Some(colours.code_background),
            bar: Some((1.0, colours.rule)),
            ..BoxLook::default()
        };
        let paragraph = self.out.tags.tag(tag, Role::P);
        let tag = self.out.tags.tag(paragraph, Role::Code);
        let cell = self.width_of("0", &style).max(1.0);
        let columns = (((column.width - 2.0 * PADDING) / cell) as usize).max(8);
        let mut rows: Vec<(bool, String)> =
            code.text.lines().flat_map(|line| wrap_code(line, columns, HANG)).collect();
        end_lines(&mut rows);
        let count = rows.len();
        let x = column.x + PADDING;
        self.inside_box(look, space, |this| {
            for (index, (goes_on, row)) in rows.into_iter().enumerate() {
                let mut slab = Slab { height: style.leading, ..Slab::default() };
                let indent = if goes_on { cell * HANG as f32 } else { 0.0 };
                if !row.is_empty() {
                    let rich = this.collect_code(&row, &style, tag);
                    for line in this.lines(&rich, &style, f32::MAX / 4.0, Fit::Ragged, span) {
                        // Code begins at the left, also where text does not.
                        let x = match this.language.direction() {
                            TextDirection::LeftToRight => x + indent,
                            TextDirection::RightToLeft => {
                                column.x + column.width - PADDING - indent - line.width
                            }
                        };
                        slab = this.line_slab(line, &rich, &style, x, span);
                    }
                }
                if goes_on {
                    let arrow = style.coloured(colours.muted);
                    slab.marks.extend(this.artifact_line("→", &arrow, x, cell * 2.0, span));
                }
                let edge = index < 3 || index + 3 > count;
                let rule = if index > 0 && edge { PageBreak::Never } else { PageBreak::Allowed };
                this.push(slab, Gap::NONE, rule);
            }
        });
        self.space_after(space);
    }

    /// A row of code; blanks stay as they are.
    fn collect_code(
        &mut self,
        row: &str,
        style: &TextStyle,
        tag: TagId,
    ) -> super::super::rich_text::RichText {
        let mut rich = self.collect_plain(row, style, tag);
        debug_assert!(rich.stretches.iter().all(|stretch| stretch.style == RunStyle::of(style)));
        rich.glued = rich.text.char_indices().map(|(at, _)| at).collect();
        rich
    }
}

/// Cuts a line of code into rows of at most `columns`; those after the first are `hang` columns shorter. A row ends
/// after a blank if one stands in its last third. Tabs stand for four columns.
fn wrap_code(line: &str, columns: usize, hang: usize) -> Vec<(bool, String)> {
    let line = line.replace('\t', "    ");
    let mut rows = Vec::new();
    let mut row = String::new();
    for cluster in line.graphemes(true) {
        let room = if rows.is_empty() { columns } else { columns - hang };
        if row.width() + cluster.width() > room && !row.is_empty() {
            let blank = row.trim_end_matches(|c: char| c != ' ').len();
            let cut = if blank * 3 >= row.len() * 2 { blank } else { row.len() };
            let rest = row.split_off(cut);
            rows.push((!rows.is_empty(), std::mem::replace(&mut row, rest)));
        }
        row.push_str(cluster);
    }
    rows.push((!rows.is_empty(), row));
    rows
}

/// Ends each line of code, if another follows, with a space: read aloud or copied, the last word of one does not
/// join the first of the next.
fn end_lines(rows: &mut [(bool, String)]) {
    let goes_on: Vec<bool> = rows.iter().skip(1).map(|(goes_on, _)| *goes_on).collect();
    for ((_, row), goes_on) in rows.iter_mut().zip(goes_on) {
        if !goes_on && !row.is_empty() {
            row.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_wraps_and_loses_nothing() {
        let rows = wrap_code("abcdefghij", 4, 2);
        let texts: Vec<&str> = rows.iter().map(|(_, row)| row.as_str()).collect();
        assert_eq!(texts, ["abcd", "ef", "gh", "ij"]);
        assert_eq!(rows.iter().map(|(goes_on, _)| *goes_on).collect::<Vec<_>>(), [false, true, true, true]);
        assert_eq!(
            wrap_code("one two three", 10, 2),
            vec![(false, "one two ".to_owned()), (true, "three".to_owned())]
        );
        assert_eq!(wrap_code("", 4, 2), vec![(false, String::new())]);
    }
}
