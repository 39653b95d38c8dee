//! The rows of a cover as a zlib stream. Most are blank: these are put together from pieces that are deflated once,
//! which halves the time that takes.

use std::cell::RefCell;
use std::sync::OnceLock;

use flate2::{Compress, Compression, FlushCompress, Status};
use libdeflater::Adler32;

use super::ROW;

/// From 1 to 9. Level 6 makes the rows with ink a sixth smaller in more than twice the time.
const LEVEL: u32 = 2;
/// Pieces of 1, 2, 4 … 256 blank rows.
const PIECES: usize = 9;
/// Blank rows that are worth pieces: fewer go with the ink around them.
const LEAST: usize = 64;
/// Deflate with a window of 32 KiB, no preset dictionary, a fast level (RFC 1950, 2.2).
const HEADER: [u8; 2] = [0x78, 0x5E];
/// A last block that holds nothing (RFC 1951, 3.2.3 and 3.2.6).
const LAST: [u8; 2] = [0x03, 0x00];

/// Rows of one length, each behind its filter byte, of which the blank ones are all zeros.
#[derive(Debug)]
pub(super) struct Rows {
    length: usize,
    /// As many blank rows as the largest piece has.
    zeros: Vec<u8>,
    /// Deflated 1, 2, 4 … blank rows, each ending on a byte, and none looking back.
    blank: [Vec<u8>; PIECES],
}

impl Rows {
    /// The rows of covers. None if zlib fails, which it does for lack of memory alone.
    pub(super) fn of_covers() -> Option<&'static Self> {
        static ROWS: OnceLock<Option<Rows>> = OnceLock::new();
        ROWS.get_or_init(|| Self::new(ROW)).as_ref()
    }

    fn new(length: usize) -> Option<Self> {
        let mut compress = Compress::new(Compression::new(LEVEL), false);
        let mut blank: [Vec<u8>; PIECES] = Default::default();
        for (power, piece) in blank.iter_mut().enumerate() {
            piece_of(&vec![0; length << power], &mut compress, piece)?;
        }
        Some(Self { length, zeros: vec![0; length << (PIECES - 1)], blank })
    }

    /// The rows as a zlib stream (RFC 1950). A row that is blank may be empty here.
    pub(super) fn deflate(&self, rows: &[Vec<u8>]) -> Option<Vec<u8>> {
        thread_local! {
            static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
        }
        COMPRESS.with_borrow_mut(|compress| self.deflate_by(compress, rows))
    }

    fn deflate_by(&self, compress: &mut Compress, rows: &[Vec<u8>]) -> Option<Vec<u8>> {
        compress.reset();
        let mut checksum = Adler32::new();
        let mut stream = HEADER.to_vec();
        let is_gap = |at: usize| rows.iter().skip(at).take(LEAST).all(Vec::is_empty);
        let mut at = 0;
        while at < rows.len() {
            if is_gap(at) {
                let mut left = rows.iter().skip(at).take_while(|row| row.is_empty()).count();
                at += left;
                for (power, piece) in self.blank.iter().enumerate().rev() {
                    while left >= 1 << power {
                        left -= 1 << power;
                        stream.extend(piece);
                        checksum.update(self.zeros.get(..self.length << power)?);
                    }
                }
            } else {
                let end = (at..rows.len()).find(|at| is_gap(*at)).unwrap_or(rows.len());
                let blank = self.zeros.get(..self.length)?;
                let mut inked = Vec::with_capacity((end - at) * self.length);
                for row in rows.get(at..end)? {
                    inked.extend(if row.is_empty() { blank } else { row });
                }
                piece_of(&inked, compress, &mut stream)?;
                checksum.update(&inked);
                at = end;
            }
        }
        stream.extend(LAST);
        stream.extend(checksum.sum().to_be_bytes());
        Some(stream)
    }
}

/// Adds bytes deflated so that they end on a byte and what follows does not look back at them.
fn piece_of(bytes: &[u8], compress: &mut Compress, stream: &mut Vec<u8>) -> Option<()> {
    let start = compress.total_in();
    loop {
        // Room beside what is written: a flush that fills its room exactly would be asked for again.
        stream.reserve(bytes.len() / 8 + 256);
        let read = usize::try_from(compress.total_in() - start).ok()?;
        let status = compress.compress_vec(bytes.get(read..)?, stream, FlushCompress::Full).ok()?;
        let is_read = compress.total_in() - start == bytes.len() as u64;
        if status != Status::Ok && status != Status::BufError {
            return None;
        }
        if is_read && stream.len() < stream.capacity() {
            return Some(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inflate(stream: &[u8], length: usize) -> Vec<u8> {
        let mut back = vec![0; length];
        let size = libdeflater::Decompressor::new().zlib_decompress(stream, &mut back).unwrap();
        assert_eq!(size, length);
        back
    }

    #[test]
    fn rows_come_back_wherever_the_ink_is() {
        let rows = Rows::new(5).unwrap();
        let ink = |row: usize| (0..4).map(move |byte| ((row * 7 + byte) % 251 + 1) as u8);
        // Blank and inked stretches of many lengths; ink at the ends; more blank rows than the largest piece.
        for stretches in [
            vec![],
            vec![0, 1],
            vec![1],
            vec![3, 4, 5, 6],
            vec![0, 100, 1, 100],
            vec![2_500, 3, 2_047],
            vec![63, 2, 64, 2, 65],
        ] {
            let mut all: Vec<Vec<u8>> = Vec::new();
            for (number, length) in stretches.iter().enumerate() {
                let row = |row| {
                    if number % 2 == 0 { Vec::new() } else { [0].into_iter().chain(ink(row)).collect() }
                };
                all.extend((0..*length).map(row));
            }
            let meant: Vec<u8> =
                all.iter().flat_map(|row| if row.is_empty() { vec![0; 5] } else { row.clone() }).collect();
            assert!(inflate(&rows.deflate(&all).unwrap(), meant.len()) == meant, "{stretches:?}");
        }
    }

    #[test]
    fn ink_that_does_not_compress_comes_back() {
        let noise: Vec<u8> =
            (0..60_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
        let rows: Vec<Vec<u8>> = noise.chunks(500).map(<[u8]>::to_vec).collect();
        let stream = Rows::new(500).unwrap().deflate(&rows).unwrap();
        assert!(inflate(&stream, noise.len()) == noise);
    }
}
