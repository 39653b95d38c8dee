//! What careful typographers never break, though UAX 14 would.

use super::words::{is_counter, is_leaning, is_numbered, is_unit};
use crate::model::Language;

/// The most of a word that is looked at, in characters: more than any rule is about. Text without spaces would else be
/// read to its end at each of its many places.
const LONGEST: usize = 64;

/// The rules of the house, as one language has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct House {
    /// Whether a word of one letter stays with the next: “w Polsce”.
    short_words_lean: bool,
}

/// The text on both sides of a place.
struct Around<'a> {
    /// What stands before, without the spaces at the place.
    before: &'a str,
    /// What stands after.
    after: &'a str,
    /// The last word before, with its punctuation.
    last: &'a str,
    /// The first word after, with its punctuation.
    next: &'a str,
    /// Whether there is a space at the place.
    spaced: bool,
}

impl House {
    pub(super) fn of(language: &Language) -> Self {
        const LEAN: [&str; 8] = ["be", "bg", "cs", "pl", "ru", "sk", "sr", "uk"];
        Self { short_words_lean: LEAN.contains(&language.primary()) }
    }

    /// Whether no line may start at `offset`, where UAX 14 would let it.
    pub(super) fn forbids(self, text: &str, offset: usize) -> bool {
        if !self.short_words_lean && are_plain_words(text, offset) {
            return false;
        }
        let Some(around) = Around::of(text, offset) else { return false };
        around.is_glued() || (self.short_words_lean && around.spaced && one_letter(around.last))
    }
}

/// Whether a place is between two words of which no rule speaks, as most are: one that ends in a letter or a comma, but
/// may be no “et” or “Mme”, and one that begins with a letter, but may be no roman number.
fn are_plain_words(text: &str, offset: usize) -> bool {
    let (before, after) = text.as_bytes().split_at_checked(offset).unwrap_or_default();
    let Some([.., previous, last]) = before.strip_suffix(b" ") else { return false };
    after.first().is_some_and(|first| first.is_ascii_alphabetic() && !matches!(first, b'I' | b'V' | b'X'))
        && match last {
            b't' => *previous != b'e',
            b'e' => !matches!(previous, b'm' | b'l' | b'M' | b'L'),
            b',' | b';' | b':' => true,
            last => last.is_ascii_alphabetic(),
        }
}

impl<'a> Around<'a> {
    fn of(text: &'a str, offset: usize) -> Option<Self> {
        let (until, after) = text.split_at_checked(offset)?;
        let before = until.trim_end();
        let spaced = before.len() < until.len();
        let last = before.char_indices().rev().take(LONGEST).take_while(|(_, c)| !c.is_whitespace()).last();
        let last = last.and_then(|(start, _)| before.get(start..)).unwrap_or_default();
        let next = after.char_indices().take(LONGEST).find(|(_, c)| c.is_whitespace()).map(|(end, _)| end);
        let next = next.or_else(|| after.char_indices().nth(LONGEST).map(|(end, _)| end));
        let next = next.and_then(|end| after.get(..end)).unwrap_or(after);
        Some(Self { before, after, last, next, spaced })
    }

    /// Whether a rule of all languages keeps both sides together.
    fn is_glued(&self) -> bool {
        if self.spaced {
            number_and_unit(self)
                || before_dash(self)
                || numbered(self)
                || citation(self)
                || relation(self)
                || leaning(self)
        } else {
            beside_digit(self) || alternatives(self) || short_prefix(self) || before_dash(self)
        }
    }

    fn last_char(&self) -> Option<char> {
        self.before.chars().next_back()
    }

    fn next_char(&self) -> Option<char> {
        self.after.chars().next()
    }
}

/// `5 mL`, `10 kDa`, `1 070`.
fn number_and_unit(around: &Around<'_>) -> bool {
    let number = around.last_char().is_some_and(char::is_numeric);
    number && (is_unit(around.next) || (digits_only(around.last) && is_group(around.next)))
}

/// Three digits, as groups of a long number have.
fn is_group(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ';', ':', ')']);
    word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit())
}

/// One to three digits, as the first group of a long number has.
fn digits_only(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '~', '<', '>']);
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

/// A dash stays with the word before it; so do the dots between items: `lion’s mane —`.
fn before_dash(around: &Around<'_>) -> bool {
    let alone = || around.next.chars().nth(1).is_none();
    match around.next_char() {
        Some('–' | '—') => !around.spaced || alone(),
        Some('-' | '·' | '•' | '|') => alone(),
        _ => false,
    }
}

/// `Table 1`, `phase III`.
fn numbered(around: &Around<'_>) -> bool {
    let last = around.last.trim_start_matches(['(', '[', '“', '„', '«']);
    let roman = |word: &str| !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let next = around.next.trim_end_matches([',', '.', ';', ':', ')', ']']);
    (around.next_char().is_some_and(|c| c.is_ascii_digit()) || roman(next)) && is_numbered(last)
}

