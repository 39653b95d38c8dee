//! Deflate, as PDF streams use it.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};

/// From 1 to 12. The next one takes a tenth longer for a three-hundredth of the size.
const LEVEL: i32 = 5;
/// For what yields little: outlines of glyphs become a fiftieth smaller at the usual level, in twice the time.
const LEVEL_OF_OUTLINES: i32 = 1;
/// Room that a thread keeps, in bytes: more than the text of a page takes. Images have room of their own.
const KEPT: usize = 1 << 18;

/// A compressor, and room for what it writes: both are larger than most streams, and so are made once a thread.
struct Kept {
    compressor: Compressor,
    room: Vec<u8>,
}

impl Kept {
    fn at(level: i32) -> Self {
        let level = CompressionLvl::new(level).unwrap_or_default();
        Self { compressor: Compressor::new(level), room: vec![0; KEPT] }
    }

    fn deflate(&mut self, data: &[u8]) -> Vec<u8> {
        let most = self.compressor.zlib_compress_bound(data.len());
        // It fails for lack of room alone.
        let mut compress = |room: &mut [u8]| self.compressor.zlib_compress(data, room).unwrap_or_default();
        if most <= KEPT {
            let size = compress(&mut self.room);
            return self.room.get(..size).unwrap_or_default().to_vec();
        }
        let mut room = vec![0; most];
        let size = compress(&mut room);
        room.truncate(size);
        room.shrink_to_fit();
        room
    }
}

/// Compresses as `FlateDecode` expects it (RFC 1950).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    thread_local! {
        static USUAL: RefCell<Kept> = RefCell::new(Kept::at(LEVEL));
    }
    USUAL.with_borrow_mut(|kept| kept.deflate(data))
}

/// Compresses a font program.
pub fn deflate_outlines(data: &[u8]) -> Vec<u8> {
    thread_local! {
        static OUTLINES: RefCell<Kept> = RefCell::new(Kept::at(LEVEL_OF_OUTLINES));
    }
    OUTLINES.with_borrow_mut(|kept| kept.deflate(data))
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
            assert!(inflated(&deflate_outlines(data)) == data);
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
