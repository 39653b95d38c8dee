//! Names inside the container: files, ids, and fragments.

use std::collections::BTreeMap;

use crate::model::{Anchor, Block, Document, walk};

/// Gives each name once: to the second that asks for a name, with a number.
#[derive(Debug, Default)]
struct Unique {
    /// Names that are taken, with the number that the next of that name tries.
    taken: BTreeMap<String, u32>,
}

impl Unique {
    fn give(&mut self, name: String) -> String {
        let Some(&next) = self.taken.get(&name) else {
            self.taken.insert(name.clone(), 2);
            return name;
        };
        let mut number = next;
        loop {
            let numbered = format!("{name}-{number}");
            if !self.taken.contains_key(&numbered) {
                self.taken.insert(name, number + 1);
                self.taken.insert(numbered.clone(), 2);
                return numbered;
            }
            number += 1;
        }
    }
}

/// Gives file names that every reading system takes: lower-case ASCII letters, digits and hyphens, each once.
#[derive(Debug, Default)]
pub(super) struct FileNames {
    names: Unique,
}

impl FileNames {
    /// Keeps the names of our own files from articles.
    pub(super) fn reserving(names: &[&str]) -> Self {
        let mut reserved = Self::default();
        for name in names {
            reserved.names.give((*name).to_owned());
        }
        reserved
    }

    /// A name without extension made of `text`.
    pub(super) fn give(&mut self, text: &str) -> String {
        self.names.give(ascii_slug(text))
    }
}

/// Text as lower-case ASCII words joined by hyphens, starting with a letter. Never empty.
fn ascii_slug(text: &str) -> String {
    /// Longer names trouble some file systems when a reader unpacks the book.
    const LONGEST: usize = 80;
    let mut slug = String::new();
    for c in deunicode::deunicode(text).chars().take(LONGEST) {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.chars().next() {
        None => "article".to_owned(),
        // An id must not begin with a digit (XML Names 1.0, NCName).
        Some(c) if c.is_ascii_digit() => format!("a-{slug}"),
        Some(_) => slug.to_owned(),
    }
}

/// The ids of a document's headings: the anchors prefixed by the article's slug, `cerebrolysin-dosing-protocols`.
///
/// Whatever else has an id is named `slug_what`, so the two never meet.
pub(super) fn heading_ids(slug: &str, document: &Document) -> BTreeMap<Anchor, String> {
    let mut ids = BTreeMap::new();
    let mut names = Unique::default();
    let mut give = |block: &Block| {
        let Some(heading) = block.heading() else { return };
        if heading.anchor.as_str().is_empty() || ids.contains_key(&heading.anchor) {
            return;
        }
        let id = names.give(format!("{slug}-{}", name_characters(heading.anchor.as_str())));
        ids.insert(heading.anchor.clone(), id);
    };
    walk::blocks(&document.blocks, &mut give);
    for footnote in &document.footnotes {
        walk::blocks(&footnote.blocks, &mut give);
    }
    ids
}

/// The text with what may not stand inside an XML name (NCName) replaced by `_`.
fn name_characters(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '-' | '.' | '_' | '\u{B7}' | '\u{203F}' | '\u{2040}'
            | '0'..='9' | 'A'..='Z' | 'a'..='z'
            | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
            | '\u{200C}' | '\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
            | '\u{10000}'..='\u{EFFFF}')
            && (c as u32) & 0xFFFE != 0xFFFE
            && !c.is_control()
    };
    text.chars().map(|c| if allowed(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_ascii_and_unique() {
        let mut names = FileNames::reserving(&["cover"]);
        assert_eq!(names.give("Selank & Semax"), "selank-semax");
        assert_eq!(names.give("selank/semax"), "selank-semax-2");
        assert_eq!(
            names.give("Peptide richtig lagern – für Anfänger"),
            "peptide-richtig-lagern-fur-anfanger"
        );
        assert_eq!(names.give("cover"), "cover-2");
        assert_eq!(names.give("2024 in review"), "a-2024-in-review");
        assert_eq!(names.give("!?"), "article");
        assert_eq!(names.give("selank-semax-2"), "selank-semax-2-2");
        assert_eq!(names.give("selank-semax"), "selank-semax-3");
    }

    #[test]
    fn ids_are_xml_names() {
        assert_eq!(name_characters("a:b c(é)/語"), "a_b_c_é__語");
    }
}
