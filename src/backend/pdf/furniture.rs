//! Running heads and folios: what stands on every page and is read on none.

use super::flow::moved;
use super::font::{Fonts, Weight};
use super::fragment::{Mark, Owner, Rect, Shape};
use super::lines::{Fit, Memory, Setter};
use super::numbering::front_pages;
use super::pages::LaidPage;
use super::rich_text::Collector;
use super::shape::FontStyle;
use super::tags::TagTree;
use super::theme::{Strokes, TextStyle, Theme};
use crate::backend::Context;
use crate::model::{Binding, Language, Metadata, Publication, TextDirection};

/// A title up to its colon that is shorter than this is too short to stand alone.
const SHORT_HEAD: usize = 12;
/// Space kept between the two halves of a running head.
const HEAD_GAP: f32 = 16.0;
/// More characters than any line of a head or foot holds.
const MOST_CHARACTERS: usize = 300;

/// Adds running heads and folios to all pages.
pub fn furnish(
    pages: &mut [LaidPage],
    publication: &Publication,
    context: &Context<'_>,
    theme: &Theme,
    fonts: &Fonts,
) {
    let front = front_pages(pages, publication);
    let count = pages.len() - front;
    let book = publication.binding == Binding::Book;
    let memory = Memory::default();
    for (index, laid) in pages.iter_mut().enumerate() {
        let left_hand = theme.facing && index % 2 == 1;
        if laid.blank || book && index == 0 {
            continue;
        }
        // What stands before all parts of a book is headed by the book itself.
        let metadata = publication.parts.get(laid.part).map_or(&publication.metadata, |part| &part.metadata);
        let mut furniture = Furniture { context, theme, fonts, metadata, memory: &memory, marks: Vec::new() };
        if !laid.opener {
            furniture.head(laid.section.as_deref());
        }
        // Front matter counts by itself: how many pages the body has says nothing about it.
        let count = (index >= front).then_some(count);
        furniture.foot(publication, &laid.page.label, count, left_hand);
        laid.page.marks.append(&mut furniture.marks);
        if left_hand {
            mirror(laid, theme.page.mirror());
        }
    }
}

/// Moves all that stands on a left-hand page, so that its inner margin is the right one.
fn mirror(laid: &mut LaidPage, dx: f32) {
    let marks = std::mem::take(&mut laid.page.marks);
    laid.page.marks = marks.into_iter().map(|mark| moved(mark, dx, 0.0)).collect();
    for area in laid.page.links.iter_mut().flat_map(|link| &mut link.areas) {
        area.x += dx;
    }
}

struct Furniture<'a> {
    context: &'a Context<'a>,
    theme: &'a Theme,
    fonts: &'a Fonts,
    metadata: &'a Metadata,
    memory: &'a Memory,
    marks: Vec<Mark>,
}

