//! Files that say something of all articles of a site: feeds, site maps.
//!
//! A backend makes of each article, besides its artifacts, a [`Fragment`]: the little that such files need to know of
//! it. When all articles are done the fragments come back as a stream in the order of their keys, and the backend joins
//! them. What is joined is a function of the fragments and the configuration alone, so it does not matter when and where
//! a fragment was made: by this run or kept from an earlier one, on this machine or another.

use std::io::{self, Write};

use super::{Artifact, Context};
use crate::config::Config;

/// What site-wide files need to know of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// Where the article stands among the others: fragments are joined in the byte order of their keys.
    pub key: String,
    /// What the backend wrote for itself. It refers to nothing outside.
    pub bytes: Vec<u8>,
}

/// What a backend made of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Its files.
    pub artifacts: Vec<Artifact>,
    /// What site-wide files need to know of it.
    pub fragment: Option<Fragment>,
    /// Whether fonts of the machine had a part in it, were it only by having none for a character.
    pub machine_fonts: bool,
}

/// The size of a file of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSize {
    /// Name of its format.
    pub format: &'static str,
    /// Bytes of its main file.
    pub bytes: u64,
}

/// A fragment as it comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What the backend wrote for itself.
    pub bytes: Vec<u8>,
    /// The article's main files of this run, whatever their format.
    pub files: Vec<FileSize>,
}

/// Joins fragments to site-wide files.
pub trait SiteFiles: Send + Sync {
    /// Whether the site is known well enough for such files.
    fn wanted(&self, config: &Config) -> bool;

    /// Joins the pieces, which come in order. Returns what the publisher should do with the files, in sentences.
    ///
    /// # Errors
    /// A piece cannot be read, or a file not written. Files that were closed before stay.
    fn join(
        &self,
        pieces: &mut dyn Iterator<Item = io::Result<Piece>>,
        context: &Context<'_>,
        shelf: &dyn Shelf,
    ) -> io::Result<Vec<String>>;
}

/// Where site-wide files go.
pub trait Shelf {
    /// Begins a file. It has no name until it is closed, and is gone when it never is.
    ///
    /// # Errors
    /// The file cannot be made.
    fn open(&self) -> io::Result<Box<dyn SiteFile + '_>>;
}

/// A file that is being written.
pub trait SiteFile: Write {
    /// Puts the file in its place: a path below the format's folder, with `/`. It replaces what was there.
    ///
    /// # Errors
    /// The file cannot be written; what stood in its place is still there.
    fn close(self: Box<Self>, path: &str) -> io::Result<Written>;
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Writes a whole file at once.
///
/// # Errors
/// The file cannot be written; what stood in its place is still there.
pub fn put(shelf: &dyn Shelf, path: &str, bytes: &[u8]) -> io::Result<Written> {
    let mut file = shelf.open()?;
    file.write_all(bytes)?;
    file.close(path)
}
