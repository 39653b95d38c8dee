//! Which characters may stand in a document.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::on_one_line;

/// Stands for a dollar sign that is no mathematics while Markdown is parsed (U+001A, SUBSTITUTE: one byte, like the
/// sign, so that offsets stay true).
pub(super) const HIDDEN_DOLLAR: char = '\u{1A}';

/// Text without the characters that no XML or HTML document may hold (XML 1.0, 2.2): U+0000 and noncharacters
/// become U+FFFD (CommonMark 0.31, 2.3), other controls disappear, a form feed or vertical tab is a space.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if others(text).all(|(_, c)| is_sound(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

/// The characters that [`clean`] takes out or replaces and that an author should hear of: where the first is, and how
/// many there are. A byte order mark inside the text and a form feed do no harm.
pub(super) fn unsound(text: &str) -> Option<(Range<usize>, usize)> {
    let harmless = |c: char| matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{FEFF}');
    let mut found = others(text).filter(|(_, c)| !is_sound(*c) && !harmless(*c));
    let (at, first) = found.next()?;
    Some((at..at + first.len_utf8(), 1 + found.count()))
}

/// The characters of a text that are not of ASCII and sound, as nearly all are, and where they stand.
fn others(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + plain_length(text.as_bytes().get(from..)?);
        let other = text.get(at..)?.chars().next()?;
        from = at + other.len_utf8();
        Some((at, other))
    })
}

/// How many bytes at the beginning are ASCII and sound.
fn plain_length(bytes: &[u8]) -> usize {
    // Without a branch, many are looked at together.
    const TOGETHER: usize = 32;
    let is_plain = |byte: &u8| (b' '..=b'~').contains(byte) | (*byte == b'\n') | (*byte == b'\t');
    let (chunks, _) = bytes.as_chunks::<TOGETHER>();
    let plain = chunks.iter().take_while(|chunk| chunk.iter().fold(true, |all, byte| all & is_plain(byte)));
    let known = TOGETHER * plain.count();
    let rest = bytes.get(known..).unwrap_or_default();
    known + rest.iter().position(|byte| !is_plain(byte)).unwrap_or(rest.len())
}

fn is_sound(c: char) -> bool {
    matches!(c, '\n' | '\t' | ' '..='~' | '\u{A0}'..='\u{FEFE}' | '\u{FF00}'..='\u{FFFD}' | '\u{10000}'..)
}

fn replacement(c: char) -> Option<char> {
    match c {
        c if is_sound(c) => Some(c),
        HIDDEN_DOLLAR => Some('$'),
        '\0' | '\u{FFFE}' | '\u{FFFF}' => Some('\u{FFFD}'),
        '\u{B}' | '\u{C}' | '\u{85}' => Some(' '),
        _ => None,
    }
}

/// [`clean`] for text that stands on one line: each run of white space is one space.
pub(super) fn clean_line(text: &str) -> String {
    on_one_line(&clean(text)).into_owned()
}

/// [`clean`] for text of several lines: line ends become `\n`.
pub(super) fn clean_lines(text: &str) -> String {
    let unified =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    clean(&unified).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_replaced() {
        assert_eq!(clean("a\0b\u{7}c\u{FFFE}d\u{C}e\u{FEFF}f\u{9F}g"), "a\u{FFFD}bc\u{FFFD}d efg");
        assert!(matches!(clean("µ\u{200F}א\u{1F600}\t\n"), Cow::Borrowed(_)));
        assert_eq!(clean_line(" a\n\u{A0}b \0"), "a b \u{FFFD}");
        assert_eq!(clean_lines("a\r\nb\rc\n"), "a\nb\nc\n");
    }
}
