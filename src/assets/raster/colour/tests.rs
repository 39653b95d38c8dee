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
