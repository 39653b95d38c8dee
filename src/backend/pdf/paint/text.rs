//! Glyph runs to text operators (ISO 32000-1, 9.4).

use std::borrow::Cow;
use std::fmt::{self, Write};

use printpdf::Op;

use super::content::{exact, hundredths};
use super::reading::{Spelling, Unit, Units, alone, spoken, units};
use super::typeface::Typeface;
use crate::backend::pdf::fragment::GlyphRun;

/// A stretch of a run that is read in one way.
#[derive(Debug)]
pub struct Stretch {
    /// The operators that show it.
    pub shown: Shown,
    /// What it is read as, where its codes would be read as something else.
    pub instead: Option<String>,
}

/// Cuts a run where the way it is read changes. Nearly every run is one stretch.
pub fn stretches(run: &GlyphRun, typeface: &Typeface) -> Vec<Stretch> {
    let mut cutter = Cutter {
        run,
        typeface,
        pen: 0.0,
        scale: 1000.0 / f64::from(run.size * run.expansion),
        is_silent: false,
        stretches: Vec::new(),
    };
    match units(run) {
        Some(units) if run.backwards => cutter.backwards(units),
        None => {
            cutter.replaced((0..).zip(alone(run)));
            cutter.instead(&spoken(&run.text));
        }
        Some(mut units) => loop {
            cutter.letters(&mut units);
            let Some(unit) = units.next() else { break };
            if unit.glyphs.is_empty() {
                cutter.space();
            } else if !cutter.plain(&unit) {
                cutter.replaced(unit.glyphs.clone().map(|index| (index, None)));
                cutter.instead(&unit.text);
            }
        },
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
    /// Whether glyphs are seen and not read.
    is_silent: bool,
    stretches: Vec<Stretch>,
}

/// A code and the width of its glyph, in 1/1000 em.
type Code = (u16, i32);

/// How a glyph of a backwards run is shown.
#[derive(Debug, Clone, Default)]
struct Coded {
    /// Codes of empty glyphs that stand before it.
    before: Vec<Code>,
    code: Option<Code>,
    /// Whether it is seen and not read.
    is_silent: bool,
}

impl Cutter<'_> {
    fn code(&self, index: usize, text: Option<&str>) -> Option<Code> {
        self.typeface.code(self.run.glyphs.get(index)?.id, text)
    }

    /// Adds the units of a run that is read from right to left, as reversed characters (ISO 32000-1, 14.8.2.3.3).
    fn backwards(&mut self, units: Units<'_>) {
        // Spaces without a glyph are read last or first.
        let mut codes: Vec<Coded> = vec![Coded::default(); self.run.glyphs.len()];
        let (mut is_plain, mut first, mut last) = (true, false, false);
        for unit in units {
            if unit.glyphs.is_empty() {
                let at_start = unit.glyphs.start == 0;
                first |= at_start;
                last |= !at_start;
                continue;
            }
            is_plain = match unit.spelling(self.run).filter(|_| self.typeface.carrier.is_some()) {
                Some(spelling) => self.spelt(&spelling, &mut codes),
                None => self.each(&unit, &mut codes),
            };
            if !is_plain {
                break;
            }
        }
        if !is_plain {
            self.replaced((0..).zip(alone(self.run)));
            self.instead(&spoken(&self.run.text));
            return;
        }
        if last {
            self.space();
        }
        for (index, coded) in codes.into_iter().enumerate() {
            for carried in coded.before {
                self.push(true, carried, self.pen * self.scale, 0.0);
            }
            if let Some(code) = coded.code {
                self.is_silent = coded.is_silent;
                self.glyph(index, code, true);
                self.is_silent = false;
            }
        }
        if first {
            self.space();
        }
        self.stretches.iter_mut().for_each(|stretch| stretch.shown.backwards = true);
    }

    /// Finds the codes of a unit each of whose glyphs is read as a part of it; false if there are none.
    fn each(&self, unit: &Unit<'_>, codes: &mut [Coded]) -> bool {
        let Some(parts) = unit.parts() else { return false };
        unit.indices(self.run).zip(parts).all(|(index, part)| {
            let code = self.code(index, Some(part));
            codes.get_mut(index).into_iter().for_each(|coded| coded.code = code);
            code.is_some()
        })
    }

    /// Finds the codes of a unit that is spelt; false if there are none.
    fn spelt(&self, spelling: &Spelling<'_>, codes: &mut [Coded]) -> bool {
        let Some(carrier) = self.typeface.carrier else { return false };
        for &index in &spelling.silent {
            if let Some(coded) = codes.get_mut(index) {
                *coded = Coded { code: self.code(index, None), is_silent: true, ..Coded::default() };
            }
        }
        let carried = |c: char| self.typeface.code(carrier, Some(c.encode_utf8(&mut [0; 4])));
        let Some(before) = spelling.rest.chars().rev().map(carried).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let code = self.code(spelling.base, Some(spelling.first));
        if let Some(coded) = codes.get_mut(spelling.base) {
            *coded = Coded { before, code, is_silent: false };
        }
        code.is_some()
    }

    /// Adds the letters of ASCII that come next, each of them a glyph: nearly all of most runs.
    fn letters(&mut self, units: &mut Units<'_>) {
        while let Some(mut letter) = units.letter() {
            let Self { run, typeface, pen, scale, stretches, .. } = self;
            let Some(shown) = open(stretches, true, run) else { return };
            let other = loop {
                let Some(glyph) = run.glyphs.get(letter.0) else { break None };
                let Some((code, width)) = typeface.code_of_letter(glyph.id, letter.1) else {
                    break Some(letter);
                };
                shown.push(code, width, (*pen + f64::from(glyph.dx)) * *scale, exact(glyph.dy));
                *pen += f64::from(glyph.advance);
                match units.letter() {
                    Some(next) => letter = next,
                    None => break None,
                }
            };
            if let Some((index, letter)) = other {
                self.replaced(std::iter::once((index, None)));
                self.instead(char::from(letter).encode_utf8(&mut [0; 4]));
            }
        }
    }

    /// Adds a unit whose codes read as it does; false if there are no such codes.
    fn plain(&mut self, unit: &Unit<'_>) -> bool {
        let first = unit.glyphs.start;
        if unit.glyphs.len() == 1 {
            let code = self.code(first, Some(&unit.text));
            code.into_iter().for_each(|code| self.glyph(first, code, true));
            return code.is_some();
        }
        let codes: Option<Vec<_>> = unit.parts().and_then(|parts| {
            unit.glyphs.clone().zip(parts).map(|(i, part)| self.code(i, Some(part))).collect()
        });
        codes.iter().flatten().zip(first..).for_each(|(&code, index)| self.glyph(index, code, true));
        codes.is_some()
    }

    /// Adds glyphs whose text is said otherwise; each may have a text by itself.
    fn replaced<'t>(&mut self, glyphs: impl Iterator<Item = (usize, Option<Cow<'t, str>>)>) {
        for (index, alone) in glyphs {
            let best = alone.and_then(|text| self.code(index, Some(&text)));
            if let Some(code) = best.or_else(|| self.code(index, None)) {
                self.glyph(index, code, false);
            }
        }
    }

    /// Says what the glyphs just replaced are read as.
    fn instead(&mut self, text: &str) {
        if let Some(Stretch { instead: Some(instead), .. }) = self.stretches.last_mut() {
            instead.push_str(text);
        }
    }

    fn glyph(&mut self, index: usize, code: (u16, i32), is_plain: bool) {
        if let Some(glyph) = self.run.glyphs.get(index) {
            let at = (self.pen + f64::from(glyph.dx)) * self.scale;
            self.pen += f64::from(glyph.advance);
            self.push(is_plain, code, at, exact(glyph.dy));
        }
    }

    /// Adds a space that the run does not hold. It takes no room: the next glyph stands where it stands.
    fn space(&mut self) {
        if let Some(code) = self.typeface.space.and_then(|id| self.typeface.code(id, Some(" "))) {
            self.push(true, code, self.pen * self.scale, 0.0);
        }
    }

    fn push(&mut self, is_plain: bool, (code, width): (u16, i32), at: f64, rise: f32) {
        if let Some(shown) = open(&mut self.stretches, is_plain, self.run) {
            shown.silent(self.is_silent);
            shown.push(code, width, at, rise);
        }
    }
}

