//! Ranges of numbers: an en dash between digits, `30-50 mL` to `30–50 mL`.
//!
//! Dates, telephone numbers and names of things hold hyphens too; a hyphen stays wherever it may be one of theirs.

use super::run::Run;

/// Sets the hyphens of ranges.
pub fn set(run: &mut Run<'_>) {
    for at in 0..run.chars.len() {
        if run.at(at) == Some('-') && run.is_free(at) && is_range(&run.chars, at) {
            run.replace(at, 1, "–");
        }
    }
}

/// A number of a range.
#[derive(Debug, PartialEq)]
struct Number {
    /// Its parts between colons: hours and minutes, chapter and verse.
    parts: Vec<f64>,
    digits: usize,
    /// Whether it begins with a nought that counts nothing, as codes do.
    padded: bool,
}

fn is_range(chars: &[char], at: usize) -> bool {
    let before = chars.get(..at).unwrap_or_default();
    let after = chars.get(at + 1..).unwrap_or_default();
    // A unit of one mark may stand by each number: `10%-20%`.
    let (before, unit) = match before {
        [rest @ .., mark @ ('%' | '°')] => (rest, Some(*mark)),
        all => (all, None),
    };
    let left_length = {
        let run = before.iter().rev().take_while(|c| is_of_number(**c)).count();
        // A colon at the front is not the number's: `108(4):459-473`.
        let digits = before.get(before.len() - run..).unwrap_or_default();
        digits.iter().position(char::is_ascii_digit).map_or(0, |first| run - first)
    };
    let (context, left) = before.split_at_checked(before.len() - left_length).unwrap_or_default();
    let right_length = {
        let run = after.iter().take_while(|c| is_of_number(**c)).count();
        // A full stop, comma or colon at the end is the sentence's.
        let digits = after.get(..run).unwrap_or_default();
        digits.iter().rposition(char::is_ascii_digit).map_or(0, |last| last + 1)
    };
    let (right, rest) = after.split_at_checked(right_length).unwrap_or_default();
    let (Some(left), Some(right)) = (Number::read(left), Number::read(right)) else { return false };
    let unit_matches = unit.is_none_or(|unit| rest.first() == Some(&unit));
    unit_matches && starts_alone(context) && ends_alone(rest) && !is_named(context) && rises(&left, &right)
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | ':')
}

impl Number {
    fn read(chars: &[char]) -> Option<Self> {
        let text: String = chars.iter().collect();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let sound =
            text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit());
        if !sound || digits > 7 {
            return None;
        }
        let padded = text.starts_with('0')
            && text.as_bytes().get(1).is_some_and(|b| b.is_ascii_digit() && !text.contains(':'));
        let parts = text.split(':').map(value).collect::<Option<Vec<f64>>>()?;
        Some(Self { parts, digits, padded })
    }
}

/// A number with separators: groups of three, or one decimal part.
fn value(text: &str) -> Option<f64> {
    let groups: Vec<&str> = text.split([',', '.']).collect();
    let grouped = groups.len() > 1 && groups.iter().skip(1).all(|group| group.len() == 3);
    match groups.as_slice() {
        [whole] => whole.parse().ok(),
        _ if grouped && !text.starts_with('0') => groups.concat().parse().ok(),
        [whole, part] => format!("{whole}.{part}").parse().ok(),
        _ => None,
    }
}

/// Whether the second number lies above the first. A year may be followed by the last two digits of another.
fn rises(left: &Number, right: &Number) -> bool {
    if left.padded || right.padded && right.digits != 2 {
        return false;
    }
    match (left.parts.as_slice(), right.parts.as_slice()) {
        ([year], [end]) if left.digits == 4 && right.digits == 2 && (1900.0..2100.0).contains(year) => {
            // `2026-02` is a month.
            *end > year % 100.0 && *end > 12.0
        }
        ([low], [high]) => !right.padded && high > low,
        ([.., low], [high]) => high > low,
        ([low_hour, low], [high_hour, high]) => (high_hour, high) > (low_hour, low),
        _ => false,
    }
}

/// Whether what stands before a range lets it begin here.
fn starts_alone(context: &[char]) -> bool {
    // Typed dashes and ellipses count as what they become.
    if context.ends_with(&['-', '-']) || context.ends_with(&['.', '.', '.']) {
        return true;
    }
    match context.last() {
        None => true,
        Some(c) => {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | '['
                        | '{'
                        | '"'
                        | '\''
                        | '“'
                        | '‘'
                        | '„'
                        | '«'
                        | '~'
                        | '<'
                        | '>'
                        | '≥'
                        | '≤'
                        | '≈'
                        | '±'
                        | '='
                        | '$'
                        | '€'
                        | '£'
                        | '¥'
                        | '–'
                        | '—'
                        | '…'
                        | ':'
                        | ';'
                )
        }
    }
}

/// Letters of the longest unit that may follow a number without a space: `72h`, `20mL`.
const UNIT: usize = 6;
/// Words that a hyphen may join to a range: `4-6-week cycles`.
const JOINED: [&str; 16] = [
    "day", "days", "fold", "hour", "hours", "minute", "minutes", "month", "months", "second", "seconds",
    "times", "week", "weeks", "year", "years",
];

/// Whether what stands after a range lets it end here.
fn ends_alone(rest: &[char]) -> bool {
    let rest = match rest {
        ['%' | '°', rest @ ..] => rest,
        all => all,
    };
    let letters = rest.iter().take_while(|c| c.is_alphabetic()).count();
    let after = rest.get(letters..).unwrap_or_default();
    if letters > UNIT {
        return false;
    }
    match after {
        // A typed dash counts as what it becomes.
        [] | ['-', '-', ..] => true,
        ['-', word @ ..] => {
            let word: String = word.iter().take_while(|c| c.is_alphanumeric()).collect();
            JOINED.contains(&word.to_lowercase().as_str())
        }
        // More of a number or a name: `3-4.b`, `1-2/3`, `1-2_3`.
        ['.' | '/' | ':' | ',' | '\'' | '’', next, ..] if next.is_ascii_digit() => false,
        ['.', next, ..] if next.is_alphanumeric() => false,
        [c, ..] => !c.is_alphanumeric() && !matches!(c, '_' | '@' | '#' | '='),
    }
}

/// Words whose numbers are names.
const NAMED: [&str; 32] = [
    "appendix", "article", "batch", "call", "cas", "chapter", "code", "doi", "fax", "fig", "figure", "id",
    "isbn", "issn", "item", "lot", "model", "no", "nr", "number", "nummer", "part", "phone", "pmid", "ref",
    "section", "serial", "sku", "table", "tel", "version", "zip",
];

/// Whether the word before says that the number is a name, or a telephone number has begun.
fn is_named(context: &[char]) -> bool {
    let text: String = context.iter().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let word = last.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let area = last.starts_with('+')
        || (last.ends_with(')') && word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty());
    let touches = !context.last().is_some_and(|c| c.is_whitespace());
    !touches && (area || NAMED.contains(&word.as_str()))
}
