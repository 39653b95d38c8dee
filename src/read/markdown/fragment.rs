//! Inline Markdown on its own: a title, or the rest of a table row.

use pulldown_cmark::{Options, Parser};

use crate::diagnostic::Diagnostic;
use crate::model::{BlockKind, Inline, on_one_line, plain_text};
use crate::read::reader::Reader;
use crate::source::{SourceId, Span};

use super::builder::Builder;

/// CommonMark has no notation for “inline content only”; the cell of a table is nothing else.
const BEFORE: &str = "|-|\n|-|\n|";

/// Reads a part of one line as inline Markdown. `start` is where it stands in the source.
pub(in crate::read) fn fragment(source: &str, start: usize, reader: &mut Reader<'_>) -> Vec<Inline> {
    let (mut content, mut diagnostics) = read(source, reader.source(), super::options());
    let shift = |span: &mut Span| {
        let move_by = |at: u32| (at as usize + start).saturating_sub(BEFORE.len());
        *span = Span::new(span.source, move_by(span.start)..move_by(span.end));
    };
    crate::model::walk::nested_inlines_mut(&mut content, &mut |inline| match inline {
        Inline::Link(link) => shift(&mut link.span),
        Inline::Image(image) => shift(&mut image.span),
        Inline::FootnoteCall(call) => shift(&mut call.span),
        Inline::Citation(citation) => shift(&mut citation.span),
        Inline::Text(_)
        | Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Subscript(_)
        | Inline::Superscript(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Passage(_)
        | Inline::SoftBreak
        | Inline::LineBreak => {}
    });
    diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.span.as_mut()).for_each(shift);
    diagnostics.into_iter().for_each(|diagnostic| reader.report(diagnostic));
    content
}

/// The plain text of a title that may hold inline Markdown, HTML and entities.
pub(in crate::read) fn plain_title(title: &str) -> String {
    let line = on_one_line(title).replace('|', "\\|");
    let options = super::options() - Options::ENABLE_MATH - Options::ENABLE_FOOTNOTES;
    let (content, _) = read(&line, SourceId::default(), options);
    plain_text(&content)
}

fn read(source: &str, id: SourceId, options: Options) -> (Vec<Inline>, Vec<Diagnostic>) {
    let text = format!("{BEFORE}{source}\n");
    let mut reader = Reader::new(id, &text);
    let mut builder = Builder::new(&mut reader, 0);
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        builder.event(event, range);
    }
    let blocks = builder.finish().blocks;
    let content = blocks.into_iter().find_map(|block| match block.kind {
        BlockKind::Table(table) => table.rows.into_iter().next()?.cells.into_iter().next(),
        _ => None,
    });
    (content.unwrap_or_default(), reader.diagnostics)
}