/// What is shown by the stretch that is open; a new one, if that reads otherwise.
fn open<'a>(stretches: &'a mut Vec<Stretch>, is_plain: bool, run: &GlyphRun) -> Option<&'a mut Shown> {
    if stretches.last().is_none_or(|last| last.instead.is_none() != is_plain) {
        // The text is added when the glyphs are.
        let instead = (!is_plain).then(String::new);
        let room = if stretches.is_empty() { 3 * run.glyphs.len() + 16 } else { 0 };
        let shown = Shown { text: String::with_capacity(room), ..Shown::default() };
        stretches.push(Stretch { shown, instead });
    }
    stretches.last_mut().map(|last| &mut last.shown)
}

/// The text object that is open on a page, and the text state that outlives it.
///
/// Its operators are written as text, all that come in a row together. As typed operators each piece between two kerns
/// would be a string of its own, in printpdf and again in lopdf: that was half the time of painting a page.
#[derive(Default)]
pub struct TextState {
    is_open: bool,
    font: Option<(String, f32)>,
    /// Horizontal scaling (9.3.4), in per cent; none for the initial 100.
    scaling: Option<f32>,
    /// Origin of the last line, in hundredths of a point from the page's corner.
    line: (i64, i64),
    /// Operators that are not among the page's yet.
    written: String,
}

