//! Text as comparisons see it: differences of case, white space, quotes and dashes do not count.

use crate::model::on_one_line;

/// `text` in lower case, white space single, quotes and dashes straight.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for c in word.chars() {
            match c {
                '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' => folded.push('\''),
                '“' | '”' | '„' | '‟' | '″' | '«' | '»' => folded.push('"'),
                '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => folded.push('-'),
                '…' => folded.push_str("..."),
                '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
                // The dot that lower case leaves of a Turkish capital.
                '\u{307}' => {}
                'İ' => folded.push('i'),
                _ => folded.extend(c.to_lowercase()),
            }
        }
    }
    // `--` and `---` are dashes as typed.
    while folded.contains("--") {
        folded = folded.replace("--", "-");
    }
    folded
}

/// `text` folded, and punctuation and symbols as white space: only words are left.
pub fn words(text: &str) -> String {
    let spaced: String = fold(text)
        .chars()
        .filter(|c| *c != '\'')
        .map(|c| if c.is_alphanumeric() || is_mark(c) { c } else { ' ' })
        .collect();
    on_one_line(&spaced).into_owned()
}

/// Whether `c` combines with the letter before it.
pub fn is_mark(c: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};
    c.general_category_group() == GeneralCategoryGroup::Mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_and_case_do_not_count() {
        assert_eq!(fold("Alzheimer’s —  “What”\nNow"), "alzheimer's - \"what\" now");
        assert_eq!(fold("a--b"), fold("a–b"));
        assert_eq!(words("FAQ’s: (Semax & Selank)!"), "faqs semax selank");
        assert_eq!(words("हिन्दी?"), "हिन्दी");
    }
}
