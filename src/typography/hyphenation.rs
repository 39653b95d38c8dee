//! Where a word may be divided at the end of a justified line, by the patterns of its language.
//!
//! Typographers divide less than patterns allow: no short word, no name, nothing with figures or capitals inside, and
//! never fewer than three letters on either side.

use std::ops::Range;

use hypher::{Lang, hyphenate_bounded};

use crate::model::Language;

/// Letters that a word must have.
const SHORTEST: usize = 7;
/// Letters that stay on each side of a division, where the language does not ask for more.
const LEAST: usize = 3;

/// A language that has patterns, with its habits.
#[derive(Debug, Clone, Copy)]
pub struct Hyphenator {
    patterns: Lang,
    /// Whether any noun is written with a capital, so that a capital does not make a name.
    capital_nouns: bool,
}

impl Hyphenator {
    /// The patterns of a language, by its BCP 47 tag; none where there are none or the language does not divide.
    pub fn of(language: &Language) -> Option<Self> {
        let primary: [u8; 2] = match language.primary() {
            // Norwegian is written as Bokmål unless it says otherwise.
            "no" => *b"nb",
            other => other.as_bytes().try_into().ok()?,
        };
        Some(Self { patterns: Lang::from_iso(primary)?, capital_nouns: matches!(&primary, b"de" | b"lb") })
    }

    /// Byte offsets in `text` at which a word within `range` may be divided. What an author's own soft hyphens divide
    /// is left to them.
    pub fn points(&self, text: &str, range: Range<usize>, points: &mut Vec<usize>) {
        let Some(part) = text.get(range.clone()) else { return };
        let (left, right) = self.patterns.bounds();
        let (left, right) = (left.max(LEAST), right.max(LEAST));
        let mut start = range.start;
        for token in part.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '—' | '–'))
        {
            let lead = token.len() - token.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let word = token.trim_matches(|c: char| !c.is_alphanumeric());
            if self.may_divide(word) {
                let mut at = start + lead;
                let mut syllables = hyphenate_bounded(word, self.patterns, left, right).peekable();
                while let Some(syllable) = syllables.next() {
                    at += syllable.len();
                    if syllables.peek().is_some() {
                        points.push(at);
                    }
                }
            }
            start += token.len();
        }
    }

    fn may_divide(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        word.chars().count() >= SHORTEST
            && (self.capital_nouns || !capital)
            && letters.all(|c| c.is_alphabetic() && !c.is_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str, language: &str) -> String {
        let hyphenator = Hyphenator::of(&Language::parse(language).unwrap()).unwrap();
        let mut points = Vec::new();
        hyphenator.points(text, 0..text.len(), &mut points);
        let mut shown = text.to_owned();
        for at in points.into_iter().rev() {
            shown.insert(at, '·');
        }
        shown
    }

    #[test]
    fn long_plain_words_are_divided() {
        assert_eq!(
            divided("an extensive, wonderful demonstration.", "en"),
            "an exten·sive, won·der·ful demon·stra·tion."
        );
        assert_eq!(divided("Silbentrennung der Wörter", "de"), "Sil·ben·tren·nung der Wörter");
        assert_eq!(divided("замечательный", "ru"), "заме·ча·тель·ный");
    }

    #[test]
    fn names_figures_and_short_words_are_not() {
        for text in ["Cerebrolysin", "TNFalpha", "interleukin6", "peptide", "don’t", "BDNF-dependent", "a"]
        {
            let kept = divided(text, "en");
            assert!(!kept.contains('·') || text == "peptide", "{kept}");
        }
    }

    #[test]
    fn languages_without_patterns_divide_nothing() {
        assert!(Hyphenator::of(&Language::parse("ja").unwrap()).is_none());
        assert!(Hyphenator::of(&Language::parse("vi").unwrap()).is_none());
        assert!(Hyphenator::of(&Language::parse("no").unwrap()).is_some());
    }
}
