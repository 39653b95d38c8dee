//! What holds for every document.

use pepexport::labels::Terms;
use pepexport::model::{Document, Publication, Route, plain_text_of_blocks};
use proptest::prelude::*;

use super::fixture::{Unpacked, config, render};
use super::random::{ANYTHING, WORDS, document};
use super::soundness::{problems, text};

fn article(document: &Document) -> Unpacked {
    render(&Publication::article(document.clone()), &config(), &Terms::default())
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_and_none_changes_place(document in document(WORDS)) {
        let epub = article(&document);
        let page = text(epub.text("x.xhtml"));
        // Where inline content meets without a space, words meet too: letters are compared, not words.
        let found: String = words(&page).concat();
        let mut rest = found.chars();
        for letter in words(&plain_text_of_blocks(&document.blocks)).concat().chars() {
            prop_assert!(rest.any(|other| other == letter), "{letter} is missing:\n{page}");
        }
    }

    #[test]
    fn whatever_the_text_the_file_is_sound(first in document(ANYTHING), mut second in document(ANYTHING)) {
        let epub = article(&first);
        prop_assert_eq!(problems(&epub), Vec::<String>::new());
        prop_assert_eq!(&epub.bytes, &article(&first).bytes);
        second.route = Route::from_segments(["X"]);
        let title = format!("題 {}", second.metadata.title);
        let book = Publication::book(&title, Route::from_segments(["b"]), vec![first, second]);
        prop_assert_eq!(problems(&render(&book, &config(), &Terms::default())), Vec::<String>::new());
    }
}
