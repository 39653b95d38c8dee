//! What formulas are put together from: marks around a baseline.

use super::super::super::flow::moved;
use super::super::super::fragment::{Colour, GlyphRun, Mark, Owner, Rect, Shape};

/// Something set: its marks stand around a baseline at 0, its left edge at 0.
#[derive(Debug, Default)]
pub(super) struct Boxed {
    /// What is painted, in the order in which it is read.
    pub marks: Vec<Mark>,
    /// Width.
    pub width: f32,
    /// How far it goes over the baseline.
    pub over: f32,
    /// How far it goes under the baseline.
    pub under: f32,
}

impl Boxed {
    /// Adds another one, moved to the right and down.
    pub fn add(&mut self, other: Boxed, x: f32, down: f32) {
        self.width = self.width.max(x + other.width);
        self.over = self.over.max(other.over - down);
        self.under = self.under.max(other.under + down);
        self.marks.extend(other.marks.into_iter().map(|mark| moved(mark, x, down)));
    }

    /// Adds a horizontal bar whose middle is so far over the baseline.
    pub fn bar(&mut self, x: f32, over: f32, width: f32, stroke: f32, colour: Colour) {
        let rect = Rect { x, y: -over - stroke / 2.0, width, height: stroke };
        self.width = self.width.max(x + width);
        self.over = self.over.max(over + stroke / 2.0);
        self.marks.push(Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour } });
    }

    /// Adds what is read before and after, though it is not drawn: the place says it.
    pub fn say(&mut self, before: &str, after: &str) {
        let mut runs: Vec<&mut GlyphRun> = self
            .marks
            .iter_mut()
            .filter_map(|mark| match &mut mark.shape {
                Shape::Glyphs(run) => Some(run),
                Shape::Fill { .. } | Shape::Frame { .. } | Shape::Image { .. } => None,
            })
            .collect();
        if let Some(first) = runs.first_mut().filter(|_| !before.is_empty()) {
            first.text.insert_str(0, before);
            let by = u32::try_from(before.len()).unwrap_or(0);
            for (index, glyph) in first.glyphs.iter_mut().enumerate() {
                glyph.start += if index == 0 { 0 } else { by };
                glyph.end += by;
            }
        }
        if let Some(last) = runs.last_mut() {
            last.text.push_str(after);
            if let Some(glyph) = last.glyphs.last_mut().filter(|_| after.chars().any(|c| c != ' ')) {
                glyph.end = u32::try_from(last.text.len()).unwrap_or(glyph.end);
            }
        }
    }
}
