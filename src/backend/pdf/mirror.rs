//! Pages of an article that runs from right to left. They are laid out from the left as all are, and turned over at the
//! end: what began at the left edge begins at the right one. Letters and images are not turned, only their places.

use super::flow::Slab;
use super::fragment::{Mark, Page, Rect, Shape};

/// Turns a page over.
pub fn mirror(page: &mut Page) {
    let axis = page.width;
    page.marks.iter_mut().for_each(|mark| turn_mark(mark, axis));
    page.links.iter_mut().flat_map(|link| &mut link.areas).for_each(|area| turn(area, axis));
}

/// Turns a slab over within a column.
pub fn mirror_slab(slab: &mut Slab, x: f32, width: f32) {
    let axis = 2.0 * x + width;
    slab.marks.iter_mut().for_each(|mark| turn_mark(mark, axis));
    slab.links.iter_mut().for_each(|link| turn(&mut link.area, axis));
}

/// Turns the place of a mark over; `axis` is the sum of where a thing was and where it comes to be.
fn turn_mark(mark: &mut Mark, axis: f32) {
    match &mut mark.shape {
        Shape::Glyphs(run) => {
            let advance: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            run.x = axis - run.x - advance;
        }
        Shape::Fill { rect, .. } | Shape::Frame { rect, .. } => turn(rect, axis),
        Shape::Image { rect, clip, .. } => {
            turn(rect, axis);
            turn(clip, axis);
        }
    }
}

fn turn(rect: &mut Rect, axis: f32) {
    rect.x = axis - rect.x - rect.width;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::pdf::fragment::{Colour, Owner};

    #[test]
    fn turned_twice_a_page_is_as_it_was() {
        let rect = Rect { x: 10.0, y: 5.0, width: 30.0, height: 2.0 };
        let mark = Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour: Colour(0, 0, 0) } };
        let mut page = Page { width: 100.0, height: 50.0, marks: vec![mark], ..Page::default() };
        mirror(&mut page);
        let Shape::Fill { rect: turned, .. } = &page.marks[0].shape else { unreachable!() };
        assert_eq!(turned.x, 60.0);
        mirror(&mut page);
        let Shape::Fill { rect: back, .. } = &page.marks[0].shape else { unreachable!() };
        assert_eq!(*back, rect);
    }
}
