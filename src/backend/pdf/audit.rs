//! What a careful compositor counts, taken from the glyphs as they stand on the pages: lines over the measure, lone
//! lines, stranded headings, runts, word spaces, hyphens.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::font::Fonts;
use super::fragment::{GlyphRun, Layout, Owner, Shape};
use super::justify::{LEAST_SPACE, MOST_SPACE};
use super::properties::laid_from;
use super::tags::{Kid, Role, TagId};
use super::theme::{TextStyle, Theme};
use crate::config::{Config, Paper};
use crate::model::Binding;

/// One line of a paragraph.
#[derive(Debug, Default)]
struct Line {
    page: usize,
    baseline: f32,
    text: String,
    left: f32,
    right: f32,
    size: f32,
    /// Width of word spaces against the font's, weighted by their number.
    spaces: Vec<f32>,
}

/// What was counted.
#[derive(Debug, Default, Clone, PartialEq)]
struct Counts {
    lines: usize,
    overfull: Vec<String>,
    widows: Vec<String>,
    orphans: Vec<String>,
    stranded: Vec<String>,
    runts: Vec<String>,
    /// Lines of justified paragraphs that fill the measure, and those of them whose spaces are within the limits.
    justified: usize,
    within: usize,
    uneven: Vec<String>,
    /// Lines of justified paragraphs that had to stay ragged.
    ragged: Vec<String>,
    hyphens: usize,
    /// Most lines in a row that end in a hyphen.
    hyphens_in_a_row: usize,
    /// Words divided over pages.
    divided_over_pages: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} lines; overfull {}, widows {}, orphans {}, stranded headings {}, runts {}; justified {}, within limits {}, ragged {}, hyphens {} (in a row {}, over pages {})",
            self.lines,
            self.overfull.len(),
            self.widows.len(),
            self.orphans.len(),
            self.stranded.len(),
            self.runts.len(),
            self.justified,
            self.within,
            self.ragged.len(),
            self.hyphens,
            self.hyphens_in_a_row,
            self.divided_over_pages,
        )
    }
}

/// The block a slot is in: the nearest tag that is a paragraph of its own.
fn paragraph(layout: &Layout, mut tag: TagId) -> Option<TagId> {
    loop {
        let this = layout.tags.get(tag)?;
        match this.role {
            Role::P
            | Role::Heading(_)
            | Role::Td
            | Role::Th
            | Role::LBody
            | Role::Caption
            | Role::Lbl
            | Role::Toci => return Some(tag),
            _ => tag = this.parent?,
        }
    }
}

fn inside(layout: &Layout, mut tag: TagId, wanted: fn(Role) -> bool) -> bool {
    while let Some(this) = layout.tags.get(tag) {
        if wanted(this.role) {
            return true;
        }
        let Some(parent) = this.parent else { return false };
        tag = parent;
    }
    false
}

/// Whether a paragraph is the label of a call-out, narrow as it is.
fn is_label(layout: &Layout, tag: TagId) -> bool {
    let parent = layout.tags.get(tag).and_then(|this| layout.tags.get(this.parent?));
    parent.is_some_and(|parent| {
        matches!(parent.role, Role::Aside | Role::Sect) && parent.kids.first() == Some(&Kid::Tag(tag))
    })
}

/// The lines of every paragraph, in order.
fn paragraphs(layout: &Layout) -> BTreeMap<TagId, Vec<Line>> {
    let mut all: BTreeMap<TagId, Vec<Line>> = BTreeMap::new();
    for (number, page) in layout.pages.iter().enumerate() {
        for mark in &page.marks {
            let (Owner::Content(slot), Shape::Glyphs(run)) = (mark.owner, &mark.shape) else { continue };
            let Some(tag) = layout.tags.owner(slot).and_then(|tag| paragraph(layout, tag)) else { continue };
            let lines = all.entry(tag).or_default();
            let same = |line: &&mut Line| {
                line.page == number && (line.baseline - run.baseline).abs() < run.size * 0.6
            };
            if lines.last_mut().filter(same).is_none() {
                lines.push(Line {
                    page: number,
                    baseline: run.baseline,
                    left: run.x,
                    right: run.x,
                    ..Line::default()
                });
            }
            if let Some(line) = lines.last_mut() {
                add(line, run);
            }
        }
    }
    all
}

