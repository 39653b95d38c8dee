//! Colour profiles (ICC.1:2022): pixels that mean colours of another space become sRGB, which is what books and pages are in.
//!
//! Whether a profile is sRGB is measured, not read: names of profiles lie, and there are many that say sRGB in their own
//! words. Where a profile is missing, broken, or not for the kind of pixels it comes with, the pixels are taken as sRGB,
//! as readers take them. Matrix profiles come out the same on every machine; of tables (CMYK profiles) a few values in a
//! million may differ by one, because the library works with the processor's own instructions.

use std::sync::{Arc, OnceLock};

use image::DynamicImage;
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ParsingOptions, PointeeSizeExpressible, TransformExecutor,
    TransformOptions,
};

/// The largest profile that is used, in bytes. Those of printing presses have two million.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// How far a colour may be from what sRGB says, of 255, before its profile is another one: what different makers' sRGB
/// profiles are apart.
const TOLERANCE: u8 = 2;
/// Pixels that are converted at a time.
const AT_A_TIME: usize = 4096;

/// What the samples of a file measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// Grey.
    Grey,
    /// Red, green and blue.
    Rgb,
    /// Cyan, magenta, yellow and black.
    Inks,
}

/// The colour profile in a file.
#[derive(Debug)]
pub struct Profile {
    bytes: Vec<u8>,
    is_srgb: OnceLock<bool>,
}

impl Profile {
    /// A profile from its bytes, if it is about such pixels and not too large to be one.
    pub fn new(bytes: Vec<u8>, space: Space) -> Option<Self> {
        let signature: &[u8] = match space {
            Space::Grey => b"GRAY",
            Space::Rgb => b"RGB ",
            Space::Inks => b"CMYK",
        };
        // Clause 7.2.6.
        let sound = bytes.len() <= MAX_BYTES && bytes.get(16..20) == Some(signature);
        sound.then(|| Self { bytes, is_srgb: OnceLock::new() })
    }

    /// Its size in bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Whether pixels with this profile are what they would be without it.
    pub fn is_srgb(&self) -> bool {
        *self
            .is_srgb
            .get_or_init(|| Conversion::of(&self.bytes).is_none_or(|conversion| conversion.is_none()))
    }

    /// How pixels become sRGB; none if they are.
    pub fn conversion(&self) -> Option<Conversion> {
        if self.is_srgb.get() == Some(&true) {
            return None;
        }
        let conversion = Conversion::of(&self.bytes).flatten();
        self.is_srgb.get_or_init(|| conversion.is_none());
        conversion
    }
}

/// How pixels of some space become sRGB.
pub struct Conversion {
    profile: ColorProfile,
}

impl Conversion {
    /// What a profile asks for: nothing, if it is sRGB. None if it cannot be used.
    fn of(bytes: &[u8]) -> Option<Option<Self>> {
        let options = ParsingOptions { max_profile_size: MAX_BYTES + 1, ..ParsingOptions::default() };
        let profile = ColorProfile::new_from_slice_with_options(bytes, options).ok()?;
        let conversion = Self { profile };
        let differs = match conversion.profile.color_space {
            DataColorSpace::Gray => {
                let levels: Vec<u8> = (0..=u8::MAX).collect();
                differ(&levels, &conversion.levels(&levels)?)
            }
            DataColorSpace::Rgb => {
                let colours = cube();
                let mut converted = colours.clone();
                conversion.eight(Layout::Rgb)?.transform(&colours, &mut converted).ok()?;
                differ(&colours, &converted)
            }
            DataColorSpace::Cmyk => {
                conversion.separations()?;
                true
            }
            _ => return None,
        };
        Some(differs.then_some(conversion))
    }