impl TextState {
    /// Ends the text object, as every operator that is not text needs it.
    pub fn close(&mut self, ops: &mut Vec<Op>) {
        if std::mem::take(&mut self.is_open) {
            self.written.push_str("ET\n");
        }
        self.flush(ops);
    }

    /// Gives the page what was written. printpdf takes it for the name of one operator, and ends the line.
    pub fn flush(&mut self, ops: &mut Vec<Op>) {
        if self.written.pop().is_some() {
            let key = std::mem::take(&mut self.written);
            ops.push(Op::Unknown { key, value: Vec::new() });
        }
    }

    /// Shows a stretch of a run whose origin is `x`, `y` in hundredths of a point from the page's lower left corner.
    pub fn show(
        &mut self,
        shown: Shown,
        typeface: &Typeface,
        (size, expansion): (f32, f32),
        (x, y): (i64, i64),
    ) {
        let out = &mut self.written;
        if !self.is_open {
            out.push_str("BT\n");
            self.is_open = true;
            self.line = (0, 0);
        }
        let size = exact(size);
        if self.font.as_ref().is_none_or(|(name, at)| *name != typeface.resource || *at != size) {
            out.extend(["/", &typeface.resource, " "]);
            put_hundredths(out, hundredths(size));
            out.push_str(" Tf\n");
            self.font = Some((typeface.resource.clone(), size));
        }
        let percent = exact(expansion * 100.0);
        if self.scaling.unwrap_or(100.0) != percent {
            self.scaling = Some(percent);
            put_hundredths(out, hundredths(percent));
            out.push_str(" Tz\n");
        }
        put_hundredths(out, x - self.line.0);
        out.push(' ');
        put_hundredths(out, y - self.line.1);
        out.push_str(" Td\n");
        self.line = (x, y);
        out.push_str(&shown.finish());
    }
}

/// Writes a number of hundredths.
fn put_hundredths(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    let (whole, rest) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
    text.push_str(itoa::Buffer::new().format(whole));
    if rest != 0 {
        text.push_str(if rest < 10 { ".0" } else { "." });
        text.push_str(itoa::Buffer::new().format(if rest.is_multiple_of(10) { rest / 10 } else { rest }));
    }
}

/// `TJ` and what it shows.
#[derive(Debug, Default)]
pub struct Shown {
    text: String,
    is_in_array: bool,
    is_in_string: bool,
    /// Where the viewer's pen is, in 1/1000 em from the run's origin.
    pen: f64,
    /// The text rise in force, in points.
    rise: f32,
    /// Whether what is added is seen and not read.
    is_silent: bool,
    /// Whether the last code is read first.
    backwards: bool,
}

impl Shown {
    /// Adds a code that stands at `at`, in 1/1000 em from the run's origin, `rise` points above its baseline.
    fn push(&mut self, code: u16, width: i32, at: f64, rise: f32) {
        // Numbers in the array move the pen back by thousandths of the type size.
        let back = self.pen - at;
        let [high, low] = code.to_be_bytes();
        // Most glyphs stand where the pen is, among others.
        if self.is_in_string && rise == self.rise && back.abs() < 0.5 {
            self.byte(high);
            self.byte(low);
            self.pen += f64::from(width);
            return;
        }
        if rise != self.rise {
            self.end_array();
            self.rise = rise;
            self.put(format_args!("{rise} Ts\n"));
        }
        if !self.is_in_array {
            self.text.push('[');
            self.is_in_array = true;
        }
        let back = back.round();
        if back != 0.0 {
            self.end_string();
            self.text.push_str(itoa::Buffer::new().format(back as i64));
            self.pen -= back;
        }
        if !self.is_in_string {
            self.text.push('(');
            self.is_in_string = true;
        }
        self.byte(high);
        self.byte(low);
        self.pen += f64::from(width);
    }

