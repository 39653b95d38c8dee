//! Names of the places that links within a file lead to, and the letters of footnotes.

use crate::typography::numerals::letters;

/// What stands before the destinations of a part of a book, so that anchors of different articles stay apart.
pub fn part_prefix(route: &str) -> String {
    format!("{route}#")
}

/// The destination of an entry in the reference list.
pub fn reference_destination(prefix: &str, number: u32) -> String {
    format!("{prefix}reference-{number}")
}

/// The destination of a footnote.
pub fn note_destination(prefix: &str, number: u32) -> String {
    format!("{prefix}footnote-{number}")
}

/// Footnotes are lettered, because figures beside doses can be misread: a … z, aa, ab …
pub fn note_letter(number: u32) -> String {
    letters(u64::from(number.max(1))).unwrap_or_default()
}
