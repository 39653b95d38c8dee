//! Deflate, at the one level that PDF streams use.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Beyond this level time doubles for less than a hundredth of the size.
const LEVEL: u32 = 6;

/// Compresses as `FlateDecode` expects it (RFC 1950).
pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 2 + 16), Compression::new(LEVEL));
    // Writing to memory does not fail.
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}
