//! References: what the links of a document, or of a whole book, lead to, numbered in order of first use.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::{AuthorYear, Document, Inline, LinkTarget, Publication, Reference, Work, plain_text};

use super::citations::{identifier, label};
use super::{Setting, Surroundings, flow};

/// Numbers every citation, every link to the web, and every link to an article that is not bound in the same
/// publication. One entry stands for each distinct URL.
pub fn run(document: &mut Document, _: &Setting<'_>, _: &Surroundings<'_>, _: &mut Vec<Diagnostic>) {
    let mut ledger = Ledger::default();
    ledger.number(document);
    document.references = ledger.into_references();
}

/// Gives a book one list of references: numbers run through all parts, a work that several cite is one entry, and no
/// part keeps a list of its own.
pub fn gather(publication: &mut Publication) {
    let mut ledger = Ledger::default();
    for part in &mut publication.parts {
        ledger.number(part);
        part.references.clear();
    }
    publication.references = ledger.into_references();
}

/// The references so far.
#[derive(Default)]
struct Ledger {
    by_url: HashMap<String, usize>,
    entries: Vec<Entry>,
}

impl Ledger {
    /// Numbers the mentions of a document, after those before it.
    fn number(&mut self, document: &mut Document) {
        flow::inlines_mut(document, &mut |inline| match inline {
            Inline::Citation(citation) => {
                let text = plain_text(&citation.content);
                (citation.reference, citation.mention) = self.mention(&citation.url, &text);
            }
            Inline::Link(link) => {
                let url = match &link.target {
                    LinkTarget::Web(url) => Some(url),
                    LinkTarget::Article(article) if !article.bound => article.url.as_ref(),
                    LinkTarget::Article(_)
                    | LinkTarget::Contact(_)
                    | LinkTarget::Anchor(_)
                    | LinkTarget::Nowhere(_)
                    | LinkTarget::Unresolved(_) => None,
                };
                if let Some(url) = url {
                    let (number, mention) = self.mention(url, &plain_text(&link.content));
                    (link.reference, link.mention) = (Some(number), mention);
                }
            }
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Image(_)
            | Inline::FootnoteCall(_)
            | Inline::Passage(_)
            | Inline::SoftBreak
            | Inline::LineBreak => {}
        });
    }

    fn into_references(self) -> Vec<Reference> {
        self.entries.into_iter().map(Entry::into_reference).collect()
    }

    /// Records a mention; returns the number of the entry and which mention it is.
    fn mention(&mut self, url: &str, text: &str) -> (u32, u32) {
        let at = match self.by_url.get(url) {
            Some(at) => *at,
            None => {
                self.by_url.insert(url.to_owned(), self.entries.len());
                self.entries.push(Entry::new(self.entries.len(), url, text));
                self.entries.len() - 1
            }
        };
        let Some(entry) = self.entries.get_mut(at) else { return (0, 0) };
        entry.reference.mentions += 1;
        // Two that differ are a contradiction; more say nothing new.
        if entry.labels.len() < 2
            && let Some(label) = label::read(text)
            && entry.labels.iter().all(|known| known.key() != label.key())
        {
            entry.labels.push(label);
            entry.named.get_or_insert_with(|| text.to_owned());
        }
        (entry.reference.number, entry.reference.mentions)
    }
}

/// A reference in the making.
struct Entry {
    reference: Reference,
    /// The author-year labels it was mentioned under, that differ.
    labels: Vec<label::Label>,
    /// The text of its first label of that form.
    named: Option<String>,
}

impl Entry {
    fn new(before: usize, url: &str, text: &str) -> Self {
        let work = identifier::of_url(url).map(|identifier| Work { identifier, author_year: None });
        let mut reference = Reference {
            number: u32::try_from(before + 1).unwrap_or(u32::MAX),
            label: text.to_owned(),
            url: url.to_owned(),
            work,
            mentions: 0,
        };
        if reference.label.is_empty() {
            reference.label = reference.printed_url().to_owned();
        }
        Self { reference, labels: Vec::new(), named: None }
    }

