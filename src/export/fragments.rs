//! What site-wide files need to know of the articles: where each article's fragment is kept until all are done.
//!
//! Articles come from many threads in any order; their fragments go back in the order of their keys. Only keys and places
//! are held in memory.

use std::io;
use std::sync::{Mutex, PoisonError};

use super::fingerprint::{Digest, Fingerprint};
use super::store::{KeptFragment, Key, Store};
use crate::backend::site_wide::{FileSize, Piece};

/// The fragments of one format.
pub struct Fragments {
    /// Name of the format.
    pub format: &'static str,
    places: Mutex<Vec<Place>>,
}

/// Where a fragment is.
struct Place {
    /// Its article among those of the run: of two fragments with one key the first article's comes first.
    article: usize,
    /// What is kept of the article.
    kept: Key,
    fragment: KeptFragment,
    files: Vec<FileSize>,
}

impl Fragments {
    /// No fragments of a format yet.
    pub fn new(format: &'static str) -> Self {
        Self { format, places: Mutex::default() }
    }

    /// Notes where an article's fragment is kept.
    pub fn put(&self, article: usize, kept: Key, fragment: KeptFragment, files: Vec<FileSize>) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.push(Place { article, kept, fragment, files });
    }

    /// Takes the fragments out, in order.
    pub fn take_in_order(&self) -> Ordered {
        let mut places = std::mem::take(&mut *self.places.lock().unwrap_or_else(PoisonError::into_inner));
        places.sort_unstable_by(|a, b| (&a.fragment.key, a.article).cmp(&(&b.fragment.key, b.article)));
        Ordered(places)
    }
}

/// Fragments in the order of their keys.
pub struct Ordered(Vec<Place>);

impl Ordered {
    /// The name of all of them with the sizes of their files. `site` is what the joined files are made of besides.
    pub fn fingerprint(&self, site: Fingerprint) -> Fingerprint {
        let mut digest = Digest::default();
        digest.fingerprint(site);
        for Place { fragment, files, .. } in &self.0 {
            digest.text(&fragment.key).fingerprint(fragment.content);
            for FileSize { format, bytes } in files {
                digest.text(format).bytes(&bytes.to_le_bytes());
            }
            digest.text("");
        }
        digest.finish()
    }

    /// The fragments themselves, read one by one.
    pub fn read<'s>(&'s self, store: &'s Store<'_>) -> impl Iterator<Item = io::Result<Piece>> + use<'s> {
        self.0.iter().map(|place| {
            let bytes = store.fragment(place.kept, &place.fragment)?;
            Ok(Piece { bytes, files: place.files.clone() })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Silent;
    use crate::export::store::Kept;
    use crate::export::write::Folder;

    #[test]
    fn fragments_come_back_by_key_whatever_the_order_they_came_in() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Folder::open(folder.path(), false, &Silent).unwrap();
        let store = Store::of_merge(&folder);
        let filled = |order: [usize; 4]| {
            let articles = [("a", ""), ("c", "one"), ("b", "two"), ("b", "three")];
            let fragments = Fragments::new("x");
            for article in order {
                let (key, text) = articles[article];
                let kept = Key::article(&article.to_string());
                let bytes = format!("before{text}").into_bytes();
                store.keep(kept, &Kept { fragments: bytes, ..Kept::default() }).unwrap();
                let content = Fingerprint::of(text.as_bytes());
                let fragment = KeptFragment { key: key.to_owned(), content, start: 6, length: text.len() };
                fragments.put(
                    article,
                    kept,
                    fragment,
                    vec![FileSize { format: "pdf", bytes: article as u64 }],
                );
            }
            fragments.take_in_order()
        };
        let ordered = filled([2, 3, 1, 0]);
        let pieces: Vec<Piece> = ordered.read(&store).map(Result::unwrap).collect();
        let told: Vec<(&[u8], u64)> =
            pieces.iter().map(|piece| (piece.bytes.as_slice(), piece.files[0].bytes)).collect();
        assert_eq!(told, [(&b""[..], 0), (b"two", 2), (b"three", 3), (b"one", 1)]);
        let site = Fingerprint::of(b"site");
        assert_eq!(ordered.fingerprint(site), filled([0, 1, 2, 3]).fingerprint(site));
        store.forget(Key::article("3")).unwrap();
        assert_eq!(ordered.read(&store).filter(Result::is_err).count(), 1);
    }
}
