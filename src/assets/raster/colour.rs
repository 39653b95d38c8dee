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
        *self.is_srgb.get_or_init(|| Conversion::of(&self.bytes).is_none())
    }

    /// How pixels become sRGB; none if they are.
    pub fn conversion(&self) -> Option<Conversion> {
        if self.is_srgb.get() == Some(&true) {
            return None;
        }
        let conversion = Conversion::of(&self.bytes);
        self.is_srgb.get_or_init(|| conversion.is_none());
        conversion
    }
}

/// How pixels of some space become sRGB.
pub struct Conversion {
    profile: ColorProfile,
}

impl Conversion {
    /// What a profile asks for: nothing if it is sRGB, or cannot be used.
    fn of(bytes: &[u8]) -> Option<Self> {
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
        differs.then_some(conversion)
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
mod tests;
