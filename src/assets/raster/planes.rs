//! JPEG whose colours are stored one plane after the other, at different resolutions, in one pass: rare, and read with
//! wrong colours by the decoder. Such a file is refused rather than shown wrongly.

/// Whether a file is such.
pub(super) fn are_apart(bytes: &[u8]) -> bool {
    in_planes(bytes).unwrap_or(false)
}

/// Reads segments (ITU-T T.81, B.1.1.4) up to the first scan.
fn in_planes(bytes: &[u8]) -> Option<bool> {
    let mut components = None;
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, after) = match rest {
            // Fill bytes may stand before a marker (B.1.1.2).
            [0xFF, 0xFF, ..] => {
                rest = rest.get(1..)?;
                continue;
            }
            [0xFF, marker, after @ ..] => (*marker, after),
            _ => return None,
        };
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let segment = after.get(2..length)?;
        match marker {
            // Baseline and extended sequential: the frame with its components (B.2.2).
            0xC0 | 0xC1 => components = Some(segment.get(6..)?.as_chunks::<3>().0),
            // Other processes are read rightly.
            0xC2..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Some(false),
            0xDA => {
                let components = components?;
                let mut samplings = components.iter().map(|[_, sampling, _]| *sampling);
                let first = samplings.next();
                let differ = samplings.any(|sampling| Some(sampling) != first);
                return Some(differ && usize::from(*segment.first()?) < components.len());
            }
            _ => {}
        }
        rest = after.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

    use super::*;
    use crate::assets::Picture;

    fn file(sampling: SamplingFactor, in_planes: bool, progressive: bool) -> Vec<u8> {
        let pixels: Vec<u8> =
            (0..64u8).flat_map(|y| (0..64u8).flat_map(move |x| [x * 4, y * 4, 255 - x * 2])).collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 95);
        encoder.set_sampling_factor(sampling);
        encoder.set_optimized_huffman_tables(in_planes);
        encoder.set_progressive(progressive);
        encoder.encode(&pixels, 64, 64, ColorType::Rgb).unwrap();
        bytes
    }

    fn is_far(x: u32, y: u32, pixel: [u8; 3]) -> bool {
        pixel.iter().zip([x * 4, y * 4, 255 - x * 2]).any(|(value, is)| u32::from(*value).abs_diff(is) > 24)
    }

    #[test]
    fn colours_are_right_or_the_file_is_refused() {
        let rare = file(SamplingFactor::F_2_2, true, false);
        assert!(are_apart(&rare));
        // The day the decoder reads it rightly, it need not be refused.
        let decoded = image::load_from_memory(&rare).unwrap().to_rgb8();
        assert!(decoded.enumerate_pixels().any(|(x, y, pixel)| is_far(x, y, pixel.0)));
        assert!(Picture::from_bytes("x", rare).is_err());
        for bytes in [
            file(SamplingFactor::F_1_1, true, false),
            file(SamplingFactor::F_2_2, false, false),
            file(SamplingFactor::F_2_2, true, true),
        ] {
            assert!(!are_apart(&bytes));
            let pixels = Picture::from_bytes("x", bytes).unwrap().pixels().unwrap().to_rgb8();
            for (x, y, pixel) in pixels.enumerate_pixels() {
                assert!(!is_far(x, y, pixel.0), "{pixel:?} at {x}, {y}");
            }
        }
    }

    #[test]
    fn broken_files_are_not_apart() {
        let whole = file(SamplingFactor::F_2_2, true, false);
        for end in 0..200 {
            let _ = are_apart(whole.get(..end).unwrap());
        }
        assert!(!are_apart(b""));
    }
}
