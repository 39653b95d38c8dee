//! Samples without loss: PNG row filters, then deflate (ISO 32000-1, 7.4.4.4).

use std::collections::HashMap;

use super::{Coding, Samples};
use crate::backend::pdf::deflate::deflate_samples;

/// Compresses rows of 8-bit samples.
pub fn compress(width: u32, height: u32, components: u8, samples: &[u8]) -> Samples {
    let pixel = usize::from(components);
    let length = (width as usize).saturating_mul(pixel).max(1);
    let mut filtered = Vec::with_capacity(samples.len() + height as usize);
    // Each row with one black pixel before it, which is its first pixel's neighbour to the left.
    let mut row = vec![0; pixel + length];
    let mut above = row.clone();
    let mut candidate = Vec::with_capacity(length);
    let mut best = Vec::with_capacity(length);
    for line in samples.chunks(length) {
        row.truncate(pixel);
        row.extend(line);
        let mut least = (u64::MAX, 0);
        for filter in FILTERS {
            candidate.clear();
            let weight = differences(filter, pixel, &row, &above, &mut candidate);
            if weight < least.0 {
                least = (weight, filter);
                std::mem::swap(&mut candidate, &mut best);
            }
        }
        filtered.push(least.1);
        filtered.extend(&best);
        std::mem::swap(&mut row, &mut above);
    }
    Samples {
        width,
        height,
        components,
        coding: Coding::FlateRows,
        bytes: deflate_samples(&filtered),
        palette: None,
    }
}

/// The most colours of a palette (ISO 32000-1, 8.6.6.3).
const MOST_COLOURS: usize = 256;

/// Compresses RGB pixels by a palette, if they are of few colours: drawings, screenshots, GIFs. Their indices
/// compress better as they are than as differences.
pub fn compress_few_colours(width: u32, height: u32, rgb: &[u8]) -> Option<Samples> {
    let (pixels, _) = rgb.as_chunks::<3>();
    let mut numbers: HashMap<[u8; 3], u8> = HashMap::new();
    let mut palette = Vec::new();
    let mut indices = Vec::with_capacity(pixels.len());
    let mut last = None;
    for pixel in pixels {
        let index = match last {
            Some((colour, index)) if colour == *pixel => index,
            _ => match numbers.get(pixel) {
                Some(&index) => index,
                None => {
                    let index = u8::try_from(numbers.len()).ok().filter(|_| numbers.len() < MOST_COLOURS)?;
                    numbers.insert(*pixel, index);
                    palette.extend(pixel);
                    index
                }
            },
        };
        last = Some((*pixel, index));
        indices.push(index);
    }
    let bytes = deflate_samples(&indices);
    Some(Samples { width, height, components: 1, coding: Coding::Flate, bytes, palette: Some(palette) })
}

/// The row filters of PNG that are tried; of each row that is kept which leaves the smallest differences (the
/// heuristic of the PNG specification, 12.8).
const FILTERS: [u8; 4] = [0, 1, 2, 4];

/// A row under a filter (PNG specification, 9.2), and the sum of its differences.
fn differences(filter: u8, pixel: usize, row: &[u8], above: &[u8], out: &mut Vec<u8>) -> u64 {
    let (line, up) = (row.iter().skip(pixel), above.iter().skip(pixel));
    match filter {
        0 => out.extend(line),
        1 => out.extend(line.zip(row).map(|(x, left)| x.wrapping_sub(*left))),
        2 => out.extend(line.zip(up).map(|(x, up)| x.wrapping_sub(*up))),
        _ => out.extend(
            line.zip(row)
                .zip(up.zip(above))
                .map(|((x, left), (up, corner))| x.wrapping_sub(paeth(*left, *up, *corner))),
        ),
    }
    out.iter().map(|&b| u64::from(b.cast_signed().unsigned_abs())).sum()
}

/// The neighbour nearest to left + above − corner (PNG specification, 9.4).
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let guess = a + b - c;
    let (to_a, to_b, to_c) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if to_a <= to_b && to_a <= to_c {
        left
    } else if to_b <= to_c {
        above
    } else {
        corner
    }
}

/// One sample a pixel, if all pixels are grey.
pub fn as_gray(rgb: &[u8]) -> Option<Vec<u8>> {
    let (pixels, _) = rgb.as_chunks::<3>();
    pixels.iter().map(|&[r, g, b]| (r == g && g == b).then_some(r)).collect()
}

#[cfg(test)]
pub mod tests {
    use std::io::Read;

    use super::*;

    /// The samples again.
    pub fn decompress(samples: &Samples) -> Vec<u8> {
        let mut filtered = Vec::new();
        flate2::read::ZlibDecoder::new(samples.bytes.as_slice()).read_to_end(&mut filtered).unwrap();
        let pixel = usize::from(samples.components);
        let row = samples.width as usize * pixel;
        let mut out: Vec<u8> = Vec::new();
        for line in filtered.chunks(row + 1) {
            let start = out.len();
            for (i, &byte) in line[1..].iter().enumerate() {
                let left = if i >= pixel { out[start + i - pixel] } else { 0 };
                let above = if start > 0 { out[start - row + i] } else { 0 };
                let corner = if start > 0 && i >= pixel { out[start - row + i - pixel] } else { 0 };
                out.push(byte.wrapping_add(match line[0] {
                    1 => left,
                    2 => above,
                    4 => paeth(left, above, corner),
                    _ => 0,
                }));
            }
        }
        out
    }

    #[test]
    fn few_colours_make_a_palette() {
        let rgb = [[1, 2, 3], [1, 2, 3], [9, 8, 7], [1, 2, 3]].concat();
        let samples = compress_few_colours(2, 2, &rgb).unwrap();
        assert_eq!(samples.palette.unwrap(), [1, 2, 3, 9, 8, 7]);
        let many: Vec<u8> = (0..=256u16).flat_map(|i| [(i >> 8) as u8, i as u8, 0]).collect();
        assert!(compress_few_colours(257, 1, &many).is_none());
        assert!(compress_few_colours(256, 1, &many[..768]).is_some());
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let noise: Vec<u8> = (0..7 * 5 * 3u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(decompress(&compress(7, 5, 3, &noise)), noise);
        let ramp: Vec<u8> = (0..200).collect();
        assert_eq!(decompress(&compress(20, 10, 1, &ramp)), ramp);
    }
}
