//! A typeset cover: the picture of the article, if it has one, with the title below it.
//!
//! It is a raster image because libraries of readers show no other: Kobo and Kindle take no SVG as a cover. A picture
//! that stands upright is a cover already; a lying one, as websites have them, would be a strip in the bookshelf.

mod lettering;
mod masks;
mod rows;

use image::imageops::FilterType;
use image::{Rgb, RgbImage};

use super::images::EpubImage;
use super::images::indexed::png;
use super::images::jpeg::jpeg;
use crate::assets::{Derived, Picture, PictureFormat};
use lettering::{Face, Lines};
use rows::Rows;

/// Width in pixels; with the height the proportion of a page, 5 to 8.
const WIDTH: u32 = 1000;
/// Height in pixels.
const HEIGHT: u32 = 1600;
/// Margin left and right.
const MARGIN: f32 = 90.0;
/// Room for the picture at the top: higher ones are cropped at both ends.
const PICTURE_HEIGHT: u32 = 760;
/// The ground, the theme's colour of headings.
const GROUND: [u8; 3] = [0x0F, 0x34, 0x43];
/// The lettering.
const INK: [u8; 3] = [0xFF, 0xFF, 0xFF];
/// How much of the ink the small print has: 8.6 to 1 against the ground.
const SMALL_PRINT: f32 = 0.8;
/// Shades between ground and ink.
const SHADES: u8 = 16;

/// What a cover says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    /// The title.
    pub(super) title: &'a str,
    /// What stands above it: the category.
    pub(super) category: Option<&'a str>,
    /// Who publishes it.
    pub(super) publisher: Option<&'a str>,
}

/// Typesets a cover. None when our faces cannot draw its words: readers then make one of their own.
pub(super) fn typeset(words: &Words<'_>, picture: Option<&Picture>) -> Option<EpubImage> {
    // Scaling is most of the work, and a picture may stand over many articles.
    let plate = picture.map(|picture| picture.derived(0, plate));
    let plate = plate.as_ref().and_then(|plate| plate.as_ref().as_ref());
    let lettering = lettering(words, plate.map_or(300, |plate| plate.height()))?;
    let (format, bytes) = match plate {
        Some(plate) => (PictureFormat::Jpeg, photograph(plate, &lettering)?),
        None => (PictureFormat::Png, lettering.drawing()?),
    };
    Some(EpubImage { format, bytes, width: WIDTH, height: HEIGHT })
}

/// Whether a picture stands upright enough to be a cover by itself.
pub(super) fn is_upright(width: u32, height: u32) -> bool {
    u64::from(height) * 10 >= u64::from(width) * 12
}

impl Derived for Option<RgbImage> {
    fn size(&self) -> usize {
        self.as_ref().map_or(0, |plate| plate.as_raw().len())
    }
}

/// The picture as wide as the cover, cropped to its room.
fn plate(picture: &Picture) -> Option<RgbImage> {
    let pixels = picture.pixels().ok()?;
    let (width, height) = (u64::from(pixels.width().max(1)), u64::from(pixels.height().max(1)));
    let scaled = u32::try_from((height * u64::from(WIDTH)).div_ceil(width)).ok()?.max(1);
    let (kept, y) = match scaled > PICTURE_HEIGHT {
        true => {
            let kept = u64::from(PICTURE_HEIGHT) * width / u64::from(WIDTH);
            (kept.max(1), (height - kept.max(1)) / 2)
        }
        false => (height, 0),
    };
    let side = |n: u64| u32::try_from(n).ok();
    let part = pixels.crop_imm(0, side(y)?, side(width)?, side(kept)?);
    let part = part.resize_exact(WIDTH, scaled.min(PICTURE_HEIGHT), FilterType::CatmullRom);
    let mut plate = RgbImage::from_pixel(part.width(), part.height(), Rgb([0xFF; 3]));
    // What is see-through lies on white, as on the page.
    match part.color().has_alpha() {
        true => {
            for (ground, over) in plate.pixels_mut().zip(part.to_rgba8().pixels()) {
                let [r, g, b, alpha] = over.0;
                let mix = |top: u8| mix(0xFF, top, f32::from(alpha) / 255.0);
                *ground = Rgb([mix(r), mix(g), mix(b)]);
            }
            Some(plate)
        }
        false => Some(part.to_rgb8()),
    }
}

/// Bytes of a row: its filter, which is none, and two pixels in each (PNG, 7.2 and 9.1).
const ROW: usize = 1 + WIDTH as usize / 2;

/// How much ink each pixel has, in rows as the PNG file has them: the left one of two in the high bits. A row without
/// ink is empty.
struct Lettering {
    rows: Vec<Vec<u8>>,
}

