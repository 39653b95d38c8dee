//! Deflate, at the one level that PDF streams use.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};

/// From 1 to 12. The next one takes a tenth longer for a three-hundredth of the size.
const LEVEL: i32 = 5;
/// Room that a thread keeps, in bytes: more than the text of a page takes. Images have room of their own.
const KEPT: usize = 1 << 18;

thread_local! {
    /// The compressor of a thread, and room for what it writes: both are larger than most streams, and so are made once.
    static COMPRESSOR: RefCell<(Compressor, Vec<u8>)> = {
        let level = CompressionLvl::new(LEVEL).unwrap_or_default();
        RefCell::new((Compressor::new(level), vec![0; KEPT]))
    };
}

/// Compresses as `FlateDecode` expects it (RFC 1950).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|(compressor, kept)| {
        let most = compressor.zlib_compress_bound(data.len());
        // It fails for lack of room alone.
        let mut compress = |room: &mut [u8]| compressor.zlib_compress(data, room).unwrap_or_default();
        if most <= KEPT {
            let size = compress(kept);
            return kept.get(..size).unwrap_or_default().to_vec();
        }
        let mut room = vec![0; most];
        let size = compress(&mut room);
        room.truncate(size);
        room.shrink_to_fit();
        room
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back_whatever_was_compressed_before() {
        let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let even = vec![b'a'; 300_000];
        let mut first = Vec::new();
        for data in [&noise[..], b"", &even, b"short", &noise] {
            let small = deflate(data);
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(small.as_slice()).read_to_end(&mut back).unwrap();
            assert!(back == data);
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
