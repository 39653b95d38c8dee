//! `pepexport init`: something to start with.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use pepexport::diagnostic::io_reason;

use crate::failure::Failure;
use crate::render;

/// What is written, and where.
const FILES: [(&str, &str); 2] = [
    ("pepexport.yaml", include_str!("init/pepexport.yaml")),
    ("content/articles/first-article.md", include_str!("init/first-article.md")),
];

/// Writes a commented configuration and a sample article. Existing files are left as they are.
pub fn init(folder: &Path) -> Result<bool, Failure> {
    let mut lines = Vec::new();
    for (name, text) in FILES {
        let path = folder.join(name);
        let written = write_new(&path, text).map_err(|error| {
            Failure::usage(format!("{} could not be written: {}", path.display(), io_reason(&error)))
        })?;
        let what = if written { "wrote" } else { "kept" };
        let why = if written { "" } else { ", which is there already" };
        lines.push(format!("{what} {}{why}", path.display()));
    }
    let there = if folder == Path::new(".") { String::new() } else { format!("in {}: ", folder.display()) };
    lines.push(format!("next, {there}pepexport"));
    render::lines(lines);
    Ok(true)
}

/// Writes a file that is not there yet. False when it is.
fn write_new(path: &Path, text: &str) -> std::io::Result<bool> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}
