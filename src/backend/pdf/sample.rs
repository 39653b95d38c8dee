//! Layouts for tests: one written by hand, with every kind of mark, tag and link, over two pages; and those of articles.

use std::sync::Arc;

use super::font::{Family, Fonts, Slant, Weight};
use super::fragment::{
    About, Colour, Destination, Glyph, GlyphRun, Layout, LinkArea, LinkTarget, Mark, OutlineItem, Owner,
    Page, Rect, Shape,
};
use super::image::{PdfImage, Pixels};
use super::layout::lay_out;
use super::shape::{Direction, FontStyle, shape};
use super::tags::{Attributes, ListNumbering, Role, Scope, SlotId, TagId, TagTree};
use crate::assets::Assets;
use crate::backend::Context;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::Warned;
use crate::enrich::{self, Setting};
use crate::labels::Terms;
use crate::model::{Date, Language, Publication, Route};
use crate::source::SourceId;

pub const SERIF: FontStyle =
    FontStyle { family: Family::Serif, weight: Weight::Regular, slant: Slant::Upright };
pub const SERIF_BOLD: FontStyle = FontStyle { weight: Weight::Bold, ..SERIF };
pub const SERIF_ITALIC: FontStyle = FontStyle { slant: Slant::Italic, ..SERIF };
pub const SANS: FontStyle = FontStyle { family: Family::Sans, ..SERIF };
pub const SANS_BOLD: FontStyle = FontStyle { weight: Weight::Bold, ..SANS };
pub const MONO: FontStyle = FontStyle { family: Family::Mono, ..SERIF };

const INK: Colour = Colour(0x1B, 0x1D, 0x1F);
const ACCENT: Colour = Colour(0x0B, 0x5A, 0x6F);
const TINT: Colour = Colour(0xEF, 0xF4, 0xF5);

/// The layout of an article of its own, with its front matter.
pub fn of_markdown(text: &str, fonts: &Fonts) -> Warned<Layout> {
    let config = Config::default();
    let terms = Terms::bundled(&config.labels).unwrap();
    let route = Route::from_segments(["a"]);
    let document = crate::read::read(SourceId(0), text, &route, &Language::english()).unwrap().value;
    let document = enrich::identify(document, &Setting { config: &config, terms: &terms }).value;
    let publication = Publication::article(document);
    let (catalog, assets) = (Catalog::default(), Assets::default());
    let context =
        Context { config: &config, terms: &terms, catalog: &catalog, assets: &assets, fallback_date: None };
    lay_out(&publication, &context, fonts)
}

/// Marks for a line of text in one style; the width it took.
pub fn text_marks(
    marks: &mut Vec<Mark>,
    owner: Owner,
    style: FontStyle,
    size: f32,
    at: (f32, f32),
    text: &str,
) -> f32 {
    let shaped = shape(Fonts::bundled(), text, style, "en", Direction::LeftToRight);
    let mut x = at.0;
    for run in &shaped.runs {
        let end_of = |index: usize| {
            let next = run.glyphs.iter().skip(index + 1).map(|glyph| glyph.cluster);
            let own = run.glyphs[index].cluster;
            next.into_iter().find(|&cluster| cluster > own).unwrap_or(run.text.end as u32)
        };
        let start = run.text.start as u32;
        let glyphs: Vec<Glyph> = run
            .glyphs
            .iter()
            .enumerate()
            .map(|(index, glyph)| {
                let is_later = index > 0 && run.glyphs[index - 1].cluster == glyph.cluster;
                let own = glyph.cluster - start;
                Glyph {
                    id: glyph.id,
                    start: own,
                    end: if is_later { own } else { end_of(index) - start },
                    advance: glyph.advance * size,
                    dx: glyph.dx * size,
                    dy: glyph.dy * size,
                }
            })
            .collect();
        let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let text = text.get(run.text.clone()).unwrap().to_owned();
        let run = GlyphRun {
            x,
            baseline: at.1,
            face: run.face,
            size,
            expansion: 1.0,
            colour: INK,
            text,
            backwards: false,
            glyphs,
        };
        marks.push(Mark { owner, shape: Shape::Glyphs(run) });
        x += width;
    }
    x - at.0
}

/// The layout under construction.
struct Sample {
    tags: TagTree,
    pages: Vec<Page>,
    y: f32,
}

