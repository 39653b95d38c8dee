//! Values as operators carry them.

use std::fmt::Write;

use crate::backend::pdf::fragment::{Colour, Rect};

/// A length rounded to a hundredth of a point: 3.5 µm, beyond any printer, and short in the file.
pub fn exact(points: f32) -> f32 {
    // Most glyphs are not raised, and rounding is a call.
    if points == 0.0 {
        return 0.0;
    }
    hundredths(points) as f32 / 100.0
}

/// A length in whole hundredths of a point.
pub fn hundredths(points: f32) -> i64 {
    (f64::from(points) * 100.0).round() as i64
}

/// Writes a number of hundredths.
pub fn put_hundredths(text: &mut String, number: i64) {
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

/// Writes a byte of a literal string (7.3.4.2), in ASCII.
pub fn put_byte(text: &mut String, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => text.extend(['\\', char::from(byte)]),
        b'\r' => text.push_str("\\r"),
        0x80.. => {
            let digit = |shift: u8| char::from(b'0' + (byte >> shift & 7));
            text.extend(['\\', digit(6), digit(3), digit(0)]);
        }
        _ => text.push(char::from(byte)),
    }
}

/// Writes the operator that fills in a colour (ISO 32000-1, 8.6.8), each component in thousandths.
pub fn put_colour(out: &mut String, Colour(r, g, b): Colour) {
    for part in [r, g, b] {
        match (u32::from(part) * 1000 + 127) / 255 {
            0 => out.push_str("0 "),
            1000 => out.push_str("1 "),
            part => {
                // Writing to a string does not fail.
                let _ = write!(out, "0.{part:03}");
                out.truncate(out.trim_end_matches('0').len());
                out.push(' ');
            }
        }
    }
    out.push_str("rg\n");
}

/// Writes a text string (7.9.2.2) in ASCII: as it is, or in UTF-16 and hexadecimal.
pub fn put_text_string(out: &mut String, text: &str) {
    let bytes = text_bytes(text);
    if bytes.is_ascii() {
        out.push('(');
        bytes.into_iter().for_each(|byte| put_byte(out, byte));
        out.push(')');
    } else {
        out.push('<');
        for byte in bytes {
            let _ = write!(out, "{byte:02X}");
        }
        out.push('>');
    }
}

/// The most bytes of a string (ISO 19005-2, 6.1.13).
pub const MOST_STRING_BYTES: usize = 32_767;

/// The bytes of a text string: its beginning, where there are more than a string may hold.
pub fn text_bytes(text: &str) -> Vec<u8> {
    // Below U+0020 PDFDocEncoding has accents where ASCII has controls.
    if text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\r' | b'\t')) {
        return text.bytes().take(MOST_STRING_BYTES).collect();
    }
    let mut bytes = vec![0xFE, 0xFF];
    for character in text.chars() {
        if bytes.len() + 2 * character.len_utf16() > MOST_STRING_BYTES {
            break;
        }
        bytes.extend(character.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
    }
    bytes
}

/// A rectangle with `y` upwards, in hundredths of a point: left, bottom, right, top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Left edge.
    pub left: i64,
    /// Bottom edge.
    pub bottom: i64,
    /// Right edge.
    pub right: i64,
    /// Top edge.
    pub top: i64,
}

impl Bounds {
    /// A rectangle of a page of this height.
    pub fn of(rect: &Rect, page_height: f32) -> Self {
        Self {
            left: hundredths(rect.x),
            bottom: hundredths(page_height - rect.y - rect.height),
            right: hundredths(rect.x + rect.width),
            top: hundredths(page_height - rect.y),
        }
    }

    /// The smallest rectangle around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    /// What both share.
    pub fn intersection(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        }
    }

    /// Whether it has no area.
    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.bottom >= self.top
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_whole_hundredths() {
        assert_eq!(exact(11.504_999), 11.5);
        assert_eq!(exact(595.276).to_string(), "595.28");
        assert_eq!(exact(-0.001).to_string(), "0");
    }

    #[test]
    fn colours_are_thousandths() {
        let written = |colour: Colour| {
            let mut out = String::new();
            put_colour(&mut out, colour);
            out
        };
        assert_eq!(written(Colour(0, 255, 128)), "0 1 0.502 rg\n");
        assert_eq!(written(Colour(1, 51, 254)), "0.004 0.2 0.996 rg\n");
    }

    #[test]
    fn text_strings_are_ascii() {
        let written = |text: &str| {
            let mut out = String::new();
            put_text_string(&mut out, text);
            out
        };
        assert_eq!(written("f(x)"), "(f\\(x\\))");
        assert_eq!(written("α"), "<FEFF03B1>");
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
    fn bytes_are_escaped_where_a_string_would_end() {
        let mut text = String::new();
        b"a(b)\\\r\n\x80\xff".iter().for_each(|byte| put_byte(&mut text, *byte));
        assert_eq!(text, "a\\(b\\)\\\\\\r\n\\200\\377");
    }

    #[test]
    fn y_runs_up_in_bounds() {
        let bounds = Bounds::of(&Rect { x: 10.0, y: 20.0, width: 30.0, height: 5.0 }, 100.0);
        assert_eq!(bounds, Bounds { left: 1000, bottom: 7500, right: 4000, top: 8000 });
        assert!(bounds.intersection(Bounds { left: 0, bottom: 0, right: 900, top: 9000 }).is_empty());
    }

    #[test]
    fn text_beyond_ascii_is_utf_16() {
        assert_eq!(text_bytes("a(b)"), b"a(b)");
        assert_eq!(text_bytes("é"), [0xFE, 0xFF, 0, 0xE9]);
        assert_eq!(text_bytes("\u{1}"), [0xFE, 0xFF, 0, 1]);
        assert_eq!(text_bytes(&"x".repeat(40_000)).len(), 32_767);
        let pairs = text_bytes(&"😀".repeat(10_000));
        assert_eq!((pairs.len() - 2) % 4, 0, "no pair is cut");
        assert_eq!(pairs.len(), 32_766);
    }
}
