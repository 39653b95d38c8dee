//! Glyph runs to text operators (ISO 32000-1, 9.4).

use std::collections::BTreeMap;
use std::ops::Range;

use printpdf::{DictItem, FontId, Op, PdfFontHandle, Point, Pt};

use super::content::{exact, text_string};
use super::reading::{spoken, units};
use super::typeface::Typeface;
use crate::backend::pdf::fragment::{Glyph, GlyphRun};

/// The text object that is open on a page, and the text state that outlives it.
#[derive(Default)]
pub struct TextState {
    is_open: bool,
    font: Option<(String, f32)>,
    /// Origin of the last line, in hundredths of a point from the page's corner.
    line: (i64, i64),
}

/// Between two characters that cannot be read as they are drawn, so many that can are taken along: one replacement
/// text for a word set in capitals, not one for each letter.
const BRIDGE: usize = 2;

/// A stretch of a run that is read in one way.
struct Stretch {
    glyphs: Vec<Shown>,
    /// What it is read as, where the glyphs alone would be read as something else.
    instead: Option<String>,
}

/// A glyph of the run, or a space it does not hold.
enum Shown {
    Glyph(usize),
    Space,
}

impl TextState {
    /// Ends the text object, as every operator that is not text needs it.
    pub fn close(&mut self, ops: &mut Vec<Op>) {
        if self.is_open {
            ops.push(Op::EndTextSection);
            self.is_open = false;
        }
    }

    /// Shows a run whose origin is `x`, `y` in hundredths of a point from the page's lower left corner.
    pub fn show(&mut self, ops: &mut Vec<Op>, run: &GlyphRun, typeface: &Typeface, x: i64, y: i64) {
        if !self.is_open {
            ops.push(Op::StartTextSection);
            self.is_open = true;
            self.line = (0, 0);
        }
        let size = exact(run.size);
        if self.font.as_ref().is_none_or(|(name, at)| *name != typeface.resource || *at != size) {
            self.font = Some((typeface.resource.clone(), size));
            let font = PdfFontHandle::External(FontId(typeface.resource.clone()));
            ops.push(Op::SetFont { font, size: Pt(size) });
        }
        let step = |to: i64, from: i64| Pt((to - from) as f32 / 100.0);
        ops.push(Op::SetTextCursor { pos: Point { x: step(x, self.line.0), y: step(y, self.line.1) } });
        self.line = (x, y);

        let mut pen = Pen { run, typeface, origins: origins(run), at: 0.0, rise: 0.0 };
        for stretch in stretches(run, typeface) {
            if let Some(text) = &stretch.instead {
                let properties = BTreeMap::from([("ActualText".to_owned(), text_string(text))]);
                let properties = DictItem::Dict { map: properties };
                ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
            }
            pen.show(ops, &stretch.glyphs);
            if stretch.instead.is_some() {
                ops.push(Op::EndMarkedContent);
            }
        }
        pen.raise(ops, 0.0);
    }
}

/// Where each glyph's origin is, in 1/1000 em from the run's.
fn origins(run: &GlyphRun) -> Vec<f64> {
    let scale = 1000.0 / f64::from(run.size);
    let mut at = 0.0;
    run.glyphs
        .iter()
        .map(|glyph| {
            let origin = (at + f64::from(glyph.dx)) * scale;
            at += f64::from(glyph.advance);
            origin
        })
        .collect()
}

/// Cuts a run where the way it is read changes.
fn stretches(run: &GlyphRun, typeface: &Typeface) -> Vec<Stretch> {
    let Some(units) = units(run) else {
        let glyphs = (0..run.glyphs.len()).map(Shown::Glyph).collect();
        return vec![Stretch { glyphs, instead: Some(spoken(&run.text).into_owned()) }];
    };
    let units: Vec<_> = units.collect();
    let plain: Vec<bool> = units
        .iter()
        .map(|unit| match run.glyphs.get(unit.glyphs.clone()).unwrap_or_default() {
            [] => reads_as(typeface, typeface.space, " "),
            [glyph] => reads_as(typeface, Some(glyph.id), &unit.text),
            _ => false,
        })
        .collect();
    let mut stretches = Vec::new();
    let mut from = 0;
    while from < units.len() {
        let is_plain = plain.get(from).copied().unwrap_or(true);
        let to = if is_plain { next(&plain, from, false) } else { end_of_replacement(&plain, from) };
        let members = units.get(from..to).unwrap_or_default();
        stretches.push(Stretch {
            glyphs: members.iter().flat_map(|unit| shown(&unit.glyphs)).collect(),
            instead: (!is_plain).then(|| members.iter().map(|unit| unit.text.as_ref()).collect()),
        });
        from = to;
    }
    stretches
}

