//! Images as PDF image objects, encoded once per run.

mod jpeg;
mod samples;

use image::metadata::Orientation;
use image::{DynamicImage, imageops::FilterType};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::assets::{Derived, Picture, PictureError, PictureFormat};

/// An image ready to be written as an XObject (ISO 32000-1, 8.9.5), grey or sRGB as the file's output intent.
#[derive(Debug)]
pub struct PdfImage {
    /// Its colours.
    pub(super) colours: Samples,
    /// Its transparency, one sample a pixel, 8 bits; none if all of it is opaque.
    pub(super) alpha: Option<Samples>,
    /// How the stored pixels must be turned to be seen as meant.
    pub(super) orientation: Orientation,
}

impl Derived for PdfImage {
    fn size(&self) -> usize {
        let samples = |samples: &Samples| samples.bytes.len();
        samples(&self.colours) + self.alpha.as_ref().map_or(0, samples)
    }
}

/// Compressed samples, 8 bits a component.
#[derive(Debug)]
pub(super) struct Samples {
    pub width: u32,
    pub height: u32,
    /// Components a pixel: 1 or 3.
    pub components: u8,
    pub coding: Coding,
    pub bytes: Vec<u8>,
    /// The colours that the samples number, three bytes each; none if the samples are colours themselves.
    pub palette: Option<Vec<u8>>,
}

/// How samples are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// JPEG.
    Dct,
    /// Deflate.
    Flate,
    /// Deflate over PNG row filters.
    FlateRows,
}

/// Quality of JPEG data that is made here (of 100). Only images that are lossy at their source get it.
const JPEG_QUALITY: u8 = 82;

