use similar_asserts::assert_eq;

use super::super::fragment::{Glyph, GlyphRun, Mark, Owner, Page, Shape};
use super::super::tags::{Role, TagTree};
use super::super::{read_back, sample};
use super::*;

fn sample() -> Vec<u8> {
    let bytes = write(sample::layout(), Fonts::bundled()).unwrap();
    // For looking at, and for validators.
    if let Some(path) = std::env::var_os("PEPEXPORT_SAMPLE") {
        std::fs::write(path, &bytes).unwrap();
    }
    bytes
}

#[test]
fn the_structure_holds_the_text_in_reading_order() {
    let expected = r#"Document
  H1
    "A sample of everything"
  P
    "An efficient office, and "
    Link
      "a link"
      → https://example.org/%C3%A9vidence
    ", then a soft break. 10 mL of TNF‑α (µ, μ, Ω) – conﬁgure, configure."
  P
    "Greek αβγ δοκιμή, Cyrillic Жизнь, Vietnamese Nguyễn, a\u{304}\u{301}."
  P Lang="ru"
    "Проверка языка."
  P
    "Missing: 漢 and ▪ from another face."
  H2
    "A list and a table"
  L ListNumbering=Disc
    LI
      Lbl
        "• "
      LBody
        "First item"
    LI
      Lbl
        "• "
      LBody
        "Second item"
  Table
    THead
      TR
        TH ID="t1-c0" Scope=Column
          "Condition"
        TH ID="t1-c1" Scope=Column
          "Dose"
    TBody
      TR
        TD Headers=t1-c0
          "Stroke"
        TD Headers=t1-c1
          "30–50 mL"
      TR
        TD Headers=t1-c0
          "TBI"
        TD Headers=t1-c1
  P
    Code
      "let x = f(a, \"b\\n\"); // (parens)"
  Aside
    P
      "Warning "
    P
      "Never exceed 50 mL a day."
  Figure Alt="A gradient with transparency"
    ""
    Caption
      "Figure 1. A gradient."
  P
    "This paragraph goes on "
    "overleaf, with a note"
    Reference
      Link
        "a"
        → note-1
  Formula Alt="E equals m c squared"
    "E = mc²"
  H3
    "Photographs"
  Figure Alt="The gradient once more"
    ""
    Caption
      "Figure 1. A gradient."
  Note ID="note 41"
    P
      "a The note itself."
"#;
    assert_eq!(read_back::structure(&sample()), expected);
}

#[test]
fn heads_and_feet_are_artifacts() {
    let bytes = sample();
    assert_eq!(read_back::artifacts(&bytes, "Header"), ["A sample of everything"; 2]);
    assert_eq!(read_back::artifacts(&bytes, "Footer"), ["Page "; 2]);
}

#[test]
fn the_same_layout_gives_the_same_bytes_on_any_thread() {
    let bytes = sample();
    let others: Vec<_> = (0..4).map(|_| std::thread::spawn(sample)).collect();
    for other in others {
        assert!(other.join().unwrap() == bytes);
    }
}

/// A page of one paragraph with one run.
fn paragraph(text: &str, glyphs: Vec<Glyph>) -> Layout {
    let fonts = Fonts::bundled();
    let mut tags = TagTree::new();
    let tag = tags.tag(tags.root(), Role::P);
    let slot = tags.slot(tag);
    let run = GlyphRun {
        expansion: 1.0,
        backwards: false,
        x: 72.0,
        baseline: 72.0,
        face: fonts.face_for(sample::SERIF.family, sample::SERIF.weight, sample::SERIF.slant),
        size: 11.5,
        colour: super::super::fragment::Colour(0, 0, 0),
        text: text.to_owned(),
        glyphs,
    };
    let mark = Mark { owner: Owner::Content(slot), shape: Shape::Glyphs(run) };
    let page =
        Page { width: 400.0, height: 400.0, marks: vec![mark], label: "i".to_owned(), ..Page::default() };
    let about = super::super::fragment::About {
        title: "T".to_owned(),
        language: "en".to_owned(),
        ..Default::default()
    };
    Layout { pages: vec![page], tags, outline: Vec::new(), destinations: Vec::new(), about }
}

