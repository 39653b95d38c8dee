//! What holds of every book: the numbers in its contents and its references to pages are those of the pages where the
//! places stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use super::font::Fonts;
use super::fragment::{Layout, LinkTarget, Owner, Page, Shape};
use super::layout::lay_out;
use super::tags::{Role, TagId};
use crate::assets::Assets;
use crate::backend::Context;
use crate::catalog::{Catalog, Entry};
use crate::config::Config;
use crate::enrich::{self, Setting, Surroundings};
use crate::labels::Terms;
use crate::load::Roots;
use crate::model::{Language, Publication, Route, on_one_line};
use crate::source::SourceId;

/// Lays out a book of articles, each with a route `a/<number>`.
fn book(articles: &[String], config: &Config) -> Layout {
    laid_out(&publication(articles, config), config)
}

fn laid_out(publication: &Publication, config: &Config) -> Layout {
    let terms = Terms::bundled(&config.labels).unwrap();
    let (catalog, assets) = (Catalog::default(), Assets::default());
    let context = Context { config, terms: &terms, catalog: &catalog, assets: &assets, fallback_date: None };
    lay_out(publication, &context, Fonts::bundled()).value
}

fn publication(articles: &[String], config: &Config) -> Publication {
    let terms = Terms::bundled(&config.labels).unwrap();
    let setting = Setting { config, terms: &terms };
    let identified: Vec<_> = articles
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let route = Route::from_segments(["a".to_owned(), number.to_string()]);
            let file = PathBuf::from(format!("a/{number}.md"));
            let document = crate::read::read(SourceId(0), text, &route, &Language::english()).unwrap().value;
            (file, enrich::identify(document, &setting).value)
        })
        .collect();
    let catalog = Catalog::new(identified.iter().map(|(file, document)| Entry::of(document, file)));
    let bound: BTreeSet<Route> = identified.iter().map(|(_, document)| document.route.clone()).collect();
    let roots = Roots::default();
    let parts = identified.into_iter().map(|(file, document)| {
        let around = Surroundings {
            catalog: &catalog,
            roots: &roots,
            file: &file,
            bound: &bound,
            today: None,
            asked: None,
        };
        enrich::complete(document, &setting, &around).value
    });
    Publication::book("The Book", Route::from_segments(["book"]), parts.collect())
}

/// Articles of several sections, each with links to articles before and after it; with twelve of them, never to
/// itself.
fn articles(count: usize, sections: usize) -> Vec<String> {
    let article = |number: usize| {
        let mut text = format!("---\ntitle: Article number {number}\n---\n\n");
        for section in 0..sections {
            let other = (number * 7 + section * 3 + 1) % count;
            let _ = write!(
                text,
                "## Section {section} of article {number}\n\nWords before [what article {other} says]({other}.md) and \
                 [its second section]({other}.md#section-1-of-article-{other}), and words after.\n\n{}\n\n",
                "A line of text that is there to fill pages, as long as it has to be. ".repeat(12)
            );
        }
        text
    };
    (0..count).map(article).collect()
}

/// The text of a page under tags of a role, a string for each tag.
fn texts(layout: &Layout, page: &Page, wanted: impl Fn(Role) -> bool) -> Vec<String> {
    let mut found: BTreeMap<TagId, String> = BTreeMap::new();
    for mark in &page.marks {
        let (Owner::Content(slot), Shape::Glyphs(run)) = (mark.owner, &mark.shape) else { continue };
        let mut tag = layout.tags.owner(slot);
        while let Some(id) = tag {
            let Some(this) = layout.tags.get(id) else { break };
            if wanted(this.role) {
                found.entry(id).or_default().push_str(&run.text);
                break;
            }
            tag = this.parent;
        }
    }
    found.into_values().map(|text| on_one_line(&text).into_owned()).collect()
}

/// The label of the page where each heading stands.
fn headings(layout: &Layout) -> BTreeMap<String, String> {
    let on = |page: &Page| texts(layout, page, |role| matches!(role, Role::Heading(_)));
    layout
        .pages
        .iter()
        .flat_map(|page| on(page).into_iter().map(|title| (title, page.label.clone())))
        .collect()
}

