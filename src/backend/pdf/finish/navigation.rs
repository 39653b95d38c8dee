//! Bookmarks, named destinations and page labels (ISO 32000-1, 12.3 and 12.4.2).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::values::{byte_string, dictionary, hundredths, integer, name, text};
use crate::backend::pdf::fragment::{Layout, OutlineItem};
use crate::backend::pdf::paint::content;
use crate::typography::numerals::roman;

/// Named destinations: each shows its place at the top of the window and leaves the magnification as it is.
pub fn destinations(document: &mut Document, layout: &Layout, pages: &[ObjectId]) -> Option<ObjectId> {
    let mut places: BTreeMap<&[u8], Object> = BTreeMap::new();
    for place in &layout.destinations {
        let (Some(page), Some(id)) = (layout.pages.get(place.page), pages.get(place.page)) else { continue };
        let top = hundredths(content::hundredths(page.height - place.y));
        let view = vec![(*id).into(), name("XYZ"), Object::Null, top, Object::Null];
        places.entry(place.name.as_bytes()).or_insert(view.into());
    }
    let names: Vec<Object> =
        places.into_iter().flat_map(|(name, place)| [byte_string(name), place]).collect();
    (!names.is_empty()).then(|| document.add_object(dictionary([("Names", names.into())])))
}

/// About as many bookmarks as a window shows without scrolling: levels are open as long as no more show.
const MOST_OPEN: usize = 40;

/// The outline, if there are bookmarks.
pub fn outline(document: &mut Document, layout: &Layout) -> Option<ObjectId> {
    if layout.outline.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let mut writer = Outline {
        places: layout.destinations.iter().map(|place| place.name.as_str()).collect(),
        open_levels: open_levels(&layout.outline),
        document,
    };
    let Level { first, last, visible } = writer.level(&layout.outline, root, 1)?;
    let dictionary = dictionary([
        ("Type", name("Outlines")),
        ("First", first.into()),
        ("Last", last.into()),
        ("Count", integer(visible)),
    ]);
    document.objects.insert(root, dictionary.into());
    Some(root)
}

/// How many levels show at first: as many as fit [`MOST_OPEN`], and never only an article's title.
fn open_levels(items: &[OutlineItem]) -> usize {
    let mut level: Vec<&OutlineItem> = items.iter().collect();
    let (mut levels, mut showing) = (0, 0);
    while !level.is_empty() {
        showing += level.len();
        if showing > MOST_OPEN && levels > 0 && !(levels == 1 && items.len() == 1) {
            break;
        }
        levels += 1;
        level = level.into_iter().flat_map(|item| &item.children).collect();
    }
    levels
}

struct Outline<'a> {
    document: &'a mut Document,
    places: BTreeSet<&'a str>,
    open_levels: usize,
}

/// Bookmarks under one parent.
struct Level {
    first: ObjectId,
    last: ObjectId,
    /// How many bookmarks show when the parent is open.
    visible: usize,
}

impl Outline<'_> {
    fn level(&mut self, items: &[OutlineItem], parent: ObjectId, depth: usize) -> Option<Level> {
        let is_open = depth < self.open_levels;
        let ids: Vec<ObjectId> = items.iter().map(|_| self.document.new_object_id()).collect();
        let (first, last) = (*ids.first()?, *ids.last()?);
        let mut visible = items.len();
        for (index, (item, id)) in items.iter().zip(&ids).enumerate() {
            let mut bookmark = dictionary([("Title", text(&item.title)), ("Parent", parent.into())]);
            if self.places.contains(item.destination.as_str()) {
                bookmark.set("Dest", byte_string(item.destination.as_str()));
            }
            if let Some(previous) = index.checked_sub(1).and_then(|index| ids.get(index)) {
                bookmark.set("Prev", *previous);
            }
            if let Some(next) = ids.get(index + 1) {
                bookmark.set("Next", *next);
            }
            if let Some(children) = self.level(&item.children, *id, depth + 1) {
                bookmark.set("First", children.first);
                bookmark.set("Last", children.last);
                // A negative count says closed (table 153).
                let open = i64::try_from(children.visible).unwrap_or(i64::MAX);
                bookmark.set("Count", if is_open { open } else { -open });
                visible += if is_open { children.visible } else { 0 };
            }
            self.document.objects.insert(*id, bookmark.into());
        }
        Some(Level { first, last, visible })
    }
}

/// The labels of the pages, as ranges that count on.
pub fn page_labels(layout: &Layout) -> Dictionary {
    let mut ranges: Vec<Object> = Vec::new();
    let mut expected: Option<(&'static str, u32)> = None;
    for (index, page) in layout.pages.iter().enumerate() {
        let number = numbered(&page.label);
        if number.is_none() || number != expected {
            let range = match number {
                Some((style, 1)) => dictionary([("S", name(style))]),
                Some((style, start)) => dictionary([("S", name(style)), ("St", integer(start))]),
                None => dictionary([("P", text(&page.label))]),
            };
            ranges.push(integer(index));
            ranges.push(range.into());
        }
        expected = number.map(|(style, value)| (style, value + 1));
    }
    dictionary([("Nums", ranges.into())])
}

/// The style and value of a label that is a number: `D` decimal, `r` Roman (table 159).
fn numbered(label: &str) -> Option<(&'static str, u32)> {
    match label.parse::<u32>() {
        Ok(value) if value > 0 && value.to_string() == label => Some(("D", value)),
        Ok(_) => None,
        Err(_) => {
            let value = (1..=MOST_ROMAN).find(|&value| roman(u64::from(value)).as_deref() == Some(label));
            value.map(|value| ("r", value))
        }
    }
}

/// Front matter is not longer.
const MOST_ROMAN: u32 = 999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_opens_as_far_as_a_window_shows() {
        fn item(children: Vec<OutlineItem>) -> OutlineItem {
            OutlineItem { title: "T".to_owned(), destination: "t".to_owned(), children }
        }
        let level = |count: usize, inner: usize| -> Vec<OutlineItem> {
            (0..count).map(|_| item((0..inner).map(|_| item(Vec::new())).collect())).collect()
        };
        assert_eq!(open_levels(&[item(level(9, 3))]), 3);
        assert_eq!(open_levels(&[item(level(9, 5))]), 2);
        // A long article shows its sections, a long book its articles.
        assert_eq!(open_levels(&[item(level(50, 2))]), 2);
        assert_eq!(open_levels(&level(50, 1)), 1);
        assert_eq!(open_levels(&[]), 0);
    }

    #[test]
    fn labels_that_are_numbers() {
        assert_eq!(numbered("12"), Some(("D", 12)));
        assert_eq!(numbered("iv"), Some(("r", 4)));
        assert_eq!(numbered("xlix"), Some(("r", 49)));
        assert_eq!(numbered("A-1"), None);
        assert_eq!(numbered("0"), None);
        assert_eq!(numbered("007"), None);
        assert_eq!(numbered(""), None);
    }
}
