//! Page numbers: what each page is called, and on which page each place stands.

use std::collections::BTreeMap;

use super::fragment::Page;
use super::pages::LaidPage;
use crate::model::{Binding, Publication};
use crate::typography::numerals::roman;

/// The label of the page on which each destination stands.
pub type PageNumbers = BTreeMap<String, String>;

/// Labels the pages. What stands before all parts of a book is numbered in roman numerals, its first part begins with
/// 1. Where leaves are bound (`facing`), that page is a right-hand one: an empty page may come before it.
pub fn label(pages: &mut Vec<LaidPage>, publication: &Publication, facing: bool) {
    let front = front_pages(pages, publication);
    if facing && front % 2 == 1 && front < pages.len() {
        let like = pages.get(front).map(|laid| (laid.page.width, laid.page.height)).unwrap_or_default();
        let page = Page { width: like.0, height: like.1, ..Page::default() };
        let part = publication.parts.len();
        pages.insert(front, LaidPage { page, part, blank: true, ..LaidPage::default() });
    }
    let front = front_pages(pages, publication);
    for (index, laid) in pages.iter_mut().enumerate() {
        laid.page.label = match index.checked_sub(front) {
            Some(body) => (body + 1).to_string(),
            None => roman(index as u64 + 1).unwrap_or_else(|| format!("*{}", index + 1)),
        };
    }
}

/// How many pages stand before all parts of a book.
pub fn front_pages(pages: &[LaidPage], publication: &Publication) -> usize {
    match publication.binding {
        Binding::Article => 0,
        Binding::Book => pages.iter().take_while(|laid| laid.part >= publication.parts.len()).count(),
    }
}

/// The label of the page of each destination.
pub fn page_numbers(pages: &[LaidPage]) -> PageNumbers {
    let places = pages.iter().flat_map(|laid| laid.destinations.iter().map(move |(name, _)| (laid, name)));
    let mut numbers = PageNumbers::new();
    for (laid, name) in places {
        // A place that is named twice is where it is named first: there links lead.
        numbers.entry(name.clone()).or_insert_with(|| laid.page.label.clone());
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, Route};
    use crate::source::SourceId;

    fn book() -> Publication {
        let route = Route::from_segments(["a"]);
        let part = crate::read::read(SourceId(0), "# A\n", &route, &Language::english()).unwrap().value;
        Publication::book("B", Route::from_segments(["b"]), vec![part])
    }

    fn labels(parts: &[usize], facing: bool) -> Vec<String> {
        let mut pages: Vec<LaidPage> =
            parts.iter().map(|&part| LaidPage { part, ..LaidPage::default() }).collect();
        label(&mut pages, &book(), facing);
        pages.into_iter().map(|laid| laid.page.label).collect()
    }

    #[test]
    fn front_matter_is_roman_and_the_body_begins_with_one() {
        assert_eq!(labels(&[1, 1, 1, 0, 0], false), ["i", "ii", "iii", "1", "2"]);
    }

    #[test]
    fn the_first_page_of_a_bound_body_is_a_right_hand_one() {
        assert_eq!(labels(&[1, 1, 1, 0, 0], true), ["i", "ii", "iii", "iv", "1", "2"]);
        assert_eq!(labels(&[1, 1, 0], true), ["i", "ii", "1"]);
    }
}
