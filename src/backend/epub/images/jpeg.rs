//! Writing JPEG files.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Quality, of 100: artefacts are below what screens of readers show.
const QUALITY: u8 = 85;

/// The image as a JPEG file, with colour at half resolution and codes made for it.
///
/// # Errors
/// The encoder's message: an image may be 65,535 pixels wide or high at most.
pub(in crate::backend::epub) fn jpeg(image: &RgbImage) -> Result<Vec<u8>, String> {
    let side = |n: u32| u16::try_from(n).map_err(|_| format!("{n} pixels are too many for JPEG"));
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
    encoder
        .encode(image.as_raw(), side(image.width())?, side(image.height())?, ColorType::Rgb)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}
