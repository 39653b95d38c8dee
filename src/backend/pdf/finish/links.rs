//! Link annotations (ISO 32000-1, 12.5.6.5; ISO 14289-1, 7.18.5).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object};

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
    let mut actions = Actions::of_layout(layout);
    for (index, page) in layout.pages.iter().enumerate() {
        for link in &page.links {
            let (key, target) = match &link.target {
                LinkTarget::Destination(place) if !known.contains(place.as_ref()) => continue,
                LinkTarget::Destination(place) => ("Dest", byte_string(place.as_bytes())),
                LinkTarget::Uri(uri) => ("A", actions.of(uri, document)),
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

/// What happens when a link is followed. A URI of several areas is written once: a long one covers many lines.
struct Actions<'a> {
    areas: BTreeMap<&'a str, usize>,
    shared: BTreeMap<&'a str, Object>,
}

impl<'a> Actions<'a> {
    fn of_layout(layout: &'a Layout) -> Self {
        let mut areas = BTreeMap::new();
        for link in layout.pages.iter().flat_map(|page| &page.links) {
            if let LinkTarget::Uri(uri) = &link.target {
                *areas.entry(uri.as_ref()).or_default() += link.areas.len();
            }
        }
        Self { areas, shared: BTreeMap::new() }
    }

    fn of(&mut self, uri: &'a str, document: &mut Document) -> Object {
        let action = || dictionary([("S", name("URI")), ("URI", byte_string(ascii_uri(uri)))]).into();
        if self.areas.get(uri).is_none_or(|&areas| areas < 2) {
            return action();
        }
        self.shared.entry(uri).or_insert_with(|| document.add_object::<Object>(action()).into()).clone()
    }
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
    use std::path::Path;

    use super::*;
    use crate::backend::pdf::properties::laid_from;
    use crate::config::Config;

    /// The actions of all annotations of an article.
    fn actions(markdown: &str) -> Vec<Object> {
        let layout = laid_from(markdown, Path::new("x.md"), &Config::default());
        let mut document = Document::new();
        let pages: Vec<_> = layout.pages.iter().map(|_| document.new_object_id()).collect();
        let links = write(&mut document, &layout, &pages);
        let annotations = links.annotations.iter().map(|link| document.get_dictionary(link.id).unwrap());
        annotations.filter_map(|annotation| annotation.get(b"A").ok().cloned()).collect()
    }

    #[test]
    fn a_uri_that_covers_many_lines_is_written_once() {
        let actions = actions(&format!("See <https://a.example/{}> for more.\n", "x".repeat(5_000)));
        assert!(actions.len() > 50, "{}", actions.len());
        assert!(actions.iter().all(|action| action.as_reference().is_ok() && *action == actions[0]));
    }

    #[test]
    fn a_uri_that_no_string_holds_is_text_alone() {
        let url = format!("https://a.example/{}", "x".repeat(40_000));
        assert_eq!(
            actions(&format!("See <{url}> and [a study](https://doi.org/10.1/{}).\n", "x".repeat(40_000))),
            []
        );
    }

    #[test]
    fn uris_are_ascii() {
        assert_eq!(ascii_uri("https://a.example/x?y=%20#z"), "https://a.example/x?y=%20#z");
        assert_eq!(ascii_uri("https://a.example/é b"), "https://a.example/%C3%A9%20b");
    }
}
