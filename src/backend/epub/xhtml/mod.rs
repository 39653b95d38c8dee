//! An article as an XHTML content document (EPUB 3.3, 6.1): the model in HTML's own terms, nothing lost.

mod blocks;
mod inlines;
mod links;
mod math;
mod mathml;
mod notes;
mod opener;
mod page;
mod pictures;
mod references;
mod sections;
mod tables;

use std::collections::BTreeSet;

use super::images::Gallery;
use super::volume::{Part, Volume};
use super::xml::Xml;
use crate::diagnostic::Diagnostic;
use crate::labels::Labels;
use crate::model::{Anchor, AssetPath};

pub(super) use links::valid;
pub(super) use math::Formulas;
pub(super) use opener::byline;
pub(super) use page::{Page, body, direction, page};
pub(super) use references::references_page;

/// Writes an article.
pub(super) fn article<'a>(
    part: &Part<'a>,
    volume: &Volume<'a>,
    gallery: &mut Gallery<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Page {
    let metadata = &part.document.metadata;
    let title = part.contents_title();
    let xml = page(&title, &metadata.language);
    let mut writer = Writer::new(xml, part, volume, gallery, diagnostics);
    body(&mut writer.xml, "bodymatter");
    writer.open_article();
    writer.opener();
    writer.flow(&part.document.blocks);
    writer.footnotes();
    writer.references();
    let formulas = writer.formulas;
    Page { file: part.file.clone(), text: writer.xml.finish(), formulas }
}

/// An article being written.
struct Writer<'a, 'w> {
    xml: Xml,
    part: &'w Part<'a>,
    volume: &'w Volume<'a>,
    labels: &'a Labels,
    gallery: &'w mut Gallery<'a>,
    diagnostics: &'w mut Vec<Diagnostic>,
    /// Images whose problem was reported.
    reported: BTreeSet<AssetPath>,
    /// Anchors whose heading is written: an id stands once.
    anchored: BTreeSet<Anchor>,
    /// Marks of notes that are written: an id stands once.
    marked: BTreeSet<String>,
    /// The sections that are open.
    sections: Vec<sections::Open>,
    /// Whether we are inside a link, where no other may stand.
    in_link: bool,
    /// Marks of notes that wait for the end of a link.
    waiting: Vec<inlines::Mark>,
    /// Tables with a caption so far.
    captioned_tables: usize,
    /// How formulas came out.
    formulas: Formulas,
}

impl<'a, 'w> Writer<'a, 'w> {
    fn new(
        xml: Xml,
        part: &'w Part<'a>,
        volume: &'w Volume<'a>,
        gallery: &'w mut Gallery<'a>,
        diagnostics: &'w mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            xml,
            part,
            volume,
            labels: part.labels,
            gallery,
            diagnostics,
            reported: BTreeSet::new(),
            anchored: BTreeSet::new(),
            marked: BTreeSet::new(),
            sections: Vec::new(),
            in_link: false,
            waiting: Vec::new(),
            captioned_tables: 0,
            formulas: Formulas::default(),
        }
    }
}
