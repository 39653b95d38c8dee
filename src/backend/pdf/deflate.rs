//! Deflate, as PDF streams use it.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};

/// From 1 to 12. Level 5 takes nearly twice the time, for 4 % of the text of pages, 8 % of objects and 2 % of fonts.
const LEVEL: i32 = 1;
/// For images, which are compressed once a run.
const LEVEL_OF_SAMPLES: i32 = 5;
/// Room that a thread keeps, in bytes: more than the text of a page takes.
const KEPT: usize = 1 << 18;

/// A compressor, and room for what it writes: both are larger than most streams, and so are made once a thread.
struct Kept {
    compressor: Compressor,
    room: Vec<u8>,
}

/// Compresses as `FlateDecode` expects it (RFC 1950).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    thread_local! {
        static KEPT_HERE: RefCell<Kept> =
            RefCell::new(Kept { compressor: compressor(LEVEL), room: vec![0; KEPT] });
    }
    KEPT_HERE.with_borrow_mut(|Kept { compressor, room }| {
        if compressor.zlib_compress_bound(data.len()) > KEPT {
            return in_new_room(compressor, data);
        }
        let size = into(compressor, data, room);
        room.get(..size).unwrap_or_default().to_vec()
    })
}

/// Compresses the samples of an image.
pub fn deflate_samples(data: &[u8]) -> Vec<u8> {
    in_new_room(&mut compressor(LEVEL_OF_SAMPLES), data)
}

fn compressor(level: i32) -> Compressor {
    Compressor::new(CompressionLvl::new(level).unwrap_or_default())
}

fn in_new_room(compressor: &mut Compressor, data: &[u8]) -> Vec<u8> {
    let mut room = vec![0; compressor.zlib_compress_bound(data.len())];
    let size = into(compressor, data, &mut room);
    room.truncate(size);
    room.shrink_to_fit();
    room
}

/// How many bytes it takes. It fails for lack of room alone.
fn into(compressor: &mut Compressor, data: &[u8], room: &mut [u8]) -> usize {
    compressor.zlib_compress(data, room).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn inflated(small: &[u8]) -> Vec<u8> {
        let mut back = Vec::new();
        flate2::read::ZlibDecoder::new(small).read_to_end(&mut back).unwrap();
        back
    }

    #[test]
    fn what_is_compressed_comes_back_whatever_was_compressed_before() {
        let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let even = vec![b'a'; 300_000];
        let mut first = Vec::new();
        for data in [&noise[..], b"", &even, b"short", &noise] {
            assert!(inflated(&deflate_samples(data)) == data);
            let small = deflate(data);
            assert!(inflated(&small) == data);
            if data == noise {
                // What came before leaves no trace.
                if first.is_empty() {
                    first = small;
                } else {
                    assert!(first == small);
                }
            }
        }
    }
}
