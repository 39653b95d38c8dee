//! What holds of articles that run from right to left: what belongs beside a text stands on its right, and formulas run
//! from left to right all the same.

use super::font::Fonts;
use super::fragment::{Layout, Shape};
use super::sample::of_markdown;

/// An article in Hebrew. No bundled face has its letters: what stands in for them runs as they do.
fn hebrew(text: &str) -> Layout {
    of_markdown(&format!("---\ntitle: ספר\nlang: he\n---\n\n{text}"), Fonts::bundled()).value
}

/// Left and right edge of the first run that is read as `text`.
fn place(layout: &Layout, text: &str) -> (f32, f32) {
    let mut runs = layout.pages.iter().flat_map(|page| &page.marks).filter_map(|mark| match &mark.shape {
        Shape::Glyphs(run) => Some(run),
        _ => None,
    });
    let strange = |c: char| c.is_whitespace() || ('\u{2066}'..='\u{2069}').contains(&c);
    let run = runs.find(|run| run.text.trim_matches(strange) == text);
    let run = run.unwrap_or_else(|| panic!("{text} is not set: {}", texts(layout)));
    (run.x, run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>())
}

fn texts(layout: &Layout) -> String {
    let marks = layout.pages.iter().flat_map(|page| &page.marks);
    let runs = marks.filter_map(|mark| match &mark.shape {
        Shape::Glyphs(run) => Some(format!("{:?}", run.text)),
        _ => None,
    });
    runs.collect::<Vec<_>>().join(" ")
}

#[test]
fn letters_of_notes_and_lists_stand_right_of_their_text() {
    let layout = hebrew("אבג.[^1]\n\n1. דהו\n   1. זחט\n\n[^1]: יכל\n");
    let letters: Vec<f32> = layout
        .pages
        .iter()
        .flat_map(|page| &page.marks)
        .filter_map(|mark| match &mark.shape {
            Shape::Glyphs(run) if run.text == "a" => Some(run.x),
            _ => None,
        })
        .collect();
    let [call, inside, note] = letters[..] else { panic!("{letters:?}") };
    assert!(call < place(&layout, "אבג.").0, "what is read after a word stands left of it");
    assert!(inside > place(&layout, "זחט").1 && inside < place(&layout, "1").0);
    assert!(note > place(&layout, "יכל").1);
}

#[test]
fn formulas_run_from_left_to_right() {
    let layout = hebrew("אבג $2 + x = 3$ דהו\n\n$$y = \\frac{4}{5} + z$$\n");
    let in_order = |pieces: &[&str]| {
        let places: Vec<f32> = pieces.iter().map(|piece| place(&layout, piece).0).collect();
        assert!(places.is_sorted(), "{pieces:?}: {places:?}");
    };
    in_order(&["2 +", "x", "= 3"]);
    in_order(&["y", "=", "4 /", "+", "z"]);
}
