//! What holds for every document.

use std::collections::BTreeMap;

use pepexport::labels::Terms;
use pepexport::model::{Document, Publication, plain_text_of_blocks};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::random::{ANYTHING, Made, WORDS, document};
use super::{config, render};

fn text_of(document: &Document, width: u16, ascii: bool) -> String {
    let terms = Terms::bundled(&BTreeMap::new()).unwrap();
    render(&Publication::article(document.clone()), &config(width, ascii), &terms)
}

/// Words in lower case, as capitals may be the backend's.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_wider_than_the_page(document in document(WORDS), width in 48..100_u16) {
        for line in text_of(&document, width, false).lines().filter(|line| !line.contains("://")) {
            prop_assert!(line.width() <= usize::from(width), "{} columns: {line}", line.width());
        }
    }

    #[test]
    fn no_word_is_lost_and_none_changes_place(
        document in document(Made { tables: false, ..WORDS }),
        width in 24..100_u16,
    ) {
        let text = text_of(&document, width, false);
        let found = words(&text);
        let mut rest = found.iter();
        for word in words(&plain_text_of_blocks(&document.blocks)) {
            prop_assert!(rest.any(|other| *other == word), "{word} is missing:\n{text}");
        }
    }

    #[test]
    fn no_word_of_a_table_is_lost(document in document(WORDS), width in 24..100_u16) {
        let text = text_of(&document, width, false);
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for word in words(&text) {
            *found.entry(word).or_default() += 1;
        }
        for word in words(&plain_text_of_blocks(&document.blocks)) {
            let left = found.get_mut(&word).filter(|left| **left > 0);
            prop_assert!(left.is_some(), "{word} is missing:\n{text}");
            if let Some(left) = left {
                *left -= 1;
            }
        }
    }

    #[test]
    fn whatever_the_text_the_file_is_clean(document in document(ANYTHING), width in 0..120_u16) {
        for ascii in [false, true] {
            let text = text_of(&document, width, ascii);
            prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
            prop_assert!(text.lines().all(|line| line == line.trim_end()), "a space at the end of a line:\n{text:?}");
            let controls = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\t'));
            prop_assert_eq!(controls.count(), 0);
            prop_assert!(!ascii || text.is_ascii(), "{text:?}");
            prop_assert_eq!(&text, &text_of(&document, width, ascii));
        }
    }
}
