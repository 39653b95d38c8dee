//! Which file an image is.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::testing::*;
use super::*;
use crate::model::{Figure, Route};

/// A site with an image in its asset folder and one beside its article.
fn site() -> (tempfile::TempDir, World) {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str| {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, b"x").unwrap();
    };
    put("assets/images/a b.png");
    put("assets/images/50%.png");
    put("content/beside.png");
    put("secret.png");
    let mut world = World::with_base();
    world.roots.assets = folder.path().join("assets");
    world.roots.sources = vec![folder.path().join("content")];
    world.file = folder.path().join("content/the-article.md");
    world.bound = BTreeSet::from([Route::from_segments(["the-article"])]);
    (folder, world)
}

fn paragraph_of(content: Vec<Inline>) -> Document {
    document(vec![block(BlockKind::Paragraph(content))])
}

fn content(document: &Document) -> &[Inline] {
    match &document.blocks[0].kind {
        BlockKind::Paragraph(content) => content,
        other => panic!("{other:?}"),
    }
}

/// The name of the file that an address means, or the finding.
fn found(world: &World, address: &str) -> String {
    let (document, findings) = world.complete(paragraph_of(vec![image(address, "Alt")]), &[run]);
    match &content(&document)[0] {
        Inline::Image(image) => match &image.source {
            ImageSource::File(file) => file.name.clone(),
            ImageSource::Missing(written) => {
                assert_eq!(written, address);
                format!("{:?}", codes(&findings))
            }
            other @ ImageSource::Unresolved(_) => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_are_found_in_the_asset_folder_and_beside_the_article() {
    let (_folder, world) = site();
    for (address, name) in [
        ("/images/a%20b.png", "images/a b.png"),
        ("/images/a b.png?v=2#x", "images/a b.png"),
        ("/images/50%.png", "images/50%.png"),
        ("beside.png", "beside.png"),
        ("./beside.png", "beside.png"),
        ("https://example.org/images/a%20b.png", "images/a b.png"),
    ] {
        assert_eq!(found(&world, address), name, "{address}");
    }
    for address in [
        "/images/none.png",
        "../secret.png",
        "%2e%2e/secret.png",
        "/../secret.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "C:\\x.png",
        "a\0b.png",
        "",
    ] {
        assert_eq!(found(&world, address), "[\"missing-image\"]", "{address}");
    }
}

#[test]
fn a_remote_image_is_a_link_to_it() {
    let (_folder, world) = site();
    let picture = image("https://cdn.example/p/a%20b.png?x=1", "");
    let article = paragraph_of(vec![
        picture.clone(),
        Inline::Strong(vec![image("//cdn.example/c.png", "A chart")]),
        link("https://example.org", vec![picture]),
    ]);
    let (article, findings) = world.complete(article, &[run]);
    assert_eq!(
        codes(&findings),
        ["missing-alt", "remote-image", "remote-image", "missing-alt", "remote-image"]
    );
    let url = "https://cdn.example/p/a%20b.png?x=1";
    assert_eq!(
        content(&article),
        [
            link(url, vec![text("a b.png")]),
            Inline::Strong(vec![link("https://cdn.example/c.png", vec![text("A chart")])]),
            link("https://example.org", vec![text("a b.png")]),
        ]
    );
}

#[test]
fn a_remote_figure_is_a_paragraph_and_figures_are_numbered() {
    let (_folder, world) = site();
    let figure = |address: &str, caption: Option<&str>| {
        let Inline::Image(mut image) = image(address, "Alt") else { panic!() };
        image.title = caption.map(str::to_owned);
        let caption = caption.map(|caption| vec![text(caption)]);
        block(BlockKind::Figure(Box::new(Figure { image: *image, caption, number: None })))
    };
    let (article, _) = world.complete(
        document(vec![
            figure("https://cdn.example/x.png", Some("Caption")),
            figure("beside.png", None),
            figure("beside.png", Some("One")),
            block(BlockKind::BlockQuote(vec![figure("beside.png", Some("Two"))])),
        ]),
        &[run],
    );
    let expected =
        vec![link("https://cdn.example/x.png", vec![text("Alt")]), Inline::LineBreak, text("Caption")];
    assert_eq!(content(&article), expected);
    let mut numbers = Vec::new();
    walk::blocks(&article.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            numbers.push(figure.number);
        }
    });
    assert_eq!(numbers, [None, Some(1), Some(2)]);
}

#[test]
fn a_cover_is_a_file_or_is_missing_or_absent() {
    let (_folder, world) = site();
    let cover = |address: &str, alt: &str| {
        let mut document = document(vec![]);
        let source = ImageSource::Unresolved(address.to_owned());
        document.metadata.cover = Some(Cover { source, alt: alt.to_owned() });
        let (document, findings) = world.complete(document, &[run]);
        (document.metadata.cover.map(|cover| cover.source), codes(&findings))
    };
    let (file, findings) = cover("/images/a%20b.png", "");
    assert!(matches!(file, Some(ImageSource::File(_))));
    assert_eq!(findings, ["missing-alt"]);
    let missing = Some(ImageSource::Missing("/none.png".to_owned()));
    assert_eq!(cover("/none.png", ""), (missing, vec!["missing-image"]));
    let remote = Some(ImageSource::Missing("https://cdn.example/x.png".to_owned()));
    assert_eq!(cover("//cdn.example/x.png", "Alt"), (remote, vec!["remote-image"]));
}

#[test]
fn advice_names_the_file_that_was_meant_or_the_place() {
    let (folder, world) = site();
    let advice = |address: &str| {
        let (_, findings) = world.complete(paragraph_of(vec![image(address, "Alt")]), &[run]);
        findings[0].help.clone().unwrap()
    };
    assert_eq!(advice("/images/a%20b.webp"), "did you mean “/images/a b.png”?");
    assert_eq!(advice("besides.png"), "did you mean “beside.png”?");
    assert!(!advice("../secrets.png").contains("secret.png”?"), "what may not be read is not named");
    let (_, findings) = world.complete(paragraph_of(vec![image("/images/x.png", "Alt")]), &[run]);
    let place = Path::new("assets").join("images/x.png");
    let expected = format!("put it at {}", folder.path().join(place).display());
    assert_eq!(findings[0].help.as_deref(), Some(expected.as_str()));
}

#[test]
fn an_image_that_only_adorns_needs_no_words() {
    let (_folder, world) = site();
    let with_alt = |decorative: bool| {
        let Inline::Image(image) = image("beside.png", "") else { panic!() };
        block(BlockKind::Paragraph(vec![Inline::Image(Box::new(Image { decorative, ..*image }))]))
    };
    let findings = |decorative| world.complete(document(vec![with_alt(decorative)]), &[run]).1;
    assert!(findings(true).is_empty());
    assert_eq!(findings(false).len(), 1);
}
