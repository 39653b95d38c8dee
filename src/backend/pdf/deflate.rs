//! Deflate, at the one level that PDF streams use.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// Beyond this level time doubles for less than a hundredth of the size.
const LEVEL: u32 = 6;
/// Least room for what comes out, in bytes.
const ROOM: usize = 256;

thread_local! {
    /// The compressor of a thread: its tables are larger than most streams, and so are made once.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// Compresses as `FlateDecode` expects it (RFC 1950).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        let mut out = Vec::with_capacity(data.len() / 2 + ROOM);
        let mut rest = data;
        loop {
            let before = compressor.total_in();
            let status = compressor.compress_vec(rest, &mut out, FlushCompress::Finish);
            let taken = usize::try_from(compressor.total_in() - before).unwrap_or(usize::MAX);
            rest = rest.get(taken..).unwrap_or_default();
            match status {
                // There is no more room.
                Ok(Status::Ok | Status::BufError) => out.reserve(out.capacity().max(ROOM)),
                // Compressing in memory does not fail.
                Ok(Status::StreamEnd) | Err(_) => return out,
            }
        }
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
