//! Images of few colours, as PNG with a palette: drawings, screenshots, our own covers.

use std::collections::HashMap;

use image::RgbaImage;
use libdeflater::{CompressionLvl, Compressor};

/// The most colours of a palette (PNG, 11.2.2).
const MAX_COLOURS: usize = 256;

/// An image of at most 256 colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::backend::epub) struct Indexed {
    /// Width in pixels.
    pub(in crate::backend::epub) width: u32,
    /// Height in pixels.
    pub(in crate::backend::epub) height: u32,
    /// Colours with their opacity.
    pub(in crate::backend::epub) palette: Vec<[u8; 4]>,
    /// The colour of each pixel, by its place in the palette, row after row.
    pub(in crate::backend::epub) pixels: Vec<u8>,
}

impl Indexed {
    /// The image, if it has few colours.
    pub(super) fn of(image: &RgbaImage) -> Option<Self> {
        let mut places: HashMap<[u8; 4], u8> = HashMap::new();
        let mut palette = Vec::new();
        let mut pixels = Vec::with_capacity(image.len() / 4);
        let mut last: Option<([u8; 4], u8)> = None;
        for pixel in image.pixels() {
            let place = match last {
                Some((colour, place)) if colour == pixel.0 => place,
                _ => match places.get(&pixel.0) {
                    Some(place) => *place,
                    None if palette.len() == MAX_COLOURS => return None,
                    None => {
                        let place = u8::try_from(palette.len()).ok()?;
                        palette.push(pixel.0);
                        places.insert(pixel.0, place);
                        place
                    }
                },
            };
            last = Some((pixel.0, place));
            pixels.push(place);
        }
        Some(Self { width: image.width(), height: image.height(), palette, pixels })
    }

    /// The image as a PNG file, with as few bits a pixel as its palette needs.
    ///
    /// # Errors
    /// The encoder's message.
    pub(in crate::backend::epub) fn png(&self) -> Result<Vec<u8>, String> {
        let rows = self.pixels.chunks((self.width as usize).max(1));
        let (depth, rows) = match self.palette.len() {
            0..=2 => (png::BitDepth::One, pack::<8>(rows)),
            3..=4 => (png::BitDepth::Two, pack::<4>(rows)),
            5..=16 => (png::BitDepth::Four, pack::<2>(rows)),
            _ => (png::BitDepth::Eight, pack::<1>(rows)),
        };
        let mut compressor = Compressor::new(CompressionLvl::default());
        let mut stream = vec![0; compressor.zlib_compress_bound(rows.len())];
        let size = compressor.zlib_compress(&rows, &mut stream).map_err(|error| error.to_string())?;
        stream.truncate(size);
        png(self.width, self.height, &self.palette, depth, &stream)
    }
}

/// Rows of palette places, `EACH` of them in a byte, each row starting one behind its filter (PNG, 7.2). Neighbouring
/// palette places are no neighbouring colours: filters do not help (12.7), so that is none.
fn pack<'a, const EACH: usize>(rows: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let bits = 8 / EACH;
    let mut packed = Vec::new();
    for row in rows {
        packed.push(0);
        let (bytes, rest) = row.as_chunks::<EACH>();
        // One pixel a byte is not shifted at all.
        let join =
            |pixels: &[u8]| pixels.iter().fold(0_u8, |byte, pixel| byte.wrapping_shl(bits as u32) | pixel);
        packed.extend(bytes.iter().map(|pixels| join(pixels)));
        if !rest.is_empty() {
            packed.push(join(rest) << (bits * (EACH - rest.len())));
        }
    }
    packed
}

/// A PNG file with a palette. The rows are a zlib stream, each of them packed at `depth` a pixel behind its filter
/// (PNG, 10.1).
///
/// # Errors
/// The encoder's message.
pub(in crate::backend::epub) fn png(
    width: u32,
    height: u32,
    palette: &[[u8; 4]],
    depth: png::BitDepth,
    rows: &[u8],
) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(depth);
    encoder.set_palette(palette.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect::<Vec<_>>());
    if palette.iter().any(|[_, _, _, alpha]| *alpha != u8::MAX) {
        encoder.set_trns(palette.iter().map(|[_, _, _, alpha]| *alpha).collect::<Vec<_>>());
    }
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_chunk(png::chunk::IDAT, rows).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}
