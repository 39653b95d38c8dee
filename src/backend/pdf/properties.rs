//! What holds of every layout, whatever the article says: nothing is lost, nothing leaves its column, order is kept.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::dump;
use super::font::Fonts;
use super::fragment::{Layout, Mark, Owner, Shape};
use super::layout::lay_out;
use super::read_back;
use super::theme::Theme;
use super::write::write;
use crate::assets::Assets;
use crate::backend::Context;
use crate::catalog::{Catalog, Entry};
use crate::config::{Config, Paper};
use crate::enrich::{self, Setting, Surroundings};
use crate::labels::Terms;
use crate::load::Roots;
use crate::model::{Binding, Language, Publication, Route};
use crate::source::SourceId;

/// Lays out Markdown as an export would.
fn laid(markdown: &str, config: &Config) -> Layout {
    laid_from(markdown, Path::new("articles/x.md"), config)
}

/// Lays out an article as an export would.
pub(super) fn laid_from(markdown: &str, file: &Path, config: &Config) -> Layout {
    let terms = Terms::bundled(&config.labels).unwrap();
    let route = Route::from_segments(["articles", "x"]);
    let document = crate::read::read(SourceId(0), markdown, &route, &Language::english()).unwrap().value;
    let setting = Setting { config, terms: &terms };
    let document = enrich::identify(document, &setting).value;
    let catalog = Catalog::new([Entry::of(&document, file)]);
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let roots = Roots { assets, ..Roots::default() };
    let bound = BTreeSet::from([document.route.clone()]);
    let around =
        Surroundings { catalog: &catalog, roots: &roots, file, bound: &bound, today: None, asked: None };
    let mut publication = Publication::article(enrich::complete(document, &setting, &around).value);
    crate::typography::punctuation::typeset(&mut publication, &terms);
    let assets = Assets::default();
    let context = Context { config, terms: &terms, catalog: &catalog, assets: &assets, fallback_date: None };
    lay_out(&publication, &context, Fonts::bundled()).value
}

/// Left and right edge of the ink of a run: spaces at its ends do not count.
fn ink(mark: &Mark) -> Option<(f32, f32, f32)> {
    let Shape::Glyphs(run) = &mark.shape else { return None };
    let is_space = |start: u32, end: u32| {
        run.text
            .get(start as usize..end as usize)
            .is_some_and(|text| !text.is_empty() && text.trim().is_empty())
    };
    let mut x = run.x;
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for glyph in &run.glyphs {
        if !is_space(glyph.start, glyph.end) {
            left = left.min(x);
            right = right.max(x + glyph.advance);
        }
        x += glyph.advance;
    }
    (left <= right).then_some((left, right, run.baseline))
}

fn check_places(layout: &Layout, theme: &Theme) {
    let page = theme.page;
    for (number, sheet) in layout.pages.iter().enumerate() {
        for mark in &sheet.marks {
            let Some((left, right, baseline)) = ink(mark) else { continue };
            assert!(left >= page.x0 - 0.6, "page {number}: ink at {left}, left of {}", page.x0);
            assert!(right <= page.x0 + page.full() + 0.6, "page {number}: ink at {right} in {mark:?}");
            if matches!(mark.owner, Owner::Content(_)) {
                assert!(baseline <= page.bottom + 0.1, "page {number}: a line at {baseline}");
            }
        }
    }
}

/// The words that are read, in the order of the tag tree.
fn read_words(layout: &Layout) -> Vec<String> {
    let tags = dump::tags(layout);
    let text: Vec<String> = tags
        .lines()
        .map(str::trim)
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"').map(str::to_owned))
        .collect();
    words(&text.join(" "))
}

