//! Golden files: `tests/fixtures/<topic>/input.md` and what the product makes of it in `expected/`.
//!
//! `BLESS=1 cargo test` writes the expected files anew; read the difference before it is committed.
#![allow(dead_code, reason = "each test binary uses a part of this module")]

use std::fs;
use std::path::PathBuf;

/// The folder of a topic.
pub fn folder(topic: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(topic)
}

/// The article of a topic, `input.md`.
pub fn input(topic: &str) -> String {
    let path = folder(topic).join("input.md");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The topics whose names start with `prefix` (all, when it is empty), sorted.
pub fn topics(prefix: &str) -> Vec<String> {
    let entries = fs::read_dir(folder("")).expect("there is a folder of fixtures");
    let mut topics: Vec<String> = entries
        .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(prefix))
        .collect();
    topics.sort();
    topics
}

/// Compares `actual` with `expected/<name>` of a topic, or writes it there when `BLESS` is set.
pub fn check(topic: &str, name: &str, actual: &str) {
    check_bytes(topic, name, actual.as_bytes(), |expected| {
        let expected = String::from_utf8_lossy(expected);
        similar_asserts::SimpleDiff::from_str(&expected, actual, "expected", "actual").to_string()
    });
}

/// Like [`check`], for bytes. `difference` says how what is expected differs.
pub fn check_bytes(topic: &str, name: &str, actual: &[u8], difference: impl FnOnce(&[u8]) -> String) {
    let path = folder(topic).join("expected").join(name);
    if std::env::var_os("BLESS").is_some_and(|value| value != "0") {
        fs::create_dir_all(folder(topic).join("expected")).expect("the folder can be made");
        fs::write(&path, actual).expect("the file can be written");
        return;
    }
    let Ok(expected) = fs::read(&path) else {
        panic!("{} is missing: run the test with BLESS=1 and read it", path.display());
    };
    if expected != actual {
        panic!("{} differs (BLESS=1 accepts what is there now):\n{}", path.display(), difference(&expected));
    }
}
