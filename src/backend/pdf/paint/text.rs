//! Text operators (ISO 32000-1, 9.4): what a stretch of a run shows, and the text objects of a page.

use std::fmt::{self, Write};

use printpdf::Op;

use super::content::{exact, hundredths};
use super::typeface::Typeface;

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
    pub backwards: bool,
}

impl Shown {
    /// Nothing yet, with room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a code that stands at `at`, in 1/1000 em from the run's origin, `rise` points above its baseline.
    pub fn push(&mut self, code: u16, width: i32, at: f64, rise: f32) {
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
    pub fn silent(&mut self, is_silent: bool) {
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