fn reads_as(typeface: &Typeface, glyph: Option<u16>, text: &str) -> bool {
    glyph.and_then(|id| typeface.glyph(id)).is_some_and(|used| *used.text == *text)
}

fn shown(glyphs: &Range<usize>) -> impl Iterator<Item = Shown> + use<> {
    let space = glyphs.is_empty().then_some(Shown::Space);
    glyphs.clone().map(Shown::Glyph).chain(space)
}

/// The first index from `from` on that is `wanted`, or the end.
fn next(plain: &[bool], from: usize, wanted: bool) -> usize {
    plain.iter().skip(from).position(|&is| is == wanted).map_or(plain.len(), |at| from + at)
}

fn end_of_replacement(plain: &[bool], from: usize) -> usize {
    let mut end = next(plain, from, true);
    loop {
        let again = next(plain, end, false);
        if again >= plain.len() || again - end > BRIDGE {
            return end;
        }
        end = next(plain, again, true);
    }
}

/// The viewer's pen within a run.
struct Pen<'a> {
    run: &'a GlyphRun,
    typeface: &'a Typeface,
    origins: Vec<f64>,
    /// Where the viewer's pen is, in 1/1000 em from the run's origin.
    at: f64,
    /// The text rise in force, in points.
    rise: f32,
}

impl Pen<'_> {
    fn show(&mut self, ops: &mut Vec<Op>, glyphs: &[Shown]) {
        let mut items = Vec::new();
        let mut codes = Vec::with_capacity(glyphs.len() * 2);
        for shown in glyphs {
            let (id, origin, rise) = match shown {
                Shown::Glyph(index) => match (self.run.glyphs.get(*index), self.origins.get(*index)) {
                    (Some(&Glyph { id, dy, .. }), Some(&origin)) => (Some(id), origin, exact(dy)),
                    _ => continue,
                },
                Shown::Space => (self.typeface.space, self.at, self.rise),
            };
            let Some(used) = id.and_then(|id| self.typeface.glyph(id)) else { continue };
            if rise != self.rise {
                flush(ops, &mut items, &mut codes);
                self.raise(ops, rise);
            }
            // Numbers in a TJ array move the pen back by thousandths of the type size.
            let back = (self.at - origin).round();
            if back != 0.0 {
                if !codes.is_empty() {
                    items.push(bytes(&mut codes));
                }
                items.push(DictItem::Int(back as i64));
                self.at -= back;
            }
            codes.extend(used.code.to_be_bytes());
            self.at += f64::from(used.width);
        }
        flush(ops, &mut items, &mut codes);
    }

    fn raise(&mut self, ops: &mut Vec<Op>, rise: f32) {
        if rise != self.rise {
            ops.push(Op::SetLineOffset { multiplier: rise });
            self.rise = rise;
        }
    }
}

fn bytes(codes: &mut Vec<u8>) -> DictItem {
    DictItem::String { data: std::mem::take(codes), literal: true }
}

/// Shows what has gathered. The operators are given by name: the typed ones take a glyph at a time and would name
/// the glyphs once more for a font dictionary that finishing writes better.
fn flush(ops: &mut Vec<Op>, items: &mut Vec<DictItem>, codes: &mut Vec<u8>) {
    if items.is_empty() && codes.is_empty() {
        return;
    }
    if items.is_empty() {
        ops.push(Op::Unknown { key: "Tj".to_owned(), value: vec![bytes(codes)] });
        return;
    }
    if !codes.is_empty() {
        items.push(bytes(codes));
    }
    ops.push(Op::Unknown { key: "TJ".to_owned(), value: vec![DictItem::Array(std::mem::take(items))] });
}
