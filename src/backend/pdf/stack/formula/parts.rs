//! Setting the parts of a formula.

use super::super::super::fragment::Shape;
use super::super::super::lines::Fit;
use super::super::super::tags::TagId;
use super::super::super::theme::{Strokes, TextStyle};
use super::super::Stacker;
use super::boxes::Boxed;
use super::{ROW_GAP, scaled};
use crate::source::Span;
use crate::typography::math::built_up::{
    Columns, Part, Row, grid_separators, is_bracketed, is_line, is_square,
};

/// Height of the bar of a fraction over the baseline, in em: where the bars of + and − stand.
const AXIS: f32 = 0.26;
/// Between the bar and the terms of a fraction, in em.
const CLEAR: f32 = 0.14;
/// How far the bar goes over its terms, in em.
const OVERHANG: f32 = 0.12;
/// Over the baseline of a line and under it, in em.
const ASCENT: f32 = 0.74;
const DESCENT: f32 = 0.24;
/// Between the parts of a row, and between a letter and the bracket beside it, in em.
const GAP: f32 = 0.28;
const NEAR: f32 = 0.08;
/// Between the columns of a grid, and between the pairs of aligned equations, in em.
const COLUMN_GAP: f32 = 0.9;
const PAIR_GAP: f32 = 2.0;
/// Between the root and the line over it, in em.
const UNDER_ROOT: f32 = 0.14;
/// Between brackets and what is in them, in em.
const FENCE_GAP: f32 = 0.07;
/// Sizes of scripts and limits, and of the signs of operators.
const SCRIPT: f32 = 0.72;
const DEGREE: f32 = 0.6;
const OPERATOR: f32 = 1.5;
/// Between an operator and its limits, in em.
const LIMIT_GAP: f32 = 0.12;
/// A sign this little too short need not be stretched.
const NEARLY: f32 = 1.08;

/// How and where parts are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The style.
    pub style: TextStyle,
    /// Where it is read.
    pub tag: TagId,
    /// Where it stands in the source.
    pub span: Span,
}

impl Place {
    fn scaled(&self, by: f32) -> Self {
        Self { style: scaled(&self.style, by), ..*self }
    }

    /// Em in points.
    fn em(&self, em: f32) -> f32 {
        em * self.style.size
    }
}

