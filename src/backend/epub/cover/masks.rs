//! Glyphs as pixels, two in a byte as a cover has them. The letters of titles are few: each is drawn once at a size and
//! remembered.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ab_glyph::{Font as _, GlyphId, PxScale, point};

use super::lettering::Face;
use super::shade;

/// Places within two pixels at which a glyph is drawn, from left to right: none is more than a quarter of a pixel off.
const PHASES: i32 = 4;
/// Bytes that a thread remembers: about a thousand letters.
const MOST: usize = 3 << 20;

/// A glyph as pixels.
#[derive(Debug)]
struct Mask {
    /// Left edge, in pairs of pixels from where the glyph stands.
    left: i32,
    /// Top edge, in pixels below the baseline.
    top: i32,
    /// Bytes of a row.
    width: usize,
    /// The shade of each pixel, row after row, two in a byte, the left one in the high bits (PNG, 7.2).
    pairs: Vec<u8>,
}

/// What a mask depends on: the face, the bits of the size, the glyph and its place within two pixels.
type Key = (Face, u32, u16, i32);

thread_local! {
    static MASKS: RefCell<Masks> = RefCell::default();
}

#[derive(Default)]
struct Masks {
    known: HashMap<Key, Option<Rc<Mask>>>,
    bytes: usize,
}

/// Draws a glyph with its origin at `x` on the baseline `y`, calling `paint` for each row of it: with the byte of the
/// cover's row where it begins, the row, and its shades, two in a byte.
pub(super) fn draw(
    face: Face,
    size: f32,
    glyph: u16,
    (x, y): (f32, f32),
    mut paint: impl FnMut(i32, i32, &[u8]),
) {
    let steps = (x * PHASES as f32 / 2.0).round() as i32;
    let (pair, phase) = (steps.div_euclid(PHASES), steps.rem_euclid(PHASES));
    let y = y.round() as i32;
    let Some(mask) = mask((face, size.to_bits(), glyph, phase)) else { return };
    for (row, shades) in (y + mask.top..).zip(mask.pairs.chunks(mask.width.max(1))) {
        paint(pair + mask.left, row, shades);
    }
}

/// The mask of a glyph; none when it has no ink.
fn mask(key: Key) -> Option<Rc<Mask>> {
    MASKS.with_borrow_mut(|masks| {
        if let Some(mask) = masks.known.get(&key) {
            return mask.clone();
        }
        let mask = Mask::new(key).map(Rc::new);
        let bytes = mask.as_ref().map_or(0, |mask| mask.pairs.len());
        if masks.bytes + bytes > MOST {
            *masks = Masks::default();
        }
        masks.bytes += bytes;
        masks.known.insert(key, mask.clone());
        mask
    })
}

impl Mask {
    fn new((face, size, glyph, phase): Key) -> Option<Self> {
        let font = face.outlines()?;
        let size = f32::from_bits(size);
        // The scale of the outlines is that of the line height, not of the em.
        let scale = PxScale::from(size * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0));
        let at = point(phase as f32 * 2.0 / PHASES as f32, 0.0);
        let outline = font.outline_glyph(GlyphId(glyph).with_scale_and_position(scale, at))?;
        let bounds = outline.px_bounds();
        let left = bounds.min.x as i32;
        let (first, last) = (left.div_euclid(2), (bounds.max.x as i32).div_euclid(2));
        let width = usize::try_from(last - first + 1).ok()?;
        let mut pairs = vec![0; width * bounds.height() as usize];
        let indent = left.rem_euclid(2) as usize;
        outline.draw(|x, y, covered| {
            let x = x as usize + indent;
            if let Some(pair) = pairs.get_mut(y as usize * width + x / 2) {
                let shade = shade(covered.clamp(0.0, 1.0) * face.strength());
                *pair |= if x.is_multiple_of(2) { shade << 4 } else { shade };
            }
        });
        Some(Self { left: first, top: bounds.min.y as i32, width, pairs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_glyph_is_the_same_as_a_new_one() {
        for phase in 0..PHASES {
            let key = (Face::Serif, 70.0_f32.to_bits(), 40, phase);
            let fresh = Mask::new(key).unwrap();
            for _ in 0..2 {
                let mask = mask(key).unwrap();
                assert_eq!((mask.left, mask.top, mask.width), (fresh.left, fresh.top, fresh.width));
                assert!(mask.pairs == fresh.pairs);
            }
        }
        let wide = |phase| Mask::new((Face::Serif, 70.0_f32.to_bits(), 40, phase)).unwrap().pairs;
        assert!(wide(0) != wide(1), "half a pixel to the right");
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        for size in 1..250 {
            for glyph in 30..60 {
                mask((Face::Sans, (size as f32).to_bits(), glyph, 0));
            }
        }
        MASKS.with_borrow(|masks| {
            let bytes: usize = masks.known.values().flatten().map(|mask| mask.pairs.len()).sum();
            assert!((1..=MOST).contains(&bytes), "{bytes}");
            assert_eq!(bytes, masks.bytes);
        });
    }
}
