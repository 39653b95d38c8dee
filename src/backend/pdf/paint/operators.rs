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
}
