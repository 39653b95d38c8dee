//! Setting a paragraph: its text is shaped once, broken at a width, and each line of it placed.

mod breaking;
mod memory;
mod placing;
mod shaping;

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::flow::moved;
use super::font::{Emoji, FaceId, Fonts};
use super::fragment::{Mark, Rect};
use super::pieces::Pieces;
use super::rich_text::RichText;
use crate::model::Language;

pub use memory::Memory;

/// A line, placed horizontally: `x` from the paragraph's left edge, `y` from the top of the line box.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What is painted.
    pub marks: Vec<Mark>,
    /// Width without the space at its end.
    pub width: f32,
    /// Areas of links: index into the paragraph's links, area.
    pub links: Vec<(usize, Rect)>,
    /// Footnotes called.
    pub notes: Vec<u32>,
    /// Objects to be painted: index into the paragraph's objects, left edge.
    pub objects: Vec<(usize, f32)>,
    /// Whether it ends in the middle of a word.
    pub hyphenated: bool,
    /// Whether its paragraph runs against the article, and so begins at the other edge of the column.
    pub opposite: bool,
}

impl Line {
    /// Moves all that is on the line.
    pub fn shift(&mut self, by: f32) {
        for mark in std::mem::take(&mut self.marks) {
            self.marks.push(moved(mark, by, 0.0));
        }
        self.links.iter_mut().for_each(|(_, area)| area.x += by);
        self.objects.iter_mut().for_each(|(_, x)| *x += by);
    }
}

/// How lines are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// An even rag over the whole width.
    Ragged,
    /// The narrowest width that keeps the number of lines: titles.
    Balanced,
    /// Both edges straight, words divided.
    Justified,
}

/// What setting needs besides the text.
pub struct Setter<'a> {
    /// The faces.
    pub fonts: &'a Fonts,
    /// Main language of the text.
    pub language: &'a Language,
    /// Characters no face could draw, in order of appearance.
    pub missing: &'a mut Vec<String>,
    /// Whether a short last word may stand alone on the last line: in narrow cells it does less harm than a hole above.
    pub runts: bool,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Whether the paragraph runs as the article does, whatever it begins with.
    pub fixed_direction: bool,
    /// Widths of objects by index.
    pub object_width: &'a dyn Fn(usize) -> f32,
    /// What was shaped before, where the same may come again.
    pub memory: Option<&'a Memory>,
}

/// A cluster: the smallest piece of text that has a width of its own. There is one for nearly every character, so it is
/// small: no paragraph has 4 GiB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// Byte range in the paragraph's text.
    start: u32,
    end: u32,
    /// Width.
    pub advance: f32,
    stretch: u32,
    /// Range in the glyph list.
    glyphs: (u32, u32),
    face: FaceId,
    /// Its level (UAX 9): odd runs right to left.
    level: u8,
    /// Whether it is a word space that justification may stretch.
    pub space: bool,
}

impl Cluster {
    /// Whether it is drawn as letters are; an object within the text is not.
    pub fn has_glyphs(&self) -> bool {
        self.glyphs.0 < self.glyphs.1
    }

    /// Where it begins in the paragraph's text.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Where it ends.
    fn end(&self) -> usize {
        self.end as usize
    }

    /// The stretch it belongs to, as an index.
    fn stretch(&self) -> usize {
        self.stretch as usize
    }

    /// Its glyphs, as indices.
    fn glyphs(&self) -> Range<usize> {
        self.glyphs.0 as usize..self.glyphs.1 as usize
    }
}

/// An offset or index of a cluster.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The hyphen of a style.
#[derive(Debug, Clone, Copy)]
struct Hyphen {
    face: FaceId,
    glyph: u16,
    advance: f32,
}

#[derive(Debug, Clone, Copy)]
struct SetGlyph {
    id: u16,
    advance: f32,
    dx: f32,
    dy: f32,
}

/// A paragraph that was shaped, ready to be broken at any width.
#[derive(Debug)]
pub struct Shaped<'a> {
    rich: &'a RichText,
    set: Rc<Set>,
    /// Whether the article runs right to left: lines then begin at their right edge, and `x` is measured from there.
    mirrored: bool,
}

/// What shaping makes of a paragraph.
#[derive(Debug)]
struct Set {
    clusters: Vec<Cluster>,
    glyphs: Vec<SetGlyph>,
    pieces: Pieces,
    /// What is painted over clusters, by where those begin in the text.
    emoji: Vec<(usize, Arc<Emoji>)>,
    /// The hyphen of each stretch.
    hyphens: Vec<Option<Hyphen>>,
    /// The level of the paragraph.
    base: u8,
    /// Characters no face could draw, in order of appearance.
    missing: Vec<String>,
}