/// `et al., 2006 [4]`: a reference keeps its year, and its number the word before it.
fn citation(around: &Around<'_>) -> bool {
    if around.last == "et" && around.next.starts_with("al.") {
        return true;
    }
    if is_mark(around.next) {
        return true;
    }
    let year = around.next.trim_start_matches(['(', '[']).get(..4);
    if !year.is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let et_al = around.last.trim_end_matches(',').ends_with("al.");
    // “Smith and Jones, 1999)” and “…, 1999 [4]”, but not “In May, 1999 patients”.
    let rest = around.after.get(around.next.len()..).unwrap_or_default().trim_start();
    let closed = around.next.ends_with([')', ']', ';']) || is_mark(rest);
    et_al || (around.last.ends_with(',') && closed)
}

/// Whether a text starts with a reference mark: `[4]`, `[4, 7]`.
fn is_mark(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with([']', ',']) && text.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
    })
}

/// `p < 0.05`, `n = 12`, `~ 5`: short terms stay with the sign between them.
fn relation(around: &Around<'_>) -> bool {
    const SHORT: usize = 4;
    let sign = |word: &str| {
        let mut chars = word.chars();
        matches!(
            chars.next(),
            Some('=' | '<' | '>' | '≤' | '≥' | '≈' | '≠' | '±' | '×' | '÷' | '+' | '−' | '~' | '/')
        ) && chars.next().is_none()
    };
    let short = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).count() <= SHORT;
    (sign(around.next) && short(around.last)) || (sign(around.last) && short(around.next))
}

/// `Dr. Smith`, `e.g. stroke`, `J. Smith`, `(4) description`.
fn leaning(around: &Around<'_>) -> bool {
    let last = around.last.trim_start_matches(['(', '[', '“', '„', '«']);
    let mut chars = last.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.as_str() == ".";
    is_leaning(last)
        || is_enumerator(around.last)
        || (initial && around.next_char().is_some_and(char::is_uppercase))
}

/// A number or letter in brackets, as the items of a list within a sentence have it: `(4)`, `(ii)`, `b)`.
fn is_enumerator(word: &str) -> bool {
    let Some(inner) = word.strip_suffix(')') else { return false };
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let roman = inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let digits = inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit());
    !inner.is_empty()
        && (roman || digits || (inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase())))
}

/// Nothing breaks after a hyphen or dash beside a digit (`4-week`, `10–21`, `IL-6`), or between a digit and its
/// counter (`5年`).
fn beside_digit(around: &Around<'_>) -> bool {
    let mut before = around.before.chars().rev();
    let (last, previous) = (before.next(), before.next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match last {
        Some('-' | '‐' | '–' | '—' | '−') => digit(previous) || digit(around.next_char()),
        Some(c) if c.is_ascii_digit() => around.next_char().is_some_and(is_counter),
        Some('第' | '图' | '圖' | '図' | '表') => digit(around.next_char()),
        _ => false,
    }
}

/// `IM/IV`, `MAPK/ERK`: alternatives of eight characters at most.
fn alternatives(around: &Around<'_>) -> bool {
    const SHORT: usize = 8;
    let Some(left) = around.last.strip_suffix('/') else { return false };
    let left = left.rsplit(['/', '(', '[']).next().unwrap_or(left);
    let right = around.next.split(['/', ')', ']']).next().unwrap_or(around.next);
    let right = right.trim_end_matches(|c: char| !c.is_alphanumeric());
    left.chars().count() <= SHORT && right.chars().count() <= SHORT
}

/// `TNF-alpha`, `pre-clinical`, `follow-up`: three letters at most before a hyphen, or two after it.
fn short_prefix(around: &Around<'_>) -> bool {
    let Some(before) = around.before.strip_suffix(['-', '‐']) else { return false };
    let letters = |c: &char| c.is_alphanumeric();
    let left = before.chars().rev().take_while(letters).take(4).count();
    let right = around.after.chars().take_while(letters).take(3).count();
    left <= 3 || right <= 2
}

/// A word of one letter.
fn one_letter(word: &str) -> bool {
    let mut chars = word.trim_start_matches(['(', '„', '«', '“']).chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_rule_speaks_of_plain_words(
            before in "[a-zA-Z(0-9. ]{0,6}(et|Mme|mlle|table|Dr|ca|e\\.g|[a-zA-Z]{1,5})[.,;:=~)]?",
            after in "[ ]?([IVX]{1,3}|al|mL|[a-zA-Z]{1,6}|[0-9]{1,4}|\\[[0-9]\\]|[=<–-])[.,;:)]?( [a-z0-9]{1,4})?",
        ) {
            let text = format!("{before} {after}");
            for (offset, _) in text.char_indices() {
                if are_plain_words(&text, offset) {
                    prop_assert!(!Around::of(&text, offset).unwrap().is_glued(), "{text:?} at {offset}");
                }
            }
        }
    }
}
