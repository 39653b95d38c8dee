//! Displayed formulas whose fractions are built up.

use super::super::flow::{PageBreak, Slab, moved};
use super::super::fragment::{GlyphRun, Mark, Owner, Rect, Shape};
use super::super::lines::Fit;
use super::super::rich_text::Collector;
use super::super::tags::{Attributes, Role, TagId, TagTree};
use super::super::theme::{Strokes, TextStyle};
use super::{Column, Stacker};
use crate::source::Span;
use crate::typography::math::built_up::{Part, Term, built_up};

/// Height of the bar above the baseline, in em: where the bars of + and − stand.
const AXIS: f32 = 0.26;
/// From the bar down to the baseline of the denominator, and up to that of the numerator, in em.
const BELOW: f32 = 0.95;
const ABOVE: f32 = 0.36;
/// Over the baseline of a numerator and under that of a denominator, in em.
const ASCENT: f32 = 0.86;
const DESCENT: f32 = 0.3;
/// Around a fraction, and how far its bar goes over its terms, in em.
const GAP: f32 = 0.28;
const OVERHANG: f32 = 0.12;
/// Between rows, in em.
const ROW_GAP: f32 = 0.4;

/// Something set on a row: marks with the baseline at 0.
struct Set {
    marks: Vec<Mark>,
    width: f32,
}

impl Stacker<'_> {
    /// Sets a formula with built-up fractions; false if it has none or does not fit.
    pub(super) fn built_up_formula(&mut self, tex: &str, column: Column, tag: TagId, span: Span) -> bool {
        let Some(rows) = built_up(tex) else { return false };
        let style = self.theme.styles.math;
        if rows.iter().any(|row| self.formula_row_width(row, &style, span) > column.width) {
            return false;
        }
        let paragraph = self.out.tags.tag(tag, Role::P);
        let alt = Some(tex.replace('\n', " "));
        let formula =
            self.out.tags.tag_with(paragraph, Role::Formula, Attributes { alt, ..Attributes::default() });
        let mut slab = Slab::default();
        for (index, row) in rows.iter().enumerate() {
            let is_tall = row.iter().any(|part| matches!(part, Part::Fraction { .. }));
            let (over, under) = match is_tall {
                true => (AXIS + ABOVE + ASCENT, BELOW - AXIS + DESCENT),
                false => (ASCENT, DESCENT),
            };
            let top = slab.height + if index > 0 { ROW_GAP * style.size } else { 0.0 };
            let baseline = top + over * style.size;
            slab.height = baseline + under * style.size;
            let set = self.formula_row(row, &style, formula, span);
            slab.marks.extend(set.marks.into_iter().map(|mark| moved(mark, column.x, baseline)));
        }
        let space = 3.0 * self.theme.u;
        self.push(slab, space, PageBreak::Allowed);
        self.space_after(space);
        true
    }

    fn formula_row(&mut self, parts: &[Part], style: &TextStyle, tag: TagId, span: Span) -> Set {
        let mut row = Set { marks: Vec::new(), width: 0.0 };
        for (index, part) in parts.iter().enumerate() {
            let set = match part {
                Part::Line(line) => self.formula_term(line, style, tag, span),
                Part::Fraction { above, below } => self.formula_fraction(above, below, style, tag, span),
            };
            let x = row.width + if index > 0 { GAP * style.size } else { 0.0 };
            row.marks.extend(set.marks.into_iter().map(|mark| moved(mark, x, 0.0)));
            row.width = x + set.width;
            if index + 1 < parts.len() {
                say(&mut row.marks, "", " ");
            }
        }
        row
    }

    fn formula_fraction(
        &mut self,
        above: &Term,
        below: &Term,
        style: &TextStyle,
        tag: TagId,
        span: Span,
    ) -> Set {
        let mut over = self.formula_term(&above.text, style, tag, span);
        let mut under = self.formula_term(&below.text, style, tag, span);
        let brackets = |term: &Term| if term.bracketed { ("(", ")") } else { ("", "") };
        let (open, close) = brackets(above);
        say(&mut over.marks, open, &format!("{close} / "));
        let (open, close) = brackets(below);
        say(&mut under.marks, open, close);
        let width = over.width.max(under.width) + 2.0 * OVERHANG * style.size;
        let axis = -AXIS * style.size;
        let bar = Rect { x: 0.0, y: axis - Strokes::THIN / 2.0, width, height: Strokes::THIN };
        let shape = Shape::Fill { rect: bar, colour: style.colour };
        let mut marks = vec![Mark { owner: Owner::Decoration, shape }];
        for (set, y) in [(over, axis - ABOVE * style.size), (under, axis + BELOW * style.size)] {
            let x = (width - set.width) / 2.0;
            marks.extend(set.marks.into_iter().map(|mark| moved(mark, x, y)));
        }
        Set { marks, width }
    }

    /// How wide a row will be, without a place in the tag tree.
    fn formula_row_width(&mut self, parts: &[Part], style: &TextStyle, span: Span) -> f32 {
        let mut width = |text: &str| {
            let mut tags = TagTree::new();
            let root = tags.root();
            let (theme, labels) = (self.theme, self.labels);
            let rich = Collector { tags: &mut tags, theme, prefix: "", labels, pages: None }
                .formula_line(text, style, root);
            let lines = self.lines(&rich, style, f32::MAX / 4.0, Fit::Ragged, span);
            lines.iter().map(|line| line.width).fold(0.0, f32::max)
        };
        let of_part = |part: &Part| match part {
            Part::Line(line) => width(line),
            Part::Fraction { above, below } => {
                width(&above.text).max(width(&below.text)) + 2.0 * OVERHANG * style.size
            }
        };
        parts.iter().map(of_part).sum::<f32>() + GAP * style.size * parts.len().saturating_sub(1) as f32
    }

    /// A line of a formula, its baseline at 0.
    fn formula_term(&mut self, text: &str, style: &TextStyle, tag: TagId, span: Span) -> Set {
        let rich = self.collector().formula_line(text, style, tag);
        let lines = self.lines(&rich, style, f32::MAX / 4.0, Fit::Ragged, span);
        let mut set = Set { marks: Vec::new(), width: 0.0 };
        for line in lines {
            set.width = set.width.max(line.width);
            set.marks.extend(line.marks.into_iter().map(|mark| moved(mark, 0.0, -style.baseline())));
        }
        set
    }
}

/// Adds what is read before and after marks though it is not drawn: the place says it.
fn say(marks: &mut [Mark], before: &str, after: &str) {
    let mut runs: Vec<&mut GlyphRun> = marks
        .iter_mut()
        .filter_map(|mark| match &mut mark.shape {
            Shape::Glyphs(run) => Some(run),
            Shape::Fill { .. } | Shape::Frame { .. } | Shape::Image { .. } => None,
        })
        .collect();
    if let Some(first) = runs.first_mut().filter(|_| !before.is_empty()) {
        first.text.insert_str(0, before);
        let by = u32::try_from(before.len()).unwrap_or(0);
        for (index, glyph) in first.glyphs.iter_mut().enumerate() {
            glyph.start += if index == 0 { 0 } else { by };
            glyph.end += by;
        }
    }
    if let Some(last) = runs.last_mut() {
        last.text.push_str(after);
        if let Some(glyph) = last.glyphs.last_mut().filter(|_| after.chars().any(|c| c != ' ')) {
            glyph.end = u32::try_from(last.text.len()).unwrap_or(glyph.end);
        }
    }
}
