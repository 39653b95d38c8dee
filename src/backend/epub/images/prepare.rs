//! Making an image ready: JPEG, PNG and SVG as they are, all else as one of the first two, nothing larger than a reader
//! shows, all in sRGB: of readers on e-ink and older ones few heed a colour profile.

use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, Rgba, RgbaImage};

use super::indexed::Indexed;
use super::jpeg::jpeg;
use super::{EpubImage, strip};
use crate::assets::{Picture, PictureError, PictureFormat};

/// The widest an image is kept: the width of the largest readers' screens, and what stores ask of covers.
const MAX_WIDTH: u32 = 1600;
/// The highest an image is kept.
const MAX_HEIGHT: u32 = 2560;

/// Makes an image ready for the container.
///
/// # Errors
/// It cannot be decoded.
pub(super) fn prepare(picture: &Picture) -> Result<EpubImage, PictureError> {
    let (width, height) = fit(picture.width, picture.height);
    if picture.format == PictureFormat::Svg {
        return Ok(EpubImage { format: picture.format, bytes: picture.bytes.clone(), width, height });
    }
    if (width, height) == (picture.width, picture.height) && !picture.turned && picture.is_srgb() {
        let kept = match picture.format {
            PictureFormat::Jpeg => strip::jpeg(&picture.bytes),
            // A file can be whole and still hold less than its header says: that shows when it is decoded, which
            // PDF needs done as well.
            PictureFormat::Png => picture.pixels().map(|_| strip::png(&picture.bytes))?,
            // Kobo and Apple Books show no WebP, and a moving GIF cannot be stopped (WCAG 2.1, 2.2.2).
            PictureFormat::Webp | PictureFormat::Gif | PictureFormat::Svg => None,
        };
        if let Some(bytes) = kept {
            return Ok(EpubImage { format: picture.format, bytes, width, height });
        }
    }
    let pixels = picture.pixels()?;
    let pixels = match (pixels.width(), pixels.height()) == (width, height) {
        true => pixels.as_ref().clone(),
        false => pixels.resize_exact(width, height, FilterType::CatmullRom),
    };
    encode(picture, &pixels)
        .map_err(|error| PictureError(format!("{}: {error}", picture.name)))
        .map(|(format, bytes)| EpubImage { format, bytes, width, height })
}

/// The size at which an image fits, in proportion.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let (w, h) = (u64::from(width), u64::from(height));
    let (max_w, max_h) = (u64::from(MAX_WIDTH), u64::from(MAX_HEIGHT));
    let (w, h) = if w <= max_w && h <= max_h {
        (w, h)
    } else if w * max_h >= h * max_w {
        (max_w, (h * max_w + w / 2) / w.max(1))
    } else {
        ((w * max_h + h / 2) / h.max(1), max_h)
    };
    let side = |n: u64| u32::try_from(n.max(1)).unwrap_or(u32::MAX);
    (side(w), side(h))
}

/// Encodes pixels: photographs as JPEG; drawings, and what is see-through, as PNG.
fn encode(picture: &Picture, pixels: &DynamicImage) -> Result<(PictureFormat, Vec<u8>), String> {
    if picture.format == PictureFormat::Jpeg {
        return Ok((PictureFormat::Jpeg, jpeg(&pixels.to_rgb8())?));
    }
    let pixels = pixels.to_rgba8();
    if let Some(drawing) = Indexed::of(&pixels) {
        return Ok((PictureFormat::Png, drawing.png()?));
    }
    let see_through = pixels.pixels().any(|Rgba([_, _, _, alpha])| *alpha != u8::MAX);
    match see_through || picture.format == PictureFormat::Png {
        true => Ok((PictureFormat::Png, png(pixels, see_through)?)),
        false => Ok((PictureFormat::Jpeg, jpeg(&DynamicImage::ImageRgba8(pixels).to_rgb8())?)),
    }
}