/// Uncompressed colours of an image, rows from the top, 8 bits a component.
#[derive(Debug, Clone, Copy)]
pub enum Pixels<'a> {
    /// One byte a pixel.
    Gray(&'a [u8]),
    /// Three bytes a pixel.
    Rgb(&'a [u8]),
}

impl PdfImage {
    /// An image from JPEG data, which passes through as it is but for its metadata. Its colours are taken as sRGB.
    ///
    /// None if a PDF reader cannot show the data as RGB or grey (CMYK, 12 bits, lossless): decode those.
    pub fn from_jpeg(data: &[u8]) -> Option<Self> {
        let jpeg = jpeg::strip(data)?;
        Some(Self {
            colours: Samples {
                width: jpeg.width,
                height: jpeg.height,
                components: jpeg.components,
                coding: Coding::Dct,
                bytes: jpeg.bytes,
                palette: None,
            },
            alpha: None,
            orientation: jpeg.orientation,
        })
    }

    /// An image from pixels, compressed without loss. `alpha` is one byte a pixel, 255 opaque.
    ///
    /// None if the lengths do not fit the measures, or a measure is zero.
    pub fn from_pixels(width: u32, height: u32, pixels: Pixels<'_>, alpha: Option<&[u8]>) -> Option<Self> {
        let area = usize::try_from(u64::from(width) * u64::from(height)).ok().filter(|&area| area > 0)?;
        let colours = match pixels {
            Pixels::Gray(gray) if gray.len() == area => samples::compress(width, height, 1, gray),
            Pixels::Rgb(rgb) if rgb.len() == area.checked_mul(3)? => match samples::as_gray(rgb) {
                Some(gray) => samples::compress(width, height, 1, &gray),
                None => samples::compress_few_colours(width, height, rgb)
                    .unwrap_or_else(|| samples::compress(width, height, 3, rgb)),
            },
            Pixels::Gray(_) | Pixels::Rgb(_) => return None,
        };
        let alpha = match alpha {
            Some(alpha) if alpha.len() != area => return None,
            Some(alpha) if alpha.iter().any(|&a| a != u8::MAX) => {
                Some(samples::compress(width, height, 1, alpha))
            }
            Some(_) | None => None,
        };
        Some(Self { colours, alpha, orientation: Orientation::NoTransforms })
    }

    /// The image of a picture file for a place that can show `columns` pixels.
    ///
    /// An image up to half again as wide stays as it is: making it smaller would save little and blur it. JPEG data
    /// then passes through. What was compressed with loss before (JPEG, lossy WebP) is
    /// compressed with loss again if it must be, everything else without.
    ///
    /// # Errors
    /// The picture is broken or beyond the limits.
    pub fn from_picture(picture: &Picture, columns: Option<u32>) -> Result<Self, PictureError> {
        let width = match picture.format {
            PictureFormat::Svg => picture.pixels()?.width(),
            PictureFormat::Jpeg | PictureFormat::Png | PictureFormat::Webp | PictureFormat::Gif => {
                picture.width
            }
        };
        let shrink =
            columns.filter(|&columns| columns > 0 && columns.saturating_mul(3) < width.saturating_mul(2));
        if picture.format == PictureFormat::Jpeg
            && shrink.is_none()
            && picture.is_srgb()
            && let Some(image) = Self::from_jpeg(&picture.bytes)
        {
            return Ok(image);
        }
        let pixels = picture.pixels()?;
        let resized = shrink.map(|columns| {
            let rows = (u64::from(picture.height) * u64::from(columns)).div_ceil(u64::from(picture.width));
            pixels.resize_exact(
                columns,
                u32::try_from(rows).unwrap_or(u32::MAX).max(1),
                FilterType::CatmullRom,
            )
        });
        let pixels = resized.as_ref().unwrap_or(&pixels);
        Self::from_decoded(pixels, is_lossy(picture))
            .ok_or_else(|| PictureError(format!("{}: cannot be encoded", picture.name)))
    }

    /// An image from decoded pixels; `lossy` allows JPEG for its colours.
    fn from_decoded(pixels: &DynamicImage, lossy: bool) -> Option<Self> {
        let (width, height) = (pixels.width(), pixels.height());
        let alpha: Option<Vec<u8>> =
            pixels.color().has_alpha().then(|| pixels.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect());
        if !lossy && !pixels.color().has_color() {
            return Self::from_pixels(width, height, Pixels::Gray(&pixels.to_luma8()), alpha.as_deref());
        }
        let rgb = pixels.to_rgb8();
        let jpeg = if lossy { encode_jpeg(&rgb, width, height) } else { None };
        if let Some(mut image) = jpeg.and_then(|data| Self::from_jpeg(&data)) {
            image.alpha = alpha
                .filter(|alpha| alpha.iter().any(|&a| a != u8::MAX))
                .map(|alpha| samples::compress(width, height, 1, &alpha));
            return Some(image);
        }
        Self::from_pixels(width, height, Pixels::Rgb(&rgb), alpha.as_deref())
    }
}

fn encode_jpeg(rgb: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_progressive(true);
    match samples::as_gray(rgb) {
        Some(gray) => encoder.encode(&gray, width, height, ColorType::Luma).ok()?,
        None => encoder.encode(rgb, width, height, ColorType::Rgb).ok()?,
    }
    Some(bytes)
}

/// Whether the file was compressed with loss: JPEG, and WebP unless it holds lossless data (`VP8L`).
fn is_lossy(picture: &Picture) -> bool {
    match picture.format {
        PictureFormat::Jpeg => true,
        PictureFormat::Webp => !picture.bytes.windows(4).take(64).any(|chunk| chunk == b"VP8L"),
        PictureFormat::Png | PictureFormat::Gif | PictureFormat::Svg => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn gradient(width: u32, height: u32) -> Vec<u8> {
        (0..height).flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, (x ^ y) as u8])).collect()
    }

    #[test]
    fn pixels_must_fit_their_measures() {
        assert!(PdfImage::from_pixels(2, 2, Pixels::Gray(&[0; 4]), None).is_some());
        assert!(PdfImage::from_pixels(2, 2, Pixels::Rgb(&[0; 4]), None).is_none());
        assert!(PdfImage::from_pixels(0, 2, Pixels::Gray(&[]), None).is_none());
        assert!(PdfImage::from_pixels(2, 2, Pixels::Gray(&[0; 4]), Some(&[255; 3])).is_none());
    }

    #[test]
    fn gray_and_opaque_are_found_out() {
        let image = PdfImage::from_pixels(2, 2, Pixels::Rgb(&[7; 12]), Some(&[255; 4])).unwrap();
        assert_eq!(image.colours.components, 1);
        assert!(image.alpha.is_none());
        let image =
            PdfImage::from_pixels(2, 2, Pixels::Rgb(&gradient(2, 2)), Some(&[255, 0, 255, 255])).unwrap();
        assert!(image.colours.palette.is_some());
        assert!(image.alpha.is_some());
    }

    #[test]
    fn jpeg_data_passes_through() {
        let data = encode_jpeg(&gradient(40, 30), 40, 30).unwrap();
        let picture = Picture::from_bytes("g.jpg", data.clone()).unwrap();
        let image = PdfImage::from_picture(&picture, None).unwrap();
        assert_eq!((image.colours.width, image.colours.height), (40, 30));
        assert_eq!(image.colours.coding, Coding::Dct);
        assert_eq!(image.colours.bytes, data);
        let small = PdfImage::from_picture(&picture, Some(20)).unwrap();
        assert_eq!((small.colours.width, small.colours.height), (20, 15));
        assert!(small.colours.bytes.len() < data.len());
    }

    #[test]
    fn jpeg_data_of_other_colours_is_made_anew() {
        use image::ImageEncoder;
        let file = |profile: moxcms::ColorProfile| {
            let mut bytes = Vec::new();
            let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95);
            encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
            encoder.encode(&[200, 100, 50].repeat(40 * 30), 40, 30, image::ExtendedColorType::Rgb8).unwrap();
            bytes
        };
        let image = |bytes: &[u8]| {
            PdfImage::from_picture(&Picture::from_bytes("p.jpg", bytes.to_vec()).unwrap(), None).unwrap()
        };
        let srgb = file(moxcms::ColorProfile::new_srgb());
        assert_eq!(image(&srgb).colours.bytes, jpeg::strip(&srgb).unwrap().bytes);
        let wide = image(&file(moxcms::ColorProfile::new_display_p3()));
        assert_eq!(wide.colours.coding, Coding::Dct);
        let shown = image::load_from_memory(&wide.colours.bytes).unwrap().to_rgb8();
        let pixel = shown.get_pixel(20, 15).0;
        assert!(pixel.iter().zip([215, 93, 31]).all(|(a, b): (&u8, u8)| a.abs_diff(b) <= 2), "{pixel:?}");
    }

    #[test]
    fn a_drawing_is_painted_as_fine_as_its_place_shows() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'><rect width='15' height='20' fill='#f00'/></svg>";
        let picture = Picture::from_bytes("x.svg", svg.as_bytes().to_vec()).unwrap();
        let image = PdfImage::from_picture(&picture, Some(600)).unwrap();
        assert_eq!((image.colours.width, image.colours.height), (600, 400));
        assert!(image.alpha.is_some(), "its right half is see-through");
    }

    #[test]
    fn a_png_keeps_every_pixel() {
        let rgb = gradient(20, 30);
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::from_raw(20, 30, rgb.clone())
            .unwrap()
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        let picture = Picture::from_bytes("g.png", png.into_inner()).unwrap();
        let image = PdfImage::from_picture(&picture, None).unwrap();
        assert_eq!(image.colours.coding, Coding::FlateRows);
        assert_eq!(samples::tests::decompress(&image.colours), rgb);
    }
}
