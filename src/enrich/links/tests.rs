//! Where links lead.

use std::path::Path;

use super::super::testing::*;
use super::run;
use crate::catalog::{Catalog, Entry};
use crate::diagnostic::Diagnostic;
use crate::model::{Anchor, BlockKind, Document, Inline, LinkTarget, Route};

/// A site of two articles, with a base URL that has a path.
fn world() -> World {
    let mut world = World::new();
    let site = &mut world.config.site;
    site.base_url = Some("https://example.org/blog".to_owned());
    site.category_permalink = Some("/categories/{slug}/".to_owned());
    world.catalog = Catalog::new([
        entry("articles/the-article", &["dose"], "The article"),
        entry("guides/semax", &["dose", "side-effects"], "Semax: A guide"),
    ]);
    world
}

fn entry(route: &str, anchors: &[&str], title: &str) -> Entry {
    let mut document = document(vec![]);
    document.route = Route::from_segments(route.split('/'));
    document.metadata.title = title.to_owned();
    document.metadata.path = format!("/{route}");
    document.metadata.url = Some(format!("https://example.org/blog/{route}"));
    let mut entry = Entry::of(&document, Path::new(&format!("nowhere/content/{route}.md")));
    entry.anchors = anchors.iter().map(|anchor| Anchor::new(anchor)).collect();
    entry
}

fn article() -> Document {
    let mut dose = heading(2, "Dose");
    if let BlockKind::Heading(heading) = &mut dose.kind {
        heading.anchor = Anchor::new("dose");
    }
    document(vec![dose])
}