impl Furniture<'_> {
    /// The article's title on the left, the section on the right, a hair rule beneath.
    fn head(&mut self, section: Option<&str>) {
        let page = self.theme.page;
        let style = self.theme.styles.furniture;
        let right_width =
            section.map_or(0.0, |section| self.width(beginning(section), &style)).min(page.full() * 0.62);
        let title =
            self.fitted(&short_title(&self.metadata.title), &style, page.full() - right_width - HEAD_GAP);
        let left = self.text(&title, &style, page.x0, page.head, Owner::Header);
        if let Some(section) = section {
            let section = self.fitted(section, &style, page.full() - left - HEAD_GAP);
            let width = self.width(&section, &style);
            self.text(&section, &style, page.x0 + page.full() - width, page.head, Owner::Header);
        }
        let rect = Rect { x: page.x0, y: page.head_rule, width: page.full(), height: Strokes::THIN };
        let shape = Shape::Fill { rect, colour: self.theme.colours.hair };
        self.marks.push(Mark { owner: Owner::Header, shape });
    }

    /// Site and date inside: the date tells which version a reader holds. The page outside, which is on the right
    /// unless leaves are bound.
    fn foot(&mut self, publication: &Publication, number: &str, count: Option<usize>, left_hand: bool) {
        let page = self.theme.page;
        let style = self.theme.styles.furniture;
        let labels = self.context.labels(&publication.metadata.language);
        let site = self.context.config.site.name.clone();
        let date = publication.last_change().map(|date| labels.date(date));
        let left: Vec<String> = site.into_iter().chain(date).collect();
        let folio = match count {
            Some(count) => labels.page_of.replace("{pages}", &count.to_string()),
            None => "{page}".to_owned(),
        };
        let (before, after) = folio.split_once("{page}").unwrap_or((folio.as_str(), ""));
        let bold = TextStyle {
            font: FontStyle { weight: Weight::Bold, ..style.font },
            colour: self.theme.colours.ink,
            ..style
        };
        let parts = [(before, style), (number, bold), (after, style)];
        let width: f32 = parts.iter().map(|(text, style)| self.width(text, style)).sum();
        let mut x = if left_hand { page.x0 } else { page.x0 + page.full() - width };
        if !left.is_empty() {
            // A figure that begins the date would go with the letters of the site's name (UAX 9, 2.6).
            let between = match self.metadata.language.direction() {
                TextDirection::LeftToRight => " · ",
                TextDirection::RightToLeft => " \u{200F}· \u{200F}",
            };
            let left = self.fitted(&left.join(between), &style, page.full() - width - HEAD_GAP);
            let at = if left_hand { page.x0 + page.full() - self.width(&left, &style) } else { page.x0 };
            self.text(&left, &style, at, page.foot, Owner::Footer);
        }
        for (text, style) in parts {
            x += self.text(text, &style, x, page.foot, Owner::Footer);
        }
    }

    /// A text cut to a width, with an ellipsis if need be.
    fn fitted(&self, text: &str, style: &TextStyle, width: f32) -> String {
        let first = beginning(text);
        if first.len() == text.len() && self.width(text, style) <= width {
            return text.to_owned();
        }
        let mut kept: Vec<&str> = first.split(' ').collect();
        while kept.pop().is_some() && !kept.is_empty() {
            let shorter = format!("{}…", kept.join(" ").trim_end_matches([',', ':', ';', '–', '—', ' ']));
            if self.width(&shorter, style) <= width {
                return shorter;
            }
        }
        String::new()
    }

    fn width(&self, text: &str, style: &TextStyle) -> f32 {
        self.set(text, style).iter().map(|(_, advance)| *advance).sum()
    }

    /// Paints a text on one line; returns its width.
    fn text(&mut self, text: &str, style: &TextStyle, x: f32, y: f32, owner: Owner) -> f32 {
        let mut width = 0.0;
        for (mark, advance) in self.set(text, style) {
            self.marks.push(moved(Mark { owner, ..mark }, x, y));
            width += advance;
        }
        width
    }

    fn set(&self, text: &str, style: &TextStyle) -> Vec<(Mark, f32)> {
        let mut tags = TagTree::new();
        let root = tags.root();
        let labels = self.context.labels(&self.metadata.language);
        let rich = Collector {
            tags: &mut tags,
            theme: self.theme,
            prefix: "",
            references: "",
            labels,
            direction: TextDirection::LeftToRight,
            pages: None,
        }
        .plain(text, style, root);
        let language: &Language = &self.metadata.language;
        let mut missing = Vec::new();
        let no_objects = |_| 0.0;
        let mut setter = Setter {
            fonts: self.fonts,
            language,
            missing: &mut missing,
            runts: true,
            hyphenate: false,
            fixed_direction: true,
            object_width: &no_objects,
            memory: Some(self.memory),
        };
        let lines = setter.shape(&rich).lines(f32::MAX / 4.0, Fit::Ragged, style);
        let mut set = Vec::new();
        for mark in lines.into_iter().flat_map(|line| line.marks) {
            let advance = match &mark.shape {
                Shape::Glyphs(run) => run.glyphs.iter().map(|glyph| glyph.advance).sum(),
                Shape::Image { .. } => 0.0,
                Shape::Fill { .. } | Shape::Frame { .. } => continue,
            };
            set.push((mark, advance));
        }
        set
    }
}

/// As much of a text as could stand on one line. Setting a heading of thousands of words again and again on each of its
/// pages, a word shorter each time, would take minutes.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARACTERS).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A title up to its colon, unless that is too short to say anything.
fn short_title(title: &str) -> String {
    match title.split_once(':') {
        Some((head, _)) if head.chars().count() >= SHORT_HEAD => head.to_owned(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_text_without_end_the_beginning_counts() {
        assert_eq!(beginning("Cold and dry"), "Cold and dry");
        assert_eq!(beginning(&"é".repeat(5_000)).chars().count(), MOST_CHARACTERS);
    }

    #[test]
    fn running_heads_are_short_but_not_too_short() {
        assert_eq!(short_title("Cerebrolysin: The Complex"), "Cerebrolysin");
        assert_eq!(short_title("BPC: A Guide"), "BPC: A Guide");
    }
}
