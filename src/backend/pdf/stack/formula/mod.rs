//! Displayed formulas, built up: what stands over and under what.

mod boxes;
mod parts;

use super::super::flow::{PageBreak, Slab, moved};
use super::super::gap::Gap;
use super::super::lines::Fit;
use super::super::mirror::mirror_slab;
use super::super::tags::{Attributes, Role, TagId};
use super::super::theme::TextStyle;
use super::{Column, Stacker, some_language_that_runs};
use crate::model::TextDirection;
use crate::source::Span;
use crate::typography::math::built_up::{Columns, Formula, Part, built_up, is_line};

use boxes::Boxed;
use parts::Place;

/// Between rows of equations, in em.
const ROW_GAP: f32 = 0.4;
/// From a formula to its label at least, in em.
const LABEL_GAP: f32 = 1.0;
/// Sizes that are tried in turn, against that of formulas, until one fits the column.
const SIZES: [f32; 3] = [1.0, 0.88, 0.76];
/// Rows of equations that stay on one page.
const TOGETHER: usize = 4;

impl Stacker<'_> {
    /// Sets a formula in its parts; false if it is no more than a line, is not understood, or does not fit.
    pub(super) fn built_up_formula(&mut self, tex: &str, column: Column, tag: TagId, span: Span) -> bool {
        let Some(formula) = built_up(tex) else { return false };
        if is_line(&formula.content) && formula.label.is_none() {
            return false;
        }
        // Formulas run from left to right in every language.
        let article = self.language;
        if article.direction() == TextDirection::RightToLeft {
            self.language = some_language_that_runs(TextDirection::LeftToRight);
        }
        let set = self.in_parts(tex, &formula, column, tag, span);
        self.language = article;
        let Some((rows, paragraph, style)) = set else { return false };
        let width = rows.iter().map(|row| row.width).fold(0.0, f32::max);
        let space = 3.0 * self.theme.u;
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let last = index + 1 == count;
            let gap = if index == 0 { 0.0 } else { ROW_GAP * style.size };
            let baseline = row.over + gap;
            let mut slab = Slab { height: baseline + row.under, ..Slab::default() };
            slab.marks = row.marks.into_iter().map(|mark| moved(mark, column.x, baseline)).collect();
            // Where the page is turned over, they are not.
            if self.language.direction() == TextDirection::RightToLeft {
                mirror_slab(&mut slab, column.x, width);
            }
            if let Some(label) = formula.label.as_deref().filter(|_| last) {
                self.formula_label(label, (width, column), paragraph, span, baseline, &mut slab);
            }
            let rule = if index == 0 || count > TOGETHER { PageBreak::Allowed } else { PageBreak::Never };
            self.push(slab, if index == 0 { space } else { Gap::NONE }, rule);
        }
        self.space_after(space);
        true
    }

    /// A formula's rows with the paragraph they are read in and their style; none if no style fits.
    fn in_parts(
        &mut self,
        tex: &str,
        formula: &Formula,
        column: Column,
        tag: TagId,
        span: Span,
    ) -> Option<(Vec<Boxed>, TagId, TextStyle)> {
        let style = self.fitting_style(formula, column.width, span)?;
        let paragraph = self.out.tags.tag(tag, Role::P);
        let alt = Some(tex.replace('\n', " "));
        let element =
            self.out.tags.tag_with(paragraph, Role::Formula, Attributes { alt, ..Attributes::default() });
        Some((self.formula_rows(formula, &style, element, span), paragraph, style))
    }

    /// The style in which a formula fits its column and a page, if there is one.
    fn fitting_style(&mut self, formula: &Formula, width: f32, span: Span) -> Option<TextStyle> {
        let usual = self.theme.styles.math;
        let page = self.theme.page.text_height();
        SIZES.into_iter().map(|size| scaled(&usual, size)).find(|style| {
            // Measured where nothing is read.
            let tags = std::mem::take(&mut self.out.tags);
            let root = self.out.tags.root();
            let rows = self.formula_rows(formula, style, root, span);
            self.out.tags = tags;
            rows.iter().all(|row| row.width <= width && row.over + row.under <= page)
        })
    }

    /// The rows of a formula: those of equations one under the other, or the one that it is.
    fn formula_rows(&mut self, formula: &Formula, style: &TextStyle, tag: TagId, span: Span) -> Vec<Boxed> {
        let place = Place { style: *style, tag, span };
        match formula.content.as_slice() {
            [Part::Grid { columns: Columns::Aligned, rows }] => {
                self.formula_grid(rows, Columns::Aligned, &place)
            }
            content => vec![self.formula_row(content, &place)],
        }
    }

    /// The label of a formula, at the right edge of its column; below the formula where there is no room beside it.
    fn formula_label(
        &mut self,
        label: &str,
        (width, column): (f32, Column),
        tag: TagId,
        span: Span,
        baseline: f32,
        slab: &mut Slab,
    ) {
        let style = self.theme.styles.table.coloured(self.theme.colours.muted);
        let rich = self.collect_plain(&format!("({label})"), &style, tag);
        let Some(line) = self.lines(&rich, &style, column.width, Fit::Ragged, span).into_iter().next() else {
            return;
        };
        let mut top = baseline - style.baseline();
        if width + LABEL_GAP * style.size + line.width > column.width {
            top = slab.height;
            slab.height += style.leading;
        }
        let x = column.x + column.width - line.width;
        slab.marks.extend(line.marks.into_iter().map(|mark| moved(mark, x, top)));
    }
}

/// A style in another size.
fn scaled(style: &TextStyle, by: f32) -> TextStyle {
    TextStyle { size: style.size * by, leading: style.leading * by, ..*style }
}
