//! Footnotes and references: marks in the text, entries at the end, and the way back.
//!
//! A mark is a `doc-noteref`, the lists are `doc-endnotes`, each way back is a `doc-backlink` (DPUB-ARIA 1.1). The
//! entries are plain list items with ids: `doc-endnote` is deprecated there.

use std::collections::BTreeSet;

use super::Writer;
use super::inlines::Mark;
use super::links::valid;
use crate::backend::epub::volume::{FOOTNOTES, REFERENCES};
use crate::model::{Block, BlockKind, Footnote, Reference};

/// Arrow back to the text, in its text form.
const BACK: &str = "↩\u{FE0E}";

impl Writer<'_, '_> {
    /// The mark of a note, if it has an entry.
    pub(super) fn mark(&mut self, mark: &Mark) {
        let (kind, entry, number, mention) = match *mark {
            Mark::Footnote { number, mention } => {
                if self.part.document.footnote(number).is_none() {
                    return;
                }
                ("call", "note", number, mention)
            }
            Mark::Reference { number, mention } => {
                if self.part.document.reference(number).is_none() {
                    return;
                }
                // On the line of what it belongs to, and never a superscript: beside a dose that could be read as a
                // power.
                self.xml.text("\u{A0}");
                ("cite", "ref", number, mention)
            }
        };
        let href = format!("#{}", self.part.id(&format!("{entry}-{number}")));
        let id = self.part.id(&format!("{kind}-{number}-{mention}"));
        let mut attributes =
            vec![("class", "mark"), ("epub:type", "noteref"), ("role", "doc-noteref"), ("href", &*href)];
        if self.marked.insert(id.clone()) {
            attributes.push(("id", &id));
        }
        self.xml.open("a", &attributes);
        match mark {
            Mark::Footnote { .. } => self.xml.leaf("sup", &[], &letters(number)),
            Mark::Reference { .. } => self.xml.text(&format!("[{number}]")),
        }
        self.xml.close();
    }

    /// The footnotes.
    pub(super) fn footnotes(&mut self) {
        let document = self.part.document;
        if document.footnotes.is_empty() {
            return;
        }
        self.open_notes(FOOTNOTES, &self.labels.footnotes);
        self.xml.open("ol", &[("class", "notes"), ("type", "a")]);
        self.xml.line();
        for footnote in &document.footnotes {
            let id = self.part.id(&format!("note-{}", footnote.number));
            self.xml.open("li", &[("id", &id)]);
            self.footnote(footnote);
            self.xml.close_line();
        }
        self.xml.close_line();
        self.xml.close_line();
    }

    /// The references.
    pub(super) fn references(&mut self) {
        let document = self.part.document;
        if document.references.is_empty() {
            return;
        }
        self.open_notes(REFERENCES, self.part.references_title());
        self.xml.open("ol", &[("class", "notes numbered")]);
        self.xml.line();
        for reference in &document.references {
            let id = self.part.id(&format!("ref-{}", reference.number));
            self.xml.open("li", &[("id", &id)]);
            self.reference(reference);
            self.xml.text(" ");
            self.ways_back("cite", reference.number, self.part.citations.get(&reference.number));
            self.xml.close_line();
        }
        self.xml.close_line();
        self.xml.close_line();
    }

    /// What an entry says: the label, the identifier, the address.
    fn reference(&mut self, reference: &Reference) {
        let address = reference.printed_url();
        let label = match reference.work.as_ref().and_then(|work| work.author_year.as_ref()) {
            Some(by) => format!("{}, {}", by.authors, by.year),
            None => reference.label.clone(),
        };
        let label = label.trim();
        if !label.is_empty() && label != address && label != reference.url {
            self.xml.text(label);
            self.xml.text(if label.ends_with(['.', '!', '?', '…', '。']) { " " } else { ". " });
        }
        if let Some(work) = &reference.work {
            self.xml.text(&work.identifier.printed());
            self.xml.text(". ");
        }
        self.xml.leaf("a", &[("class", "address"), ("href", &valid(&reference.url))], address);
    }

    fn open_notes(&mut self, what: &str, title: &str) {
        let id = self.part.id(what);
        let title_id = self.part.id(&format!("{what}-title"));
        self.xml.open(
            "section",
            &[
                ("class", "apparatus"),
                ("epub:type", "endnotes"),
                ("role", "doc-endnotes"),
                ("id", &id),
                ("aria-labelledby", &title_id),
            ],
        );
        self.xml.line();
        self.xml.leaf_line("h2", &[("id", &title_id)], title);
    }

    /// What a footnote says; the ways back end its last paragraph.
    fn footnote(&mut self, footnote: &Footnote) {
        let calls = self.part.calls.get(&footnote.number);
        let (before, last) = match footnote.blocks.split_last() {
            Some((Block { kind: BlockKind::Paragraph(content), .. }, before)) => (before, &**content),
            _ => (&*footnote.blocks, [].as_slice()),
        };
        self.blocks(before);
        self.xml.open("p", &[]);
        self.inlines(last);
        if !last.is_empty() {
            self.xml.text(" ");
        }
        self.ways_back("call", footnote.number, calls);
        self.xml.close();
    }

    /// A link back to each mention.
    fn ways_back(&mut self, kind: &str, number: u32, mentions: Option<&BTreeSet<u32>>) {
        let Some(mentions) = mentions else { return };
        for (i, mention) in mentions.iter().enumerate() {
            if i > 0 {
                self.xml.text(" ");
            }
            let href = format!("#{}", self.part.id(&format!("{kind}-{number}-{mention}")));
            let (name, shown) = match mentions.len() {
                1 => (self.labels.back_to_text.clone(), String::new()),
                _ => (format!("{} ({mention})", self.labels.back_to_text), mention.to_string()),
            };
            let attributes =
                [("class", "back"), ("role", "doc-backlink"), ("href", &*href), ("aria-label", &*name)];
            self.xml.open("a", &attributes);
            self.xml.text(BACK);
            if !shown.is_empty() {
                self.xml.leaf("sup", &[], &shown);
            }
            self.xml.close();
        }
    }
}

/// A footnote's mark: a, b … z, aa, ab …
fn letters(number: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = number;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn footnotes_are_lettered_past_z() {
        assert_eq!([1, 2, 26, 27, 52, 703].map(letters), ["a", "b", "z", "aa", "az", "aaa"]);
    }
}
