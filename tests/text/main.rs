//! The text backend: golden files, and what holds for every document.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

#[path = "../golden/articles.rs"]
mod articles;
#[path = "../golden/mod.rs"]
mod golden;
mod properties;
mod random;

use std::collections::BTreeMap;
use std::path::PathBuf;

use pepexport::assets::Assets;
use pepexport::backend::text::Text;
use pepexport::backend::{Backend, Context};
use pepexport::catalog::Catalog;
use pepexport::config::Config;
use pepexport::enrich::gather_references;
use pepexport::labels::Terms;
use pepexport::model::{Publication, Route};
use pepexport::typography::punctuation::typeset;

use articles::documents;

fn config(width: u16, ascii: bool) -> Config {
    let mut config = Config::default();
    config.site.base_url = Some("https://site.example".to_owned());
    config.text.width = width;
    config.text.ascii = ascii;
    config
}

fn render(publication: &Publication, config: &Config, terms: &Terms) -> String {
    let (catalog, assets) = (Catalog::default(), Assets::default());
    let context = Context { config, terms, catalog: &catalog, assets: &assets, fallback_date: None };
    let mut artifacts = Text.render(publication, &context).unwrap().value;
    assert_eq!(artifacts.len(), 1);
    String::from_utf8(artifacts.remove(0).bytes).unwrap()
}

fn exported(files: &[PathBuf], book: Option<&str>, width: u16, ascii: bool) -> String {
    let config = config(width, ascii);
    let terms = Terms::bundled(&BTreeMap::new()).unwrap();
    let mut parts = documents(files, &config, &terms);
    let mut publication = match book {
        Some(title) => Publication::book(title, Route::from_segments(["book"]), parts),
        None => Publication::article(parts.remove(0)),
    };
    typeset(&mut publication, &terms);
    render(&publication, &config, &terms)
}

fn article(fixture: &str, width: u16, ascii: bool) -> String {
    exported(&[golden::folder(fixture).join("input.md")], None, width, ascii)
}

#[test]
fn an_article_with_everything() {
    golden::check("text-article", "text.txt", &article("text-article", 72, false));
}

#[test]
fn an_article_in_narrow_lines() {
    golden::check("text-article", "text-40.txt", &article("text-article", 40, false));
}

#[test]
fn an_article_in_ascii() {
    let text = article("text-article", 72, true);
    assert!(text.is_ascii());
    golden::check("text-article", "text-ascii.txt", &text);
}

#[test]
fn tables() {
    golden::check("text-tables", "text.txt", &article("text-tables", 72, false));
}

#[test]
fn formulas_and_code() {
    golden::check("text-mathematics", "text.txt", &article("text-mathematics", 72, false));
}

#[test]
fn japanese() {
    golden::check("text-japanese", "text.txt", &article("text-japanese", 72, false));
}

#[test]
fn french() {
    golden::check("text-french", "text.txt", &article("text-french", 72, false));
}

#[test]
fn arabic() {
    golden::check("text-arabic", "text.txt", &article("text-arabic", 72, false));
}

#[test]
fn a_book_with_one_list_of_references() {
    let files = ["input.md", "second.md"].map(|name| golden::folder("book-references").join(name));
    let config = config(72, false);
    let terms = Terms::bundled(&BTreeMap::new()).unwrap();
    let parts = documents(&files, &config, &terms);
    let mut book = Publication::book("Vials", Route::from_segments(["book"]), parts);
    gather_references(&mut book);
    typeset(&mut book, &terms);
    golden::check("book-references", "text.txt", &render(&book, &config, &terms));
}

#[test]
fn a_book() {
    let files = ["input.md", "second.md"].map(|name| golden::folder("text-book").join(name));
    golden::check(
        "text-book",
        "text.txt",
        &exported(&files, Some("Night and Day: A Small Library"), 72, false),
    );
}
