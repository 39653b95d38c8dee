//! Colour that a file describes in ways that the decoders leave to others: PNG by its gamma and primaries, GIF by a
//! profile in an extension. Each becomes a profile that says the same.

use moxcms::{Chromaticity, ColorPrimaries, ColorProfile, ToneReprCurve, XyY};

use super::colour::Space;

/// The gamma that sRGB has about, in the units of PNG, and how far from it a gamma still means sRGB: what differs less is
/// not seen, and writers give this one for sRGB, whose curve is no power (PNG third edition, 11.3.2.2).
const SRGB_GAMMA: f64 = 0.454_55;
const NEAR: f64 = 0.05;
/// The area of the triangle of primaries, below which it is none.
const SMALLEST_GAMUT: f64 = 0.01;

/// The profile that describes a PNG's colours, as bytes; none if they are sRGB, or said to be by a chunk of more weight
/// (PNG third edition, 4.3).
pub(super) fn png(bytes: &[u8], space: Space) -> Option<Vec<u8>> {
    let mut gamma = None;
    let mut chromaticities = None;
    let mut rest = bytes.get(8..)?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let data = rest.get(8..length.checked_add(8)?)?;
        match rest.get(4..8)? {
            b"sRGB" | b"iCCP" | b"cICP" => return None,
            b"gAMA" => gamma = Some(f64::from(u32::from_be_bytes(*data.first_chunk()?)) / 100_000.0),
            b"cHRM" => chromaticities = points(data),
            // Colour is described before the pixels.
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
        rest = rest.get(length.checked_add(12)?..)?;
    }
    let gamma = gamma.filter(|gamma| *gamma > 0.01)?;
    let is_srgb_curve = (gamma / SRGB_GAMMA - 1.0).abs() <= NEAR;
    let curve = || ToneReprCurve::Parametric(vec![(1.0 / gamma) as f32]);
    let profile = match space {
        Space::Inks => return None,
        Space::Grey if is_srgb_curve => return None,
        Space::Grey => {
            let mut profile = ColorProfile::new_gray_with_gamma(1.0);
            profile.gray_trc = Some(curve());
            profile
        }
        Space::Rgb => {
            let mut profile = ColorProfile::new_srgb();
            if let Some([white, red, green, blue]) = chromaticities {
                profile.update_rgb_colorimetry(white_point(white), ColorPrimaries { red, green, blue });
            } else if is_srgb_curve {
                return None;
            }
            if !is_srgb_curve {
                profile.cicp = None;
                profile.red_trc = Some(curve());
                profile.green_trc = Some(curve());
                profile.blue_trc = Some(curve());
            }
            profile
        }
    };
    profile.encode().ok()
}

fn white_point(at: Chromaticity) -> XyY {
    XyY { x: f64::from(at.x), y: f64::from(at.y), yb: 1.0 }
}

/// The white point and the primaries of a `cHRM` chunk, if they can be such.
fn points(data: &[u8]) -> Option<[Chromaticity; 4]> {
    let (words, _) = data.as_chunks::<4>();
    let mut at = words.iter().map(|word| f64::from(u32::from_be_bytes(*word)) / 100_000.0);
    let mut point = || {
        let (x, y) = (at.next()?, at.next()?);
        ((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)).then_some((x, y))
    };
    let points = [point()?, point()?, point()?, point()?];
    let [(_, white_y), (rx, ry), (gx, gy), (bx, by)] = points;
    let area = ((gx - rx) * (by - ry) - (bx - rx) * (gy - ry)).abs() / 2.0;
    let has_light = white_y > 0.01 && [ry, gy, by].iter().all(|y| *y > 0.001);
    (area >= SMALLEST_GAMUT && has_light)
        .then(|| points.map(|(x, y)| Chromaticity { x: x as f32, y: y as f32 }))
}

