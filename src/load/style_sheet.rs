//! The user's own style sheet for EPUB: the file of `epub.css`.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, io_reason};
use crate::source::read_within;

/// The largest style sheet that is read, in bytes.
pub const MAX_STYLE_SHEET_BYTES: u64 = 1024 * 1024;

/// Reads a style sheet as UTF-8, without a byte order mark.
///
/// # Errors
/// The file cannot be read, is not UTF-8, or is larger than [`MAX_STYLE_SHEET_BYTES`].
pub fn style_sheet(path: &Path) -> Result<String, Diagnostic> {
    let read = || {
        let text = String::from_utf8(read_within(path, MAX_STYLE_SHEET_BYTES)?)
            .map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))?;
        Ok(text.trim_start_matches('\u{FEFF}').to_owned())
    };
    read().map_err(|error: Error| {
        Diagnostic::new(
            Code::UnreadableStyleSheet,
            format!("{} cannot be read: {}", path.display(), io_reason(&error)),
        )
        .help(
            "`epub.css` names a style sheet in UTF-8, relative to the configuration; the tool's own is used",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_is_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look.css");
        assert!(style_sheet(&file).unwrap_err().message.contains("look.css cannot be read"));
        std::fs::write(&file, "\u{FEFF}p { margin: 0 }").unwrap();
        assert_eq!(style_sheet(&file).unwrap(), "p { margin: 0 }");
        std::fs::write(&file, b"p \xFF").unwrap();
        assert!(style_sheet(&file).is_err());
    }
}
