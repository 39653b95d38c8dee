//! What `read` makes of Markdown: golden models of every construct, front matter of every dialect, and properties that
//! hold for any text.
#![expect(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests")]

mod golden;

use std::fmt::Write as _;

use pepexport::diagnostic::Diagnostic;
use pepexport::model::{Document, Language, Route, dump};
use pepexport::read::read;
use pepexport::source::{LineIndex, SourceId};

fn route() -> Route {
    Route::from_segments(["articles", "sample"])
}

/// Findings as lines: where, code, message, advice.
fn list(diagnostics: &[Diagnostic], text: &str) -> String {
    let lines = LineIndex::new(text);
    let mut list = String::new();
    for diagnostic in diagnostics {
        let place = diagnostic.span.map_or_else(String::new, |span| {
            let at = |offset: u32| lines.line_column(text, offset as usize);
            format!("{}-{} {:?} ", at(span.start), at(span.end), text.get(span.range()).unwrap())
        });
        let help = diagnostic.help.as_deref().unwrap_or_default();
        writeln!(list, "{place}{}: {}\n    {help}", diagnostic.code, diagnostic.message).unwrap();
    }
    list
}

/// The model of an article and its findings.
fn outcome(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    match read(SourceId(0), text, &route(), &Language::english()) {
        Ok(warned) => (Some(warned.value), warned.diagnostics),
        Err(diagnostics) => (None, diagnostics),
    }
}

#[test]
fn every_construct_becomes_its_model() {
    let topics = golden::topics("read-");
    assert!(topics.len() >= 8, "{topics:?}");
    for topic in topics {
        let text = golden::input(&topic);
        let (document, diagnostics) = outcome(&text);
        let document = document.unwrap_or_else(|| panic!("{topic}: {diagnostics:?}"));
        golden::check(&topic, "model.txt", &dump(&document, &text));
        golden::check(&topic, "diagnostics.txt", &list(&diagnostics, &text));
    }
}
