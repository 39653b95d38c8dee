//! The container: a ZIP file as the OCF profile wants it (EPUB 3.3, 4).

use std::borrow::Cow;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::FORMAT;

/// A file of the container.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    path: Cow<'a, str>,
    bytes: &'a [u8],
    method: CompressionMethod,
}

impl<'a> Entry<'a> {
    /// A text, deflated.
    pub(super) fn text(path: impl Into<Cow<'a, str>>, text: &'a str) -> Self {
        Self { path: path.into(), bytes: text.as_bytes(), method: CompressionMethod::Deflated }
    }

    /// A drawing, which is a text.
    pub(super) fn drawing(path: impl Into<Cow<'a, str>>, bytes: &'a [u8]) -> Self {
        Self { path: path.into(), bytes, method: CompressionMethod::Deflated }
    }

    /// An image, stored: it is compressed already.
    pub(super) fn image(path: impl Into<Cow<'a, str>>, bytes: &'a [u8]) -> Self {
        Self { path: path.into(), bytes, method: CompressionMethod::Stored }
    }
}

/// Packs the entries behind the media type, which comes first, stored and without extra fields (EPUB 3.3, 4: media type identification).
///
/// Every time is 1980-01-01T00:00:00, the ZIP epoch. There is no comment: Kobo takes one for DRM.
///
/// # Errors
/// What the ZIP writer refuses: a path twice, more than 4 GiB.
pub(super) fn pack(entries: &[Entry<'_>]) -> Result<Vec<u8>, String> {
    let media_type = Entry {
        path: Cow::Borrowed("mimetype"),
        bytes: FORMAT.media_type.as_bytes(),
        method: CompressionMethod::Stored,
    };
    let size: usize = entries.iter().map(|entry| entry.bytes.len()).sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(size / 2)));
    for entry in std::iter::once(&media_type).chain(entries) {
        let deflated = entry.method == CompressionMethod::Deflated;
        let options = SimpleFileOptions::default()
            .compression_method(entry.method)
            .compression_level(deflated.then_some(6))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let write = |error: &dyn std::fmt::Display| format!("{}: {error}", entry.path);
        writer.start_file(&*entry.path, options).map_err(|error| write(&error))?;
        writer.write_all(entry.bytes).map_err(|error| write(&error))?;
    }
    Ok(writer.finish().map_err(|error| error.to_string())?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

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
            let stored = file.compression() == CompressionMethod::Stored;
            assert_eq!(stored, i != 1);
        }
        let mut text = String::new();
        archive.by_name("z.xml").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "text ".repeat(100));
    }

    #[test]
    fn a_path_cannot_stand_twice() {
        assert!(pack(&[Entry::text("a", ""), Entry::text("a", "")]).is_err());
    }
}
