//! The paint vocabulary between layout and format.
//!
//! Layout says what stands where on which page and which part of the tag tree it is; painting turns that into
//! operators. All lengths are points (1/72 inch). The origin is the page's top left corner and `y` runs down;
//! only painting knows that PDF counts upwards.

use std::sync::Arc;

use super::font::FaceId;
use super::image::PdfImage;
use super::tags::{SlotId, TagId, TagTree};
use crate::model::Date;

/// A finished layout: everything painting and finishing need, and nothing of the model.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The logical structure (ISO 32000-1, 14.7).
    pub tags: TagTree,
    /// Bookmarks, nested (ISO 32000-1, 12.3.3).
    pub outline: Vec<OutlineItem>,
    /// Named destinations: heading anchors and what else can be jumped to.
    pub destinations: Vec<Destination>,
    /// What the file says about itself.
    pub about: About,
}

/// What the file says about itself, in its Info dictionary and XMP packet alike.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The title shown in the window bar. Never empty.
    pub title: String,
    /// The authors, in order.
    pub authors: Vec<String>,
    /// One or two sentences on the content.
    pub description: Option<String>,
    /// Subject words.
    pub keywords: Vec<String>,
    /// BCP 47 tag of the main language.
    pub language: String,
    /// When the content was first published.
    pub created: Option<Date>,
    /// When the content was last changed.
    pub modified: Option<Date>,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What is painted, in paint order.
    pub marks: Vec<Mark>,
    /// Areas that can be clicked.
    pub links: Vec<LinkArea>,
    /// The page's label as a reader sees it ("1", "iv").
    pub label: String,
}

/// A rectangle: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A device RGB colour (sRGB by the output intent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

/// One painted thing and whom it belongs to.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Its place in the structure, or what kind of artifact it is.
    pub owner: Owner,
    /// What is painted.
    pub shape: Shape,
}

/// Whom a mark belongs to: every mark is real content of one tag, or an artifact (ISO 14289-1, 7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Real content, read at this slot of the tag tree.
    Content(SlotId),
    /// A running head.
    Header,
    /// A folio or footer.
    Footer,
    /// Rules, bars, panels, leaders, repeated table headers: layout without meaning.
    Decoration,
}

/// What can be painted.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Glyphs of one face on one baseline.
    Glyphs(GlyphRun),
    /// A filled rectangle: rules, bars, panels.
    Fill {
        /// The area.
        rect: Rect,
        /// Its colour.
        colour: Colour,
    },
    /// A stroked frame, drawn wholly inside its rectangle. A side may be left open at a page break.
    Frame {
        /// The outer edge of the stroke.
        rect: Rect,
        /// Stroke width.
        stroke: f32,
        /// Its colour.
        colour: Colour,
        /// Whether the top side is drawn.
        top: bool,
        /// Whether the bottom side is drawn.
        bottom: bool,
    },
    /// An image, scaled to `rect` and clipped to `clip`.
    Image {
        /// The image, encoded once per run.
        image: Arc<PdfImage>,
        /// Where the whole image would stand.
        rect: Rect,
        /// The part of the page it may cover.
        clip: Rect,
    },
}

/// Glyphs of one face and size on one baseline, in visual order (left to right).
#[derive(Debug, Clone)]
pub struct GlyphRun {
    /// Origin of the first glyph.
    pub x: f32,
    /// The baseline's `y`.
    pub baseline: f32,
    /// The face that draws them.
    pub face: FaceId,
    /// Type size.
    pub size: f32,
    /// Width of the glyphs against the face's own: 1, or a hair more or less in a justified line. The glyphs' advances
    /// and offsets hold it already.
    pub expansion: f32,
    /// Colour.
    pub colour: Colour,
    /// The text the run stands for, in logical order. A soft break of a line is a trailing space here.
    pub text: String,
    /// Whether it runs from right to left: its last glyph is read first.
    pub backwards: bool,
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
}

/// One glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Glyph id in the face (before subsetting).
    pub id: u16,
    /// Byte range in the run's text that this glyph stands for; empty for the later glyphs of a cluster.
    ///
    /// The hyphen that breaks a word at a line end stands for a soft hyphen: the run's text ends in U+00AD, without a
    /// space after it, and the glyph's range is that character. It is read as U+00AD, which joins the parts of the word
    /// (ISO 32000-1, 14.8.2.2.3). A glyph with an empty range that is no part of a cluster is not read: it and the
    /// cluster before it are read as that cluster's text alone.
    pub start: u32,
    /// End of that range.
    pub end: u32,
    /// Distance from this glyph's origin to the next one's, in points: shaping, tracking and word space together.
    pub advance: f32,
    /// Offset of the drawn glyph from its origin, in points, to the right.
    pub dx: f32,
    /// Offset of the drawn glyph from its origin, in points, upwards.
    pub dy: f32,
}

/// An area that can be clicked.
#[derive(Debug, Clone)]
pub struct LinkArea {
    /// The Link element it belongs to.
    pub tag: TagId,
    /// One rectangle a line the link covers on this page.
    pub areas: Vec<Rect>,
    /// Where it leads.
    pub target: LinkTarget,
    /// What it says to a reader who cannot see it (annotation `Contents`).
    pub contents: Arc<str>,
}

/// Where a link leads. Every line that the link covers has it, so it is shared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkTarget {
    /// An absolute URI.
    Uri(Arc<str>),
    /// A named destination in this file.
    Destination(Arc<str>),
}

/// A named place.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    /// Its name, unique in the file.
    pub name: String,
    /// Index of the page.
    pub page: usize,
    /// Distance from the page's top.
    pub y: f32,
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineItem {
    /// What it says.
    pub title: String,
    /// The named destination it leads to.
    pub destination: String,
    /// Bookmarks beneath it.
    pub children: Vec<OutlineItem>,
}
