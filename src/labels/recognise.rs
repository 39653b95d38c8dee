//! Recognising the author's words: call-outs, FAQ headings, disclaimers.

use super::{KINDS, Labels};
use crate::model::{CalloutKind, on_one_line};

impl Labels {
    /// The kind of call-out that the bold words `label` open, whatever their case, apostrophes and last colon.
    pub fn callout_kind(&self, label: &str) -> Option<CalloutKind> {
        let label = fold(label);
        let opens = |key: &str| {
            self.callout_words.get(key).is_some_and(|words| words.iter().any(|word| fold(word) == label))
        };
        KINDS.iter().find(|(_, key)| opens(key)).map(|(kind, _)| *kind)
    }

    /// Whether a heading opens a FAQ.
    pub fn is_faq_heading(&self, heading: &str) -> bool {
        let heading = fold(heading);
        self.faq_headings.iter().any(|known| fold(known) == heading)
    }

    /// Whether a text has a phrase of a disclaimer.
    pub fn is_disclaimer(&self, text: &str) -> bool {
        let text = fold(text);
        self.disclaimer_phrases.iter().any(|phrase| text.contains(&fold(phrase)))
    }
}

/// A text for comparison: lower case (without the dot that `İ` leaves), plain apostrophes and hyphens, single spaces,
/// nothing but the words (no colon or full stop at the end).
fn fold(text: &str) -> String {
    let lower: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\u{307}' | '\u{ad}'))
        .map(|c| match c {
            '’' | '‘' | 'ʼ' => '\'',
            '‐' | '‑' | '–' => '-',
            c => c,
        })
        .collect();
    let words = on_one_line(&lower);
    words.trim_end_matches([':', '：', '.', '!', '！', '?', '？', '。', ' ']).to_owned()
}
