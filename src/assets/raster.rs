//! Images of pixels: what their files say of themselves, and the pixels as sRGB.

mod colour;
mod described;
mod inks;
mod planes;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{MAX_PIXELS, PictureFormat};
pub use colour::Profile;
use colour::Space;

/// What a file says of its image.
#[derive(Debug)]
pub struct Raster {
    /// Its format, by its first bytes.
    pub format: PictureFormat,
    /// Width in pixels as shown.
    pub width: u32,
    /// Height in pixels as shown.
    pub height: u32,
    /// Whether it is to be turned or mirrored.
    pub turned: bool,
    /// The colour profile embedded in it.
    pub profile: Option<Profile>,
}

impl Raster {
    /// Reads the head of a file.
    ///
    /// # Errors
    /// It is no image of a kind we know, or is beyond the limits, in words for those who made it.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let format = match image::guess_format(bytes) {
            Ok(ImageFormat::Jpeg) => PictureFormat::Jpeg,
            Ok(ImageFormat::Png) => PictureFormat::Png,
            Ok(ImageFormat::WebP) => PictureFormat::Webp,
            Ok(ImageFormat::Gif) => PictureFormat::Gif,
            _ => return Err("not a JPEG, PNG, WebP, GIF or SVG image".to_owned()),
        };
        if format == PictureFormat::Jpeg && planes::are_apart(bytes) {
            return Err("its colours are stored one after the other, which is rare and cannot be read; \
                        save it as an ordinary JPEG or PNG"
                .to_owned());
        }
        let mut decoder = decoder(bytes).map_err(|error| reason(&error))?;
        let (mut width, mut height) = decoder.dimensions();
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(format!("{width} × {height} pixels are not between 1 and {MAX_PIXELS}"));
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let space = match decoder.color_type().has_color() {
            true if format == PictureFormat::Jpeg && inks::are_in(bytes) => Space::Inks,
            true => Space::Rgb,
            false => Space::Grey,
        };
        let described = || match format {
            PictureFormat::Png => described::png(bytes, space),
            PictureFormat::Gif => described::gif(bytes),
            _ => None,
        };
        let profile = decoder.icc_profile().ok().flatten().or_else(described);
        let profile = profile.and_then(|profile| Profile::new(profile, space));
        if matches!(
            orientation,
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        ) {
            std::mem::swap(&mut width, &mut height);
        }
        let turned = orientation != Orientation::NoTransforms;
        Ok(Self { format, width, height, turned, profile })
    }
}

/// The pixels of a file in sRGB, turned as it asks.
///
/// # Errors
/// It is broken or beyond the limits, in words for those who made it.
pub fn pixels(bytes: &[u8], profile: Option<&Profile>) -> Result<DynamicImage, String> {
    let mut decoder = decoder(bytes).map_err(|error| reason(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let conversion = profile.and_then(Profile::conversion);
    let separated = conversion.as_ref().and_then(|conversion| inks::pixels(bytes, conversion));
    let mut pixels = match separated {
        Some(pixels) => pixels,
        None => {
            let mut pixels = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error))?;
            if let Some(conversion) = &conversion {
                conversion.apply(&mut pixels);
            }
            pixels
        }
    };
    pixels.apply_orientation(orientation);
    Ok(pixels)
}

/// Why an image cannot be decoded, in words for those who made it: what the decoders say is for those who make decoders.
fn reason(error: &image::ImageError) -> String {
    match error {
        image::ImageError::Limits(_) => format!("it needs more memory than {MAX_PIXELS} pixels do"),
        image::ImageError::Unsupported(_) => "it is of a kind that cannot be read".to_owned(),
        image::ImageError::Decoding(_)
        | image::ImageError::Encoding(_)
        | image::ImageError::Parameter(_)
        | image::ImageError::IoError(_) => "the file is damaged or cut off".to_owned(),
    }
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, image::ImageError> {
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    reader.into_decoder()
}