/// Compares every number in the contents and in running text with where the heading stands; how many of each.
fn checked(layout: &Layout) -> (usize, usize) {
    let headings = headings(layout);
    let mut counts = (0, 0);
    for page in &layout.pages {
        for line in texts(layout, page, |role| role == Role::Toci) {
            let (title, number) = line.rsplit_once(' ').unwrap();
            assert_eq!(headings.get(title).map(String::as_str), Some(number), "{line}");
            counts.0 += 1;
        }
    }
    let body: Vec<String> =
        layout.pages.iter().flat_map(|page| texts(layout, page, |role| role == Role::P)).collect();
    let body = body.join(" ");
    for (words, heading) in [("what article ", "Article number "), ("its second section", "")] {
        for (at, _) in body.match_indices(words) {
            let (before, rest) = body.split_at(at);
            let Some((said, tail)) = rest.split_once(" (page ") else { continue };
            let number = tail.split_once(')').unwrap().0;
            if let Some(article) = said.strip_prefix(words).and_then(|said| said.strip_suffix(" says")) {
                assert_eq!(headings[&format!("{heading}{article}")], number, "{said}");
            } else {
                let article = before.rsplit_once("what article ").unwrap().1.split_once(' ').unwrap().0;
                assert_eq!(headings[&format!("Section 1 of article {article}")], number, "{said}");
            }
            counts.1 += 1;
        }
    }
    counts
}

#[test]
fn contents_and_references_give_the_pages_of_their_places() {
    let layout = book(&articles(12, 6), &Config::default());
    assert_eq!(checked(&layout), (12 * 7, 2 * 12 * 6));
    let labels: Vec<&str> = layout.pages.iter().map(|page| page.label.as_str()).take(5).collect();
    assert_eq!(labels[0], "i");
    assert!(labels.contains(&"1"), "{labels:?}");
}

#[test]
fn leaves_that_are_bound_mirror_their_margins() {
    let mut config = Config::default();
    config.pdf.mirror_margins = true;
    let layout = book(&articles(12, 3), &config);
    let left = |page: &Page| {
        let runs = page.marks.iter().filter_map(|mark| match (&mark.shape, mark.owner) {
            (Shape::Glyphs(run), Owner::Content(_)) => Some(run.x),
            _ => None,
        });
        runs.fold(f32::MAX, f32::min)
    };
    let first = layout.pages.iter().position(|page| page.label == "1").unwrap();
    assert_eq!(first % 2, 0, "the body begins on a right-hand page");
    let least = |side: usize| layout.pages.iter().skip(side).step_by(2).map(left).fold(f32::MAX, f32::min);
    let (right_hand, left_hand) = (least(0), least(1));
    assert!((right_hand - 73.28).abs() < 0.5, "{right_hand}");
    assert!((left_hand - 62.0).abs() < 0.5, "{left_hand}");
    checked(&layout);
}

#[test]
fn one_list_of_references_is_the_last_section() {
    let config = Config::default();
    let articles: Vec<String> = (0..3)
        .map(|number| {
            format!(
                "---\ntitle: Article number {number}\n---\n\nOf [one work](https://doi.org/10.1000/1) and \
                 [another](https://doi.org/10.1000/2{number}).\n"
            )
        })
        .collect();
    let mut publication = publication(&articles, &config);
    enrich::gather_references(&mut publication);
    let layout = laid_out(&publication, &config);
    // The contents name it, with its page.
    assert_eq!(checked(&layout).0, 3 + 1);
    let last = layout.pages.last().unwrap();
    assert_eq!(texts(&layout, last, |role| role == Role::Heading(1)), ["References"]);
    assert_eq!(texts(&layout, last, |role| role == Role::Lbl), ["[1]", "[2]", "[3]", "[4]"]);
    // Every mark leads to its entry there.
    let here: BTreeSet<&str> = layout
        .destinations
        .iter()
        .filter(|place| place.page + 1 == layout.pages.len())
        .map(|place| place.name.as_str())
        .collect();
    let mut marks = Vec::new();
    for link in layout.pages.iter().flat_map(|page| &page.links) {
        let LinkTarget::Destination(place) = &link.target else { continue };
        if place.contains("reference-") {
            assert!(here.contains(place.as_ref()), "{place}");
            marks.push(link.contents.to_string());
        }
    }
    assert_eq!(marks, ["[1]", "[2]", "[1]", "[3]", "[1]", "[4]"]);
    let last = layout.outline.last().unwrap();
    assert_eq!((last.title.as_str(), last.destination.as_str()), ("References", "references-and-links"));
    assert!(here.contains("references-and-links"));
}
