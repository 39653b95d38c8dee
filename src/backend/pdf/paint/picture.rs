//! Images as XObjects, and how they are placed.

use std::collections::BTreeMap;

use image::metadata::Orientation;
use printpdf::{CurTransMat, DictItem, ExternalStream, ExternalXObject, XObject};

use super::content::Bounds;
use crate::backend::pdf::image::{Coding, PdfImage, Samples};

/// The image as an XObject (ISO 32000-1, 8.9.5).
pub fn xobject(image: &PdfImage) -> XObject {
    let mut dictionary = dictionary(&image.colours);
    dictionary.insert("ColorSpace".to_owned(), colour_space(image));
    if let Some(alpha) = &image.alpha {
        let mut mask = self::dictionary(alpha);
        mask.insert("ColorSpace".to_owned(), name("DeviceGray"));
        dictionary.insert("SMask".to_owned(), stream(mask, alpha.bytes.clone()));
    }
    XObject::External(ExternalXObject {
        stream: ExternalStream { dict: dictionary, content: image.colours.bytes.clone(), compress: false },
        width: None,
        height: None,
        dpi: None,
    })
}

fn dictionary(samples: &Samples) -> BTreeMap<String, DictItem> {
    let mut entries = vec![
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(samples.width))),
        ("Height", DictItem::Int(i64::from(samples.height))),
        ("BitsPerComponent", DictItem::Int(8)),
    ];
    match samples.coding {
        Coding::Flate => entries.push(("Filter", name("FlateDecode"))),
        Coding::Dct => entries.push(("Filter", name("DCTDecode"))),
        Coding::FlateRows => {
            // Predictor 15: each row begins with the PNG filter it is under (ISO 32000-1, table 8).
            let parameters = BTreeMap::from([
                ("Predictor".to_owned(), DictItem::Int(15)),
                ("Colors".to_owned(), DictItem::Int(i64::from(samples.components))),
                ("Columns".to_owned(), DictItem::Int(i64::from(samples.width))),
            ]);
            entries.push(("Filter", name("FlateDecode")));
            entries.push(("DecodeParms", DictItem::Dict { map: parameters }));
        }
    }
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn colour_space(image: &PdfImage) -> DictItem {
    if let Some(palette) = &image.colours.palette {
        let last = palette.len() / 3;
        let last = DictItem::Int(i64::try_from(last).unwrap_or(i64::MAX).saturating_sub(1));
        let palette = DictItem::String { data: palette.clone(), literal: true };
        return DictItem::Array(vec![name("Indexed"), name("DeviceRGB"), last, palette]);
    }
    name(if image.colours.components == 1 { "DeviceGray" } else { "DeviceRGB" })
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn stream(dict: BTreeMap<String, DictItem>, content: Vec<u8>) -> DictItem {
    DictItem::Stream { stream: ExternalStream { dict, content, compress: false } }
}

/// The matrix that puts the unit square of the stored image, turned as it is meant to be seen, over `place`.
pub fn placement(orientation: Orientation, place: Bounds) -> CurTransMat {
    let points = |hundredths: i64| hundredths as f32 / 100.0;
    let (w, h) = (points(place.right - place.left), points(place.top - place.bottom));
    let (left, right) = (points(place.left), points(place.right));
    let (bottom, top) = (points(place.bottom), points(place.top));
    CurTransMat::Raw(match orientation {
        Orientation::NoTransforms => [w, 0.0, 0.0, h, left, bottom],
        Orientation::Rotate90 => [0.0, -h, w, 0.0, left, top],
        Orientation::Rotate180 => [-w, 0.0, 0.0, -h, right, top],
        Orientation::Rotate270 => [0.0, h, -w, 0.0, right, bottom],
        Orientation::FlipHorizontal => [-w, 0.0, 0.0, h, right, bottom],
        Orientation::FlipVertical => [w, 0.0, 0.0, -h, left, top],
        Orientation::Rotate90FlipH => [0.0, -h, -w, 0.0, right, top],
        Orientation::Rotate270FlipH => [0.0, h, w, 0.0, left, bottom],
    })
}
