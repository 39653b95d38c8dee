//! Link annotations (ISO 32000-1, 12.5.6.5; ISO 14289-1, 7.18.5).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document};

use super::values::{byte_string, dictionary, integer, name, rectangle, text};
use super::{Annotation, Links};
use crate::backend::pdf::fragment::{Layout, LinkTarget};
use crate::backend::pdf::paint::content::Bounds;

/// Writes an annotation for each area of each link. One for each line rather than one of several quadrilaterals:
/// not every viewer knows those, and the box around two lines covers other links.
///
/// `StructParent` numbers follow those of the pages.
pub fn write(document: &mut Document, layout: &Layout, pages: &[lopdf::ObjectId]) -> Links {
    let known: BTreeSet<&str> = layout.destinations.iter().map(|place| place.name.as_str()).collect();
    let mut links = Links { by_page: vec![Vec::new(); pages.len()], annotations: Vec::new() };
    for (index, page) in layout.pages.iter().enumerate() {
        for link in &page.links {
            let (key, target) = match &link.target {
                LinkTarget::Destination(place) if !known.contains(place.as_str()) => continue,
                LinkTarget::Destination(place) => ("Dest", byte_string(place.as_str())),
                LinkTarget::Uri(uri) => {
                    ("A", dictionary([("S", name("URI")), ("URI", byte_string(ascii_uri(uri)))]).into())
                }
            };
            for area in &link.areas {
                let number = pages.len() + links.annotations.len();
                let mut annotation = annotation(Bounds::of(area, page.height), &link.contents, number);
                annotation.set(key, target.clone());
                let id = document.add_object(annotation);
                links.annotations.push(Annotation { tag: link.tag, page: index, id });
                if let Some(of_page) = links.by_page.get_mut(index) {
                    of_page.push(id);
                }
            }
        }
    }
    links
}

fn annotation(bounds: Bounds, contents: &str, number: usize) -> Dictionary {
    /// Flag 3: the annotation is printed, as PDF/A wants of all (ISO 19005-2, 6.3.2).
    const PRINT: i64 = 4;
    dictionary([
        ("Type", name("Annot")),
        ("Subtype", name("Link")),
        ("Rect", rectangle(bounds)),
        ("Border", vec![0.into(), 0.into(), 0.into()].into()),
        ("F", integer(PRINT)),
        ("Contents", text(contents)),
        ("StructParent", integer(number)),
    ])
}

/// A URI in 7-bit ASCII, as URI actions have it (12.6.4.7).
fn ascii_uri(uri: &str) -> String {
    let mut ascii = String::with_capacity(uri.len());
    for byte in uri.bytes() {
        match byte {
            b'!'..=b'~' => ascii.push(char::from(byte)),
            _ => {
                const HEX: [char; 16] =
                    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
                let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or('0');
                ascii.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_ascii() {
        assert_eq!(ascii_uri("https://a.example/x?y=%20#z"), "https://a.example/x?y=%20#z");
        assert_eq!(ascii_uri("https://a.example/é b"), "https://a.example/%C3%A9%20b");
    }
}
