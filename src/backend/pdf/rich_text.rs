//! Collecting inline content into one run of text with styles: what a paragraph says, ready for shaping.
//!
//! Tags are made here, in document order. Each stretch of text knows the slot of the tag tree it is read at.

use std::ops::Range;
use std::sync::Arc;

use super::alternative::alternative;
use super::font::{Family, Slant, Weight};
use super::fragment::{Colour, LinkTarget};
use super::numbering::PageNumbers;
use super::shape::FontStyle;
use super::tags::{Attributes, Role, SlotId, TagId, TagTree};
use super::theme::{TextStyle, Theme};
use crate::labels::Labels;
use crate::model::{Image, Inline, Passage, TextDirection, plain_text};
use crate::typography::math::factored;

mod formula;
mod links;

/// A paragraph's text with everything that happens in it.
#[derive(Debug, Clone, Default)]
pub struct RichText {
    /// The text. A forced line end is `\n`; an object is U+FFFC.
    pub text: String,
    /// Styles; together they cover the text in order.
    pub stretches: Vec<Stretch>,
    /// Offsets at which no line may begin.
    pub glued: Vec<usize>,
    /// Footnotes called, by offset of the call.
    pub notes: Vec<(usize, u32)>,
    /// Objects within the text, by offset.
    pub objects: Vec<(usize, Object)>,
    /// Links in the text; stretches refer to them.
    pub links: Vec<RichLink>,
}

/// A stretch of text in one style.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// The part of the text.
    pub range: Range<usize>,
    /// How it is set.
    pub style: RunStyle,
    /// Where it is read.
    pub slot: SlotId,
    /// The link it belongs to, as an index.
    pub link: Option<usize>,
    /// Language of a passage that differs.
    pub language: Option<String>,
}

/// How a stretch is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunStyle {
    /// Family, weight, slant.
    pub font: FontStyle,
    /// Type size.
    pub size: f32,
    /// Colour.
    pub colour: Colour,
    /// How far the baseline is raised.
    pub rise: f32,
    /// Added after each glyph.
    pub tracking: f32,
    /// Whether a link's line is drawn under it.
    pub underline: bool,
    /// Whether it is struck through.
    pub strike: bool,
    /// Width of each character in em, in place of the font's: a kern that is still a space to a reader.
    pub fixed_advance: Option<f32>,
}

/// A link within a paragraph.
#[derive(Debug, Clone)]
pub struct RichLink {
    /// Its Link element.
    pub tag: TagId,
    /// Where it leads.
    pub target: LinkTarget,
    /// What it says to a reader who cannot see it.
    pub contents: Arc<str>,
}

/// Something in a line that is no text.
#[derive(Debug, Clone)]
pub struct Object {
    /// The image.
    pub image: Image,
    /// Where it is read; nowhere if it only adorns.
    pub slot: Option<SlotId>,
}

/// Gathers inline content.
#[derive(Debug)]
pub struct Collector<'a> {
    /// The tag tree.
    pub tags: &'a mut TagTree,
    /// The look.
    pub theme: &'a Theme,
    /// Prefix of the destinations of this part.
    pub prefix: &'a str,
    /// Prefix of the destinations of its references.
    pub references: &'a str,
    /// The words of the text's language.
    pub labels: &'a Labels,
    /// Which way the article runs.
    pub direction: TextDirection,
    /// The pages of a book's destinations, where links name them.
    pub pages: Option<&'a PageNumbers>,
}

/// The state that nested inlines inherit.
#[derive(Debug, Clone)]
struct Inherited {
    style: RunStyle,
    tag: TagId,
    slot: Option<SlotId>,
    link: Option<usize>,
    /// Whether that link has words besides its images.
    link_has_words: bool,
    language: Option<String>,
}

/// Stands for an object in a paragraph's text (U+FFFC, object replacement character).
pub const OBJECT: char = '\u{FFFC}';

/// Begins what runs from left to right (U+2066), and what runs as its first letter does (U+2068).
const LEFT_TO_RIGHT: &str = "\u{2066}";
const FIRST_STRONG: &str = "\u{2068}";

/// Size and shift of sub- and superscripts.
const SCRIPT_SIZE: f32 = 0.68;
const SUBSCRIPT_DROP: f32 = 0.14;
const SUPERSCRIPT_RISE: f32 = 0.36;
/// Width of a letter in em, on average.
const LETTER_WIDTH: f32 = 0.45;
/// Code within text against the text.
const CODE_SIZE: f32 = 0.9;

