//! Marks of footnotes and references in the text, footnotes at the end, and the way back.
//!
//! A mark is a `doc-noteref`, the lists are `doc-endnotes`, each way back is a `doc-backlink` (DPUB-ARIA 1.1). The
//! entries are plain list items with ids: `doc-endnote` is deprecated there.

use super::Writer;
use super::inlines::Mark;
use crate::backend::epub::volume::FOOTNOTES;
use crate::backend::epub::xml::Xml;
use crate::labels::Labels;
use crate::model::{Block, BlockKind, Footnote};

/// Arrow back to the text, in its text form.
const BACK: &str = "↩\u{FE0E}";

impl Writer<'_, '_> {
    /// The mark of a note, if it has an entry.
    pub(super) fn mark(&mut self, mark: &Mark) {
        let (href, id) = match *mark {
            Mark::Footnote { number, mention } => {
                if self.part.document.footnote(number).is_none() {
                    return;
                }
                let entry = self.part.id(&format!("note-{number}"));
                (format!("#{entry}"), self.part.id(&format!("call-{number}-{mention}")))
            }
            Mark::Reference { number, mention } => {
                if self.volume.publication.reference(self.part.document, number).is_none() {
                    return;
                }
                // On the line of what it belongs to, and never a superscript: beside a dose that could be read as a
                // power.
                self.xml.text("\u{A0}");
                (self.volume.reference_href(self.part, number), self.part.citation(number, mention))
            }
        };
        let mut attributes =
            vec![("class", "mark"), ("epub:type", "noteref"), ("role", "doc-noteref"), ("href", &*href)];
        if self.marked.insert(id.clone()) {
            attributes.push(("id", &id));
        }
        self.xml.open("a", &attributes);
        match mark {
            Mark::Footnote { number, .. } => self.xml.leaf("sup", &[], &letters(*number)),
            Mark::Reference { number, .. } => self.xml.text(&format!("[{number}]")),
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

    pub(super) fn open_notes(&mut self, what: &str, title: &str) {
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
        let calls = calls.into_iter().flatten();
        let number = footnote.number;
        let calls = calls.map(|call| (*call, format!("#{}", self.part.id(&format!("call-{number}-{call}")))));
        let calls: Vec<_> = calls.collect();
        ways_back(&mut self.xml, self.labels, &calls);
        self.xml.close();
    }
}

/// A link back to each mention: which it is, and where it stands.
pub(super) fn ways_back(xml: &mut Xml, labels: &Labels, mentions: &[(u32, String)]) {
    for (i, (mention, href)) in mentions.iter().enumerate() {
        if i > 0 {
            xml.text(" ");
        }
        let (name, shown) = match mentions.len() {
            1 => (labels.back_to_text.clone(), String::new()),
            _ => (format!("{} ({mention})", labels.back_to_text), mention.to_string()),
        };
        xml.open("a", &[("class", "back"), ("role", "doc-backlink"), ("href", href), ("aria-label", &*name)]);
        xml.text(BACK);
        if !shown.is_empty() {
            xml.leaf("sup", &[], &shown);
        }
        xml.close();
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
