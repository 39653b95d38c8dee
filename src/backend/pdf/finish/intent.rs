//! The output intent (ISO 19005-2, 6.2.3): colours are sRGB.

use lopdf::{Dictionary, Document, Stream};

use super::values::{byte_string, dictionary, integer, name};

/// Writes the profile; the result is the intent.
pub fn write(document: &mut Document) -> Dictionary {
    let profile = Stream::new(dictionary([("N", integer(3))]), srgb_profile());
    let profile = document.add_object(profile);
    dictionary([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", byte_string("sRGB IEC61966-2.1")),
        ("Info", byte_string("sRGB IEC61966-2.1")),
        ("DestOutputProfile", profile.into()),
    ])
}

/// Signature of the profile connection space, and of numbers in it.
const XYZ: &[u8; 4] = b"XYZ ";

/// The sRGB colour space (IEC 61966-2-1) as an ICC profile (ICC.1:2004-10, version 4.2): a display of three
/// primaries, adapted to D50, and one curve.
fn srgb_profile() -> Vec<u8> {
    let white = xyz([0.964_2, 1.0, 0.824_9]);
    let red = xyz([0.436_07, 0.222_49, 0.013_92]);
    let green = xyz([0.385_15, 0.716_87, 0.097_08]);
    let blue = xyz([0.143_07, 0.060_61, 0.714_10]);
    // Linear Bradford adaptation from D65 to D50.
    let adaptation = numbers(
        b"sf32",
        &[1.047_88, 0.022_92, -0.050_22, 0.029_59, 0.990_48, -0.017_07, -0.009_25, 0.015_08, 0.751_68],
    );
    // Type 3: (aX + b)^g from X = d on, cX below.
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    curve.extend([2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45].into_iter().flat_map(fixed));
    let description = localised("sRGB IEC61966-2.1");
    let copyright = localised("No copyright, use freely");

    let tags: [(&[u8; 4], &[u8]); 10] = [
        (b"desc", &description),
        (b"cprt", &copyright),
        (b"wtpt", &white),
        (b"chad", &adaptation),
        (b"rXYZ", &red),
        (b"gXYZ", &green),
        (b"bXYZ", &blue),
        (b"rTRC", &curve),
        (b"gTRC", &curve),
        (b"bTRC", &curve),
    ];
    profile(&tags)
}

const HEADER: usize = 128;

/// Header, table of tags and data (clause 7). Equal data is stored once.
fn profile(tags: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let start = HEADER + 4 + 12 * tags.len();
    let mut table = be32(tags.len()).to_vec();
    let mut data: Vec<u8> = Vec::new();
    let mut known: Vec<(&[u8], usize)> = Vec::new();
    for &(signature, bytes) in tags {
        let at = match known.iter().find(|(other, _)| *other == bytes) {
            Some(&(_, at)) => at,
            None => {
                let at = start + data.len();
                data.extend(bytes);
                data.resize(data.len().next_multiple_of(4), 0);
                known.push((bytes, at));
                at
            }
        };
        table.extend(signature);
        table.extend(be32(at));
        table.extend(be32(bytes.len()));
    }
    let mut profile = Vec::with_capacity(start + data.len());
    profile.extend(be32(start + data.len()));
    profile.extend([0; 4]);
    profile.extend([4, 0x20, 0, 0]);
    profile.extend(b"mntr");
    profile.extend(b"RGB ");
    profile.extend(XYZ);
    // Date and time of the profile: a constant.
    profile.extend([2026u16, 1, 1, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes));
    profile.extend(b"acsp");
    profile.extend([0; 28]);
    profile.extend([0.964_2, 1.0, 0.824_9].into_iter().flat_map(fixed));
    profile.resize(HEADER, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}

fn be32(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

/// An s15Fixed16Number.
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    kind.iter().copied().chain([0; 4]).chain(values.iter().copied().flat_map(fixed)).collect()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    numbers(XYZ, &values)
}

/// A multiLocalizedUnicodeType of one record, English.
fn localised(text: &str) -> Vec<u8> {
    let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut bytes = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    bytes.extend(be32(text.len()));
    bytes.extend(be32(28));
    bytes.extend(text);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_as_long_as_it_says() {
        let profile = srgb_profile();
        assert_eq!(profile[..4], be32(profile.len()));
        assert_eq!(&profile[36..40], b"acsp");
        assert!(profile.len() < 700 && profile.len().is_multiple_of(4));
        for tag in profile[132..132 + 120].chunks(12) {
            let at = u32::from_be_bytes(tag[4..8].try_into().unwrap()) as usize;
            let length = u32::from_be_bytes(tag[8..12].try_into().unwrap()) as usize;
            assert!(at.is_multiple_of(4) && at + length <= profile.len());
        }
    }
}