    /// Converts pixels in place, if they are of the kind the profile is about.
    pub fn apply(&self, pixels: &mut DynamicImage) {
        match (pixels, self.profile.color_space) {
            (DynamicImage::ImageLuma8(image), DataColorSpace::Gray) => self.grey(image, 1),
            (DynamicImage::ImageLumaA8(image), DataColorSpace::Gray) => self.grey(image, 2),
            (DynamicImage::ImageLuma16(image), DataColorSpace::Gray) => self.fine_grey(image, 1),
            (DynamicImage::ImageLumaA16(image), DataColorSpace::Gray) => self.fine_grey(image, 2),
            (DynamicImage::ImageRgb8(image), DataColorSpace::Rgb) => {
                convert(self.eight(Layout::Rgb).as_deref(), image, 3);
            }
            (DynamicImage::ImageRgba8(image), DataColorSpace::Rgb) => {
                convert(self.eight(Layout::Rgba).as_deref(), image, 4);
            }
            (DynamicImage::ImageRgb16(image), DataColorSpace::Rgb) => {
                convert(self.sixteen(Layout::Rgb).as_deref(), image, 3);
            }
            (DynamicImage::ImageRgba16(image), DataColorSpace::Rgb) => {
                convert(self.sixteen(Layout::Rgba).as_deref(), image, 4);
            }
            // No decoder of ours makes other kinds; a profile of another space is not about these pixels.
            _ => {}
        }
    }

    /// From four inks, 255 the most of each, to red, green and blue; none if the profile is not about inks.
    pub fn separations(&self) -> Option<Arc<dyn TransformExecutor<u8> + Send + Sync>> {
        let inks = self.profile.color_space == DataColorSpace::Cmyk;
        let make = || self.profile.create_transform_8bit(Layout::Rgba, srgb(), Layout::Rgb, options());
        inks.then(make)?.ok()
    }

    fn eight(&self, layout: Layout) -> Option<Arc<dyn TransformExecutor<u8> + Send + Sync>> {
        self.profile.create_transform_8bit(layout, srgb(), layout, options()).ok()
    }

    fn sixteen(&self, layout: Layout) -> Option<Arc<dyn TransformExecutor<u16> + Send + Sync>> {
        self.profile.create_transform_16bit(layout, srgb(), layout, options()).ok()
    }

    /// Levels of grey as sRGB has them.
    fn levels(&self, levels: &[u8]) -> Option<Vec<u8>> {
        let convert =
            self.profile.create_transform_8bit(Layout::Gray, srgb(), Layout::Rgb, options()).ok()?;
        let mut colours = vec![0; levels.len() * 3];
        convert.transform(levels, &mut colours).ok()?;
        Some(colours.into_iter().step_by(3).collect())
    }

    fn grey(&self, samples: &mut [u8], channels: usize) {
        let levels: Vec<u8> = (0..=u8::MAX).collect();
        let Some(levels) = self.levels(&levels) else { return };
        for level in samples.iter_mut().step_by(channels) {
            *level = levels.get(usize::from(*level)).copied().unwrap_or(*level);
        }
    }

    fn fine_grey(&self, samples: &mut [u16], channels: usize) {
        let make = || self.profile.create_transform_16bit(Layout::Gray, srgb(), Layout::Rgb, options());
        let Ok(convert) = make() else { return };
        let levels: Vec<u16> = (0..=u16::MAX).collect();
        let mut colours = vec![0; levels.len() * 3];
        if convert.transform(&levels, &mut colours).is_err() {
            return;
        }
        for level in samples.iter_mut().step_by(channels) {
            *level = colours.get(usize::from(*level) * 3).copied().unwrap_or(*level);
        }
    }
}

/// Converts samples in place, a few pixels at a time.
fn convert<T: Copy + Default + PointeeSizeExpressible>(
    convert: Option<&(dyn TransformExecutor<T> + Send + Sync)>,
    samples: &mut [T],
    channels: usize,
) {
    let Some(convert) = convert else { return };
    let mut before = Vec::new();
    for part in samples.chunks_mut(AT_A_TIME * channels) {
        before.clear();
        before.extend_from_slice(part);
        if convert.transform(&before, part).is_err() {
            part.copy_from_slice(&before);
        }
    }
}

