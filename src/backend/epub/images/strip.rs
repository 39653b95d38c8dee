//! JPEG and PNG files without what is not the picture: places and cameras (EXIF, XMP), comments, thumbnails, what
//! cameras hide after the end. Pixels and colour stay as they are, byte for byte.

/// A JPEG file (ITU-T T.81, annex B) with its colour profile alone. None when it is cut short, or is not for the
/// screen (four colours, as printers use), and so must be decoded.
pub(super) fn jpeg(file: &[u8]) -> Option<Vec<u8>> {
    let mut kept = file.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let marker = match file.get(at..at + 2)? {
            [0xFF, 0xFF] => {
                // Fill bytes may precede any marker (B.1.1.2).
                at += 1;
                continue;
            }
            [0xFF, marker] => *marker,
            _ => return None,
        };
        match marker {
            0xD9 => {
                kept.extend([0xFF, 0xD9]);
                return Some(kept);
            }
            0x01 | 0xD0..=0xD8 => {
                at += 2;
                continue;
            }
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*file.get(at + 2)?, *file.get(at + 3)?]));
        let end = at + 2 + length.max(2);
        let segment = file.get(at..end)?;
        let data = segment.get(4..)?;
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame && data.get(5).is_none_or(|components| !matches!(components, 1 | 3)) {
            return None;
        }
        let keep = match marker {
            0xE0 => data.starts_with(b"JFIF\0"),
            0xE2 => data.starts_with(b"ICC_PROFILE\0"),
            0xEE => data.starts_with(b"Adobe"),
            0xE1..=0xEF | 0xFE => false,
            _ => true,
        };
        if keep {
            kept.extend_from_slice(segment);
        }
        at = end;
        if marker == 0xDA {
            let scan = scan_length(file.get(at..)?)?;
            kept.extend_from_slice(file.get(at..at + scan)?);
            at += scan;
        }
    }
}

/// Length of the coded data of a scan: up to the next marker that is no restart (B.1.1.5).
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|pair| match pair {
        [0xFF, next] => !matches!(next, 0x00 | 0xFF | 0xD0..=0xD7),
        _ => false,
    })
}

/// A PNG file with the chunks that make its pixels and colours. None when it is cut short.
pub(super) fn png(file: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 14] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
        b"mDCV", b"cLLI", b"pHYs",
    ];
    let mut kept = file.get(..8)?.to_vec();
    let mut at = 8;
    let mut has_pixels = false;
    loop {
        let length = u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?);
        let name = file.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let chunk = file.get(at..end)?;
        if KEPT.iter().any(|kept| kept.as_slice() == name) {
            kept.extend_from_slice(chunk);
        }
        has_pixels |= name == b"IDAT";
        at = end;
        if name == b"IEND" {
            return has_pixels.then_some(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, 7]))
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_jpeg_loses_its_metadata_and_nothing_else() {
        let plain = sample(image::ImageFormat::Jpeg);
        let mut tagged = plain[..2].to_vec();
        for (marker, data) in
            [(0xE1u8, &b"Exif\0\0GPS 51.5N"[..]), (0xFE, b"by me"), (0xED, b"Photoshop 3.0\0")]
        {
            tagged.extend([0xFF, marker]);
            tagged.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
            tagged.extend_from_slice(data);
        }
        tagged.extend_from_slice(&plain[2..]);
        tagged.extend_from_slice(b"hidden film");
        assert_eq!(jpeg(&tagged).unwrap(), plain);
    }

    #[test]
    fn a_png_loses_its_metadata_and_nothing_else() {
        let plain = sample(image::ImageFormat::Png);
        let mut tagged = plain[..33].to_vec();
        for (name, data) in [(b"eXIf", &b"GPS"[..]), (b"tEXt", b"Author\0me"), (b"acTL", &[0; 8])] {
            tagged.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            tagged.extend_from_slice(name);
            tagged.extend_from_slice(data);
            tagged.extend([0; 4]);
        }
        tagged.extend_from_slice(&plain[33..]);
        tagged.extend_from_slice(b"tail");
        assert_eq!(png(&tagged).unwrap(), plain);
    }

    #[test]
    fn what_is_cut_short_is_not_kept() {
        for (format, strip) in
            [(image::ImageFormat::Jpeg, jpeg as fn(&[u8]) -> Option<Vec<u8>>), (image::ImageFormat::Png, png)]
        {
            let whole = sample(format);
            assert!(strip(&whole).is_some());
            assert!((0..whole.len() - 1).all(|length| strip(&whole[..length]).is_none()));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), place in 0usize..600) {
            let _ = (jpeg(&bytes), png(&bytes));
            for format in [image::ImageFormat::Jpeg, image::ImageFormat::Png] {
                let mut whole = sample(format);
                let place = place.min(whole.len());
                whole.splice(place..place, bytes.drain(..));
                let _ = (jpeg(&whole), png(&whole));
            }
        }
    }
}
