//! The user's own fonts: every font file in the folders of `pdf.fonts`.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Warned, io_reason};
use crate::source::read_within;

/// The largest font file that is read, in bytes.
pub const MAX_FONT_BYTES: u64 = 96 * 1024 * 1024;

/// Reads the font files of folders, in the order of the folders and then of the file names. A folder or file that
/// cannot be read warns.
pub fn fonts(folders: &[PathBuf]) -> Warned<Vec<Vec<u8>>> {
    let mut read = Warned::clean(Vec::new());
    for folder in folders {
        let mut files: Vec<PathBuf> = match std::fs::read_dir(folder) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).filter(|path| is_font(path)).collect(),
            Err(error) => {
                read.diagnostics.push(unreadable(folder, &error));
                continue;
            }
        };
        files.sort();
        for file in files {
            match read_within(&file, MAX_FONT_BYTES) {
                Ok(bytes) => read.value.push(bytes),
                Err(error) => read.diagnostics.push(unreadable(&file, &error)),
            }
        }
    }
    read
}

fn is_font(path: &Path) -> bool {
    let known = |extension: &std::ffi::OsStr| {
        ["ttf", "otf", "ttc", "otc"].into_iter().any(|known| extension.eq_ignore_ascii_case(known))
    };
    path.extension().is_some_and(known)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFont, format!("{} cannot be read: {}", path.display(), io_reason(error)))
        .help("`pdf.fonts` names folders of .ttf, .otf and .ttc files, relative to the configuration")
}