fn add(line: &mut Line, run: &GlyphRun) {
    let fonts = Fonts::bundled();
    let mut x = run.x;
    for glyph in &run.glyphs {
        let text = run.text.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
        let blank = !text.is_empty() && text.trim().is_empty();
        // A kern before a mark is a run of its own.
        if !blank {
            line.right = line.right.max(x + glyph.advance);
        } else if let Some(face) = fonts.face(run.face).filter(|face| !face.measures().fixed_pitch)
            && run.text != " "
        {
            line.spaces.push(glyph.advance * 1000.0 / (face.advance(glyph.id) * run.size));
        }
        x += glyph.advance;
    }
    line.size = line.size.max(run.size);
    line.text.push_str(&run.text);
}

fn count(layout: &Layout, theme: &Theme) -> Counts {
    let mut counts = Counts::default();
    let page = theme.page;
    let right = page.x0 + page.full();
    let body: TextStyle = theme.styles.body;
    let mut ends: BTreeMap<usize, f32> = BTreeMap::new();
    let all = paragraphs(layout);
    for line in all.values().flatten() {
        let end = ends.entry(line.page).or_default();
        *end = end.max(line.baseline);
    }
    for (tag, lines) in &all {
        let role = layout.tags.get(*tag).unwrap().role;
        counts.lines += lines.len();
        counts
            .overfull
            .extend(lines.iter().filter(|line| line.right > right + 0.1).map(|line| line.text.clone()));
        let in_table = inside(layout, *tag, |role| matches!(role, Role::Td | Role::Th));
        let is_code = layout.tags.get(*tag).unwrap().kids.iter().any(|kid| match kid {
            Kid::Tag(kid) => layout.tags.get(*kid).unwrap().role == Role::Code,
            Kid::Slot(_) => false,
        }) && lines.iter().all(|line| line.spaces.is_empty());
        if let (Role::Heading(_), Some(last)) = (role, lines.last()) {
            if ends.get(&last.page).is_some_and(|end| last.baseline >= end - 1.0) {
                counts.stranded.push(last.text.clone());
            }
            continue;
        }
        // Terms of a built-up fraction stand over each other, and are no lines of text.
        let is_formula = layout.tags.get(*tag).unwrap().kids.iter().all(|kid| match kid {
            Kid::Tag(kid) => layout.tags.get(*kid).unwrap().role == Role::Formula,
            Kid::Slot(_) => false,
        });
        if in_table || is_code || is_formula || matches!(role, Role::Lbl) || is_label(layout, *tag) {
            continue;
        }
        let on_page = |number: usize| lines.iter().filter(|line| line.page == number).count();
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            if first.page != last.page {
                if on_page(first.page) < 2 {
                    counts.orphans.push(first.text.clone());
                }
                if on_page(last.page) < 2 {
                    counts.widows.push(last.text.clone());
                }
            }
            let words: Vec<&str> = last.text.split_whitespace().collect();
            if lines.len() > 1
                && words.len() == 1
                && words.iter().all(|word| word.chars().filter(|c| c.is_alphanumeric()).count() <= 12)
            {
                counts.runts.push(last.text.clone());
            }
        }
        let apparatus = inside(layout, *tag, |role| {
            matches!(role, Role::Aside | Role::Note | Role::Sect | Role::Toc | Role::L)
        });
        if !apparatus && lines.iter().all(|line| (line.size - body.size).abs() < 0.01) {
            justified(lines, theme, &mut counts);
        }
    }
    counts
}

