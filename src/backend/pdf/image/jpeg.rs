//! JPEG data for a PDF: what the picture needs stays, metadata goes (ITU-T T.81, annex B).

use image::metadata::Orientation;

/// JPEG data without metadata, and what the metadata said that matters.
pub struct Stripped {
    pub width: u32,
    pub height: u32,
    /// 1 (grey) or 3.
    pub components: u8,
    pub bytes: Vec<u8>,
    pub orientation: Orientation,
}

const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COMMENT: u8 = 0xFE;
const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// Removes metadata. None if the data is broken or of a kind that PDF readers do not show as grey or RGB.
pub fn strip(data: &[u8]) -> Option<Stripped> {
    let mut rest = data.strip_prefix(&[0xFF, 0xD8])?;
    let mut bytes = vec![0xFF, 0xD8];
    let mut frame = None;
    let mut orientation = Orientation::NoTransforms;
    loop {
        let (marker, after) = marker(rest)?;
        if marker == END_OF_IMAGE {
            bytes.extend([0xFF, END_OF_IMAGE]);
            break;
        }
        let (length, _) = after.split_first_chunk::<2>()?;
        let (segment, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        let body = segment.get(2..)?;
        rest = after;
        match marker {
            // Baseline, extended and progressive Huffman coding.
            0xC0..=0xC2 => frame = Some(Frame::read(body)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
            APP1 => {
                if let Some(exif) = body.strip_prefix(b"Exif\0\0") {
                    orientation = Orientation::from_exif_chunk(exif).unwrap_or(orientation);
                }
                continue;
            }
            // JFIF density, and Adobe's note on the colour transform.
            APP0 | APP14 => {}
            APP2..=APP15 | COMMENT => continue,
            _ => {}
        }
        bytes.extend([0xFF, marker]);
        bytes.extend(segment);
        if marker == START_OF_SCAN {
            let (scan, after) = rest.split_at_checked(scan_length(rest))?;
            bytes.extend(scan);
            rest = after;
        }
    }
    let Frame { width, height, components } = frame?;
    Some(Stripped { width, height, components, bytes, orientation })
}

/// The next marker and what follows it. Fill bytes before it are skipped.
fn marker(data: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = data.strip_prefix(&[0xFF])?;
    while let Some(after) = rest.strip_prefix(&[0xFF]) {
        rest = after;
    }
    rest.split_first().map(|(&marker, after)| (marker, after))
}

/// Bytes of entropy-coded data before the next marker that is no restart.
fn scan_length(data: &[u8]) -> usize {
    data.windows(2)
        .position(|pair| matches!(pair, [0xFF, next] if !matches!(next, 0x00 | 0xD0..=0xD7 | 0xFF)))
        .unwrap_or(data.len())
}

struct Frame {
    width: u32,
    height: u32,
    components: u8,
}

impl Frame {
    fn read(body: &[u8]) -> Option<Self> {
        let &[precision, h1, h0, w1, w0, components, ..] = body else { return None };
        let height = u32::from(u16::from_be_bytes([h1, h0]));
        let width = u32::from(u16::from_be_bytes([w1, w0]));
        (precision == 8 && width > 0 && height > 0 && matches!(components, 1 | 3)).then_some(Self {
            width,
            height,
            components,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let pixels: Vec<u8> = (0..width * height * 3).map(|i| i as u8).collect();
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new(&mut bytes)
            .encode(&pixels, width, height, image::ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    }

    fn with_segment(data: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&data[..2], &[0xFF, marker], &length, body, &data[2..]].concat()
    }

    #[test]
    fn plain_data_is_unchanged() {
        let data = jpeg(17, 9);
        let stripped = strip(&data).unwrap();
        assert_eq!((stripped.width, stripped.height, stripped.components), (17, 9, 3));
        assert_eq!(stripped.bytes, data);
    }

    #[test]
    fn metadata_and_what_follows_the_image_go() {
        let plain = jpeg(17, 9);
        let mut data = with_segment(&plain, COMMENT, b"a comment");
        data = with_segment(&data, 0xED, b"Photoshop 3.0\0secret");
        let exif = [
            b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01".as_slice(),
            b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0",
            b"\0\0\0\0",
        ];
        data = with_segment(&data, APP1, &exif.concat());
        data.extend(b"another image");
        let stripped = strip(&data).unwrap();
        assert_eq!(stripped.bytes, plain);
        assert_eq!(stripped.orientation, Orientation::Rotate90);
    }

    #[test]
    fn broken_data_is_refused() {
        let data = jpeg(17, 9);
        assert!(strip(&data[..data.len() - 2]).is_none());
        assert!(strip(&data[..40]).is_none());
        assert!(strip(b"").is_none());
    }
}
