//! The EPUB backend: golden files, and what holds for every document.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

#[path = "../golden/articles.rs"]
mod articles;
mod fixture;
#[path = "../golden/mod.rs"]
mod golden;
mod properties;
mod random;
mod soundness;

use fixture::{Unpacked, article};
use pepexport::enrich::gather_references;
use pepexport::labels::Terms;
use pepexport::model::{Publication, Route};

/// Compares files of an EPUB with the golden ones.
fn check(topic: &str, epub: &Unpacked, files: &[(&str, &str)]) {
    assert_eq!(soundness::problems(epub), Vec::<String>::new());
    for (file, name) in files {
        golden::check(topic, name, epub.text(file));
    }
}

#[test]
fn an_article_with_everything() {
    let epub = article("epub-article");
    check(
        "epub-article",
        &epub,
        &[
            ("input.xhtml", "xhtml.xhtml"),
            ("content.opf", "package.opf"),
            ("nav.xhtml", "nav.xhtml"),
            ("toc.ncx", "toc.ncx"),
            ("title.xhtml", "title.xhtml"),
            ("cover.xhtml", "cover.xhtml"),
        ],
    );
    let codes: Vec<_> = epub.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["broken-image"], "once for the one broken file");
    assert!(epub.findings.iter().all(|finding| finding.span.is_some()));
}

#[test]
fn an_article_from_right_to_left() {
    let epub = article("epub-arabic");
    check("epub-arabic", &epub, &[("input.xhtml", "xhtml.xhtml"), ("content.opf", "package.opf")]);
    assert!(!epub.files.contains_key("OEBPS/cover.xhtml"), "our faces have no Arabic");
}

#[test]
fn an_article_that_means_harm() {
    let epub = article("epub-hostile");
    check(
        "epub-hostile",
        &epub,
        &[("a-2024-notes.xhtml", "xhtml.xhtml"), ("content.opf", "package.opf"), ("nav.xhtml", "nav.xhtml")],
    );
    for (path, bytes) in &epub.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<script") && !text.contains("\"javascript:"), "{path}");
        assert!(!text.contains("onclick="), "{path}");
    }
}

#[test]
fn a_book() {
    let (config, terms) = (fixture::config(), Terms::default());
    let parts = fixture::documents("epub-book", &["input.md", "second.md"], &config, &terms);
    let mut book =
        Publication::book("Handling & storing", Route::from_segments(["books", "handling"]), parts);
    book.subtitle = Some("Two guides".to_owned());
    check(
        "epub-book",
        &fixture::render(&book, &config, &terms),
        &[
            ("input.xhtml", "first.xhtml"),
            ("second.xhtml", "second.xhtml"),
            ("content.opf", "package.opf"),
            ("nav.xhtml", "nav.xhtml"),
            ("toc.ncx", "toc.ncx"),
            ("title.xhtml", "title.xhtml"),
        ],
    );
}

#[test]
fn a_book_with_one_list_of_references() {
    let (config, terms) = (fixture::config(), Terms::default());
    let parts = fixture::documents("book-references", &["input.md", "second.md"], &config, &terms);
    let mut book = Publication::book("Vials", Route::from_segments(["books", "vials"]), parts);
    gather_references(&mut book);
    check(
        "book-references",
        &fixture::render(&book, &config, &terms),
        &[
            ("references.xhtml", "references.xhtml"),
            ("input.xhtml", "first.xhtml"),
            ("nav.xhtml", "nav.xhtml"),
            ("toc.ncx", "toc.ncx"),
            ("content.opf", "package.opf"),
        ],
    );
}

#[test]
fn the_same_article_is_the_same_file() {
    assert_eq!(article("epub-article"), article("epub-article"));
}

#[test]
fn what_is_claimed_is_true_of_the_content() {
    let config = fixture::config();
    let terms = Terms::default();
    let mut document = fixture::documents("epub-book", &["input.md"], &config, &terms).remove(0);
    let package = |config: &_, document: &_| {
        let epub = fixture::render(&Publication::article(Clone::clone(document)), config, &terms);
        epub.text("content.opf").to_owned()
    };
    let claims = [">alternativeText<", ">MathML<", ">visual<", "conformsTo"];
    let claimed = |package: &str| claims.map(|claim| package.contains(claim));
    assert_eq!(claimed(&package(&config, &document)), [false, false, false, true]);

    let illustrated = fixture::documents("epub-article", &["input.md"], &config, &terms).remove(0);
    assert_eq!(claimed(&package(&config, &illustrated)), [true, false, true, true], "one formula stays TeX");

    let mut silent = config.clone();
    silent.epub.conforms_to = "none".to_owned();
    assert_eq!(claimed(&package(&silent, &document)), [false; 4]);

    document.metadata.published = None;
    let never = package(&config, &document);
    assert!(never.contains("dcterms:modified\">1980-01-01T00:00:00Z<") && !never.contains("<dc:date>"));
}