const X: f32 = 134.0;

impl Sample {
    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().unwrap()
    }

    fn new_page(&mut self) {
        let label = (self.pages.len() + 1).to_string();
        self.pages.push(Page { width: 595.28, height: 841.89, label, ..Page::default() });
        self.y = 76.0;
        let marks = &mut self.pages.last_mut().unwrap().marks;
        text_marks(marks, Owner::Header, SANS, 9.25, (62.0, 46.0), "A sample of everything");
        text_marks(marks, Owner::Footer, SANS, 9.25, (62.0, 809.0), "Page ");
        let rect = Rect { x: 62.0, y: 54.0, width: 460.0, height: 0.5 };
        marks.push(Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour: ACCENT } });
    }

    fn text(&mut self, slot: SlotId, style: FontStyle, size: f32, x: f32, text: &str) -> f32 {
        let at = (x, self.y);
        text_marks(&mut self.page().marks, Owner::Content(slot), style, size, at, text)
    }

    fn line(&mut self, parent: TagId, role: Role, style: FontStyle, size: f32, text: &str) -> TagId {
        let tag = self.tags.tag(parent, role);
        let slot = self.tags.slot(tag);
        self.y += size * 1.5;
        self.text(slot, style, size, X, text);
        tag
    }

    fn link(&mut self, parent: TagId, x: f32, text: &str, target: LinkTarget) -> f32 {
        let tag = self.tags.tag(parent, Role::Link);
        let slot = self.tags.slot(tag);
        let width = self.text(slot, SERIF, 11.5, x, text);
        let area = Rect { x, y: self.y - 10.0, width, height: 14.0 };
        let contents = format!("Link: {text}");
        self.page().links.push(LinkArea { tag, areas: vec![area], target, contents: contents.into() });
        width
    }

    fn list(&mut self, parent: TagId) {
        let numbering = Some(ListNumbering::Disc);
        let list = self.tags.tag_with(
            parent,
            Role::L,
            Attributes { list_numbering: numbering, ..Attributes::default() },
        );
        for text in ["First item", "Second item"] {
            self.y += 16.0;
            let item = self.tags.tag(list, Role::Li);
            let label = self.tags.tag(item, Role::Lbl);
            let label = self.tags.slot(label);
            let body = self.tags.tag(item, Role::LBody);
            let body = self.tags.slot(body);
            self.text(label, SERIF, 11.5, X + 3.0, "• ");
            self.text(body, SERIF, 11.5, X + 16.0, text);
        }
    }

    fn table(&mut self, parent: TagId) {
        let table = self.tags.tag(parent, Role::Table);
        let head = self.tags.tag(table, Role::THead);
        let body = self.tags.tag(table, Role::TBody);
        for (index, cells) in [["Condition", "Dose"], ["Stroke", "30–50 mL"], ["TBI", ""]].iter().enumerate()
        {
            self.y += 20.0;
            let row = self.tags.tag(if index == 0 { head } else { body }, Role::Tr);
            for (column, text) in cells.iter().enumerate() {
                let attributes = if index == 0 {
                    let id = Some(format!("t1-c{column}"));
                    Attributes { scope: Some(Scope::Column), id, ..Attributes::default() }
                } else {
                    Attributes { headers: vec![format!("t1-c{column}")], ..Attributes::default() }
                };
                let cell = self.tags.tag_with(row, if index == 0 { Role::Th } else { Role::Td }, attributes);
                if !text.is_empty() {
                    let slot = self.tags.slot(cell);
                    self.text(
                        slot,
                        if index == 0 { SANS_BOLD } else { SANS },
                        10.25,
                        X + 120.0 * column as f32,
                        text,
                    );
                }
            }
            let rect = Rect { x: X, y: self.y + 5.0, width: 388.0, height: 0.75 };
            self.page()
                .marks
                .push(Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour: INK } });
        }
    }

    fn figure(&mut self, parent: TagId, alt: &str, image: PdfImage) {
        let alt = Some(alt.to_owned());
        let tag = self.tags.tag_with(parent, Role::Figure, Attributes { alt, ..Attributes::default() });
        let slot = self.tags.slot(tag);
        self.y += 12.0;
        let rect = Rect { x: X, y: self.y, width: 120.0, height: 90.0 };
        let clip = Rect { height: 80.0, ..rect };
        let shape = Shape::Image { image: Arc::new(image), rect, clip };
        self.page().marks.push(Mark { owner: Owner::Content(slot), shape });
        self.y += 90.0;
        self.line(tag, Role::Caption, SANS, 10.0, "Figure 1. A gradient.");
    }

    fn call_out(&mut self, parent: TagId) {
        self.y += 12.0;
        let panel = Rect { x: 62.0, y: self.y, width: 460.0, height: 48.0 };
        let shapes = [
            Shape::Fill { rect: panel, colour: TINT },
            Shape::Frame { rect: panel, stroke: 1.5, colour: ACCENT, top: true, bottom: false },
        ];
        for shape in shapes {
            self.page().marks.push(Mark { owner: Owner::Decoration, shape });
        }
        let aside = self.tags.tag(parent, Role::Aside);
        self.line(aside, Role::P, SANS_BOLD, 10.25, "Warning ");
        self.line(aside, Role::P, SERIF, 11.5, "Never exceed 50 mL a day.");
        self.y += 16.0;
    }
}

