//! Emoji in colour: the pictures that a font holds for its glyphs (OpenType `CBDT` and `sbix`).
//!
//! PDF has no colour fonts. Such a glyph is set as an em space, which is read as the emoji, and its picture is painted over
//! it, as wide as that. Fonts whose emoji are layered outlines (`COLR`) or SVG are not used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{Buffer, BufferFlags, ShapeOptions};
use image::{DynamicImage, ImageReader, Limits};
use ttf_parser::{GlyphId, RasterImageFormat};
use unicode_properties::UnicodeEmoji;
use unicode_properties::emoji::EmojiStatus;

use super::Face;
use crate::backend::pdf::image::{PdfImage, Pixels};
use crate::backend::pdf::invisible::is_ignorable;

/// The largest picture of a glyph, in pixels a side.
const MOST_PIXELS: u32 = 1024;
/// Pictures of a font that are kept; the limit only guards against hostile fonts.
const MOST_PICTURES: usize = 1 << 13;
/// Glyphs of a cluster that its font draws one beside the other.
const MOST_GLYPHS: usize = 8;

/// A picture beside the baseline; measures in em.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The picture.
    pub image: Arc<PdfImage>,
    /// From where the cluster begins to its left edge.
    pub left: f32,
    /// From the baseline up to its lower edge.
    pub bottom: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

/// A cluster in colour, an em wide for each of its pictures.
#[derive(Debug, Clone)]
pub struct Emoji {
    /// What is painted.
    pub pictures: Vec<Picture>,
}

/// The pictures of a font that were asked for, by glyph, each beside that glyph's origin.
pub type Pictures = Mutex<HashMap<u16, Option<Picture>>>;

/// Whether a cluster is meant as an emoji in colour: by its first character's default, or by the selector after it
/// (UTS 51, 4).
pub fn is_meant_in_colour(cluster: &str) -> bool {
    if cluster.contains('\u{FE0F}') {
        return true;
    }
    let by_default = |c: char| {
        matches!(
            c.emoji_status(),
            EmojiStatus::EmojiPresentation
                | EmojiStatus::EmojiPresentationAndModifierBase
                | EmojiStatus::EmojiPresentationAndEmojiComponent
                | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
        )
    };
    !cluster.contains('\u{FE0E}') && cluster.chars().next().is_some_and(by_default)
}

/// The cluster in the pictures of a face; none if it has not all of them.
pub fn emoji(face: &Face, pictures: &Pictures, cluster: &str) -> Option<Emoji> {
    let mut buffer = Buffer::new();
    cluster.char_indices().for_each(|(at, c)| buffer.push(u32::from(c), u32::try_from(at).unwrap_or(0)));
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    buffer.guess_segment_properties();
    harfrust::shape(&face.shaper(), &mut buffer, ShapeOptions::new()).ok()?;
    let glyphs = buffer.glyph_infos();
    if glyphs.is_empty() || glyphs.len() > MOST_GLYPHS {
        return None;
    }
    let em = f32::from(face.units_per_em().max(1));
    let mut emoji = Emoji { pictures: Vec::new() };
    for (place, (info, position)) in glyphs.iter().zip(buffer.glyph_positions()).enumerate() {
        let glyph = u16::try_from(info.glyph_id).ok().filter(|&id| id != 0)?;
        let Picture { image, left, bottom, width, height } = picture(face, pictures, glyph)?;
        let scale = em / position.x_advance.max(1) as f32;
        emoji.pictures.push(Picture {
            image,
            left: place as f32 + left * scale,
            bottom: bottom * scale,
            width: width * scale,
            height: height * scale,
        });
    }
    Some(emoji)
}

/// The picture of a glyph, decoded once.
fn picture(face: &Face, pictures: &Pictures, glyph: u16) -> Option<Picture> {
    let mut known = pictures.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(picture) = known.get(&glyph) {
        return picture.clone();
    }
    let picture = decoded(face, glyph);
    if known.len() < MOST_PICTURES {
        known.insert(glyph, picture.clone());
    }
    picture
}

fn decoded(face: &Face, glyph: u16) -> Option<Picture> {
    let parsed = ttf_parser::Face::parse(face.bytes(), face.index()).ok()?;
    let raster = parsed.glyph_raster_image(GlyphId(glyph), u16::MAX)?;
    if raster.format != RasterImageFormat::PNG || raster.pixels_per_em == 0 {
        return None;
    }
    let mut reader = ImageReader::with_format(std::io::Cursor::new(raster.data), image::ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(u64::from(MOST_PIXELS * MOST_PIXELS) * 8);
    reader.limits(limits);
    let pixels: DynamicImage = reader.decode().ok()?;
    let (width, height) = (pixels.width(), pixels.height());
    let rgba = pixels.to_rgba8();
    let alpha: Vec<u8> = rgba.pixels().map(|pixel| pixel.0[3]).collect();
    let image = PdfImage::from_pixels(width, height, Pixels::Rgb(&pixels.to_rgb8()), Some(&alpha))?;
    let ems = |pixels: f32| pixels / f32::from(raster.pixels_per_em);
    Some(Picture {
        image: Arc::new(image),
        left: ems(f32::from(raster.x)),
        bottom: ems(f32::from(raster.y)),
        width: ems(width as f32),
        height: ems(height as f32),
    })
}

/// The first character of a cluster that is drawn.
pub fn first_drawn(cluster: &str) -> Option<char> {
    cluster.chars().find(|c| !is_ignorable(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_in_colour_is_told_by_default_and_selector() {
        for cluster in
            ["\u{1F600}", "\u{26A0}\u{FE0F}", "\u{2705}", "1\u{FE0F}\u{20E3}", "\u{1F1E9}\u{1F1EA}"]
        {
            assert!(is_meant_in_colour(cluster), "{cluster}");
        }
        for cluster in ["\u{26A0}", "\u{2764}", "\u{1F600}\u{FE0E}", "a", "1", "\u{6F22}", "\u{2122}"] {
            assert!(!is_meant_in_colour(cluster), "{cluster}");
        }
    }
}
