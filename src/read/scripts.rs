//! Subscripts `H~2~O` and superscripts `x^2^`.
//!
//! As in pandoc they may stand inside words and hold no spaces. Authors also write `~5 mg` for “about 5 mg” and
//! `x^2+y^2` for a formula in plain letters: those stay as they are.

use std::ops::Range;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Plain(&'a str),
    Subscript(&'a str),
    Superscript(&'a str),
}

/// Splits text at its scripts. `literal` says whether the mark at an offset was escaped by the author.
pub(super) fn split(text: &str, literal: impl Fn(usize) -> bool) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut plain = 0;
    let is_mark = |(at, byte): (usize, u8)| (matches!(byte, b'~' | b'^') && !literal(at)).then_some(at);
    let mut marks = text.bytes().enumerate().filter_map(is_mark).peekable();
    while let Some(open) = marks.next() {
        let Some(&close) = marks.peek() else { break };
        if !is_script(text, open..close) {
            continue;
        }
        marks.next();
        let content = text.get(open + 1..close).unwrap_or_default();
        if let Some(before) = text.get(plain..open).filter(|before| !before.is_empty()) {
            parts.push(Part::Plain(before));
        }
        let below = text.as_bytes().get(open) == Some(&b'~');
        parts.push(if below { Part::Subscript(content) } else { Part::Superscript(content) });
        plain = close + 1;
    }
    if let Some(rest) = text.get(plain..).filter(|rest| !rest.is_empty()) {
        parts.push(Part::Plain(rest));
    }
    parts
}

/// Whether the two marks at the ends of `marks` enclose a script.
fn is_script(text: &str, marks: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let (Some(mark), Some(content)) = (bytes.get(marks.start), text.get(marks.start + 1..marks.end)) else {
        return false;
    };
    let before = text.get(..marks.start).and_then(|before| before.chars().next_back());
    let after = text.get(marks.end + 1..).and_then(|after| after.chars().next());
    let sign = |c: char| matches!(c, '+' | '-' | '−' | '±' | '*' | '†' | '‡' | '§' | '°' | '′' | '″');
    let sound = bytes.get(marks.end) == Some(mark)
        && !content.contains(char::is_whitespace)
        && content.chars().any(|c| c.is_alphanumeric() || sign(c))
        && before != Some(char::from(*mark))
        && after != Some(char::from(*mark));
    // Followed by a letter it is a script only when it is one simple thing: not `x^2+y^2`, `m^2/s^2`.
    let simple = content.trim_matches(sign).chars().all(char::is_alphanumeric);
    let runs_on = after.is_some_and(char::is_alphanumeric);
    // At the start of a word `~` means “about”: `~5-~10`.
    let about = *mark == b'~' && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '^'));
    sound && (!runs_on || (simple && !about))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let show = |part: Part<'_>| match part {
            Part::Plain(text) => text.to_owned(),
            Part::Subscript(text) => format!("<sub {text}>"),
            Part::Superscript(text) => format!("<sup {text}>"),
        };
        split(text, |_| false).into_iter().map(show).collect()
    }

    #[test]
    fn scripts_stand_inside_words() {
        assert_eq!(
            show("H~2~O, x^2^, Ca^2+^ and 10^−6^ m^2^/s"),
            "H<sub 2>O, x<sup 2>, Ca<sup 2+> and 10<sup −6> m<sup 2>/s"
        );
        assert_eq!(show("SO~4~^2−^; ^14^C"), "SO<sub 4><sup 2−>; <sup 14>C");
    }

    #[test]
    fn about_and_plain_formulas_are_left_alone() {
        for text in [
            "~5 mg to ~10 mg",
            "~5-~10 mg",
            "x^2+y^2",
            "m^2/s^2",
            "^_^",
            "a~~b~~c",
            "~/x/~user",
            "^ ^",
            "~",
            "[^1][^2]",
        ] {
            assert_eq!(show(text), text);
        }
    }

    #[test]
    fn an_escaped_mark_is_no_mark() {
        assert_eq!(split("H~2~O", |at| at == 1), [Part::Plain("H~2~O")]);
    }
}