fn png(pixels: RgbaImage, see_through: bool) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
    let pixels = DynamicImage::ImageRgba8(pixels);
    let written = match see_through {
        true => pixels.write_with_encoder(encoder),
        false => pixels.to_rgb8().write_with_encoder(encoder),
    };
    written.map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixels: &DynamicImage, format: image::ImageFormat) -> Picture {
        let mut bytes = std::io::Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, format).unwrap();
        Picture::from_bytes("x", bytes.into_inner()).unwrap()
    }

    /// Something with many colours.
    fn photograph(width: u32, height: u32) -> DynamicImage {
        image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
        })
        .into()
    }

    fn decode(image: &EpubImage) -> DynamicImage {
        image::load_from_memory(&image.bytes).unwrap()
    }

    #[test]
    fn large_images_are_scaled_in_proportion() {
        assert_eq!(fit(1600, 2560), (1600, 2560));
        assert_eq!(fit(3200, 1000), (1600, 500));
        assert_eq!(fit(1000, 5120), (500, 2560));
        assert_eq!(fit(100_000, 1), (1600, 1));
        assert_eq!(fit(1, 100_000), (1, 2560));
        let image = prepare(&picture(&photograph(2000, 500), image::ImageFormat::Jpeg)).unwrap();
        assert_eq!((image.format, image.width, image.height), (PictureFormat::Jpeg, 1600, 400));
        assert_eq!((decode(&image).width(), decode(&image).height()), (1600, 400));
    }

    #[test]
    fn a_drawing_stays_one_without_what_acts() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 30 20'><script>x</script><rect width='9' height='9'/></svg>";
        let image = prepare(&Picture::from_bytes("x", svg.as_bytes().to_vec()).unwrap()).unwrap();
        assert_eq!((image.format, image.width, image.height), (PictureFormat::Svg, 30, 20));
        let text = String::from_utf8(image.bytes).unwrap();
        assert!(text.contains("<rect width=\"9\" height=\"9\">") && !text.contains("script"), "{text}");
    }

    #[test]
    fn a_webp_photograph_becomes_jpeg() {
        let image = prepare(&picture(&photograph(300, 200), image::ImageFormat::WebP)).unwrap();
        assert_eq!(image.format, PictureFormat::Jpeg);
        assert_eq!(decode(&image).width(), 300);
    }

    #[test]
    fn what_is_see_through_or_drawn_becomes_png_and_keeps_its_pixels() {
        let mut pixels = photograph(64, 64).to_rgba8();
        pixels.put_pixel(3, 4, Rgba([1, 2, 3, 4]));
        let image = prepare(&picture(&pixels.clone().into(), image::ImageFormat::WebP)).unwrap();
        assert_eq!(image.format, PictureFormat::Png);
        assert_eq!(decode(&image).to_rgba8(), pixels);

        let drawing = RgbaImage::from_fn(9, 5, |x, y| match (x + y) % 3 {
            0 => Rgba([255, 0, 0, 255]),
            1 => Rgba([0, 0, 0, 0]),
            _ => Rgba([0, 0, 255, 128]),
        });
        let image = prepare(&picture(&drawing.clone().into(), image::ImageFormat::WebP)).unwrap();
        assert_eq!(image.format, PictureFormat::Png);
        assert_eq!(decode(&image).to_rgba8(), drawing);
    }

    #[test]
    fn other_colours_become_srgb() {
        use image::ImageEncoder;
        let colour = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 100, 50]));
        let p3 = || moxcms::ColorProfile::new_display_p3().encode().unwrap();
        let srgb = || moxcms::ColorProfile::new_srgb().encode().unwrap();
        let files = |profile: &dyn Fn() -> Vec<u8>| {
            let (mut jpeg, mut png) = (Vec::new(), Vec::new());
            let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 95);
            encoder.set_icc_profile(profile()).unwrap();
            colour.write_with_encoder(encoder).unwrap();
            let mut encoder = PngEncoder::new(&mut png);
            encoder.set_icc_profile(profile()).unwrap();
            colour.write_with_encoder(encoder).unwrap();
            [jpeg, png]
        };
        for file in files(&srgb) {
            let image = prepare(&Picture::from_bytes("x", file.clone()).unwrap()).unwrap();
            assert_eq!(image.bytes, file, "what is sRGB stays, profile and all");
        }
        for file in files(&p3) {
            let picture = Picture::from_bytes("x", file).unwrap();
            let image = prepare(&picture).unwrap();
            assert_eq!(image.format, picture.format);
            assert!(!image.bytes.windows(11).any(|bytes| bytes == b"ICC_PROFILE"));
            if image.format == PictureFormat::Png {
                assert!(Picture::from_bytes("x", image.bytes.clone()).unwrap().is_srgb());
                let pixel = decode(&image).to_rgb8().get_pixel(20, 15).0;
                let close = pixel.iter().zip([215, 93, 31]).all(|(a, b): (&u8, u8)| a.abs_diff(b) <= 2);
                assert!(close, "{pixel:?}");
            }
        }
    }

    #[test]
    fn a_broken_image_is_an_error() {
        let mut bytes = picture(&photograph(64, 64), image::ImageFormat::WebP).bytes;
        bytes.truncate(bytes.len() / 2);
        let error = prepare(&Picture::from_bytes("x.webp", bytes).unwrap()).unwrap_err();
        assert!(error.to_string().starts_with("x.webp: "), "{error}");
    }
}