fn gradient(width: u32, height: u32) -> Vec<u8> {
    (0..height).flat_map(|y| (0..width).flat_map(move |x| [(x * 4) as u8, (y * 5) as u8, 128])).collect()
}

fn alpha_image() -> PdfImage {
    let alpha: Vec<u8> = (0..60 * 45u32).map(|i| (i % 60 * 4) as u8).collect();
    PdfImage::from_pixels(60, 45, Pixels::Rgb(&gradient(60, 45)), Some(&alpha)).unwrap()
}

fn jpeg_image() -> PdfImage {
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg)
        .encode(&gradient(60, 45), 60, 45, image::ExtendedColorType::Rgb8)
        .unwrap();
    PdfImage::from_jpeg(&jpeg).unwrap()
}

/// The layout.
pub fn layout() -> Layout {
    let mut sample = Sample { tags: TagTree::new(), pages: Vec::new(), y: 0.0 };
    let root = sample.tags.root();
    sample.new_page();
    sample.line(root, Role::Heading(1), SERIF_BOLD, 30.0, "A sample of everything");
    let paragraph = sample.tags.tag(root, Role::P);
    sample.y += 16.0;
    let slot = sample.tags.slot(paragraph);
    let x = X + sample.text(slot, SERIF, 11.5, X, "An efficient office, and ");
    let uri = LinkTarget::Uri("https://example.org/évidence".into());
    let x = x + sample.link(paragraph, x, "a link", uri);
    let slot = sample.tags.slot(paragraph);
    sample.text(slot, SERIF, 11.5, x, ", then a soft ");
    sample.y += 16.0;
    sample.text(
        slot,
        SERIF,
        11.5,
        X,
        "break. 10\u{A0}mL of TNF\u{2011}α (µ, μ, Ω) – con\u{FB01}gure, con\u{AD}figure.",
    );
    sample.line(
        root,
        Role::P,
        SERIF_ITALIC,
        11.5,
        "Greek αβγ δοκιμή, Cyrillic Жизнь, Vietnamese Nguyễn, a\u{304}\u{301}.",
    );
    let russian = sample.line(root, Role::P, SERIF, 11.5, "Проверка языка.");
    sample.tags.get_mut(russian).unwrap().attributes_mut().language = Some("ru".to_owned());
    sample.line(root, Role::P, SERIF, 11.5, "Missing: 漢 and ▪ from another face.");
    sample.line(root, Role::Heading(2), SERIF_BOLD, 19.0, "A list and a table");
    sample.list(root);
    sample.table(root);
    let code = sample.tags.tag(root, Role::P);
    sample.line(code, Role::Code, MONO, 9.5, "let x = f(a, \"b\\n\"); // (parens)");
    sample.call_out(root);
    sample.figure(root, "A gradient with transparency", alpha_image());

    let broken = sample.tags.tag(root, Role::P);
    let slot = sample.tags.slot(broken);
    sample.y += 20.0;
    sample.text(slot, SERIF, 11.5, X, "This paragraph goes on ");
    sample.new_page();
    sample.y += 16.0;
    sample.text(slot, SERIF, 11.5, X, "overleaf, with a note");
    let reference = sample.tags.tag(broken, Role::Reference);
    let x = X + 110.0;
    sample.link(reference, x, "a", LinkTarget::Destination("note-1".into()));
    let formula = Attributes { alt: Some("E equals m c squared".to_owned()), ..Attributes::default() };
    let formula = sample.tags.tag_with(root, Role::Formula, formula);
    let slot = sample.tags.slot(formula);
    sample.y += 20.0;
    sample.text(slot, SERIF_ITALIC, 12.5, X + 24.0, "E = mc²");
    sample.line(root, Role::Heading(3), SANS_BOLD, 12.5, "Photographs");
    sample.figure(root, "The gradient once more", jpeg_image());
    let note = sample.tags.tag(root, Role::Note);
    sample.line(note, Role::P, SANS, 9.75, "a The note itself.");
    let _empty = sample.tags.tag(root, Role::Sect);

    let destination = |name: &str, page, y| Destination { name: name.to_owned(), page, y };
    let item = |title: &str, destination: &str, children| OutlineItem {
        title: title.to_owned(),
        destination: destination.to_owned(),
        children,
    };
    let photographs = item("Photographs ☆", "photographs", Vec::new());
    let list = item("A list and a table", "list", vec![photographs]);
    Layout {
        pages: sample.pages,
        tags: sample.tags,
        outline: vec![item("A sample of everything", "top", vec![list])],
        destinations: vec![
            destination("top", 0, 76.0),
            destination("list", 0, 200.0),
            destination("photographs", 1, 120.0),
            destination("note-1", 1, 300.0),
        ],
        about: About {
            title: "A sample of everything – & <more>".to_owned(),
            authors: vec!["Ada Author".to_owned(), "Ömer B.".to_owned()],
            description: Some("What a page can hold.".to_owned()),
            keywords: vec!["sample".to_owned(), "test".to_owned()],
            language: "en-GB".to_owned(),
            created: Date::new(2026, 2, 14),
            modified: Date::parse("2026-02-15T08:30:00+01:00").ok(),
        },
    }
}

