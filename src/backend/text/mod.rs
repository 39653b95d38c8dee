//! The text backend: a publication as plain text that reads well in a mail, a terminal or a screen reader.
//!
//! UTF-8, lines of `text.width` display columns at most (code, URLs and words that are wider excepted), ends of lines
//! `\n`, no trailing spaces, no control characters. Nothing the author wrote is lost: what a line of text cannot show
//! (an image, a link's target) is named.

mod ascii;
mod blocks;
mod columns;
mod inlines;
mod lists;

mod references;

mod table;
mod title;
mod wrap;
mod writer;

use std::collections::BTreeMap;

use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::{Outcome, Warned};
use crate::model::{Binding, Document, Publication, Route};
use crate::typography::math::findings;
use writer::Writer;

/// The text backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "text",
    title: "Text",
    extension: "txt",
    media_type: "text/plain; charset=utf-8",
    binds_books: true,
    typeset: true,
};

impl Backend for Text {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let lines = match publication.binding {
            Binding::Article => article(publication, context),
            Binding::Book => book(publication, context),
        };
        let mut text = ascii::released(lines.join("\n"));
        text.push('\n');
        let diagnostics = publication.parts.iter().flat_map(findings).collect();
        let artifacts = vec![Artifact { extension: FORMAT.extension, bytes: text.into_bytes() }];
        Ok(Warned { value: artifacts, diagnostics })
    }
}

/// One article on its own.
fn article(publication: &Publication, context: &Context<'_>) -> Vec<String> {
    let guides = BTreeMap::new();
    publication.parts.iter().flat_map(|part| whole(&Writer::new(part, context, &guides), part)).collect()
}

/// A book: its title, its contents, its articles.
fn book(publication: &Publication, context: &Context<'_>) -> Vec<String> {
    let guides: BTreeMap<&Route, usize> = publication.parts.iter().map(|part| &part.route).zip(1..).collect();
    let Some(first) = publication.parts.first() else { return Vec::new() };
    let front = Writer::new(first, context, &guides).in_language(&publication.metadata.language);
    let mut lines = front.book_title(publication);
    push_part(&mut lines, front.contents(publication), 2);
    for part in &publication.parts {
        push_part(&mut lines, whole(&Writer::new(part, context, &guides), part), 4);
    }
    push_part(&mut lines, front.references(&publication.references, 1), 4);
    lines
}

/// An article from its title to its references.
fn whole(writer: &Writer<'_>, document: &Document) -> Vec<String> {
    let mut lines = writer.article_title();
    push_part(&mut lines, writer.body(&document.blocks), 1);
    push_part(&mut lines, writer.footnotes(), 2);
    push_part(&mut lines, writer.references(&document.references, 2), 2);
    lines
}

/// Adds a part, if it has any lines, after blank lines.
fn push_part(lines: &mut Vec<String>, part: Vec<String>, blank: usize) {
    if !lines.is_empty() && !part.is_empty() {
        lines.extend(std::iter::repeat_n(String::new(), blank));
    }
    lines.extend(part);
}
