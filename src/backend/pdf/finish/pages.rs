//! Page dictionaries (ISO 32000-1, 7.7.3).

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Links;
use super::values::{dictionary, hundredths, integer, name};
use crate::backend::pdf::fragment::Layout;
use crate::backend::pdf::paint::content;

/// The pages in order.
pub fn ids(document: &Document, count: usize) -> Vec<ObjectId> {
    document.get_pages().into_values().take(count).collect()
}

/// The root of the page tree.
pub fn root(document: &Document) -> Option<ObjectId> {
    document.catalog().ok()?.get(b"Pages").ok()?.as_reference().ok()
}

/// Replaces the dictionary of every page by one that has what PDF/UA wants and nothing empty.
pub fn complete(
    document: &mut Document,
    layout: &Layout,
    pages: &[ObjectId],
    fonts: Dictionary,
    links: &Links,
) {
    let Some(root) = root(document) else { return };
    let mut resources = Dictionary::new();
    if !fonts.is_empty() {
        resources.set("Font", fonts);
    }
    if let Some(images) = pages.first().and_then(|page| images(document, *page)) {
        resources.set("XObject", images);
    }
    let resources = document.add_object(resources);
    for (index, (id, page)) in pages.iter().zip(&layout.pages).enumerate() {
        let contents = document.get_dictionary(*id).and_then(|old| old.get(b"Contents")).cloned();
        let size = [0, 0, content::hundredths(page.width), content::hundredths(page.height)];
        let mut dictionary = dictionary([
            ("Type", name("Page")),
            ("Parent", root.into()),
            ("MediaBox", size.map(hundredths).to_vec().into()),
            ("Resources", resources.into()),
            ("Contents", contents.unwrap_or(Object::Null)),
            // ISO 14289-1, 7.18.3: the keyboard goes through annotations in the order of the structure.
            ("Tabs", name("S")),
            ("StructParents", integer(index)),
        ]);
        if let Some(annotations) = links.by_page.get(index).filter(|annotations| !annotations.is_empty()) {
            dictionary.set("Annots", annotations.iter().map(|&id| id.into()).collect::<Vec<Object>>());
        }
        document.objects.insert(*id, dictionary.into());
    }
}

/// The images of the document, if it has any: printpdf gives every page the same dictionary.
fn images(document: &Document, page: ObjectId) -> Option<Dictionary> {
    let follow = |object: &Object| match object {
        Object::Reference(id) => document.get_dictionary(*id).ok().cloned(),
        Object::Dictionary(dictionary) => Some(dictionary.clone()),
        _ => None,
    };
    let resources = follow(document.get_dictionary(page).ok()?.get(b"Resources").ok()?)?;
    follow(resources.get(b"XObject").ok()?).filter(|images| !images.is_empty())
}
