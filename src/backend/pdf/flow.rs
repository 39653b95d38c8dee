//! Between stacking and pagination: slabs, each a strip of the page that is never cut, with what holds them together.

use std::sync::Arc;

use super::fragment::{Colour, LinkTarget, Mark, Rect, Shape};
use super::gap::Gap;
use super::tags::TagId;

/// A publication laid out as one endless strip.
#[derive(Debug, Default)]
pub struct Flow {
    /// The slabs from top to bottom.
    pub slabs: Vec<Slab>,
    /// Boxes around runs of slabs.
    pub boxes: Vec<BoxLook>,
    /// Tables, for what repeats of them.
    pub tables: Vec<TableParts>,
    /// Footnotes, each as slabs of its own.
    pub notes: Vec<Vec<Slab>>,
}

impl Flow {
    /// Whether the slab before `at` satisfies a test, so that something goes on over the page break.
    pub fn goes_on(&self, at: usize, test: impl Fn(&Slab) -> bool) -> bool {
        at.checked_sub(1).and_then(|before| self.slabs.get(before)).is_some_and(test)
    }
}

/// A strip that is never cut. Its marks' `x` are the page's, their `y` run down from the slab's top.
#[derive(Debug, Clone, Default)]
pub struct Slab {
    /// Height.
    pub height: f32,
    /// How much lower it may be made, images scaled, to stay on its page.
    pub shrink: f32,
    /// Space above it where it begins a page inside a row of a table, under the repeated header.
    pub resumed: f32,
    /// Space above it, unless it is the first on its page or in its box.
    pub before: Gap,
    /// Whether a page may end before it.
    pub break_before: PageBreak,
    /// What is painted.
    pub marks: Vec<Mark>,
    /// What can be clicked.
    pub links: Vec<PlacedLink>,
    /// Footnotes called in it, as indices into the flow's notes.
    pub notes: Vec<usize>,
    /// Destinations at its top.
    pub destinations: Vec<String>,
    /// The section that starts here, for the running head.
    pub section: Option<String>,
    /// Boxes it stands in, outermost first, as indices into the flow's boxes.
    pub boxes: Vec<usize>,
    /// The table it is a row of, as an index into the flow's tables.
    pub table: Option<usize>,
    /// A rule in the space above it, unless it is the first on its page.
    pub separator: Option<Separator>,
    /// The part of the publication it belongs to, as an index; one past the last for what stands before all parts.
    pub part: usize,
}

/// Whether a page may end before a slab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageBreak {
    /// Yes.
    #[default]
    Allowed,
    /// Only when keeping together would leave much of the page empty.
    Avoid,
    /// Only when nothing else is possible.
    Never,
    /// A page must end before it, and the new page begins with an opener (no running head).
    Opener,
}

/// A rule in the space between two slabs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Separator {
    /// Left edge.
    pub x: f32,
    /// Width.
    pub width: f32,
    /// Distance from the rule to the slab beneath it.
    pub below: Gap,
    /// Stroke.
    pub stroke: f32,
    /// Colour.
    pub colour: Colour,
}

/// An area that can be clicked, relative to its slab.
#[derive(Debug, Clone)]
pub struct PlacedLink {
    /// Its Link element.
    pub tag: TagId,
    /// The area.
    pub area: Rect,
    /// Where it leads.
    pub target: LinkTarget,
    /// What it says to a reader who cannot see it.
    pub contents: Arc<str>,
}

/// A box: a panel, bar or frame behind and around slabs. It is redrawn on each page it covers.
#[derive(Debug, Clone, Default)]
pub struct BoxLook {
    /// Left edge.
    pub x: f32,
    /// Width.
    pub width: f32,
    /// Space above its first slab on a page.
    pub padding_top: f32,
    /// Space below its last slab on a page.
    pub padding_bottom: f32,
    /// Panel colour.
    pub fill: Option<Colour>,
    /// Bar inside the left edge: width, colour.
    pub bar: Option<(f32, Colour)>,
    /// Frame: stroke, colour. Left open at a page break.
    pub frame: Option<(f32, Colour)>,
    /// Rule along the top: stroke, colour.
    pub top_rule: Option<(f32, Colour)>,
    /// Rule along the bottom: stroke, colour.
    pub bottom_rule: Option<(f32, Colour)>,
    /// What is repeated when it goes on: marks relative to the first slab's top, and the height they take above it.
    pub continued: (Vec<Mark>, f32),
}

/// What repeats of a table on each page it covers.
#[derive(Debug, Clone)]
pub struct TableParts {
    /// Left edge.
    pub x: f32,
    /// Width.
    pub width: f32,
    /// “(continued)”, the top rule and the header, as artifacts; `y` from the top of the repeated part.
    pub repeated: Vec<Mark>,
    /// Height of the repeated part.
    pub repeated_height: f32,
    /// Stroke and colour of the rule that closes each part.
    pub closing: (f32, Colour),
}

/// Scales the images of a mark about its slab's top and the image's left edge; other marks stay as they are.
pub fn scaled(mut mark: Mark, factor: f32) -> Mark {
    if let Shape::Image { rect, clip, .. } = &mut mark.shape {
        for area in [rect, clip] {
            area.y *= factor;
            area.width *= factor;
            area.height *= factor;
        }
    }
    mark
}

/// Moves a mark.
pub fn moved(mut mark: Mark, dx: f32, dy: f32) -> Mark {
    match &mut mark.shape {
        Shape::Glyphs(run) => {
            run.x += dx;
            run.baseline += dy;
        }
        Shape::Fill { rect, .. } | Shape::Frame { rect, .. } => {
            rect.x += dx;
            rect.y += dy;
        }
        Shape::Image { rect, clip, .. } => {
            for area in [rect, clip] {
                area.x += dx;
                area.y += dy;
            }
        }
    }
    mark
}
