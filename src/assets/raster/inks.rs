//! JPEG of four inks, as printers use, by the profile of its press.

use image::{DynamicImage, RgbImage};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::colour::Conversion;

/// The pixels of a JPEG file of four inks. None if it is none, if the profile is not about inks, or the file is broken.
///
/// The inks are stored inverted, 255 none of it, as Adobe's programs write them and all others read them.
pub fn pixels(bytes: &[u8], conversion: &Conversion) -> Option<DynamicImage> {
    let separations = conversion.separations()?;
    let (mut decoder, space) = decoder(bytes)?;
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(space));
    let (width, height) = decoder.dimensions()?;
    let mut samples = decoder.decode().ok().filter(|samples| samples.len() == width * height * 4)?;
    let (pixels, _) = samples.as_chunks_mut::<4>();
    for pixel in pixels {
        *pixel = match space {
            ColorSpace::YCCK => inks_of_ycck(*pixel),
            _ => pixel.map(|stored| u8::MAX - stored),
        };
    }
    let mut colours = RgbImage::new(u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    separations.transform(&samples, &mut colours).ok()?;
    Some(colours.into())
}

/// Whether a JPEG file is of four inks.
pub fn are_in(bytes: &[u8]) -> bool {
    decoder(bytes).is_some()
}

/// The decoder of a file of four inks, and how they are stored.
fn decoder(bytes: &[u8]) -> Option<(JpegDecoder<ZCursor<&[u8]>>, ColorSpace)> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let space = decoder.input_colorspace()?;
    let four = decoder.info()?.components == 4 && matches!(space, ColorSpace::CMYK | ColorSpace::YCCK);
    four.then_some((decoder, space))
}

/// The inks of a pixel in luminance, two chrominances (ITU-T T.871, 7, of the inverted inks' inverse) and black.
fn inks_of_ycck([y, cb, cr, black]: [u8; 4]) -> [u8; 4] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    let level = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    let colours = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb].map(level);
    let [cyan, magenta, yellow] = colours;
    [cyan, magenta, yellow, u8::MAX - black]
}
