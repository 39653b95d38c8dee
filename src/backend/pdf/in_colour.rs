//! What holds of emoji in colour: the picture is painted where the emoji is read, in every direction, and is in the file
//! once.

use std::sync::Arc;

use super::font::Fonts;
use super::fragment::{Layout, Rect, Shape};
use super::image::PdfImage;
use super::sample::of_markdown;
use super::{read_back, write};

/// A font of one glyph, U+1F9EA, an em and a quarter wide: a picture of four by two pixels, a tenth of an em below the
/// baseline at forty pixels an em (OpenType `sbix`).
fn font() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels =
        image::RgbaImage::from_fn(4, 2, |x, _| image::Rgba([200, 10, 20, if x == 0 { 0 } else { 255 }]));
    pixels.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    let words = |words: &[u16]| -> Vec<u8> { words.iter().flat_map(|word| word.to_be_bytes()).collect() };
    let longs = |longs: &[u32]| -> Vec<u8> { longs.iter().flat_map(|long| long.to_be_bytes()).collect() };

    let mut head = longs(&[0x10000, 0x10000, 0, 0x5F0F_3CF5]);
    head.extend(words(&[0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 0, 0]));
    let mut hhea = longs(&[0x10000]);
    hhea.extend(words(&[800, 0xFF38, 0, 1250, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2]));
    let mut cmap = words(&[0, 1, 3, 10]);
    cmap.extend(longs(&[12]));
    cmap.extend(words(&[12, 0]));
    cmap.extend(longs(&[28, 0, 1, 0x1F9EA, 0x1F9EA, 1]));
    let names = ["Colour Test", "ColourTest"].map(|name| words(&name.encode_utf16().collect::<Vec<_>>()));
    let mut name = words(&[0, 2, 6 + 24]);
    let lengths = names.each_ref().map(|name| u16::try_from(name.len()).unwrap());
    name.extend(words(&[3, 1, 0x409, 1, lengths[0], 0, 3, 1, 0x409, 6, lengths[1], lengths[0]]));
    name.extend(names.concat());
    let end = 16 + 8 + u32::try_from(png.len()).unwrap();
    let mut sbix = words(&[1, 1]);
    sbix.extend(longs(&[1, 12]));
    sbix.extend(words(&[40, 72]));
    sbix.extend(longs(&[16, 16, end]));
    sbix.extend(words(&[0, 4_u16.wrapping_neg()]));
    sbix.extend(b"png ");
    sbix.extend(png);

    let mut maxp = longs(&[0x5000]);
    maxp.extend(words(&[2]));
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"cmap", cmap),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[500, 0, 1250, 0])),
        (b"maxp", maxp),
        (b"name", name),
        (b"sbix", sbix),
    ];
    let mut font = longs(&[0x10000]);
    font.extend(words(&[7, 64, 2, 48]));
    let mut at = 12 + 16 * 7;
    for (tag, table) in &tables {
        font.extend(*tag);
        font.extend(longs(&[0, at, u32::try_from(table.len()).unwrap()]));
        at += u32::try_from(table.len().next_multiple_of(4)).unwrap();
    }
    for (_, table) in &tables {
        font.extend(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

fn pictures(layout: &Layout) -> Vec<(Arc<PdfImage>, Rect)> {
    let marks = layout.pages.iter().flat_map(|page| &page.marks);
    marks
        .filter_map(|mark| match &mark.shape {
            Shape::Image { image, rect, .. } => Some((Arc::clone(image), *rect)),
            _ => None,
        })
        .collect()
}

#[test]
fn an_emoji_is_read_and_its_picture_is_painted() {
    let fonts = Fonts::with_fallbacks(&[font()], false);
    let laid = of_markdown(
        "---\ntitle: T\n---\n\nOne \u{1F9EA}, two \u{1F9EA}\u{FE0F}.\n\n## A \u{1F9EA}\n",
        &fonts,
    );
    assert_eq!(laid.diagnostics, []);
    let pictures = pictures(&laid.value);
    assert_eq!(pictures.len(), 3);
    let (first, rect) = &pictures[0];
    assert!(pictures.iter().all(|(image, _)| Arc::ptr_eq(image, first)), "one object for all");
    // 4 of 40 pixels an em, at an em a glyph that is an em and a quarter wide; text is set in 11.5 points.
    assert!((rect.width - 11.5 * 0.1 / 1.25).abs() < 0.01, "{rect:?}");
    assert!((rect.height * 2.0 - rect.width).abs() < 0.01, "{rect:?}");
    let bytes = write::write(laid.value, &fonts).unwrap();
    let read = read_back::structure(&bytes);
    assert!(read.contains("\"One \u{1F9EA}, two \u{1F9EA}.\""), "{read}");
    assert!(read.contains("\"A \u{1F9EA}\""), "{read}");
    let images = bytes.windows(14).filter(|window| window == b"/Subtype/Image");
    assert_eq!(images.count(), 2, "the picture and its transparency");
}

#[test]
fn pictures_stand_where_they_are_read_from_the_right_too() {
    let fonts = Fonts::with_fallbacks(&[font()], false);
    let layout = of_markdown("---\ntitle: T\nlang: he\n---\n\nאב \u{1F9EA} גד\n", &fonts).value;
    let (_, rect) = pictures(&layout)[0];
    let mut runs = layout.pages.iter().flat_map(|page| &page.marks).filter_map(|mark| match &mark.shape {
        Shape::Glyphs(run) if run.text.contains('א') => Some(run),
        _ => None,
    });
    let run = runs.next().unwrap();
    // From the left: two letters, a space, the emoji, a space, two letters.
    let before: f32 = run.glyphs.iter().take(3).map(|glyph| glyph.advance).sum();
    assert_eq!(run.glyphs.len(), 7);
    // The first column of its four is at its own left edge.
    assert!((run.x + before - rect.x).abs() < 0.01, "{} {rect:?}", run.x + before);
}

#[test]
fn without_pictures_of_it_an_emoji_is_reported() {
    let fonts = Fonts::with_fallbacks(&[font()], false);
    let laid = of_markdown("---\ntitle: T\n---\n\nOne \u{1F9EB}.\n", &fonts);
    assert_eq!(laid.diagnostics.len(), 1);
    assert!(pictures(&laid.value).is_empty());
}
