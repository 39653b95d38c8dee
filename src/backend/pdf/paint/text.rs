//! Glyph runs to text operators (ISO 32000-1, 9.4).

use printpdf::{DictItem, FontId, Op, PdfFontHandle, Point, Pt};

use super::content::exact;
use super::reading::{spoken, units};
use super::typeface::Typeface;
use crate::backend::pdf::fragment::GlyphRun;

/// A stretch of a run that is read in one way.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Its glyphs.
    codes: Vec<Placed>,
    /// What it is read as, where its codes would be read as something else.
    pub instead: Option<String>,
}

/// A code and where its glyph stands.
#[derive(Debug)]
struct Placed {
    code: u16,
    width: i32,
    /// Distance from the run's origin, in 1/1000 em.
    at: f64,
    /// Distance from the baseline, in points.
    rise: f32,
}

/// Cuts a run where the way it is read changes. Nearly every run is one stretch.
pub fn stretches(run: &GlyphRun, typeface: &Typeface) -> Vec<Stretch> {
    let mut cutter =
        Cutter { run, typeface, pen: 0.0, scale: 1000.0 / f64::from(run.size), stretches: Vec::new() };
    match units(run) {
        None => {
            (0..run.glyphs.len()).for_each(|index| cutter.glyph(index, None));
            cutter.instead(&spoken(&run.text));
        }
        Some(units) => {
            for unit in units {
                if unit.glyphs.is_empty() {
                    cutter.space();
                    continue;
                }
                let known = unit.parts().is_some_and(|parts| {
                    unit.glyphs
                        .clone()
                        .zip(parts)
                        .all(|(index, part)| cutter.code(index, Some(part)).is_some())
                });
                match unit.parts().filter(|_| known) {
                    Some(parts) => {
                        unit.glyphs.clone().zip(parts).for_each(|(i, part)| cutter.glyph(i, Some(part)))
                    }
                    None => {
                        unit.glyphs.clone().for_each(|index| cutter.glyph(index, None));
                        cutter.instead(&unit.text);
                    }
                }
            }
        }
    }
    cutter.stretches
}

struct Cutter<'a> {
    run: &'a GlyphRun,
    typeface: &'a Typeface,
    /// Where the next glyph's origin is, in points from the run's.
    pen: f64,
    /// From points to 1/1000 em.
    scale: f64,
    stretches: Vec<Stretch>,
}

impl Cutter<'_> {
    fn code(&self, index: usize, text: Option<&str>) -> Option<(u16, i32)> {
        self.typeface.code(self.run.glyphs.get(index)?.id, text)
    }

    /// Adds a glyph that reads as `text`, or one of those whose text is said otherwise.
    fn glyph(&mut self, index: usize, text: Option<&str>) {
        let (Some(glyph), Some((code, width))) = (self.run.glyphs.get(index), self.code(index, text)) else {
            return;
        };
        let at = (self.pen + f64::from(glyph.dx)) * self.scale;
        self.pen += f64::from(glyph.advance);
        self.push(text.is_some(), Placed { code, width, at, rise: exact(glyph.dy) });
    }

    /// Adds a space that the run does not hold. It takes no room: the next glyph stands where it stands.
    fn space(&mut self) {
        let Some((code, width)) = self.typeface.space.and_then(|id| self.typeface.code(id, Some(" "))) else {
            return;
        };
        self.push(true, Placed { code, width, at: self.pen * self.scale, rise: 0.0 });
    }

    fn push(&mut self, is_plain: bool, placed: Placed) {
        match self.stretches.last_mut() {
            Some(last) if last.instead.is_none() == is_plain => last.codes.push(placed),
            _ => {
                // The text is added when the glyphs are.
                let instead = (!is_plain).then(String::new);
                self.stretches.push(Stretch { codes: vec![placed], instead });
            }
        }
    }

    fn instead(&mut self, text: &str) {
        if let Some(Stretch { instead: Some(instead), .. }) = self.stretches.last_mut() {
            instead.push_str(text);
        }
    }
}

/// The text object that is open on a page, and the text state that outlives it.
#[derive(Default)]
pub struct TextState {
    is_open: bool,
    font: Option<(String, f32)>,
    /// Origin of the last line, in hundredths of a point from the page's corner.
    line: (i64, i64),
}

impl TextState {
    /// Ends the text object, as every operator that is not text needs it.
    pub fn close(&mut self, ops: &mut Vec<Op>) {
        if self.is_open {
            ops.push(Op::EndTextSection);
            self.is_open = false;
        }
    }

    /// Shows a stretch of a run whose origin is `x`, `y` in hundredths of a point from the page's lower left corner.
    pub fn show(
        &mut self,
        ops: &mut Vec<Op>,
        stretch: &Stretch,
        typeface: &Typeface,
        size: f32,
        (x, y): (i64, i64),
    ) {
        if !self.is_open {
            ops.push(Op::StartTextSection);
            self.is_open = true;
            self.line = (0, 0);
        }
        let size = exact(size);
        if self.font.as_ref().is_none_or(|(name, at)| *name != typeface.resource || *at != size) {
            self.font = Some((typeface.resource.clone(), size));
            let font = PdfFontHandle::External(FontId(typeface.resource.clone()));
            ops.push(Op::SetFont { font, size: Pt(size) });
        }
        let step = |to: i64, from: i64| Pt((to - from) as f32 / 100.0);
        ops.push(Op::SetTextCursor { pos: Point { x: step(x, self.line.0), y: step(y, self.line.1) } });
        self.line = (x, y);
        show_codes(ops, &stretch.codes);
    }
}

/// Shows codes from a run's origin on. Numbers in a `TJ` array move the pen back by thousandths of the type size.
fn show_codes(ops: &mut Vec<Op>, placed: &[Placed]) {
    let mut items = Vec::new();
    let mut string = Vec::with_capacity(placed.len() * 2);
    let (mut pen, mut rise) = (0.0, 0.0);
    for glyph in placed {
        if glyph.rise != rise {
            flush(ops, &mut items, &mut string);
            rise = glyph.rise;
            ops.push(Op::SetLineOffset { multiplier: rise });
        }
        let back = (pen - glyph.at).round();
        if back != 0.0 {
            if !string.is_empty() {
                items.push(take(&mut string));
            }
            items.push(DictItem::Int(back as i64));
            pen -= back;
        }
        string.extend(glyph.code.to_be_bytes());
        pen += f64::from(glyph.width);
    }
    flush(ops, &mut items, &mut string);
    if rise != 0.0 {
        ops.push(Op::SetLineOffset { multiplier: 0.0 });
    }
}

fn take(string: &mut Vec<u8>) -> DictItem {
    DictItem::String { data: std::mem::take(string), literal: true }
}

/// Shows what has gathered. The operators are given by name: the typed ones take a glyph at a time and would name
/// the glyphs once more for a font dictionary that finishing writes better.
fn flush(ops: &mut Vec<Op>, items: &mut Vec<DictItem>, string: &mut Vec<u8>) {
    if !string.is_empty() {
        items.push(take(string));
    }
    let operator = |key: &str, value| Op::Unknown { key: key.to_owned(), value: vec![value] };
    match std::mem::take(items) {
        items if items.is_empty() => {}
        mut items if items.len() == 1 => ops.extend(items.pop().map(|only| operator("Tj", only))),
        items => ops.push(operator("TJ", DictItem::Array(items))),
    }
}