/// The profile in a GIF, as bytes: an application extension with the name `ICCRGBG1` and the code `012` (ICC.1:2022,
/// annex B.6; GIF89a, 26).
pub(super) fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let flags = *bytes.get(10)?;
    let table = if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut rest = bytes.get(13 + table..)?;
    while let [0x21, label, after @ ..] = rest {
        let is_profile = *label == 0xFF && after.get(..12)? == b"\x0BICCRGBG1012";
        let mut blocks = if *label == 0xFF { after.get(1 + usize::from(*after.first()?)..)? } else { after };
        let mut profile = Vec::new();
        while let [length, data @ ..] = blocks
            && *length > 0
        {
            let length = usize::from(*length);
            if is_profile {
                profile.extend_from_slice(data.get(..length)?);
            }
            blocks = data.get(length..)?;
        }
        if is_profile {
            return Some(profile);
        }
        rest = blocks.get(1..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Picture;

    /// Colour of display P3 (SMPTE EG 432-1), as `cHRM` has it.
    const P3: [u32; 8] = [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000];

    fn png_file(colour: &[u8], chunks: &[(&[u8; 4], &[u32])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 8, 8);
        encoder.set_color(if colour.len() == 1 { png::ColorType::Grayscale } else { png::ColorType::Rgb });
        let mut writer = encoder.write_header().unwrap();
        for (name, values) in chunks {
            let data: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
            writer.write_chunk(png::chunk::ChunkType(**name), &data).unwrap();
        }
        writer.write_image_data(&colour.repeat(64)).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[track_caller]
    fn assert_shows(bytes: Vec<u8>, expected: [u8; 3], is_srgb: bool) {
        let picture = Picture::from_bytes("x", bytes).unwrap();
        assert_eq!(picture.is_srgb(), is_srgb);
        let pixel = picture.pixels().unwrap().to_rgb8().get_pixel(3, 3).0;
        let far = pixel.iter().zip(expected).any(|(value, expected)| value.abs_diff(expected) > 2);
        assert!(!far, "{pixel:?} is not {expected:?}");
    }

    /// The same values as of profiles that say the same, which are reckoned apart from any library.
    #[test]
    fn gamma_and_primaries_of_a_png_are_heeded() {
        for (level, gamma, expected) in [(64, 100_000, 137), (64, 55_556, 81), (128, 55_556, 146)] {
            assert_shows(png_file(&[level], &[(b"gAMA", &[gamma])]), [expected; 3], false);
            assert_shows(png_file(&[level; 3], &[(b"gAMA", &[gamma])]), [expected; 3], false);
        }
        let p3: &[(&[u8; 4], &[u32])] = &[(b"gAMA", &[45_455]), (b"cHRM", &P3)];
        assert_shows(png_file(&[200, 100, 50], p3), [215, 93, 31], false);
        assert_shows(png_file(&[60, 140, 90], p3), [0, 142, 85], false);
    }

    #[test]
    fn what_means_srgb_stays_as_it_is() {
        let srgb = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
        let cases: [&[(&[u8; 4], &[u32])]; 6] = [
            &[],
            &[(b"gAMA", &[45_455])],
            &[(b"gAMA", &[45_000]), (b"cHRM", &srgb)],
            &[(b"gAMA", &[0])],
            &[(b"cHRM", &P3)],
            &[(b"gAMA", &[45_455]), (b"cHRM", &[0; 8])],
        ];
        for chunks in cases {
            assert_shows(png_file(&[200, 100, 50], chunks), [200, 100, 50], true);
        }
        // One byte, the rendering intent, that says it all.
        let mut bytes = png_file(&[64], &[(b"gAMA", &[100_000])]);
        let mut chunk = vec![0, 0, 0, 1];
        chunk.extend_from_slice(b"sRGB\0\xAE\xCE\x1C\xE9");
        bytes.splice(33..33, chunk);
        assert_shows(bytes, [64; 3], true);
    }

    #[test]
    fn the_profile_of_a_gif_is_heeded() {
        let mut bytes = Vec::new();
        let pixels = image::RgbaImage::from_pixel(8, 8, image::Rgba([200, 100, 50, 255]));
        image::codecs::gif::GifEncoder::new(&mut bytes)
            .encode(&pixels, 8, 8, image::ExtendedColorType::Rgba8)
            .unwrap();
        assert_shows(bytes.clone(), [200, 100, 50], true);
        let profile = ColorProfile::new_display_p3().encode().unwrap();
        let mut extension = b"\x21\xFF\x0BICCRGBG1012".to_vec();
        for block in profile.chunks(255) {
            extension.push(u8::try_from(block.len()).unwrap());
            extension.extend_from_slice(block);
        }
        extension.push(0);
        let flags = bytes[10];
        let table = if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
        bytes.splice(13 + table..13 + table, extension);
        assert_eq!(gif(&bytes).unwrap(), profile);
        assert_shows(bytes, [215, 93, 31], false);
    }

    #[test]
    fn broken_files_describe_nothing() {
        let whole = png_file(&[1, 2, 3], &[(b"gAMA", &[100_000]), (b"cHRM", &P3)]);
        for end in 0..whole.len() {
            let part = whole.get(..end).unwrap();
            let _ = (png(part, Space::Rgb), png(part, Space::Grey), gif(part));
        }
    }
}