/// A text-heavy article of so many pages, for measuring.
pub fn article(pages: usize) -> Layout {
    const WORDS: &str = "the patients with acute ischaemic stroke received fifty millilitres daily for ten days; \
        efficacy and safety were assessed by the modified Rankin scale at day ninety, office visits – “first” – \
        (Hartbauer et al., 2001) TNF-α 10–21 days 24–72 h was significantly different between groups of AVERAGE \
        offspring fjord quality zinc view Journal kept very flat xylophone Before Query Union Kant Zone Yes Wool";
    let mut words = WORDS.split_whitespace().cycle();
    let mut sample = Sample { tags: TagTree::new(), pages: Vec::new(), y: 0.0 };
    let root = sample.tags.root();
    let styles = [SERIF, SERIF, SERIF_BOLD, SERIF, SERIF_ITALIC, SERIF, SERIF, SANS];
    let mut links = 0;
    for _ in 0..pages {
        sample.new_page();
        for paragraph in 0..7 {
            let heading = sample.tags.tag(root, Role::Heading(2));
            let heading = sample.tags.slot(heading);
            sample.y += 16.0;
            sample.text(heading, SANS_BOLD, 12.5, X, "A heading");
            let tag = sample.tags.tag(root, Role::P);
            let mut slot = sample.tags.slot(tag);
            for line in 0..6 {
                sample.y += 16.0;
                let mut x = X;
                while x < X + 350.0 {
                    let mut text = String::new();
                    while text.len() < 34 {
                        text.push_str(words.next().unwrap_or_default());
                        text.push(' ');
                    }
                    let style = styles[(paragraph + line + text.len()) % styles.len()];
                    x += sample.text(slot, style, 11.5, x, &text);
                }
                if line == 3 {
                    links += 1;
                    sample.link(
                        tag,
                        X,
                        "linked",
                        LinkTarget::Uri(format!("https://example.org/{links}").into()),
                    );
                    slot = sample.tags.slot(tag);
                }
            }
        }
    }
    let about = About { title: "An article".to_owned(), language: "en".to_owned(), ..About::default() };
    Layout { pages: sample.pages, tags: sample.tags, outline: Vec::new(), destinations: Vec::new(), about }
}