fn words(text: &str) -> Vec<String> {
    text.replace('\u{AD}', "")
        .replace("\\u{ad}", "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words that the written file is read as, in the order of its structure tree. What one element holds without
/// another between is one text, however many lines it stands on.
fn written_words(layout: &Layout) -> Vec<String> {
    let structure = read_back::structure(&write(layout.clone(), Fonts::bundled()).unwrap());
    let mut text = String::new();
    for line in structure.lines() {
        match line.trim().strip_prefix('"').and_then(|line| line.strip_suffix('"')) {
            Some(said) => text.push_str(said),
            None => text.push(' '),
        }
    }
    words(&text)
}

/// A word that may be hyphenated.
const DIVIDED: &str = "immunohistochemistry";

/// A paragraph of numbered words, so that each can be found again.
fn sentence(from: usize, count: usize, long: bool) -> String {
    (from..from + count)
        .map(|n| {
            if n.is_multiple_of(5) {
                DIVIDED.to_owned()
            } else if long && n.is_multiple_of(17) {
                format!("Wort{n}{}", "extraordinarily".repeat(8))
            } else {
                format!("word{n}x")
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn block(kind: usize, from: usize, count: usize) -> String {
    let text = sentence(from, count, kind.is_multiple_of(3));
    let half = sentence(from + count, count.div_ceil(2), false);
    match kind {
        0 => format!("## {text}\n\n{half}\n"),
        1 => format!("{text}\n"),
        2 => format!("- {text}\n- {half}\n  - nested{from}\n"),
        3 => format!("1. {text}\n2. {half}\n"),
        4 => format!("> **Important:** {text}\n>\n> {half}\n"),
        5 => format!("> {text}\n"),
        6 => format!(
            "| alpha{from} | beta{from} | gamma{from} |\n|---|---|---|\n| {text} | {half} | 1 |\n| 2 | 3 | 4 |\n"
        ),
        7 => format!("```\n{text}\n```\n"),
        8 => format!("term{from}\n: {text}\n"),
        9 => format!("{text}[^n{from}]\n\n[^n{from}]: {half}\n"),
        10 => format!("### {half}\n\n{text}\n"),
        11 => format!("> **Key Takeaways**\n>\n> - {text}\n> - {half}\n"),
        12 => format!("*{text}* **{half}** `code{from}` https://example.org/a/very/long/path/{from}?q=1\n"),
        _ => format!("- [x] {text}\n- [ ] {half}\n"),
    }
}

proptest! {
    // The same documents in every run, so that a fault is seen again.
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_is_lost_and_nothing_leaves_the_page(
        blocks in prop::collection::vec((0usize..14, 1usize..120), 1..24),
        paper in 0usize..6,
    ) {
        let mut from = 0;
        let mut markdown = "---\ntitle: A title\n---\n\n".to_owned();
        for (kind, count) in blocks {
            markdown.push_str(&block(kind, from, count));
            markdown.push('\n');
            from += 2 * count + 2;
        }
        let mut config = Config::default();
        config.pdf.paper = [Paper::A4, Paper::Letter, Paper::A5, Paper::A4, Paper::A4, Paper::A5][paper];
        config.pdf.large_print = paper == 3;
        config.pdf.justify = (paper >= 4).then_some(true);
        let layout = laid(&markdown, &config);
        check_places(&layout, &Theme::new(&config.pdf, Binding::Article));
        let found: BTreeSet<String> = read_words(&layout).into_iter().collect();
        for word in words(&markdown).into_iter().filter(|word| word.starts_with("word") || word.starts_with("Wort")) {
            // A word wider than the measure is cut over lines, but read in one piece.
            prop_assert!(found.contains(&word), "{word} is lost");
        }
        let numbered = |words: Vec<String>| -> Vec<String> {
            words.into_iter().filter(|word| word.starts_with("word") || word.starts_with("Wort")).collect()
        };
        // Words that were hyphenated are read whole.
        let divided = |words: &[String]| words.iter().filter(|word| *word == DIVIDED).count();
        // Contents say headings again.
        prop_assert!(divided(&written_words(&layout)) >= divided(&words(&markdown)));
        prop_assert_eq!(numbered(written_words(&layout)), numbered(read_words(&layout)));
    }
}

#[test]
fn characters_come_back_exactly() {
    // Each pair shares a glyph or nearly: hyphens, micro signs and mu, ohm and omega, ligatures and letters.
    for text in [
        "well-known well\u{2010}known TNF\u{2011}α",
        "10 µg 10 μg 5 Ω 5 \u{2126}",
        "office affluent fjord final; con\u{FB01}gure con\u{FB02}ict",
        "H₂O CO₂ x² m³ 10⁻⁶ ½ 4 °C ±2 ≤5 ×3 −1",
        "naïve Nguyễn Łódź Œuvre straße",
        "Η δοκιμή αβγ, Жизнь и судьба, Їжак",
        "“quoted” ‘single’ … – — • § † ‡",
        "e\u{301} a\u{304}\u{301} and\u{AD}rogen\u{200B}ous",
    ] {
        let layout = laid(&format!("---\ntitle: T\n---\n\n{text}\n"), &Config::default());
        let read = read_back::structure(&write(layout.clone(), Fonts::bundled()).unwrap());
        let lines: String = read
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'))
            .skip(1)
            .map(|line| line.replace("\\u{304}", "\u{304}").replace("\\u{301}", "\u{301}"))
            .collect();
        // Soft hyphens and zero-width spaces are advice for setting, not text.
        let expected: String = text.chars().filter(|&c| !matches!(c, '\u{AD}' | '\u{200B}')).collect();
        assert_eq!(lines, expected);
    }
}

#[test]
fn text_that_runs_from_right_to_left_is_read_as_written() {
    let text = "שלום (abc 12) עולם, 18 מעלות. TNF-alpha בלבד";
    for language in ["he", "en"] {
        let markdown = format!("---\ntitle: T\nlang: {language}\n---\n\n{text}\n\n- {text}\n");
        let layout = laid(&markdown, &Config::default());
        let read =
            read_back::structure(&write(laid(&markdown, &Config::default()), Fonts::bundled()).unwrap());
        let joined: String =
            read.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"')).collect();
        assert_eq!(joined.matches(text).count(), 2, "{joined}");
        // The first word is the rightmost one.
        let x = |word: &str| {
            let runs =
                layout.pages.iter().flat_map(|page| &page.marks).filter_map(|mark| match &mark.shape {
                    Shape::Glyphs(run) if run.text.contains(word) => Some(run.x),
                    _ => None,
                });
            runs.fold(None, |_, x| Some(x)).unwrap()
        };
        assert!(x("שלום") > x("abc") && x("abc") > x("TNF-alpha"));
    }
}

#[test]
fn large_print_has_no_long_italics() {
    let faces = |large_print: bool| {
        let mut config = Config::default();
        config.pdf.large_print = large_print;
        let text = format!("plain *short* *{}*", sentence(1, 30, false));
        let layout = laid(&format!("---\ntitle: T\n---\n\n{text}\n"), &config);
        ["plain", "short", "word21x"].map(|word| {
            let run = layout.pages.iter().flat_map(|page| &page.marks).find_map(|mark| match &mark.shape {
                Shape::Glyphs(run) if run.text.contains(word) => Some(run),
                _ => None,
            });
            run.unwrap().face
        })
    };
    let [plain, short, long] = faces(false);
    assert!(plain != short && short == long);
    let [plain, short, long] = faces(true);
    assert!(plain != short && plain == long);
}

#[test]
fn words_are_read_in_the_order_of_the_article() {
    let markdown = "---\ntitle: T\n---\n\none1 [two2](https://example.org) three3\n\n- four4\n  1. five5\n\n> **Note:** six6\n\n| seven7 | eight8 |\n|---|---|\n| nine9 | ten10 |\n";
    let layout = laid(markdown, &Config::default());
    let numbered: Vec<String> = read_words(&layout)
        .into_iter()
        .filter(|word| word.len() > 3 && word.ends_with(|c: char| c.is_ascii_digit()))
        .collect();
    // The link's text comes back in the list of references.
    assert_eq!(
        numbered,
        ["one1", "two2", "three3", "four4", "five5", "six6", "seven7", "eight8", "nine9", "ten10", "two2"]
    );
}

#[test]
fn a_long_table_repeats_its_header_and_shows_each_row_once() {
    let mut markdown = "---\ntitle: T\n---\n\n| Row | Value |\n|---|---|\n".to_owned();
    for n in 1..=120 {
        markdown.push_str(&format!("| row {n} of many | value{n} |\n"));
    }
    let layout = laid(&markdown, &Config::default());
    assert!(layout.pages.len() > 3);
    let found = read_words(&layout);
    for n in 1..=120 {
        let value = format!("value{n}");
        assert_eq!(found.iter().filter(|word| **word == value).count(), 1, "{value}");
    }
    let header_on = |page: &super::fragment::Page| {
        page.marks.iter().any(|mark| matches!(&mark.shape, Shape::Glyphs(run) if run.text.trim() == "Value"))
    };
    assert!(layout.pages.iter().all(header_on));
}

#[test]
fn a_table_of_twenty_columns_becomes_records() {
    let row = |cell: &str| {
        let cells: Vec<String> = (1..=20).map(|n| format!("{cell}{n}extraordinarily")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = "---|".repeat(20);
    let markdown = format!("---\ntitle: T\n---\n\n{}|{rule}\n{}", row("head"), row("cell"));
    let config = Config::default();
    let layout = laid(&markdown, &config);
    check_places(&layout, &Theme::new(&config.pdf, Binding::Article));
    let found = read_words(&layout);
    assert!((1..=20).all(|n| found.contains(&format!("cell{n}extraordinarily"))));
}

/// The words of each line of body text, page by page, top to bottom.
fn body_lines(layout: &Layout) -> Vec<Vec<(f32, String)>> {
    let of_page = |page: &super::fragment::Page| {
        let mut lines: Vec<(f32, String)> = Vec::new();
        for mark in &page.marks {
            let (Owner::Content(_), Shape::Glyphs(run)) = (mark.owner, &mark.shape) else { continue };
            match lines.last_mut().filter(|(y, _)| (*y - run.baseline).abs() < 1.0) {
                Some((_, text)) => text.push_str(&run.text),
                None => lines.push((run.baseline, run.text.clone())),
            }
        }
        lines
    };
    layout.pages.iter().map(of_page).collect()
}

#[test]
fn no_page_begins_or_ends_with_a_lone_line() {
    // Paragraphs of four lines and more, so that each could leave one line behind.
    let mut markdown = "---\ntitle: T\n---\n\n".to_owned();
    for n in 0..40 {
        markdown.push_str(&format!("start{n} {} end{n}.\n\n", sentence(n * 100, 38 + n % 9, false)));
    }
    let layout = laid(&markdown, &Config::default());
    let pages = body_lines(&layout);
    assert!(pages.len() > 3);
    for lines in &pages {
        let last = &lines.last().unwrap().1;
        assert!(!last.starts_with("start"), "a page ends with the first line of a paragraph: {last}");
        let first = &lines.first().unwrap().1;
        assert!(
            !first.trim_end().ends_with('.') || first.starts_with("start"),
            "a page begins with a last line: {first}"
        );
    }
}
