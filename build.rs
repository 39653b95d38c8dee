//! Gives the tool a name for what it is made of. A fingerprint in a manifest holds it, so that artifacts of another
//! version, released or not, are never taken for those of this one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use twox_hash::XxHash3_128;

/// What artifacts are made by: the code, the data it includes, the versions of what it depends on.
const PARTS: [&str; 5] = ["src", "assets/fonts", "assets/epub", "assets/labels.yaml", "Cargo.lock"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for part in PARTS {
        collect(&root.join(part), &mut files)?;
    }
    files.sort();
    let mut all = Vec::new();
    for file in &files {
        let inside = file.strip_prefix(&root).unwrap_or(file);
        let bytes = fs::read(file)?;
        all.extend(inside.to_string_lossy().replace('\\', "/").bytes());
        all.extend((bytes.len() as u64).to_le_bytes());
        all.extend(bytes);
    }
    let name = XxHash3_128::oneshot(&all);
    let mut out = io::stdout().lock();
    for part in PARTS {
        writeln!(out, "cargo::rerun-if-changed={part}")?;
    }
    writeln!(out, "cargo::rustc-env=PEPEXPORT_MADE_OF={name:032x}")
}

/// The files at or below a path. A published package has no lock file of ours.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