impl Stacker<'_> {
    /// The parts of a row, one beside the other.
    pub(super) fn formula_row(&mut self, parts: &[Part], place: &Place) -> Boxed {
        let mut row = Boxed::default();
        for (index, part) in parts.iter().enumerate() {
            let mut set = self.formula_part(part, place);
            let before = index.checked_sub(1).and_then(|before| parts.get(before));
            let gap = before.map_or(0.0, |before| gap(before, part));
            if index + 1 < parts.len() {
                set.say("", " ");
            }
            row.add(set, row.width + place.em(gap), 0.0);
        }
        row
    }

    fn formula_part(&mut self, part: &Part, place: &Place) -> Boxed {
        match part {
            Part::Line(line) => self.formula_term(line, place),
            Part::Fraction { above, below } => self.formula_fraction(above, below, place),
            Part::Root { degree, of } => self.formula_root(degree, of, place),
            Part::Operator { sign, below, above } => self.formula_operator(sign, below, above, place),
            Part::Fenced { open, inside, close } => {
                let inside = self.formula_row(inside, place);
                self.formula_fenced(open, inside, close, place)
            }
            Part::Scripted { base, below, above } => {
                let base = self.formula_part(base, place);
                self.formula_scripted(base, below, above, place)
            }
            Part::Grid { columns, rows } => self.formula_block(rows, *columns, place),
        }
    }

    /// Text on a line.
    fn formula_term(&mut self, text: &str, place: &Place) -> Boxed {
        let rich = self.collector().formula_line(text, &place.style, place.tag);
        let lines = self.lines(&rich, &place.style, f32::MAX / 4.0, Fit::Ragged, place.span);
        let (over, under) = (place.em(ASCENT), place.em(DESCENT));
        let mut set = Boxed { over, under, ..Boxed::default() };
        for line in lines {
            let line = Boxed { marks: line.marks, width: line.width, ..Boxed::default() };
            set.add(line, 0.0, -place.style.baseline());
        }
        set.over = over;
        set
    }

    fn formula_fraction(&mut self, above: &Row, below: &Row, place: &Place) -> Boxed {
        let mut over = self.formula_row(above, place);
        let mut under = self.formula_row(below, place);
        let brackets = |bracketed: bool| if bracketed { ("(", ")") } else { ("", "") };
        let (open, close) = brackets(is_bracketed(above, false));
        over.say(open, &format!("{close} / "));
        let (open, close) = brackets(is_bracketed(below, true));
        under.say(open, close);
        let width = over.width.max(under.width) + 2.0 * place.em(OVERHANG);
        let (axis, clear) = (place.em(AXIS), place.em(CLEAR));
        let mut set = Boxed::default();
        let (x, up) = ((width - over.width) / 2.0, axis + clear + over.under);
        set.add(over, x, -up);
        set.bar(0.0, axis, width, Strokes::THIN, place.style.colour);
        let (x, down) = ((width - under.width) / 2.0, clear - axis + under.over);
        set.add(under, x, down);
        set.width = width;
        set
    }

    fn formula_root(&mut self, degree: &str, of: &Row, place: &Place) -> Boxed {
        let bracketed = !is_line(of) || is_bracketed(of, true);
        let mut inside = self.formula_row(of, place);
        if bracketed {
            inside.say("(", ")");
        }
        let top = inside.over + place.em(UNDER_ROOT);
        let mut sign = self.formula_term("√", place);
        stretch(&mut sign, self.ink_of('√', place), (top, inside.under));
        let mut set = Boxed::default();
        if is_square(degree) {
            set.add(sign, 0.0, 0.0);
        } else {
            // The degree stands over the sign's foot.
            let degree = self.formula_term(degree, &place.scaled(DEGREE));
            let up = top * 0.45;
            let x = (degree.width - sign.width * 0.45).max(0.0);
            set.add(degree, 0.0, -up);
            set.add(sign, x, 0.0);
        }
        let x = set.width;
        let width = inside.width;
        set.bar(x - place.em(0.02), top, width + place.em(0.08), Strokes::THIN * 1.4, place.style.colour);
        set.add(inside, x, 0.0);
        set
    }

    fn formula_operator(&mut self, sign: &str, below: &Row, above: &Row, place: &Place) -> Boxed {
        let is_word = sign.chars().all(char::is_alphabetic);
        let set = if is_word {
            self.formula_term(sign, place)
        } else {
            // Its middle stands where the bars of fractions do.
            let large = place.scaled(OPERATOR);
            let mut set = self.formula_term(sign, &large);
            if let Some((bottom, top)) = sign.chars().next().and_then(|c| self.ink_of(c, &large)) {
                let down = (top + bottom) / 2.0 - place.em(AXIS);
                let moved = std::mem::take(&mut set);
                set.add(Boxed { over: top, under: -bottom, ..moved }, 0.0, down);
            }
            set
        };
        let gap = place.em(LIMIT_GAP);
        let middle = set.width / 2.0;
        let mut limits = Vec::new();
        for (limit, is_above) in self.formula_scripts(below, above, place) {
            let down = if is_above { -(set.over + gap + limit.under) } else { set.under + gap + limit.over };
            limits.push((limit, down));
        }
        let widest = limits.iter().map(|(limit, _)| limit.width).fold(set.width, f32::max);
        let mut whole = Boxed::default();
        whole.add(set, widest / 2.0 - middle, 0.0);
        for (limit, down) in limits {
            let x = (widest - limit.width) / 2.0;
            whole.add(limit, x, down);
        }
        whole
    }

    /// Something between brackets that are as tall as it is.
    fn formula_fenced(&mut self, open: &str, inside: Boxed, close: &str, place: &Place) -> Boxed {
        let axis = place.em(AXIS);
        let half = (inside.over - axis).max(inside.under + axis);
        let extent = (half + axis, half - axis);
        let mut fence = |sign: &str| {
            let mut set = self.formula_term(sign, place);
            stretch(&mut set, sign.chars().next().and_then(|c| self.ink_of(c, place)), extent);
            set
        };
        let mut set = Boxed::default();
        if !open.is_empty() {
            set.add(fence(open), 0.0, 0.0);
        }
        let clear = place.em(FENCE_GAP);
        let x = set.width + if open.is_empty() { 0.0 } else { clear };
        set.add(inside, x, 0.0);
        if !close.is_empty() {
            set.add(fence(close), set.width + clear, 0.0);
        }
        set
    }

    fn formula_scripted(&mut self, mut base: Boxed, below: &Row, above: &Row, place: &Place) -> Boxed {
        let x = base.width + place.em(0.04);
        let (over, under) = (base.over, base.under);
        for (script, is_above) in self.formula_scripts(below, above, place) {
            let down = if is_above {
                -(over - script.over * 0.5).max(script.under)
            } else {
                (under - script.under * 0.5).max(0.0)
            };
            base.add(script, x, down);
        }
        base
    }

    /// What is lowered and raised beside a part, or stands under and over it; each with whether it is above.
    fn formula_scripts(&mut self, below: &Row, above: &Row, place: &Place) -> Vec<(Boxed, bool)> {
        let small = place.scaled(SCRIPT);
        let given = [(below, "_", false), (above, "^", true)].into_iter().filter(|(row, ..)| !row.is_empty());
        given
            .map(|(row, marked, is_above)| {
                let mut script = self.formula_row(row, &small);
                let alone = matches!(row.as_slice(), [Part::Line(line)] if line.chars().count() == 1);
                let (open, close) = if alone { (marked.to_owned(), "") } else { (format!("{marked}("), ")") };
                script.say(&open, close);
                (script, is_above)
            })
            .collect()
    }

    /// A grid as one thing, its middle where the bars of fractions stand.
    fn formula_block(&mut self, rows: &[Vec<Row>], columns: Columns, place: &Place) -> Boxed {
        let rows = self.formula_grid(rows, columns, place);
        let gap = place.em(ROW_GAP);
        let height: f32 = rows.iter().map(|row| row.over + row.under).sum::<f32>()
            + gap * rows.len().saturating_sub(1) as f32;
        let mut set = Boxed::default();
        let mut top = -(height / 2.0 + place.em(AXIS));
        for row in rows {
            let baseline = top + row.over;
            top = baseline + row.under + gap;
            set.add(row, 0.0, baseline);
        }
        set
    }

    /// The rows of a grid, their cells under each other.
    pub(super) fn formula_grid(&mut self, rows: &[Vec<Row>], columns: Columns, place: &Place) -> Vec<Boxed> {
        let cells: Vec<Vec<Boxed>> =
            rows.iter().map(|row| row.iter().map(|cell| self.formula_row(cell, place)).collect()).collect();
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<f32> = (0..count)
            .map(|column| {
                cells.iter().filter_map(|row| row.get(column)).map(|cell| cell.width).fold(0.0, f32::max)
            })
            .collect();
        let (between, after) = grid_separators(columns);
        let last_row = cells.len().saturating_sub(1);
        let mut set = Vec::with_capacity(cells.len());
        for (index, row) in cells.into_iter().enumerate() {
            let mut out = Boxed::default();
            let last = row.len().saturating_sub(1);
            let mut x = 0.0;
            for (column, mut cell) in row.into_iter().enumerate() {
                let width = widths.get(column).copied().unwrap_or(0.0);
                let is_last = column == last;
                let said = if is_last && index < last_row { after.trim_end_matches('\n') } else { between };
                if !is_last || index < last_row {
                    cell.say("", if said.is_empty() { " " } else { said });
                }
                let inset = match columns {
                    Columns::Centred => (width - cell.width) / 2.0,
                    Columns::Aligned if count > 1 && column.is_multiple_of(2) => width - cell.width,
                    Columns::Aligned | Columns::Left => 0.0,
                };
                out.add(cell, x + inset, 0.0);
                let gap = match columns {
                    Columns::Centred | Columns::Left => COLUMN_GAP,
                    Columns::Aligned if column.is_multiple_of(2) => GAP,
                    Columns::Aligned => PAIR_GAP,
                };
                x += width + place.em(gap);
            }
            set.push(out);
        }
        set
    }

    /// Where the ink of a sign ends under and over its baseline (upwards), in the face that formulas are set in.
    fn ink_of(&self, sign: char, place: &Place) -> Option<(f32, f32)> {
        let font = place.style.font;
        let face = self.fonts.face(self.fonts.face_for(font.family, font.weight, font.slant))?;
        let (bottom, top) = face.extent(face.glyph(sign)?)?;
        Some((bottom / 1000.0 * place.style.size, top / 1000.0 * place.style.size))
    }
}