impl Collector<'_> {
    /// Collects `inlines` as the content of `tag`.
    pub fn collect(&mut self, inlines: &[Inline], base: &TextStyle, tag: TagId) -> RichText {
        let mut out = RichText::default();
        self.inlines(inlines, &mut Inherited::of(base, tag), &mut out);
        out
    }

    /// A plain text as the content of `tag`.
    pub fn plain(&mut self, text: &str, base: &TextStyle, tag: TagId) -> RichText {
        self.collect(&[Inline::Text(text.to_owned())], base, tag)
    }

    fn inlines(&mut self, inlines: &[Inline], state: &mut Inherited, out: &mut RichText) {
        for inline in inlines {
            self.inline(inline, state, out);
        }
    }

    fn inline(&mut self, inline: &Inline, state: &mut Inherited, out: &mut RichText) {
        match inline {
            Inline::Text(text) => self.push(text, state, out),
            Inline::Strong(content) => {
                self.styled(content, state, out, |style| style.font.weight = Weight::Bold);
            }
            // Long passages in italics are hard to read for those who need large print.
            Inline::Emphasis(content) if self.theme.large_print && self.is_over_a_line(content, state) => {
                self.inlines(content, state, out);
            }
            Inline::Emphasis(content) => self.styled(content, state, out, |style| {
                style.font.slant = match style.font.slant {
                    Slant::Upright => Slant::Italic,
                    Slant::Italic => Slant::Upright,
                };
            }),
            Inline::Strikethrough(content) => self.styled(content, state, out, |style| style.strike = true),
            Inline::Subscript(content) => self.styled(content, state, out, |style| {
                style.rise -= SUBSCRIPT_DROP * style.size;
                style.size *= SCRIPT_SIZE;
            }),
            Inline::Superscript(content) => self.styled(content, state, out, |style| {
                style.rise += SUPERSCRIPT_RISE * style.size;
                style.size *= SCRIPT_SIZE;
            }),
            Inline::Code(text) => {
                self.tagged(Role::Code, Attributes::default(), state, |this, state| {
                    this.isolated(FIRST_STRONG, state, out, |this, state, out| this.source(text, state, out));
                });
            }
            Inline::Math(tex) => {
                let line = factored(tex);
                // The source says all of a formula, and those who read formulas by ear know it.
                let alt = Attributes { alt: Some(tex.replace('\n', " ")), ..Attributes::default() };
                self.tagged(Role::Formula, alt, state, |this, state| {
                    this.isolated(LEFT_TO_RIGHT, state, out, |this, state, out| match line {
                        Some(line) => this.math(&line, state, out),
                        None => this.source(tex, state, out),
                    });
                });
            }
            Inline::Link(link) => self.link(link, state, out),
            Inline::Citation(citation) => self.citation(citation, state, out),
            Inline::Image(image) => self.image(image, state, out),
            Inline::FootnoteCall(call) => self.footnote_call(call, state, out),
            Inline::Passage(passage) => self.passage(passage, state, out),
            Inline::SoftBreak => self.push(" ", state, out),
            Inline::LineBreak => self.push_raw("\n", state, out),
        }
    }

    /// Whether content is longer than a line of the text column, by the usual width of a letter.
    fn is_over_a_line(&self, content: &[Inline], state: &Inherited) -> bool {
        let letters = plain_text(content).chars().count();
        letters as f32 * LETTER_WIDTH * state.style.size > self.theme.page.measure
    }

    fn styled(
        &mut self,
        content: &[Inline],
        state: &mut Inherited,
        out: &mut RichText,
        change: impl FnOnce(&mut RunStyle),
    ) {
        let before = state.style;
        change(&mut state.style);
        self.inlines(content, state, out);
        state.style = before;
    }

    /// Runs `inside` with a new tag as the place where text is read.
    fn tagged(
        &mut self,
        role: Role,
        attributes: Attributes,
        state: &mut Inherited,
        inside: impl FnOnce(&mut Self, &mut Inherited),
    ) -> TagId {
        let tag = self.tags.tag_with(state.tag, role, attributes);
        let (outer_tag, _) = (std::mem::replace(&mut state.tag, tag), state.slot.take());
        inside(self, state);
        state.tag = outer_tag;
        // Text after the child is read after it: a new slot.
        state.slot = None;
        tag
    }

    /// Text as it was typed, in the fixed-pitch face.
    fn source(&mut self, text: &str, state: &mut Inherited, out: &mut RichText) {
        let before = state.style;
        state.style.font = FontStyle { family: Family::Mono, ..before.font };
        state.style.size *= CODE_SIZE;
        self.push(text, state, out);
        state.style = before;
    }

    fn passage(&mut self, passage: &Passage, state: &mut Inherited, out: &mut RichText) {
        let language = passage.language.as_ref().map(|language| language.as_str().to_owned());
        let attributes = Attributes { language: language.clone(), ..Attributes::default() };
        let before = state.language.clone();
        state.language = language.or(state.language.take());
        self.tagged(Role::Span, attributes, state, |this, state| {
            // What has a direction of its own does not disturb that of the text around it (UAX 9, 2.4.2).
            let isolate = passage.direction.map(|direction| match direction {
                TextDirection::LeftToRight => "\u{2066}",
                TextDirection::RightToLeft => "\u{2067}",
            });
            if let Some(isolate) = isolate {
                this.push_raw(isolate, state, out);
            }
            this.inlines(&passage.content, state, out);
            if isolate.is_some() {
                this.push_raw("\u{2069}", state, out);
            }
        });
        state.language = before;
    }

    /// Adds what has a direction of its own: where the article runs right to left, its order is not disturbed
    /// (UAX 9, 2.4.2), nor that of the text around it.
    fn isolated(
        &mut self,
        isolate: &str,
        state: &mut Inherited,
        out: &mut RichText,
        inside: impl FnOnce(&mut Self, &mut Inherited, &mut RichText),
    ) {
        match self.direction {
            TextDirection::LeftToRight => inside(self, state, out),
            TextDirection::RightToLeft => {
                self.push_raw(isolate, state, out);
                inside(self, state, out);
                self.push_raw("\u{2069}", state, out);
            }
        }
    }

    fn image(&mut self, image: &Image, state: &mut Inherited, out: &mut RichText) {
        // What only adorns is no content. A link that holds nothing else has to say where it leads, though.
        let unread = image.decorative && (state.link.is_none() || state.link_has_words);
        let tag = if unread {
            state.tag
        } else {
            let alt = Some(alternative(image, None, &self.labels.image));
            self.tags.tag_with(state.tag, Role::Figure, Attributes { alt, ..Attributes::default() })
        };
        // A stretch of its own: text after it is read after it.
        let slot = self.tags.slot(tag);
        state.slot = None;
        let read_at = (!unread).then_some(slot);
        out.objects.push((out.text.len(), Object { image: image.clone(), slot: read_at }));
        let start = out.text.len();
        out.text.push(OBJECT);
        out.stretches.push(Stretch {
            range: start..out.text.len(),
            style: state.style,
            slot,
            link: state.link,
            language: None,
        });
    }

    /// Adds text; control characters and line ends in it are spaces.
    fn push(&mut self, text: &str, state: &mut Inherited, out: &mut RichText) {
        // An author's own U+FFFC is no object of ours.
        let strange = |c: char| c.is_control() || c == OBJECT;
        let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !is_plain && text.chars().any(strange) {
            let clean: String = text.chars().map(|c| if strange(c) { ' ' } else { c }).collect();
            self.push_raw(&clean, state, out);
        } else {
            self.push_raw(text, state, out);
        }
    }

    fn push_raw(&mut self, text: &str, state: &mut Inherited, out: &mut RichText) {
        if text.is_empty() {
            return;
        }
        let slot = *state.slot.get_or_insert_with(|| self.tags.slot(state.tag));
        let start = out.text.len();
        out.text.push_str(text);
        let end = out.text.len();
        if let Some(last) = out.stretches.last_mut()
            && last.style == state.style
            && last.slot == slot
            && last.link == state.link
            && last.language == state.language
        {
            last.range.end = end;
            return;
        }
        out.stretches.push(Stretch {
            range: start..end,
            style: state.style,
            slot,
            link: state.link,
            language: state.language.clone(),
        });
    }
}

impl Inherited {
    fn of(base: &TextStyle, tag: TagId) -> Self {
        let style = RunStyle::of(base);
        Self { style, tag, slot: None, link: None, link_has_words: false, language: None }
    }
}

impl RunStyle {
    /// The style of unmarked text.
    pub fn of(base: &TextStyle) -> Self {
        Self {
            font: base.font,
            size: base.size,
            colour: base.colour,
            rise: 0.0,
            tracking: base.tracking,
            underline: false,
            strike: false,
            fixed_advance: None,
        }
    }
}
