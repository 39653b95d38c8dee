//! What every part of the text backend needs to know while it writes a document.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::Context;
use super::ascii;
use super::wrap::{self, Ruler};
use crate::labels::Labels;
use crate::model::{Document, Language, Route};

/// The narrowest measure that text is wrapped to, whatever stands left of it.
const NARROWEST: usize = 16;
/// The narrowest page.
const NARROWEST_PAGE: usize = 24;

/// Writes one document.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) document: &'a Document,
    pub(super) labels: &'a Labels,
    pub(super) language: &'a Language,
    /// Numbers of the articles of the book; empty outside a book.
    pub(super) guides: &'a BTreeMap<&'a Route, usize>,
    /// Captioned tables written so far.
    pub(super) tables: Cell<u32>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        document: &'a Document,
        context: &'a Context<'a>,
        guides: &'a BTreeMap<&'a Route, usize>,
    ) -> Self {
        let language = &document.metadata.language;
        Self { context, document, labels: context.labels(language), language, guides, tables: Cell::new(0) }
    }

    /// The same writer, for what the tool writes in another language.
    pub(super) fn in_language(mut self, language: &'a Language) -> Self {
        self.language = language;
        self.labels = self.context.labels(language);
        self
    }

    /// Columns of the page.
    pub(super) fn width(&self) -> usize {
        usize::from(self.context.config.text.width).max(NARROWEST_PAGE)
    }

    /// Whether text is folded to ASCII.
    pub(super) fn ascii(&self) -> bool {
        self.context.config.text.ascii
    }

    /// How columns are counted.
    pub(super) fn ruler(&self) -> Ruler {
        Ruler::of(self.language)
    }

    /// Text of the tool or of the metadata, made fit for a line.
    pub(super) fn plain(&self, text: &str) -> String {
        let clean: String = text.chars().filter_map(ascii::printable).collect();
        let folded = if self.ascii() { ascii::fold(&clean, self.language) } else { clean };
        folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Wraps text to `width` columns; no lines when there is none.
    pub(super) fn wrap(&self, text: &str, width: usize) -> Vec<String> {
        if text.is_empty() { Vec::new() } else { wrap::wrap(text, width, self.language) }
    }

    /// Text in capitals, as the language has them.
    pub(super) fn capitals(&self, text: &str) -> String {
        let text = match self.language.primary() {
            "tr" | "az" => text.replace('i', "İ"),
            _ => text.to_owned(),
        };
        self.plain(&text.to_uppercase())
    }
}

/// What is left of a measure when something stands beside the text.
pub(super) fn narrowed(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(NARROWEST)
}

/// Lines with something before them: `first` on the first line, `rest` on the others. Nothing is left hanging at the
/// end of a line.
pub(super) fn prefixed(lines: Vec<String>, first: &str, rest: &str) -> Vec<String> {
    let mut prefix = first;
    lines
        .into_iter()
        .map(|line| {
            let line = format!("{prefix}{line}");
            prefix = rest;
            line.trim_end().to_owned()
        })
        .collect()
}
