//! Text operators (ISO 32000-1, 9.4): what a stretch of a run shows, and the text objects of a page.

use std::fmt::{self, Write};

use super::content::{exact, hundredths, put_byte, put_hundredths};
use super::typeface::Typeface;

/// The text object that is open on a page, and the text state that outlives it.
#[derive(Default)]
pub struct TextState {
    is_open: bool,
    font: Option<(String, f32)>,
    /// Horizontal scaling (9.3.4), in per cent; none for the initial 100.
    scaling: Option<f32>,
    /// Origin of the last line, in hundredths of a point from the page's corner.
    line: (i64, i64),
}

impl TextState {
    /// Ends the text object, as every operator that is not text needs it.
    pub fn close(&mut self, out: &mut String) {
        if std::mem::take(&mut self.is_open) {
            out.push_str("ET\n");
        }
    }

    /// Shows a stretch of a run whose origin is `x`, `y` in hundredths of a point from the page's lower left corner.
    pub fn show(
        &mut self,
        out: &mut String,
        shown: Shown,
        typeface: &Typeface,
        (size, expansion): (f32, f32),
        (x, y): (i64, i64),
    ) {
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

/// `TJ` and what it shows.
#[derive(Debug, Default)]
pub struct Shown {
    text: String,
    /// Whether a code takes one byte.
    is_narrow: bool,
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
    /// Nothing yet, with room for so many codes of a typeface.
    pub fn of(typeface: &Typeface, codes: usize) -> Self {
        let is_narrow = typeface.is_narrow();
        let each = if is_narrow { 2 } else { 3 };
        let text = if codes == 0 { String::new() } else { String::with_capacity(each * codes + 16) };
        Self { text, is_narrow, ..Self::default() }
    }

    /// Adds a code that stands at `at`, in 1/1000 em from the run's origin, `rise` points above its baseline.
    pub fn push(&mut self, code: u16, width: i32, at: f64, rise: f32) {
        // Numbers in the array move the pen back by thousandths of the type size.
        let back = self.pen - at;
        // Most glyphs stand where the pen is, among others.
        if self.is_in_string && rise == self.rise && back.abs() < 0.5 {
            self.code(code);
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
        self.code(code);
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

    fn code(&mut self, code: u16) {
        let [high, low] = code.to_be_bytes();
        if !self.is_narrow {
            put_byte(&mut self.text, high);
        }
        put_byte(&mut self.text, low);
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
    fn strings_are_ascii() {
        assert_eq!(operator(&[(0x28, 0.0, 0.0), (0x1FF, 500.0, 0.0)]), "[(\0\\(\u{1}\\377)]TJ\n");
    }

    #[test]
    fn codes_of_a_narrow_typeface_take_a_byte() {
        let mut shown = Shown { is_narrow: true, ..Shown::default() };
        [65, 0x29, 0xFF].into_iter().for_each(|code| shown.push(code, 0, 0.0, 0.0));
        assert_eq!(shown.finish(), "[(A\\)\\377)]TJ\n");
    }

    #[test]
    fn raised_glyphs_stand_between_rises() {
        let codes = [(65, 0.0, 0.0), (66, 500.0, 2.5), (67, 1000.0, 0.0)];
        assert_eq!(operator(&codes), "[(\0A)]TJ\n2.5 Ts\n[(\0B)]TJ\n0 Ts\n[(\0C)]TJ\n");
        assert_eq!(operator(&[(65, 0.0, -1.0)]), "-1 Ts\n[(\0A)]TJ\n0 Ts\n");
    }
}
