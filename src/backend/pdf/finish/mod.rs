//! Finishing: what makes painted pages a PDF/UA-1 and PDF/A-2a file.

mod fonts;
mod intent;
mod links;
mod metadata;
mod navigation;
mod pages;
mod structure;
mod syntax;
pub mod values;
mod writer;
mod written;
mod xmp;

use lopdf::{Dictionary, Object, ObjectId};

use self::values::{dictionary, name, text};
use super::font::Fonts;
use super::fragment::Layout;
use super::paint::Painted;

/// Completes a painted layout and writes the file.
pub fn finish(painted: Painted, layout: &Layout, fonts: &Fonts) -> Vec<u8> {
    let Painted { mut document, typefaces, sequences } = painted;
    let pages = pages::ids(&document, layout.pages.len());

    let font_resources = fonts::write(&mut document, &typefaces, fonts);
    let links = links::write(&mut document, layout, &pages);
    pages::complete(&mut document, layout, &pages, font_resources, &links);
    let (structure, written) = structure::write(&mut document, &layout.tags, &pages, &sequences, &links);
    let outline = navigation::outline(&mut document, layout);
    let destinations = navigation::destinations(&mut document, layout, &pages);
    let labels = navigation::page_labels(layout);
    let intent = intent::write(&mut document);
    let metadata = metadata::write(&mut document, &layout.about);
    let info = document.add_object(metadata::info(&layout.about));

    let mut catalog = catalog(&document, layout);
    catalog.set("StructTreeRoot", structure);
    catalog.set("PageLabels", labels);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Metadata", metadata);
    if let Some(destinations) = destinations {
        catalog.set("Names", dictionary([("Dests", destinations.into())]));
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", name("UseOutlines"));
    }
    let catalog = document.add_object(catalog);
    writer::write(&document, &written, catalog, info)
}

/// The catalog without what other objects add (ISO 32000-1, 7.7.2).
fn catalog(document: &lopdf::Document, layout: &Layout) -> Dictionary {
    dictionary([
        ("Type", name("Catalog")),
        ("Pages", pages::root(document).map_or(Object::Null, Object::Reference)),
        ("Lang", text(&layout.about.language)),
        ("MarkInfo", dictionary([("Marked", true.into())]).into()),
        ("ViewerPreferences", dictionary([("DisplayDocTitle", true.into())]).into()),
    ])
}

/// The annotations of the file's links.
struct Links {
    /// For each page, its annotations in order.
    by_page: Vec<Vec<ObjectId>>,
    /// For each link area that was written: its tag, page and annotation.
    annotations: Vec<Annotation>,
}

/// A link annotation and the tag it belongs to.
struct Annotation {
    tag: super::tags::TagId,
    page: usize,
    id: ObjectId,
}