fn resolved(world: &World, written: &str) -> (LinkTarget, Vec<Diagnostic>) {
    let mut article = article();
    article.blocks.push(block(BlockKind::Paragraph(vec![link(written, vec![text("x")])])));
    let (article, findings) = world.complete(article, &[run]);
    match &article.blocks[1].kind {
        BlockKind::Paragraph(content) => match &content[0] {
            Inline::Link(link) => (link.target.clone(), findings),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// The target in short, and the findings with their advice.
fn leads(written: &str) -> (String, Vec<String>) {
    let (target, findings) = resolved(&world(), written);
    let short = match target {
        LinkTarget::Web(url) => format!("web {url}"),
        LinkTarget::Contact(url) => format!("contact {url}"),
        LinkTarget::Anchor(anchor) => format!("#{anchor}"),
        LinkTarget::Article(link) => {
            let anchor = link.anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
            let bound = if link.bound { " bound" } else { "" };
            format!("{}{anchor} at {}{bound}", link.route, link.url.unwrap_or_default())
        }
        LinkTarget::Nowhere(_) => "nowhere".to_owned(),
        LinkTarget::Unresolved(_) => "unresolved".to_owned(),
    };
    let notes =
        findings.into_iter().map(|finding| format!("{}: {}", finding.code, finding.help.unwrap_or_default()));
    (short, notes.collect())
}

fn silent(cases: &[(&str, &str)]) {
    for (written, expected) in cases {
        assert_eq!(leads(written), ((*expected).to_owned(), vec![]), "{written}");
    }
}

#[test]
fn addresses_on_the_web_are_normalised() {
    silent(&[
        ("HTTPS://Other.Example:443/a b/../c", "web https://other.example/c"),
        ("//other.example/x", "web https://other.example/x"),
        ("http://bücher.example/ü", "web http://xn--bcher-kva.example/%C3%BC"),
        (" https://other.example/\n\tx ", "web https://other.example/x"),
        ("mailto:Jane@Example.org?subject=Hi", "contact mailto:Jane@Example.org?subject=Hi"),
        ("tel:+43-1-234", "contact tel:+43-1-234"),
        ("doi:10.1000/182", "web https://doi.org/10.1000/182"),
        ("pmid:123", "web https://pubmed.ncbi.nlm.nih.gov/123"),
    ]);
}

#[test]
fn unsafe_addresses_leave_their_text() {
    for written in [
        "javascript:alert(1)",
        "JaVa\nScript:alert(1)",
        "\u{1}javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "C:\\x.md",
    ] {
        let (target, notes) = leads(written);
        assert_eq!(target, "nowhere", "{written:?}");
        assert!(notes.len() == 1 && notes[0].starts_with("unsafe-link"), "{written:?} {notes:?}");
    }
    let (target, notes) = leads("https://good.example@evil.example/x");
    assert_eq!(target, "web https://evil.example/x");
    assert!(notes[0].starts_with("unsafe-link"));
}

#[test]
fn what_is_no_address_is_reported() {
    for written in ["", "  ", "http://", "https://[x", "//"] {
        let (target, notes) = leads(written);
        assert_eq!(target, "nowhere", "{written:?}");
        assert!(notes.len() == 1 && notes[0].starts_with("broken-link"), "{written:?} {notes:?}");
    }
}

#[test]
fn anchors_are_checked() {
    silent(&[("#dose", "#dose"), ("#do%73e", "#dose"), ("/articles/the-article#dose", "#dose")]);
    let own = "articles/the-article at https://example.org/blog/articles/the-article bound";
    silent(&[("#", own), ("#top", own), ("#the-article", own), ("/articles/the-article", own)]);
    let meant = |written: &str| leads(written);
    assert_eq!(
        meant("#Dose"),
        ("nowhere".to_owned(), vec!["broken-anchor: did you mean `#dose`?".to_owned()])
    );
    assert_eq!(
        meant("#doses"),
        ("nowhere".to_owned(), vec!["broken-anchor: did you mean `#dose`?".to_owned()])
    );
    assert!(meant("#storage").1[0].starts_with("broken-anchor: an anchor is the heading"));
}

#[test]
fn articles_are_found_however_they_are_written() {
    let semax = "guides/semax at https://example.org/blog/guides/semax";
    for written in [
        "/guides/semax",
        "/guides/semax/",
        "/guides/semax.html",
        "/guides/semax.md?utm=x",
        "../guides/semax.md",
        "../guides/semax",
        "..\\guides\\semax.md",
        "../guides/semax.html",
        "/blog/guides/semax",
        "https://example.org/blog/guides/semax",
        "https://example.org/blog/guides/semax/",
        "/guides/semax#top",
        "/guides/semax#:~:text=x",
        "/guides/semax#semax-a-guide",
    ] {
        assert_eq!(leads(written), (semax.to_owned(), vec![]), "{written}");
    }
    let (target, notes) = leads("/guides/semax#side-effects");
    assert_eq!(target, "guides/semax#side-effects at https://example.org/blog/guides/semax#side-effects");
    assert!(notes.is_empty());
    let (target, notes) = leads("/guides/semax#side-effect");
    assert_eq!((target.as_str(), notes[0].as_str()), (semax, "broken-anchor: did you mean `#side-effects`?"));
}

#[test]
fn an_article_bound_in_the_same_publication_says_so() {
    let mut world = world();
    world.bound.insert(Route::from_segments(["guides", "semax"]));
    let (LinkTarget::Article(link), _) = resolved(&world, "/guides/semax") else { panic!() };
    assert!(link.bound);
    assert_eq!(link.title, "Semax: A guide");
}

#[test]
fn a_lost_link_stays_a_link_to_the_site() {
    let lost = |written: &str| leads(written);
    let (target, notes) = lost("/articles/semax?a=1#b");
    assert_eq!(target, "web https://example.org/blog/articles/semax?a=1#b");
    assert_eq!(notes, ["broken-link: did you mean `/guides/semax`?"]);
    assert_eq!(lost("/guides/semx").1, ["broken-link: did you mean `/guides/semax`?"]);
    let (target, notes) = lost("semx.md");
    assert_eq!(target, "web https://example.org/blog/articles/semx.md");
    assert_eq!(notes, ["broken-link: did you mean `/guides/semax`?"]);
    assert!(lost("/pricing").1[0].starts_with("broken-link: it stays a link to your site"));
    assert!(lost("www.example.org/x").1[0].contains("`https://www.example.org/x`"));
    assert!(lost("../../../../etc/passwd").1[0].starts_with("broken-link"));
    let mut world = world();
    world.config.site.base_url = None;
    assert!(matches!(resolved(&world, "/pricing").0, LinkTarget::Nowhere(written) if written == "/pricing"));
}

#[test]
fn known_pages_that_are_no_articles_are_not_lost() {
    silent(&[
        ("/", "web https://example.org/blog/"),
        ("/categories/guides", "web https://example.org/blog/categories/guides"),
        ("https://example.org/shop", "web https://example.org/shop"),
        ("https://example.org/blog/feed", "web https://example.org/blog/feed"),
    ]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("form.pdf"), b"x").unwrap();
    let mut world = world();
    world.roots.assets = folder.path().to_path_buf();
    let (target, findings) = resolved(&world, "/form.pdf");
    assert_eq!(target, LinkTarget::Web("https://example.org/blog/form.pdf".to_owned()));
    assert!(findings.is_empty());
}

#[test]
fn a_link_that_shows_nothing_is_dropped() {
    let picture = image("x.png", "");
    let content = vec![
        text("a"),
        link("https://other.example", vec![]),
        link("https://other.example", vec![Inline::Strong(vec![text(" ")])]),
        Inline::Strong(vec![link("#dose", vec![])]),
        link("https://other.example", vec![picture]),
    ];
    let mut article = article();
    article.blocks.push(block(BlockKind::Paragraph(content)));
    let (article, findings) = world().complete(article, &[run]);
    assert_eq!(codes(&findings), ["empty-link"; 3]);
    let BlockKind::Paragraph(content) = &article.blocks[1].kind else { panic!() };
    assert_eq!(content[..2], [text("a"), Inline::Strong(vec![])]);
    assert_eq!(content.len(), 3);
}
