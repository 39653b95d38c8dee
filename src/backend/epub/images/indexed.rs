//! Images of few colours, as PNG with a palette: drawings, screenshots, our own covers.

use std::collections::HashMap;

use image::RgbaImage;

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
        let (depth, bits) = match self.palette.len() {
            0..=2 => (png::BitDepth::One, 1),
            3..=4 => (png::BitDepth::Two, 2),
            5..=16 => (png::BitDepth::Four, 4),
            _ => (png::BitDepth::Eight, 8),
        };
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(depth);
        encoder.set_palette(self.palette.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect::<Vec<_>>());
        if self.palette.iter().any(|[_, _, _, alpha]| *alpha != u8::MAX) {
            encoder.set_trns(self.palette.iter().map(|[_, _, _, alpha]| *alpha).collect::<Vec<_>>());
        }
        encoder.set_compression(png::Compression::Balanced);
        // Neighbouring palette places are no neighbouring colours: filters do not help (PNG, 12.7).
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
        writer.write_image_data(&self.packed(bits)).map_err(|error| error.to_string())?;
        writer.finish().map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    /// The rows at `bits` a pixel, each starting a byte.
    fn packed(&self, bits: usize) -> Vec<u8> {
        if bits == 8 {
            return self.pixels.clone();
        }
        let row = (self.width as usize).max(1);
        let each = 8 / bits;
        let mut bytes = Vec::with_capacity(row.div_ceil(each) * self.height as usize);
        for row in self.pixels.chunks(row) {
            let mut whole = row.chunks_exact(each);
            bytes.extend(
                whole.by_ref().map(|pixels| pixels.iter().fold(0, |byte, pixel| byte << bits | pixel)),
            );
            if !whole.remainder().is_empty() {
                let byte = whole.remainder().iter().fold(0, |byte, pixel| byte << bits | pixel);
                bytes.push(byte << (bits * (each - whole.remainder().len())));
            }
        }
        bytes
    }
}
