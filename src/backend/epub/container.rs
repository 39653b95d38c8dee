//! The container: a ZIP file as the OCF profile wants it (EPUB 3.3, 4).
//!
//! Written here because the ZIP crates take no entries that are already deflated: so the pages of a book are deflated by
//! all threads, each with one compressor that it keeps.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

use libdeflater::{CompressionLvl, Compressor, crc32};
use rayon::prelude::*;

use super::FORMAT;

/// From this many entries on all threads deflate: a book. Below, the threads have an article each.
const MANY: usize = 24;
/// From 1 to 12. The usual 6 takes nearly twice the time for 4 % of the text, which is 1 % of a file.
const LEVEL: i32 = 1;
/// 1980-01-01, the first day that ZIP knows (APPNOTE 4.4.6): day 1 of month 1 of year 0.
const DATE: u16 = 1 << 5 | 1;
/// What is needed to extract: deflate (APPNOTE 4.4.3.2).
const VERSION: u16 = 20;
/// Made on Unix, so that file modes hold (APPNOTE 4.4.2).
const MADE_BY: u16 = 3 << 8 | VERSION;
/// An ordinary file that all may read, its owner write.
const MODE: u32 = 0o100_644 << 16;
/// The path is UTF-8 (APPNOTE 4.4.4, bit 11).
const UTF8: u16 = 1 << 11;

/// A file of the container.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    path: Cow<'a, str>,
    bytes: &'a [u8],
    method: Method,
    /// Whether other containers hold the same.
    is_shared: bool,
}

/// How a file is kept (APPNOTE 4.4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Stored = 0,
    Deflated = 8,
}

impl<'a> Entry<'a> {
    /// A text, deflated.
    pub(super) fn text(path: impl Into<Cow<'a, str>>, text: &'a str) -> Self {
        Self { path: path.into(), bytes: text.as_bytes(), method: Method::Deflated, is_shared: false }
    }

    /// A text that many containers share: deflated once by a thread, as long as it stays the same.
    pub(super) fn shared(path: impl Into<Cow<'a, str>>, text: &'a str) -> Self {
        Self { is_shared: true, ..Self::text(path, text) }
    }

    /// A drawing, which is a text.
    pub(super) fn drawing(path: impl Into<Cow<'a, str>>, bytes: &'a [u8]) -> Self {
        Self { path: path.into(), bytes, method: Method::Deflated, is_shared: false }
    }

    /// An image, stored: it is compressed already.
    pub(super) fn image(path: impl Into<Cow<'a, str>>, bytes: &'a [u8]) -> Self {
        Self { path: path.into(), bytes, method: Method::Stored, is_shared: false }
    }
}

/// Packs the entries behind the media type, which comes first, stored and without extra fields (EPUB 3.3, 4: media type
/// identification).
///
/// Every time is 1980-01-01T00:00:00, the ZIP epoch. There is no comment: Kobo takes one for DRM.
///
/// # Errors
/// A path stands twice, or the container passes what ZIP without extensions can say: 65,535 files, 4 GiB.
pub(super) fn pack(entries: &[Entry<'_>]) -> Result<Vec<u8>, String> {
    let media_type = Entry::image("mimetype", FORMAT.media_type.as_bytes());
    let entries: Vec<&Entry<'_>> = std::iter::once(&media_type).chain(entries).collect();
    let mut paths = BTreeSet::new();
    if let Some(twice) = entries.iter().find(|entry| !paths.insert(&*entry.path)) {
        return Err(format!("{} stands twice in the container", twice.path));
    }
    let squeezed: Result<Vec<Squeezed<'_>>, String> = match entries.len() < MANY {
        true => entries.iter().map(|entry| Squeezed::new(entry)).collect(),
        false => entries.par_iter().map(|entry| Squeezed::new(entry)).collect(),
    };
    join(&squeezed?).ok_or_else(|| "more than 65,535 files or 4 GiB".to_owned())
}

/// An entry as it stands in the container.
struct Squeezed<'a> {
    entry: &'a Entry<'a>,
    checksum: u32,
    content: Cow<'a, [u8]>,
}

impl<'a> Squeezed<'a> {
    fn new(entry: &'a Entry<'a>) -> Result<Self, String> {
        let content = match entry.method {
            Method::Stored => Cow::Borrowed(entry.bytes),
            Method::Deflated if entry.is_shared => Cow::Owned(deflated_once(entry.bytes)?),
            Method::Deflated => Cow::Owned(deflate(entry.bytes)?),
        };
        Ok(Self { entry, checksum: crc32(entry.bytes), content })
    }

    /// What the local header and the directory both say (APPNOTE 4.3.7, from the flags on); none when a size is too
    /// large.
    fn facts(&self) -> Option<Vec<u8>> {
        let flags = if self.entry.path.is_ascii() { 0 } else { UTF8 };
        let mut facts = Vec::new();
        facts.extend(flags.to_le_bytes());
        facts.extend((self.entry.method as u16).to_le_bytes());
        facts.extend(0_u16.to_le_bytes());
        facts.extend(DATE.to_le_bytes());
        facts.extend(self.checksum.to_le_bytes());
        facts.extend(u32::try_from(self.content.len()).ok()?.to_le_bytes());
        facts.extend(u32::try_from(self.entry.bytes.len()).ok()?.to_le_bytes());
        facts.extend(u16::try_from(self.entry.path.len()).ok()?.to_le_bytes());
        // No extra field.
        facts.extend(0_u16.to_le_bytes());
        Some(facts)
    }
}

