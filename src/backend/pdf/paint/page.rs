//! The marks of one page to its operators. Here, and only here, `y` is turned upwards.

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{DictItem, Op, PaintMode, Pt, XObjectId};

use super::content::{Bounds, hundredths, put_colour, put_text_string};
use super::operators::Operators;
use super::picture::placement;
use super::stretches::stretches;
use super::text::TextState;
use super::typeface::Typeface;
use crate::backend::pdf::font::FaceId;
use crate::backend::pdf::fragment::{Colour, GlyphRun, Mark, Owner, Page, Rect, Shape};
use crate::backend::pdf::image::PdfImage;
use crate::backend::pdf::tags::{SlotId, TagTree};

/// What a page is made of.
pub struct PaintedPage {
    /// Its operators.
    pub ops: Vec<Op>,
    /// The marked-content sequences of real content, in the order of their numbers.
    pub sequences: Vec<Sequence>,
}

/// A marked-content sequence: its number is its place among those of the page.
#[derive(Debug, Clone, Copy)]
pub struct Sequence {
    /// The slot it is read at.
    pub slot: SlotId,
    /// What it covers.
    pub bounds: Option<Bounds>,
}

/// What the pages of a document share.
pub struct Shared<'a> {
    pub tags: &'a TagTree,
    pub typefaces: &'a BTreeMap<FaceId, Typeface>,
    pub images: &'a [(Arc<PdfImage>, XObjectId)],
}

/// Paints one page.
pub fn paint(page: &Page, shared: &Shared<'_>) -> PaintedPage {
    let mut painter = Painter {
        shared,
        height: page.height,
        ops: Operators::with_room(page.marks.len() * 160),
        sequences: Vec::new(),
        owner: None,
        text: TextState::default(),
        colour: None,
    };
    for mark in &page.marks {
        painter.mark(mark);
    }
    painter.leave();
    PaintedPage { ops: painter.ops.finish(), sequences: painter.sequences }
}

struct Painter<'a> {
    shared: &'a Shared<'a>,
    height: f32,
    ops: Operators,
    sequences: Vec<Sequence>,
    /// Whose marked-content sequence is open.
    owner: Option<Owner>,
    text: TextState,
    /// The fill colour in force.
    colour: Option<Colour>,
}

