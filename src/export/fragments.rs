//! What site-wide files need to know of the articles, on disk until all are done.
//!
//! Fragments come from many threads in any order; they go back in the order of their keys. Only the keys and places are
//! held in memory.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use crate::backend::site_wide::{FileSize, Fragment, Piece};

/// The fragments of one format.
pub struct Fragments {
    /// Name of the format.
    pub format: &'static str,
    inner: Mutex<Inner>,
}

struct Inner {
    file: BufWriter<File>,
    end: u64,
    places: Vec<Place>,
    /// The first thing that went wrong.
    failed: Option<io::Error>,
}

/// Where a fragment is.
struct Place {
    key: String,
    /// Its article among those of the run: of two fragments with one key the first article's comes first.
    article: usize,
    start: u64,
    length: usize,
    files: Vec<FileSize>,
}

impl Fragments {
    /// A store in a file without a name, which is gone with the run.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn new(format: &'static str, file: File) -> Self {
        let inner = Inner { file: BufWriter::new(file), end: 0, places: Vec::new(), failed: None };
        Self { format, inner: Mutex::new(inner) }
    }

    /// Stores a fragment. What goes wrong is told when the fragments are read.
    pub fn put(&self, article: usize, fragment: &Fragment, files: Vec<FileSize>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = inner.file.write_all(&fragment.bytes) {
            inner.failed.get_or_insert(error);
        }
        let (start, length) = (inner.end, fragment.bytes.len());
        inner.end += length as u64;
        inner.places.push(Place { key: fragment.key.clone(), article, start, length, files });
    }

    /// Takes the fragments out, in order.
    ///
    /// # Errors
    /// One of them could not be stored.
    pub fn read(&self) -> io::Result<impl Iterator<Item = io::Result<Piece>> + use<>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = inner.failed.take() {
            return Err(error);
        }
        inner.file.flush()?;
        let mut file = inner.file.get_ref().try_clone()?;
        let mut places = std::mem::take(&mut inner.places);
        places.sort_unstable_by(|a, b| (&a.key, a.article).cmp(&(&b.key, b.article)));
        Ok(places.into_iter().map(move |place| {
            file.seek(SeekFrom::Start(place.start))?;
            let mut bytes = vec![0; place.length];
            file.read_exact(&mut bytes)?;
            Ok(Piece { bytes, files: place.files })
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_come_back_by_key_whatever_the_order_they_came_in() {
        let store = Fragments::new("x", tempfile::tempfile().unwrap());
        for (article, key, text) in [(2, "b", "two"), (3, "b", "three"), (1, "c", "one"), (0, "a", "")] {
            let fragment = Fragment { key: key.to_owned(), bytes: text.as_bytes().to_vec() };
            store.put(article, &fragment, vec![FileSize { format: "pdf", bytes: article as u64 }]);
        }
        let pieces: Vec<Piece> = store.read().unwrap().map(Result::unwrap).collect();
        let told: Vec<(&[u8], u64)> =
            pieces.iter().map(|piece| (piece.bytes.as_slice(), piece.files.first().unwrap().bytes)).collect();
        assert_eq!(told, [(&b""[..], 0), (b"two", 2), (b"three", 3), (b"one", 1)]);
    }
}
