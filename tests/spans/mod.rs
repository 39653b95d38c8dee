//! Spans of documents and findings lie in their text, on character borders.

use pepexport::diagnostic::Diagnostic;
use pepexport::model::{BlockKind, Document, walk};
use pepexport::source::Span;

/// Whether a span lies in the text, on character borders.
pub fn is_in(span: Span, text: &str) -> bool {
    text.get(span.range()).is_some()
}

/// Every span of blocks and inlines lies in the text, on character borders.
pub fn assert_spans(document: &Document, text: &str) {
    use pepexport::model::Inline;
    let bodies = document.footnotes.iter().map(|note| &note.blocks).chain([&document.blocks]);
    for body in bodies {
        walk::blocks(body, &mut |block| {
            assert!(is_in(block.span, text), "{block:?}");
            match &block.kind {
                BlockKind::List(list) => assert!(list.items.iter().all(|item| is_in(item.span, text))),
                BlockKind::Table(table) => {
                    assert!(
                        table
                            .rows
                            .iter()
                            .chain([&table.header])
                            .all(|row| { is_in(row.span, text) && row.cells.len() == table.columns.len() })
                    );
                }
                BlockKind::DefinitionList(entries) => {
                    assert!(entries.iter().all(|entry| is_in(entry.span, text)))
                }
                _ => {}
            }
        });
        walk::inlines(body, &mut |inline| match inline {
            Inline::Link(link) => assert!(is_in(link.span, text), "{link:?}"),
            Inline::Image(image) => assert!(is_in(image.span, text), "{image:?}"),
            Inline::FootnoteCall(call) => assert!(is_in(call.span, text), "{call:?}"),
            Inline::Text(words) => {
                assert!(!words.is_empty());
                assert!(!words.contains(|c: char| c.is_control() && c != '\t' && c != '\n'), "{words:?}");
            }
            _ => {}
        });
    }
}

/// Every finding's span lies in the text, on character borders.
pub fn assert_in_text(found: &[Diagnostic], text: &str) {
    for diagnostic in found {
        assert!(diagnostic.span.is_none_or(|span| is_in(span, text)), "{diagnostic:?}");
    }
}
