//! The operators of one page (ISO 32000-1, 7.8.2), in the order they are painted.

use printpdf::Op;

/// Operators: those that are numerous are written here, the others are printpdf's.
///
/// What is written goes through printpdf as one operator. As typed operators each piece of text between two kerns, and
/// each marked-content sequence, would be several objects, in printpdf and again in lopdf.
#[derive(Default)]
pub struct Operators {
    done: Vec<Op>,
    /// Operators that are not among those done yet, each with the end of its line.
    written: String,
}

impl Operators {
    /// None yet, with room for so many bytes of written ones.
    pub fn with_room(bytes: usize) -> Self {
        Self { done: Vec::new(), written: String::with_capacity(bytes) }
    }

    /// Where operators are written.
    pub fn text(&mut self) -> &mut String {
        &mut self.written
    }

    /// Adds one of printpdf's.
    pub fn push(&mut self, op: Op) {
        self.flush();
        self.done.push(op);
    }

    /// All of them.
    pub fn finish(mut self) -> Vec<Op> {
        self.flush();
        self.done
    }

    /// printpdf takes what was written for the name of one operator, and ends the line.
    fn flush(&mut self) {
        if self.written.pop().is_some() {
            let key = std::mem::take(&mut self.written);
            self.done.push(Op::Unknown { key, value: Vec::new() });
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_stands_between_what_is_not() {
        let mut operators = Operators::default();
        operators.text().push_str("BT\n1 0 Td\n");
        operators.text().push_str("ET\n");
        operators.push(Op::SaveGraphicsState);
        operators.push(Op::RestoreGraphicsState);
        operators.text().push_str("EMC\n");
        let written = |key: &str| Op::Unknown { key: key.to_owned(), value: Vec::new() };
        let expected =
            [written("BT\n1 0 Td\nET"), Op::SaveGraphicsState, Op::RestoreGraphicsState, written("EMC")];
        assert_eq!(operators.finish(), expected);
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
}
