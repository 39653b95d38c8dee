//! Deflate, at the one level that PDF streams use.

use std::cell::RefCell;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Beyond this level time doubles for less than a hundredth of the size.
const LEVEL: u32 = 6;

thread_local! {
    /// The encoder of a thread: its tables are larger than most streams, and so are made once.
    static ENCODER: RefCell<ZlibEncoder<Vec<u8>>> =
        RefCell::new(ZlibEncoder::new(Vec::new(), Compression::new(LEVEL)));
}

/// Compresses as `FlateDecode` expects it (RFC 1950).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    ENCODER.with_borrow_mut(|encoder| {
        // Writing to memory does not fail.
        let _ = encoder.write_all(data);
        encoder.reset(Vec::new()).unwrap_or_default()
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
