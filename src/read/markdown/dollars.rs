//! Which dollar signs are mathematics.
//!
//! pulldown-cmark takes `$30-$60` for a formula. Like pandoc we hold that a `$` followed by a letter or digit closes
//! none, so such signs are hidden from the parser and the text is parsed again.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser};

use crate::read::characters::HIDDEN_DOLLAR;

/// How often signs are hidden before mathematics is given up for a document.
const MAX_ROUNDS: usize = 3;

/// Text and options to parse it with.
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) options: Options,
}

/// Hides the dollar signs that are none of mathematics. Offsets stay as they are.
pub(super) fn prepare(text: &str, options: Options) -> Prepared<'_> {
    // A stray control character of the author must not become a dollar sign.
    let mut text = match text.contains(HIDDEN_DOLLAR) {
        true => Cow::Owned(text.replace(HIDDEN_DOLLAR, "\u{1}")),
        false => Cow::Borrowed(text),
    };
    if text.matches('$').nth(1).is_none() {
        return Prepared { text, options: options - Options::ENABLE_MATH };
    }
    // Three signs and more are no mark of mathematics, and the parser's time grows with the square of their number.
    if text.contains("$$$") {
        text = Cow::Owned(hide_runs(&text));
    }
    for _ in 0..MAX_ROUNDS {
        let signs = false_signs(&text, options);
        if signs.is_empty() {
            return Prepared { text, options };
        }
        let mut bytes = text.into_owned().into_bytes();
        for at in signs {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = HIDDEN_DOLLAR as u8;
            }
        }
        // Only ASCII was put in the place of ASCII, so nothing is replaced here.
        text = Cow::Owned(String::from_utf8_lossy(&bytes).into_owned());
    }
    Prepared { text, options: options - Options::ENABLE_MATH }
}

/// The text with runs of three or more signs hidden.
fn hide_runs(text: &str) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("$$$") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let after = from.trim_start_matches('$');
        hidden.push_str(before);
        hidden.extend(std::iter::repeat_n(HIDDEN_DOLLAR, from.len() - after.len()));
        rest = after;
    }
    hidden.push_str(rest);
    hidden
}

/// Offsets of the signs around formulas that are none.
fn false_signs(text: &str, options: Options) -> Vec<usize> {
    Parser::new_ext(text, options)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::InlineMath(_)))
        .filter(|(_, range)| {
            text.get(range.end..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
        })
        .flat_map(|(_, range)| [range.start, range.end - 1])
        .filter(|at| text.as_bytes().get(*at) == Some(&b'$'))
        .collect()
}