fn justified(lines: &[Line], theme: &Theme, counts: &mut Counts) {
    let mut row = 0;
    for (index, line) in lines.iter().enumerate() {
        let hyphen = line.text.trim_end().ends_with('\u{AD}');
        row = if hyphen { row + 1 } else { 0 };
        counts.hyphens += usize::from(hyphen);
        counts.hyphens_in_a_row = counts.hyphens_in_a_row.max(row);
        let next = lines.get(index + 1);
        counts.divided_over_pages += usize::from(hyphen && next.is_some_and(|next| next.page != line.page));
        // Body text of the page's own column that goes on: what should be straight.
        let edge = theme.page.x1() + theme.page.measure;
        let broad = line.left < edge - theme.page.measure * 0.6;
        if !theme.justify || next.is_none() || !broad || line.text.ends_with('\n') {
            continue;
        }
        if (line.right - edge).abs() > 0.2 {
            counts.ragged.push(format!("{:.1} short: {}", edge - line.right, line.text));
            continue;
        }
        counts.justified += 1;
        let even = line.spaces.iter().all(|space| (LEAST_SPACE - 0.01..=MOST_SPACE + 0.01).contains(space));
        if even {
            counts.within += 1;
        } else {
            counts.uneven.push(format!("{:.2?} {}", line.spaces, line.text));
        }
    }
}

fn audit(path: &Path, config: &Config) -> Counts {
    let markdown = std::fs::read_to_string(path).unwrap();
    let layout = laid_from(&markdown, path, config);
    count(&layout, &Theme::new(&config.pdf, Binding::Article))
}

fn articles(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    paths
}

fn settings() -> Vec<(&'static str, Config)> {
    let with = |change: fn(&mut Config)| {
        let mut config = Config::default();
        change(&mut config);
        config
    };
    vec![
        ("a4", Config::default()),
        ("a4 justified", with(|config| config.pdf.justify = Some(true))),
        ("letter", with(|config| config.pdf.paper = Paper::Letter)),
        (
            "a5 justified",
            with(|config| {
                config.pdf.paper = Paper::A5;
                config.pdf.justify = Some(true);
            }),
        ),
        ("large print", with(|config| config.pdf.large_print = true)),
    ]
}

/// Call-outs, footnotes and the like are ragged also in a justified guide: they are not counted as justified lines.
#[test]
fn the_sample_articles_have_no_flaw() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/articles");
    for path in articles(&content) {
        for (name, config) in settings() {
            let counts = audit(&path, &config);
            let said = format!("{} {name}: {counts}\n{counts:#?}", path.display());
            assert!(counts.lines > 40, "{said}");
            assert!(counts.overfull.is_empty(), "{said}");
            assert!(counts.widows.is_empty() && counts.orphans.is_empty(), "{said}");
            assert!(counts.stranded.is_empty() && counts.runts.is_empty(), "{said}");
            assert!(counts.hyphens_in_a_row <= 2 && counts.divided_over_pages == 0, "{said}");
            if config.pdf.justify == Some(true) {
                assert!(counts.within * 100 >= counts.justified * 98, "{said}");
                assert!(counts.ragged.len() * 4 <= counts.justified, "{said}");
                assert!(counts.hyphens * 100 <= counts.lines * 15, "{said}");
            } else {
                assert_eq!(counts.hyphens, 0, "{said}");
            }
        }
    }
}

/// `AUDIT=folder cargo test audit -- --ignored --nocapture` counts over articles of one's own.
#[test]
#[ignore = "counts over the articles of a folder given in AUDIT"]
fn counts_over_a_folder() {
    let folder = std::env::var_os("AUDIT").map(PathBuf::from).unwrap();
    for (name, config) in settings() {
        for path in articles(&folder) {
            let counts = audit(&path, &config);
            println!("{name:13} {}: {counts}", path.file_stem().unwrap().to_string_lossy());
            for (what, found) in [
                ("overfull", &counts.overfull),
                ("widow", &counts.widows),
                ("orphan", &counts.orphans),
                ("stranded", &counts.stranded),
                ("runt", &counts.runts),
                ("uneven", &counts.uneven),
                ("ragged", &counts.ragged),
            ] {
                found.iter().for_each(|text| println!("    {what}: {text:?}"));
            }
        }
    }
}