/// Whether some value is further from another than sRGB profiles are from each other.
fn differ(before: &[u8], after: &[u8]) -> bool {
    before.iter().zip(after).any(|(before, after)| before.abs_diff(*after) > TOLERANCE)
}

/// Colours all over the cube of RGB.
fn cube() -> Vec<u8> {
    const STEPS: [u8; 9] = [0, 16, 48, 80, 112, 144, 176, 216, 255];
    STEPS
        .iter()
        .flat_map(|&red| STEPS.iter().map(move |&green| (red, green)))
        .flat_map(|(red, green)| STEPS.iter().flat_map(move |&blue| [red, green, blue]))
        .collect()
}

fn srgb() -> &'static ColorProfile {
    static SRGB: OnceLock<ColorProfile> = OnceLock::new();
    SRGB.get_or_init(ColorProfile::new_srgb)
}

/// Perceptual, as photographs are shown; without fixed point, whose rounding differs between processors.
fn options() -> TransformOptions {
    TransformOptions { prefer_fixed_point: false, ..TransformOptions::default() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::ImageEncoder;
    use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
    use moxcms::ToneReprCurve;
    use proptest::prelude::*;

    use super::*;
    use crate::assets::Picture;

    fn p3() -> Vec<u8> {
        ColorProfile::new_display_p3().encode().unwrap()
    }

    fn grey(gamma: f32) -> Vec<u8> {
        ColorProfile::new_gray_with_gamma(gamma).encode().unwrap()
    }

    /// An image of one colour in each format that carries profiles.
    fn pictures(pixels: &DynamicImage, profile: &[u8]) -> Vec<Picture> {
        let mut files = vec![];
        let mut add = |name: &str, write: &dyn Fn(&mut Cursor<Vec<u8>>)| {
            let mut bytes = Cursor::new(Vec::new());
            write(&mut bytes);
            files.push(Picture::from_bytes(name, bytes.into_inner()).unwrap());
        };
        let mut formats: Vec<&str> = vec!["png"];
        if !pixels.color().has_alpha() && pixels.color().bytes_per_pixel() <= 3 {
            formats.push("jpg");
        }
        if pixels.color().has_color() && pixels.color().bytes_per_pixel() <= 4 {
            formats.push("webp");
        }
        for format in formats {
            add(format, &|bytes| {
                let profile = profile.to_vec();
                match format {
                    "jpg" => {
                        let mut encoder = JpegEncoder::new_with_quality(bytes, 100);
                        encoder.set_icc_profile(profile).unwrap();
                        pixels.write_with_encoder(encoder).unwrap();
                    }
                    "webp" => {
                        let mut encoder = WebPEncoder::new_lossless(bytes);
                        encoder.set_icc_profile(profile).unwrap();
                        pixels.write_with_encoder(encoder).unwrap();
                    }
                    _ => {
                        let mut encoder = PngEncoder::new(bytes);
                        encoder.set_icc_profile(profile).unwrap();
                        pixels.write_with_encoder(encoder).unwrap();
                    }
                }
            });
        }
        files
    }

    fn of_one(colour: [u8; 3]) -> DynamicImage {
        image::RgbImage::from_pixel(24, 16, image::Rgb(colour)).into()
    }

    #[track_caller]
    fn assert_close(picture: &Picture, expected: [u8; 3]) {
        let pixel = picture.pixels().unwrap().to_rgb8().get_pixel(9, 9).0;
        let far = pixel.iter().zip(expected).any(|(value, expected)| value.abs_diff(expected) > 2);
        assert!(!far, "{picture:?}: {pixel:?} is not {expected:?}");
    }

    /// Expected values by the primaries and curves of the standards (IEC 61966-2-1, SMPTE EG 432-1, Adobe RGB (1998)),
    /// reckoned apart from any library.
    #[test]
    fn wide_gamut_becomes_srgb() {
        let adobe = ColorProfile::new_adobe_rgb().encode().unwrap();
        for (colour, in_p3, in_adobe) in [
            ([200, 100, 50], [215, 93, 31], [227, 100, 42]),
            ([60, 140, 90], [0, 142, 85], [0, 141, 86]),
            ([120, 110, 180], [122, 110, 185], [125, 110, 184]),
        ] {
            for (profile, expected) in [(p3(), in_p3), (adobe.clone(), in_adobe)] {
                let pictures = pictures(&of_one(colour), &profile);
                assert_eq!(pictures.len(), 3);
                for picture in pictures {
                    assert!(!picture.is_srgb());
                    assert_close(&picture, expected);
                }
            }
        }
    }

    #[test]
    fn opacity_and_depth_stay() {
        let see_through = image::RgbaImage::from_pixel(24, 16, image::Rgba([200, 100, 50, 77]));
        for picture in pictures(&see_through.into(), &p3()) {
            assert_close(&picture, [215, 93, 31]);
            assert_eq!(picture.pixels().unwrap().to_rgba8().get_pixel(9, 9).0[3], 77, "{picture:?}");
        }
        let fine = [200, 100, 50, 77].map(|value: u16| value * 257);
        let fine = image::ImageBuffer::<image::Rgba<u16>, _>::from_pixel(24, 16, image::Rgba(fine));
        let picture = pictures(&DynamicImage::ImageRgba16(fine), &p3()).remove(0);
        let pixels = picture.pixels().unwrap();
        assert!(matches!(*pixels, DynamicImage::ImageRgba16(_)));
        assert_close(&picture, [215, 93, 31]);
        assert_eq!(pixels.to_rgba16().get_pixel(9, 9).0[3], 77 * 257);
    }

    #[test]
    fn grey_of_another_gamma_becomes_that_of_srgb() {
        for (level, gamma, expected) in [(64, 1.0, 137), (64, 1.8, 81), (128, 1.8, 146), (128, 2.2, 129)] {
            let pixels = image::GrayImage::from_pixel(24, 16, image::Luma([level]));
            for picture in pictures(&pixels.clone().into(), &grey(gamma)) {
                assert_close(&picture, [expected; 3]);
                assert!(!picture.pixels().unwrap().color().has_color());
            }
            let fine: image::ImageBuffer<image::Luma<u16>, _> = DynamicImage::ImageLuma8(pixels).to_luma16();
            assert_close(&pictures(&fine.into(), &grey(gamma))[0], [expected; 3]);
        }
    }

    #[test]
    fn what_is_srgb_in_other_words_stays_as_it_is() {
        let mut curves = ColorProfile::new_srgb();
        // The curve as a table, and without the name.
        let table = (0..1024).map(|i| {
            let v = f64::from(i) / 1023.0;
            let linear = if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
            (linear * 65535.0).round() as u16
        });
        let table = ToneReprCurve::Lut(table.collect());
        curves.description = None;
        curves.cicp = None;
        (curves.red_trc, curves.green_trc) = (Some(table.clone()), Some(table.clone()));
        curves.blue_trc = Some(table);
        for profile in [ColorProfile::new_srgb().encode().unwrap(), curves.encode().unwrap()] {
            for picture in pictures(&of_one([200, 100, 50]), &profile) {
                assert!(picture.is_srgb(), "{picture:?}");
                assert_close(&picture, [200, 100, 50]);
            }
        }
    }

    #[test]
    fn a_profile_that_is_broken_or_about_other_pixels_is_none() {
        let cut = p3()[..200].to_vec();
        for profile in [b"no profile".to_vec(), cut, grey(1.0), vec![0; 5000]] {
            for picture in pictures(&of_one([200, 100, 50]), &profile) {
                assert!(picture.is_srgb(), "{picture:?}");
                assert_close(&picture, [200, 100, 50]);
            }
        }
        let grey_pixels = image::GrayImage::from_pixel(24, 16, image::Luma([64])).into();
        for picture in pictures(&grey_pixels, &p3()) {
            assert!(picture.is_srgb());
            assert_close(&picture, [64; 3]);
        }
    }

    /// A press whose black alone is a middle grey, L* = 50, and whose cyan, magenta and yellow are as dark.
    fn press() -> Vec<u8> {
        let mut lut = b"mft2\0\0\0\0\x04\x03\x02\0".to_vec();
        for (row, column) in (0..3).flat_map(|row| (0..3).map(move |column| (row, column))) {
            lut.extend(if row == column { 0x10000_u32 } else { 0 }.to_be_bytes());
        }
        let straight = [0, u16::MAX];
        let mut words = vec![2, 2];
        (0..4).for_each(|_| words.extend(straight));
        for node in 0..16 {
            words.extend(if node == 0 { [0xFF00, 0x8000, 0x8000] } else { [0x7F80, 0x8000, 0x8000] });
        }
        (0..3).for_each(|_| words.extend(straight));
        lut.extend(words.into_iter().flat_map(u16::to_be_bytes));
        let mut profile = vec![0; 128];
        profile[8] = 2;
        profile[12..24].copy_from_slice(b"prtrCMYKLab ");
        profile[36..40].copy_from_slice(b"acsp");
        for (place, value) in [(68, 0.9642), (72, 1.0), (76, 0.8249)] {
            let value = (value * 65536.0_f64).round() as u32;
            profile[place..place + 4].copy_from_slice(&value.to_be_bytes());
        }
        profile.extend(1_u32.to_be_bytes());
        profile.extend(b"A2B0");
        profile.extend(144_u32.to_be_bytes());
        profile.extend(u32::try_from(lut.len()).unwrap().to_be_bytes());
        profile.extend(lut);
        let length = u32::try_from(profile.len()).unwrap().to_be_bytes();
        profile[..4].copy_from_slice(&length);
        profile
    }

    #[test]
    fn inks_are_seen_by_the_profile_of_their_press() {
        use jpeg_encoder::{ColorType, Encoder};
        let jpeg = |inks: [u8; 4], kind: ColorType, profile: Option<&[u8]>| {
            let mut bytes = Vec::new();
            let mut encoder = Encoder::new(&mut bytes, 100);
            if let Some(profile) = profile {
                encoder.add_icc_profile(profile).unwrap();
            }
            encoder.encode(&inks.repeat(24 * 16), 24, 16, kind).unwrap();
            Picture::from_bytes("inks.jpg", bytes).unwrap()
        };
        let press = press();
        for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
            for (inks, without, with) in [
                ([0, 0, 0, 255], [0; 3], [119; 3]),
                ([0; 4], [255; 3], [255; 3]),
                ([255, 0, 0, 0], [0, 255, 255], [119; 3]),
            ] {
                assert_close(&jpeg(inks, kind, None), without);
                let picture = jpeg(inks, kind, Some(&press));
                assert!(!picture.is_srgb());
                assert_close(&picture, with);
                // The profile of a screen is not about inks.
                assert_close(&jpeg(inks, kind, Some(&p3())), without);
            }
        }
    }

    proptest! {
        #[test]
        fn no_profile_panics(
            which in 0usize..5,
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
            cut in proptest::option::of(any::<prop::sample::Index>()),
        ) {
            let srgb = ColorProfile::new_srgb().encode().unwrap();
            let prophoto = ColorProfile::new_pro_photo_rgb().encode().unwrap();
            let mut bytes = [p3(), grey(1.8), press(), srgb, prophoto][which].clone();
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
            let kinds: [(Space, DynamicImage); 3] = [
                (Space::Grey, image::GrayImage::new(3, 2).into()),
                (Space::Rgb, image::RgbaImage::new(3, 2).into()),
                (Space::Inks, image::RgbImage::new(3, 2).into()),
            ];
            for (space, mut pixels) in kinds {
                if let Some(conversion) = Profile::new(bytes.clone(), space).and_then(|p| p.conversion()) {
                    conversion.apply(&mut pixels);
                    if let Some(separations) = conversion.separations() {
                        separations.transform(&[7; 8], &mut [0; 6]).unwrap();
                    }
                }
            }
        }
    }
}
