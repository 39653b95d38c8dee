//! Lists of references: at the end of an article, or on a page of their own for the whole volume.

use super::links::valid;
use super::notes::ways_back;
use super::{Page, Writer, body, page};
use crate::backend::epub::volume::{REFERENCES, Volume, reference_entry};
use crate::backend::epub::xml::Xml;
use crate::labels::Labels;
use crate::model::Reference;

impl Writer<'_, '_> {
    /// The references of the article.
    pub(super) fn references(&mut self) {
        let part = self.part;
        if part.document.references.is_empty() {
            return;
        }
        self.open_notes(REFERENCES, part.references_title());
        list(
            &mut self.xml,
            self.labels,
            &part.document.references,
            |number| part.id(&reference_entry(number)),
            |number| {
                let mentions = part.citations.get(&number).into_iter().flatten();
                mentions.map(|&mention| (mention, format!("#{}", part.citation(number, mention)))).collect()
            },
        );
        self.xml.close_line();
    }
}

/// The page with the references of the whole volume.
pub(in crate::backend::epub) fn references_page(volume: &Volume<'_>, file: &str) -> Page {
    let title = volume.references_title();
    let mut xml = page(title, &volume.publication.metadata.language);
    body(&mut xml, "backmatter");
    xml.open(
        "section",
        &[
            ("class", "apparatus"),
            ("epub:type", "endnotes"),
            ("role", "doc-endnotes"),
            ("id", REFERENCES),
            ("aria-labelledby", "references-title"),
        ],
    );
    xml.line();
    xml.leaf_line("h1", &[("id", "references-title")], title);
    let references = &volume.publication.references;
    list(&mut xml, volume.labels, references, reference_entry, |number| volume.mentions_of(number));
    Page { file: file.to_owned(), text: xml.finish(), formulas: super::Formulas::default() }
}

/// The entries, each with an id and its ways back.
fn list(
    xml: &mut Xml,
    labels: &Labels,
    references: &[Reference],
    id: impl Fn(u32) -> String,
    mentions: impl Fn(u32) -> Vec<(u32, String)>,
) {
    xml.open("ol", &[("class", "notes numbered")]);
    xml.line();
    for reference in references {
        xml.open("li", &[("id", &id(reference.number))]);
        entry(xml, reference);
        xml.text(" ");
        ways_back(xml, labels, &mentions(reference.number));
        xml.close_line();
    }
    xml.close_line();
}

/// What an entry says: the label, the identifier, the address.
fn entry(xml: &mut Xml, reference: &Reference) {
    let address = reference.printed_url();
    let label = match reference.work.as_ref().and_then(|work| work.author_year.as_ref()) {
        Some(by) => format!("{}, {}", by.authors, by.year),
        None => reference.label.clone(),
    };
    let label = label.trim();
    if !label.is_empty() && label != address && label != reference.url {
        xml.text(label);
        xml.text(if label.ends_with(['.', '!', '?', '…', '。']) { " " } else { ". " });
    }
    if let Some(work) = &reference.work {
        xml.text(&work.identifier.printed());
        xml.text(". ");
    }
    xml.leaf("a", &[("class", "address"), ("href", &valid(&reference.url))], address);
}