/// The space between two parts, in em.
fn gap(before: &Part, after: &Part) -> f32 {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match (before, after) {
        (Part::Line(line), Part::Fenced { .. }) if is_letter(line.chars().next_back()) => NEAR,
        (Part::Fenced { .. } | Part::Scripted { .. }, Part::Line(line))
            if is_letter(line.chars().next()) || line.starts_with([',', '.']) =>
        {
            NEAR
        }
        (_, Part::Line(line)) if line.starts_with([',', '.', ';']) => NEAR,
        // A sign that belongs to one term.
        (Part::Line(line), _) if matches!(line.as_str(), "−" | "+" | "±") => NEAR,
        _ => GAP,
    }
}

/// Makes a sign as tall as what it belongs to, without making it wider.
fn stretch(sign: &mut Boxed, ink: Option<(f32, f32)>, (over, under): (f32, f32)) {
    let Some((bottom, top)) = ink.filter(|(bottom, top)| top > bottom) else { return };
    let by = (over + under) / (top - bottom);
    if by < NEARLY {
        return;
    }
    for mark in &mut sign.marks {
        if let Shape::Glyphs(run) = &mut mark.shape {
            run.size *= by;
            run.expansion /= by;
            run.baseline = under + bottom * by;
        }
    }
    (sign.over, sign.under) = (over, under);
}
