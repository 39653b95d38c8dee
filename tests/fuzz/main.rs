//! The corpus of the fuzz targets and every past finding, replayed. `tests/fuzz/run` looks for new ones.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that meets the unexpected has failed"
)]

mod targets;

use std::fs;
use std::path::{Path, PathBuf};

/// The inputs of a target, in the order of their names.
fn inputs(target: &str) -> Vec<PathBuf> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(targets::corpus(target));
    let entries = fs::read_dir(&folder).expect("each target has a corpus");
    let mut inputs: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    inputs
}

fn replay(target: &str) {
    let (_, run) =
        targets::ALL.into_iter().find(|(name, _)| *name == target).expect("there is such a target");
    for input in inputs(target) {
        // Shown with the failure of a test that does not end well.
        println!("{}", input.display());
        run(&fs::read(&input).expect("the input can be read"));
    }
}

#[test]
fn front_matter_bears_its_corpus() {
    replay("front_matter");
}

#[test]
fn configuration_bears_its_corpus() {
    replay("configuration");
}

#[test]
fn reading_and_enriching_bear_the_articles() {
    replay("read");
    replay("enrich");
}

#[test]
fn text_bears_the_articles() {
    replay("text");
}

#[test]
fn json_ld_bears_the_articles() {
    replay("json_ld");
}

#[test]
fn epub_bears_the_articles() {
    replay("epub");
}

#[test]
fn pdf_bears_the_articles() {
    replay("pdf");
}

#[test]
fn images_bear_their_corpus() {
    replay("images");
}

#[test]
fn the_fuzzer_has_the_same_targets() {
    let manifest = include_str!("Cargo.toml");
    for (name, _) in targets::ALL {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), targets::ALL.len());
}
