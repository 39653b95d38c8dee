use super::super::scope::testing::{block, config, document, paragraph, text, with_scope};
use super::*;
use crate::model::{
    Alignment, CalloutKind, CodeBlock, Definition, Figure, FootnoteCall, Image, ImageSource, Link, ListItem,
};
use crate::source::Span;

fn html(blocks: &[Block]) -> Option<String> {
    with_scope(&document(Vec::new()), &config(), |scope| write(scope, blocks))
}

fn of(content: Vec<Inline>) -> String {
    html(&[block(BlockKind::Paragraph(content))]).unwrap_or_default()
}

fn link(target: LinkTarget, content: Vec<Inline>) -> Inline {
    Inline::Link(Box::new(Link {
        target,
        title: None,
        content,
        reference: None,
        mention: 1,
        span: Span::default(),
    }))
}

fn web(url: &str, content: Vec<Inline>) -> Inline {
    link(LinkTarget::Web(url.to_owned()), content)
}

fn image(alt: &str) -> Image {
    let source = ImageSource::Missing("x.png".to_owned());
    Image { source, alt: alt.to_owned(), decorative: false, title: None, span: Span::default() }
}

fn list(marker: ListMarker, tight: bool, items: Vec<(Option<bool>, Vec<Block>)>) -> Block {
    let items =
        items.into_iter().map(|(task, blocks)| ListItem { task, blocks, span: Span::default() }).collect();
    block(BlockKind::List(List { marker, tight, items }))
}

#[test]
fn paragraphs_keep_their_emphasis_and_lose_the_rest() {
    let content = vec![
        text("Take "),
        Inline::Strong(vec![text("2 mL "), Inline::Emphasis(vec![text("slowly")])]),
        text(" & wait,\n"),
        Inline::Code("a<b>".to_owned()),
        text(" at 10"),
        Inline::Superscript(vec![text("-6")]),
        Inline::FootnoteCall(Box::new(FootnoteCall {
            label: "a".to_owned(),
            number: 1,
            mention: 1,
            span: Span::default(),
        })),
        Inline::LineBreak,
        Inline::Strikethrough(vec![text("old")]),
        Inline::SoftBreak,
        Inline::Image(Box::new(image("A vial"))),
    ];
    assert_eq!(
        of(content),
        "<p>Take <strong>2 mL <em>slowly</em></strong> &amp; wait, a&lt;b&gt; at 10⁻⁶<br>old A vial</p>"
    );
}

#[test]
fn a_link_is_an_absolute_address_of_the_web_or_its_text() {
    assert_eq!(
        of(vec![web("https://e.example/?a=1&b=\"2\"", vec![text("x")])]),
        "<p><a href=\"https://e.example/?a=1&amp;b=%222%22\">x</a></p>"
    );
    assert_eq!(
        of(vec![link(LinkTarget::Anchor(crate::model::Anchor::new("dosing")), vec![text("below")])]),
        "<p><a href=\"https://e.example/articles/semax#dosing\">below</a></p>"
    );
    for target in [
        LinkTarget::Web("javascript:alert(1)".to_owned()),
        LinkTarget::Web("https://user:pw@e.example/".to_owned()),
        LinkTarget::Contact("mailto:a@e.example".to_owned()),
        LinkTarget::Nowhere("/gone".to_owned()),
    ] {
        assert_eq!(of(vec![link(target, vec![text("x")])]), "<p>x</p>");
    }
}

#[test]
fn links_do_not_nest() {
    let inner = web("https://b.example/", vec![text("b")]);
    assert_eq!(
        of(vec![web("https://a.example/", vec![text("a "), Inline::Emphasis(vec![inner])])]),
        "<p><a href=\"https://a.example/\">a <em>b</em></a></p>"
    );
}

#[test]
fn lists_are_lists() {
    let inner = list(ListMarker::Bullet, true, vec![(None, vec![paragraph("c")])]);
    let tight = list(
        ListMarker::Ordered { start: 3 },
        true,
        vec![(None, vec![paragraph("a"), inner]), (Some(true), vec![paragraph("b")])],
    );
    assert_eq!(html(&[tight]).unwrap(), "<ol><li>a<ul><li>c</li></ul></li><li>☑ b</li></ol>");
    let loose = list(ListMarker::Bullet, false, vec![(None, vec![paragraph("a"), paragraph("b")])]);
    assert_eq!(html(&[loose]).unwrap(), "<ul><li><p>a</p><p>b</p></li></ul>");
}

#[test]
fn other_blocks_become_paragraphs() {
    let row = |cells: [&str; 2]| Row {
        cells: cells.iter().map(|cell| if cell.is_empty() { vec![] } else { vec![text(cell)] }).collect(),
        span: Span::default(),
    };
    let table = Table {
        caption: Some(vec![text("Doses")]),
        columns: vec![Alignment::Default; 2],
        header: row(["Route", "Dose"]),
        rows: vec![row(["IM", "5 mL"]), row(["", "rest"])],
    };
    assert_eq!(
        html(&[block(BlockKind::Table(Box::new(table)))]).unwrap(),
        "<p>Doses</p><p>Route; Dose</p><p>IM; 5 mL</p><p>rest</p>"
    );
    let code = CodeBlock { language: None, text: "a < b\n  c".to_owned() };
    assert_eq!(html(&[block(BlockKind::Code(code))]).unwrap(), "<p>a &lt; b<br>  c</p>");
    let quote = BlockKind::BlockQuote(vec![paragraph("said")]);
    assert_eq!(html(&[block(quote)]).unwrap(), "<p>said</p>");
    let figure = Figure { image: image("A vial"), caption: Some(vec![text("A vial")]), number: Some(1) };
    assert_eq!(html(&[block(BlockKind::Figure(Box::new(figure)))]).unwrap(), "<p>A vial</p>");
    let definition = Definition {
        term: vec![text("IM")],
        definitions: vec![vec![paragraph("into muscle")]],
        span: Span::default(),
    };
    assert_eq!(
        html(&[block(BlockKind::DefinitionList(vec![definition]))]).unwrap(),
        "<p><strong>IM</strong></p><p>into muscle</p>"
    );
}

#[test]
fn a_callout_keeps_its_label() {
    let callout = |blocks| {
        block(BlockKind::Callout(Callout { kind: CalloutKind::Warning, label: "Warning".to_owned(), blocks }))
    };
    assert_eq!(
        html(&[callout(vec![paragraph("Stop."), paragraph("Now.")])]).unwrap(),
        "<p><strong>Warning:</strong> Stop.</p><p>Now.</p>"
    );
    let list = list(ListMarker::Bullet, true, vec![(None, vec![paragraph("a")])]);
    assert_eq!(html(&[callout(vec![list])]).unwrap(), "<p><strong>Warning</strong></p><ul><li>a</li></ul>");
}

#[test]
fn an_answer_that_says_nothing_is_none() {
    assert_eq!(html(&[]), None);
    assert_eq!(html(&[paragraph(" "), block(BlockKind::ThematicBreak), paragraph("\u{202E}")]), None);
    let empty = vec![Inline::Strong(vec![]), web("https://a.example/", vec![])];
    assert_eq!(of(empty), "");
    assert_eq!(html(&[block(BlockKind::Disclaimer(vec![text("No advice.")]))]), None);
}