/// The file: each entry behind its local header, then the directory and its end (APPNOTE 4.3.6).
fn join(entries: &[Squeezed<'_>]) -> Option<Vec<u8>> {
    let size: usize =
        entries.iter().map(|entry| entry.content.len() + 2 * entry.entry.path.len() + 30 + 46).sum();
    let mut file = Vec::with_capacity(size + 22);
    let mut directory = Vec::new();
    for entry in entries {
        let facts = entry.facts()?;
        let path = entry.entry.path.as_bytes();
        let offset = u32::try_from(file.len()).ok()?;
        file.extend(b"PK\x03\x04");
        file.extend(VERSION.to_le_bytes());
        file.extend(&facts);
        file.extend(path);
        file.extend(&*entry.content);

        directory.extend(b"PK\x01\x02");
        directory.extend(MADE_BY.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&facts);
        // No comment, disk 0, no internal attributes.
        directory.extend([0; 6]);
        directory.extend(MODE.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(path);
    }
    let count = u16::try_from(entries.len()).ok().filter(|count| *count < u16::MAX)?.to_le_bytes();
    let offset = u32::try_from(file.len()).ok()?.to_le_bytes();
    let length = u32::try_from(directory.len()).ok()?.to_le_bytes();
    file.extend(directory);
    file.extend(b"PK\x05\x06");
    // Disk 0 of 0.
    file.extend([0; 4]);
    file.extend(count);
    file.extend(count);
    file.extend(length);
    file.extend(offset);
    // No comment.
    file.extend([0; 2]);
    Some(file)
}

/// The bytes deflated, remembered from the last call with the same.
fn deflated_once(bytes: &[u8]) -> Result<Vec<u8>, String> {
    thread_local! {
        static LAST: RefCell<(Vec<u8>, Vec<u8>)> = RefCell::default();
    }
    LAST.with_borrow_mut(|(last, deflated)| {
        if last != bytes || deflated.is_empty() {
            (*last, *deflated) = (bytes.to_vec(), deflate(bytes)?);
        }
        Ok(deflated.clone())
    })
}

/// The bytes deflated (RFC 1951), by the thread's own compressor.
fn deflate(bytes: &[u8]) -> Result<Vec<u8>, String> {
    thread_local! {
        static COMPRESSOR: RefCell<Compressor> =
            RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut deflated = vec![0; compressor.deflate_compress_bound(bytes.len())];
        let size = compressor.deflate_compress(bytes, &mut deflated).map_err(|error| error.to_string())?;
        deflated.truncate(size);
        deflated.shrink_to_fit();
        Ok(deflated)
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::CompressionMethod;

    use super::*;

    #[test]
    fn the_media_type_is_found_where_readers_look() {
        let bytes = pack(&[Entry::text("a.xml", "<a/>"), Entry::image("b.png", b"\x89PNG")]).unwrap();
        // EPUB 3.3, 4, media type identification: local header, name, content, with nothing between them.
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(u16::from_le_bytes([bytes[8], bytes[9]]), 0, "stored");
        assert_eq!(&bytes[28..30], &[0, 0], "no extra field");
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    }

    #[test]
    fn entries_keep_their_order_and_carry_no_time_nor_comment() {
        let bytes =
            pack(&[Entry::text("z.xml", &"text ".repeat(100)), Entry::image("a.png", b"image")]).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(archive.file_names().collect::<Vec<_>>(), ["mimetype", "z.xml", "a.png"]);
        assert_eq!(archive.comment(), b"");
        for i in 0..archive.len() {
            let file = archive.by_index(i).unwrap();
            assert_eq!(file.last_modified().unwrap().to_string(), "1980-01-01 00:00:00");
            assert_eq!(file.extra_data().unwrap_or_default(), b"");
            assert_eq!(file.unix_mode(), Some(0o100_644));
            let stored = file.compression() == CompressionMethod::Stored;
            assert_eq!(stored, i != 1);
        }
        let mut text = String::new();
        archive.by_name("z.xml").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "text ".repeat(100));
    }

    #[test]
    fn a_zip_reader_gives_every_entry_back() {
        // Every size around the room that is reserved, of text and of noise, and as many entries as a book has.
        let texts: Vec<String> = (0..300_u64)
            .map(|i| {
                let noise = (0..i * 7).map(|k| (k + i).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57);
                noise.map(|n| char::from((n as u8) & 0x7F)).collect()
            })
            .collect();
        let paths: Vec<String> = (0..texts.len()).map(|i| format!("seite-{i}-ä.xhtml")).collect();
        let entries: Vec<Entry<'_>> =
            paths.iter().zip(&texts).map(|(path, text)| Entry::text(path, text)).collect();
        let bytes = pack(&entries).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for (path, text) in paths.iter().zip(&texts) {
            let mut back = String::new();
            // The reader compares the checksum.
            archive.by_name(path).unwrap().read_to_string(&mut back).unwrap();
            assert_eq!(&back, text);
        }
    }

    #[test]
    fn what_is_shared_is_as_what_is_not() {
        for text in ["", "a", "b", "b", "a"] {
            assert_eq!(pack(&[Entry::shared("x", text)]).unwrap(), pack(&[Entry::text("x", text)]).unwrap());
        }
    }

    #[test]
    fn a_path_cannot_stand_twice() {
        assert!(pack(&[Entry::text("a", ""), Entry::text("a", "")]).is_err());
    }
}