    fn into_reference(self) -> Reference {
        let mut reference = self.reference;
        if let Some(work) = &mut reference.work
            && let [label] = self.labels.as_slice()
        {
            work.author_year = Some(AuthorYear::clone(&label.by));
            // “this study” is no label for a list; a later mention may have named the work.
            if let Some(named) = self.named {
                reference.label = named;
            }
        }
        reference
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::model::{Block, BlockKind, Footnote};

    fn referenced(document: Document) -> Document {
        World::with_base()
            .complete(document, &[super::super::links::run, super::super::citations::run, run])
            .0
    }

    fn line(content: Vec<Inline>) -> Block {
        block(BlockKind::Paragraph(content))
    }

    const WORK: &str = "https://pubmed.ncbi.nlm.nih.gov/1/";

    #[test]
    fn entries_are_numbered_by_first_use_and_counted() {
        let mut article = document(vec![
            block(BlockKind::Heading(crate::model::Heading {
                level: 2,
                anchor: crate::model::Anchor::new("h"),
                content: vec![link("https://a.example", vec![text("A")])],
                span: span(),
            })),
            line(vec![
                link("https://www.ncbi.nlm.nih.gov/pubmed/1", vec![text("this study")]),
                link("mailto:a@b.example", vec![text("mail")]),
                link("#h", vec![text("above")]),
                link("javascript:x", vec![text("no")]),
                Inline::Strong(vec![link(WORK, vec![text("Doe et al., 2001")])]),
                link("https://a.example/", vec![text("again")]),
            ]),
        ]);
        article.footnotes = vec![Footnote {
            label: "n".to_owned(),
            number: 1,
            mentions: 1,
            blocks: vec![line(vec![link("https://b.example", vec![text("B")])])],
            span: span(),
        }];
        let article = referenced(article);
        let list: Vec<_> = article
            .references
            .iter()
            .map(|entry| (entry.number, entry.label.as_str(), entry.url.as_str(), entry.mentions))
            .collect();
        assert_eq!(
            list,
            [
                (1, "A", "https://a.example/", 2),
                (2, "Doe et al., 2001", WORK, 2),
                (3, "B", "https://b.example/", 1)
            ]
        );
        let work = article.references[1].work.as_ref().unwrap();
        assert_eq!(work.author_year.as_ref().unwrap().family_name, "Doe");
        let mut marks = Vec::new();
        crate::model::walk::inlines(&article.blocks, &mut |inline| match inline {
            Inline::Citation(citation) => marks.push((citation.reference, citation.mention)),
            Inline::Link(link) => marks.push((link.reference.unwrap_or(0), link.mention)),
            _ => {}
        });
        assert_eq!(marks, [(1, 1), (2, 1), (0, 0), (0, 0), (0, 0), (2, 2), (1, 2)]);
    }

    #[test]
    fn a_book_may_have_one_list() {
        let part = |blocks: Vec<Inline>| referenced(document(vec![line(blocks)]));
        let mut book = Publication::book(
            "Book",
            crate::model::Route::from_segments(["book"]),
            vec![
                part(vec![link("https://a.example", vec![text("A")]), link(WORK, vec![text("this study")])]),
                part(vec![
                    link("https://b.example", vec![text("B")]),
                    link(WORK, vec![text("Doe et al., 2001")]),
                    link("https://a.example/", vec![text("again")]),
                ]),
            ],
        );
        assert_eq!(book.reference(&book.parts[1], 1).unwrap().label, "B");
        gather(&mut book);
        let list: Vec<_> = book
            .references
            .iter()
            .map(|entry| (entry.number, entry.label.as_str(), entry.mentions))
            .collect();
        assert_eq!(list, [(1, "A", 2), (2, "Doe et al., 2001", 2), (3, "B", 1)]);
        let mut marks = Vec::new();
        for part in &book.parts {
            assert!(part.references.is_empty());
            crate::model::walk::inlines(&part.blocks, &mut |inline| match inline {
                Inline::Citation(citation) => marks.push((citation.reference, citation.mention)),
                Inline::Link(link) => marks.push((link.reference.unwrap_or(0), link.mention)),
                _ => {}
            });
        }
        assert_eq!(marks, [(1, 1), (2, 1), (3, 1), (2, 2), (1, 2)]);
        assert_eq!(book.reference(&book.parts[1], 1).unwrap().label, "A");
        assert!(book.reference(&book.parts[1], 4).is_none());
    }

    #[test]
    fn labels_that_contradict_claim_no_author() {
        let article = referenced(document(vec![line(vec![
            link(WORK, vec![text("Doe et al., 2001")]),
            link(WORK, vec![text("Roe et al., 2002")]),
        ])]));
        assert_eq!(article.references.len(), 1);
        assert_eq!(article.references[0].label, "Doe et al., 2001");
        assert_eq!(article.references[0].work.as_ref().unwrap().author_year, None);
    }
}
