//! The navigation document (EPUB 3.3, 7), which is also the page of contents.

use super::volume::{COVER_PAGE, ContentsEntry, NAVIGATION, TITLE_PAGE, Volume};
use super::xhtml::{body, direction, page};
use super::xml::Xml;

/// Writes the navigation document: the contents for all to see, the landmarks for reading systems.
pub(super) fn document(volume: &Volume<'_>, has_cover: bool) -> String {
    let labels = volume.labels;
    let contents = &volume.contents;
    let mut xml = page(&labels.contents, &volume.publication.metadata.language);
    body(&mut xml, "frontmatter");
    xml.open(
        "nav",
        &[
            ("class", "contents"),
            ("epub:type", "toc"),
            ("role", "doc-toc"),
            ("id", "toc"),
            ("aria-labelledby", "toc-title"),
        ],
    );
    xml.line();
    xml.leaf_line("h1", &[("id", "toc-title")], &labels.contents);
    entries(&mut xml, contents);
    xml.close_line();

    let start = contents.first().map(|entry| (entry.href.as_str(), entry.title.as_str()));
    let mut landmarks = Vec::new();
    if has_cover {
        landmarks.push(("cover", COVER_PAGE, labels.cover.as_str()));
    }
    landmarks.push(("titlepage", TITLE_PAGE, labels.title_page.as_str()));
    landmarks.push(("toc", NAVIGATION, labels.contents.as_str()));
    landmarks.extend(start.map(|(href, title)| ("bodymatter", href, title)));
    let references = volume.references.as_deref();
    landmarks.extend(references.map(|href| ("endnotes", href, volume.references_title())));
    xml.open("nav", &[("epub:type", "landmarks"), ("id", "landmarks"), ("hidden", "hidden")]);
    xml.line();
    xml.open("ol", &[]);
    xml.line();
    for (kind, href, title) in landmarks {
        xml.open("li", &[]);
        xml.leaf("a", &[("epub:type", kind), ("href", href)], title);
        xml.close_line();
    }
    xml.close_line();
    xml.finish()
}

fn entries(xml: &mut Xml, entries: &[ContentsEntry]) {
    xml.open("ol", &[]);
    xml.line();
    for entry in entries {
        let mut attributes = Vec::new();
        if let Some(language) = &entry.language {
            attributes = vec![
                ("lang", language.as_str()),
                ("xml:lang", language.as_str()),
                ("dir", direction(language.direction())),
            ];
        }
        xml.open("li", &attributes);
        xml.leaf("a", &[("href", &entry.href)], &entry.title);
        if !entry.children.is_empty() {
            xml.line();
            self::entries(xml, &entry.children);
        }
        xml.close_line();
    }
    xml.close_line();
}