    /// Says whether the codes that follow are seen and not read: replaced by an empty text (ISO 32000-1, 14.9.4).
    fn silent(&mut self, is_silent: bool) {
        if self.is_silent != is_silent {
            self.end_array();
            self.text.push_str(if is_silent { "/Span<</ActualText()>>BDC\n" } else { "EMC\n" });
            self.is_silent = is_silent;
        }
    }

    /// A byte of a literal string (7.3.4.2), in ASCII.
    fn byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.text.extend(['\\', char::from(byte)]),
            b'\r' => self.text.push_str("\\r"),
            0x80.. => self.put(format_args!("\\{byte:03o}")),
            _ => self.text.push(char::from(byte)),
        }
    }

    fn end_string(&mut self) {
        if std::mem::take(&mut self.is_in_string) {
            self.text.push(')');
        }
    }

    fn end_array(&mut self) {
        self.end_string();
        if std::mem::take(&mut self.is_in_array) {
            self.text.push_str("]TJ\n");
        }
    }

    fn put(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.text.write_fmt(text);
    }

    /// All of it, in lines.
    fn finish(mut self) -> String {
        self.end_array();
        self.silent(false);
        if self.rise != 0.0 {
            self.text.push_str("0 Ts\n");
        }
        if self.backwards {
            self.text = format!("/ReversedChars BMC\n{}EMC\n", self.text);
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operator(codes: &[(u16, f64, f32)]) -> String {
        let mut shown = Shown::default();
        codes.iter().for_each(|&(code, at, rise)| shown.push(code, 500, at, rise));
        shown.finish()
    }

    #[test]
    fn kerns_stand_between_strings() {
        assert_eq!(operator(&[(65, 0.0, 0.0), (66, 500.0, 0.0), (67, 980.2, 0.0)]), "[(\0A\0B)20(\0C)]TJ\n");
        // The kern was rounded; what was lost is not lost for good.
        assert_eq!(operator(&[(65, 0.4, 0.0), (66, 500.8, 0.0)]), "[(\0A)-1(\0B)]TJ\n");
    }

    #[test]
    fn silent_codes_stand_in_an_empty_replacement() {
        let mut shown = Shown::default();
        for (code, is_silent) in [(65, false), (66, true), (67, false), (68, true)] {
            shown.silent(is_silent);
            shown.push(code, 0, 0.0, 0.0);
        }
        let key = shown.finish();
        let silent = |letter| format!("/Span<</ActualText()>>BDC\n[(\0{letter})]TJ\nEMC\n");
        assert_eq!(key, format!("[(\0A)]TJ\n{}[(\0C)]TJ\n{}", silent('B'), silent('D')));
    }

    #[test]
    fn hundredths_are_written_short() {
        for (number, written) in [
            (0, "0"),
            (5, "0.05"),
            (50, "0.5"),
            (-1, "-0.01"),
            (100, "1"),
            (-1_234, "-12.34"),
            (84_190, "841.9"),
        ] {
            let mut text = String::new();
            put_hundredths(&mut text, number);
            assert_eq!(text, written);
        }
    }

    #[test]
    fn strings_are_ascii() {
        assert_eq!(operator(&[(0x28, 0.0, 0.0), (0x1FF, 500.0, 0.0)]), "[(\0\\(\u{1}\\377)]TJ\n");
    }

    #[test]
    fn raised_glyphs_stand_between_rises() {
        let codes = [(65, 0.0, 0.0), (66, 500.0, 2.5), (67, 1000.0, 0.0)];
        assert_eq!(operator(&codes), "[(\0A)]TJ\n2.5 Ts\n[(\0B)]TJ\n0 Ts\n[(\0C)]TJ\n");
        assert_eq!(operator(&[(65, 0.0, -1.0)]), "-1 Ts\n[(\0A)]TJ\n0 Ts\n");
    }
}