impl Painter<'_> {
    fn mark(&mut self, mark: &Mark) {
        match &mark.shape {
            Shape::Glyphs(run) => self.glyphs(mark.owner, run),
            Shape::Fill { rect, colour } => self.fill(mark.owner, &[*rect], *colour),
            Shape::Frame { rect, stroke, colour, top, bottom } => {
                self.fill(mark.owner, &sides(rect, *stroke, *top, *bottom), *colour);
            }
            Shape::Image { image, rect, clip } => self.image(mark.owner, image, rect, clip),
        }
    }

    fn glyphs(&mut self, owner: Owner, run: &GlyphRun) {
        let Some(typeface) = self.shared.typefaces.get(&run.face) else { return };
        if run.glyphs.is_empty() && run.text.is_empty() || run.size <= 0.0 {
            return;
        }
        let bounds = Bounds::of(&extent(run), self.height);
        let origin = (hundredths(run.x), hundredths(self.height - run.baseline));
        for stretch in stretches(run, typeface) {
            // What reads otherwise is a sequence of its own rather than one within another, which not every reader
            // follows. An artifact is not read at all.
            let instead = stretch.instead.as_deref().filter(|_| matches!(owner, Owner::Content(_)));
            if instead.is_some() {
                self.leave();
            }
            self.enter_as(owner, bounds, instead);
            self.set_colour(run.colour);
            self.text.show(self.ops.text(), stretch.shown, typeface, (run.size, run.expansion), origin);
            if instead.is_some() {
                self.leave();
            }
        }
    }

    fn fill(&mut self, owner: Owner, rects: &[Rect], colour: Colour) {
        for rect in rects {
            let bounds = Bounds::of(rect, self.height);
            if bounds.is_empty() {
                continue;
            }
            self.enter(owner, bounds);
            self.text.close(self.ops.text());
            self.set_colour(colour);
            self.ops.push(Op::DrawRectangle { rectangle: rectangle(bounds, PaintMode::Fill) });
        }
    }

    fn image(&mut self, owner: Owner, image: &Arc<PdfImage>, rect: &Rect, clip: &Rect) {
        let (place, clip) = (Bounds::of(rect, self.height), Bounds::of(clip, self.height));
        let visible = place.intersection(clip);
        let Some((_, id)) = self.shared.images.iter().find(|(known, _)| Arc::ptr_eq(known, image)) else {
            return;
        };
        if visible.is_empty() {
            return;
        }
        self.enter(owner, visible);
        self.text.close(self.ops.text());
        self.ops.push(Op::SaveGraphicsState);
        if visible != place {
            self.ops.push(Op::DrawRectangle { rectangle: rectangle(visible, PaintMode::Clip) });
        }
        self.ops.push(Op::SetTransformationMatrix { matrix: placement(image.orientation, place) });
        let value = vec![DictItem::Name(id.0.clone().into_bytes())];
        self.ops.push(Op::Unknown { key: "Do".to_owned(), value });
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// Makes the next operators belong to `owner`; marks of one owner in a row share a sequence.
    fn enter(&mut self, owner: Owner, bounds: Bounds) {
        self.enter_as(owner, bounds, None);
    }

    fn enter_as(&mut self, owner: Owner, bounds: Bounds, instead: Option<&str>) {
        if self.owner != Some(owner) {
            self.leave();
            self.owner = Some(owner);
            self.begin(owner, instead);
        }
        if let (Owner::Content(_), Some(sequence)) = (owner, self.sequences.last_mut()) {
            sequence.bounds = Some(sequence.bounds.map_or(bounds, |known| known.union(bounds)));
        }
    }

    /// Begins a sequence (ISO 32000-1, 14.6).
    fn begin(&mut self, owner: Owner, instead: Option<&str>) {
        let out = self.ops.text();
        // Artifacts: 14.8.2.2.
        match owner {
            Owner::Content(slot) => {
                let role = self.shared.tags.owner(slot).and_then(|tag| self.shared.tags.get(tag));
                // Only of a span do all readers take another text (14.9.4); what the content is, its structure
                // element says.
                let role = role.filter(|_| instead.is_none()).map_or("Span", |tag| tag.role.name());
                out.extend(["/", role, "<</MCID ", itoa::Buffer::new().format(self.sequences.len())]);
                if let Some(text) = instead {
                    out.push_str("/ActualText");
                    put_text_string(out, text);
                }
                out.push_str(">>BDC\n");
                self.sequences.push(Sequence { slot, bounds: None });
            }
            Owner::Header => out.push_str("/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"),
            Owner::Footer => out.push_str("/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"),
            Owner::Decoration => out.push_str("/Artifact<</Type/Layout>>BDC\n"),
        }
    }

    /// Ends the open sequence.
    fn leave(&mut self) {
        if self.owner.take().is_some() {
            self.text.close(self.ops.text());
            self.ops.text().push_str("EMC\n");
        }
    }

    fn set_colour(&mut self, to: Colour) {
        if self.colour != Some(to) {
            self.colour = Some(to);
            put_colour(self.ops.text(), to);
        }
    }
}

/// About what a run covers: nothing but the box of a figure or formula depends on it.
fn extent(run: &GlyphRun) -> Rect {
    const ABOVE: f32 = 0.8;
    const BELOW: f32 = 0.25;
    Rect {
        x: run.x,
        y: run.baseline - ABOVE * run.size,
        width: run.glyphs.iter().map(|glyph| glyph.advance).sum(),
        height: (ABOVE + BELOW) * run.size,
    }
}

/// The sides of a frame as filled rectangles, which keeps them inside it and crisp at the corners.
fn sides(rect: &Rect, stroke: f32, top: bool, bottom: bool) -> Vec<Rect> {
    let Rect { x, y, width, height } = *rect;
    let mut sides =
        vec![Rect { x, y, width: stroke, height }, Rect { x: x + width - stroke, y, width: stroke, height }];
    if top {
        sides.push(Rect { x, y, width, height: stroke });
    }
    if bottom {
        sides.push(Rect { x, y: y + height - stroke, width, height: stroke });
    }
    sides
}

fn rectangle(bounds: Bounds, mode: PaintMode) -> printpdf::Rect {
    let points = |hundredths: i64| Pt(hundredths as f32 / 100.0);
    printpdf::Rect {
        x: points(bounds.left),
        y: points(bounds.bottom),
        width: points(bounds.right - bounds.left),
        height: points(bounds.top - bounds.bottom),
        mode: Some(mode),
        winding_order: None,
    }
}
