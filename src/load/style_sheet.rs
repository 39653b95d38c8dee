//! The user's own style sheet for EPUB: the file of `epub.css`.

use std::fs::File;
use std::io::{Error, Read};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, io_reason};

/// The largest style sheet that is read, in bytes.
pub const MAX_STYLE_SHEET_BYTES: u64 = 1024 * 1024;

/// Reads a style sheet as UTF-8, without a byte order mark.
///
/// # Errors
/// The file cannot be read, is not UTF-8, or is larger than [`MAX_STYLE_SHEET_BYTES`].
pub fn style_sheet(path: &Path) -> Result<String, Diagnostic> {
    let read = || {
        let mut text = String::new();
        File::open(path)?.take(MAX_STYLE_SHEET_BYTES + 1).read_to_string(&mut text)?;
        match text.len() as u64 > MAX_STYLE_SHEET_BYTES {
            true => Err(Error::other(format!("it is larger than {MAX_STYLE_SHEET_BYTES} bytes"))),
            false => Ok(text.trim_start_matches('\u{FEFF}').to_owned()),
        }
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