/// Sets the words below `top`.
fn lettering(words: &Words<'_>, top: u32) -> Option<Lettering> {
    let measure = WIDTH as f32 - 2.0 * MARGIN;
    let small = |text: Option<&str>| match text {
        Some(text) => Lines::set(Face::Sans, text, &[38.0, 32.0, 28.0], measure, 2).map(Some),
        None => Some(None),
    };
    let category = small(words.category)?;
    let publisher = small(words.publisher)?;
    // A title and what explains it: “Cerebrolysin: What the Evidence Can and Cannot Tell You”.
    let (title, rest) = match words.title.split_once(": ") {
        Some((title, rest)) if title.chars().count() <= 40 && !rest.trim().is_empty() => (title, Some(rest)),
        _ => (words.title, None),
    };
    let most = if top > 300 { 5 } else { 7 };
    let title = Lines::set(Face::Serif, title, &[124.0, 108.0, 94.0, 82.0, 70.0, 58.0, 48.0], measure, most)?;
    let rest = match rest {
        Some(rest) => Some(Lines::set(Face::Serif, rest, &[62.0, 54.0, 46.0, 40.0], measure, 5)?),
        None => None,
    };

    let mut lettering = Lettering { rows: vec![Vec::new(); HEIGHT as usize] };
    let mut y = top as f32 + 80.0;
    if let Some(category) = category {
        y = lettering.set(&category, y, 1.3) + 30.0;
    }
    y = lettering.set(&title, y, 1.12);
    if let Some(rest) = &rest {
        y = lettering.set(rest, y + 24.0, 1.2);
    }
    let foot = HEIGHT as f32 - 190.0;
    if y > foot - 40.0 {
        return None;
    }
    lettering.rule(foot);
    if let Some(publisher) = publisher {
        lettering.set(&publisher, foot + 36.0, 1.3);
    }
    Some(lettering)
}

impl Lettering {
    /// Draws lines below `top`; returns where they end.
    fn set(&mut self, lines: &Lines, top: f32, leading: f32) -> f32 {
        lines.draw(MARGIN, top, leading, |pair, y, shades| self.ink(pair, y, shades));
        top + lines.height(leading)
    }

    /// Draws a rule across the measure.
    fn rule(&mut self, top: f32) {
        let pairs = [shade(SMALL_PRINT) * 0x11; (WIDTH - 2 * MARGIN as u32) as usize / 2];
        for y in top as i32..top as i32 + 4 {
            self.ink(MARGIN as i32 / 2, y, &pairs);
        }
    }

    /// Adds shades, two in a byte, to those of row `y` from byte `x` on. Where there is ink already, the stronger one
    /// stays.
    fn ink(&mut self, x: i32, y: i32, shades: &[u8]) {
        let Some(row) = usize::try_from(y).ok().and_then(|y| self.rows.get_mut(y)) else { return };
        if row.is_empty() {
            row.resize(ROW, 0);
        }
        // What would stand left of the cover is cut off, as is what stands right of it.
        let (x, cut) = (usize::try_from(x).unwrap_or(0), usize::try_from(-x).unwrap_or(0));
        let pairs = row.get_mut(1 + x..).unwrap_or_default().iter_mut();
        for (pair, new) in pairs.zip(shades.get(cut..).unwrap_or_default()) {
            *pair = (*pair & 0xF0).max(new & 0xF0) | (*pair & 0x0F).max(new & 0x0F);
        }
    }

    /// The lettering on its ground, as a PNG file.
    fn drawing(&self) -> Option<Vec<u8>> {
        let palette = shades().map(|[r, g, b]| [r, g, b, u8::MAX]);
        let rows = Rows::of_covers()?.deflate(&self.rows)?;
        png(WIDTH, HEIGHT, &palette, png::BitDepth::Four, &rows).ok()
    }
}

/// The shade of a pixel with so much ink, from 0 to 1.
fn shade(strength: f32) -> u8 {
    (strength * f32::from(SHADES - 1)).round() as u8
}

/// The colours from the ground to the ink.
fn shades() -> [[u8; 3]; SHADES as usize] {
    std::array::from_fn(|shade| {
        let strength = shade as f32 / f32::from(SHADES - 1);
        std::array::from_fn(|channel| match (GROUND.get(channel), INK.get(channel)) {
            (Some(ground), Some(ink)) => mix(*ground, *ink, strength),
            _ => 0,
        })
    })
}

/// Picture and, below it, lettering as a JPEG file.
fn photograph(plate: &RgbImage, lettering: &Lettering) -> Option<Vec<u8>> {
    let shades = shades();
    let mut cover = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    cover.extend(plate.as_raw());
    let blank = vec![0; ROW];
    for row in lettering.rows.iter().skip(plate.height() as usize) {
        let row = if row.is_empty() { &blank } else { row };
        for pair in row.get(1..)? {
            for shade in [pair >> 4, pair & 0x0F] {
                cover.extend(shades.get(usize::from(shade))?);
            }
        }
    }
    jpeg(&RgbImage::from_raw(WIDTH, HEIGHT, cover)?).ok()
}

/// A value between two.
fn mix(from: u8, to: u8, share: f32) -> u8 {
    (f32::from(from) + (f32::from(to) - f32::from(from)) * share).round() as u8
}