fn glyph(c: char, start: u32, end: u32) -> Glyph {
    let fonts = Fonts::bundled();
    let face =
        fonts.face(fonts.face_for(sample::SERIF.family, sample::SERIF.weight, sample::SERIF.slant)).unwrap();
    Glyph { id: face.glyph(c).unwrap(), start, end, advance: 5.0, dx: 0.0, dy: 0.0 }
}

fn read(layout: &Layout) -> String {
    let structure = read_back::structure(&write(layout.clone(), Fonts::bundled()).unwrap());
    structure.strip_prefix("Document\n  P\n").unwrap().to_owned()
}

#[test]
fn text_backwards_is_read_as_a_whole() {
    let layout = paragraph("abc ", vec![glyph('c', 2, 3), glyph('b', 1, 2), glyph('a', 0, 1)]);
    assert_eq!(read(&layout), "    \"abc \"\n");
}

#[test]
fn a_hyphen_that_stands_for_nothing_is_not_read() {
    let mut layout =
        paragraph("and", vec![glyph('a', 0, 1), glyph('n', 1, 2), glyph('d', 2, 3), glyph('-', 3, 3)]);
    assert_eq!(read(&layout), "    \"an\"\n    \"d\"\n");
    layout = paragraph("an\u{AD}", vec![glyph('a', 0, 1), glyph('n', 1, 2), glyph('-', 2, 4)]);
    assert_eq!(read(&layout), "    \"an\\u{ad}\"\n");
}

#[test]
fn capitals_for_show_are_read_as_written() {
    let layout =
        paragraph("Dose", vec![glyph('D', 0, 1), glyph('O', 1, 2), glyph('S', 2, 3), glyph('E', 3, 4)]);
    assert_eq!(read(&layout), "    \"Dose\"\n");
}

#[test]
fn a_space_without_a_glyph_is_read() {
    let layout = paragraph("a b ", vec![glyph('a', 0, 1), glyph('b', 2, 3)]);
    assert_eq!(read(&layout), "    \"a b \"\n");
}

#[test]
fn a_layout_without_pages_is_written() {
    let mut layout = paragraph("", Vec::new());
    assert_eq!(read_back::structure(&write(layout.clone(), Fonts::bundled()).unwrap()), "Document\n");
    layout.pages.clear();
    assert!(write(layout.clone(), Fonts::bundled()).is_ok());
}

/// Where the time goes, for an article of the usual size. `cargo test --release -- --ignored --nocapture timing`
#[test]
#[ignore = "a measurement"]
fn timing() {
    const ROUNDS: u32 = 50;
    let started = std::time::Instant::now();
    let _ = Fonts::bundled();
    println!("fonts {:?}", started.elapsed());
    let started = std::time::Instant::now();
    let mut layout = sample::article(6);
    for _ in 1..ROUNDS {
        layout = sample::article(6);
    }
    println!("shaping and layout {:?}", started.elapsed() / ROUNDS);
    let started = std::time::Instant::now();
    for _ in 0..ROUNDS {
        drop(super::super::paint::paint(&mut layout.clone(), Fonts::bundled()));
    }
    println!("painting {:?}", started.elapsed() / ROUNDS);
    let mut bytes = Vec::new();
    let started = std::time::Instant::now();
    for _ in 0..ROUNDS {
        bytes = write(layout.clone(), Fonts::bundled()).unwrap();
    }
    println!("painting and finishing {:?}, {} bytes", started.elapsed() / ROUNDS, bytes.len());
    let glyphs: usize = layout
        .pages
        .iter()
        .flat_map(|page| &page.marks)
        .map(|mark| match &mark.shape {
            Shape::Glyphs(run) => run.glyphs.len(),
            _ => 0,
        })
        .sum();
    println!("{glyphs} glyphs, {} tags", layout.tags.len());
    if let Some(path) = std::env::var_os("PEPEXPORT_ARTICLE") {
        std::fs::write(path, &bytes).unwrap();
    }
}
