//! Rows of tables with more or fewer cells than the header.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, Inline};
use crate::read::reader::Reader;
use crate::source::Span;

use super::content::join_text;
use super::fragment::fragment;

/// GFM drops surplus cells (4.10). Nothing an author wrote may be lost, so they join the last cell. `cells` are those
/// of the row whose text is `source`, as many as there are columns.
pub(super) fn mend(cells: &mut [Cell], source: &str, start: usize, span: Span, reader: &mut Reader<'_>) {
    let written = split(source);
    let columns = cells.len();
    if written.len() == columns {
        return;
    }
    let count = |n: usize| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
    let (found, wanted) = (count(written.len()), count(columns));
    let help = if written.len() < columns {
        "the missing cells are empty; add them, or a “|” for each"
    } else {
        "the surplus joined the last cell; write “\\|” for a bar that ends no cell"
    };
    reader.report(
        Diagnostic::new(Code::RaggedTable, format!("this row has {found}, its header {wanted}"))
            .at(span)
            .help(help),
    );
    let Some(last) = cells.last_mut() else { return };
    for range in written.into_iter().skip(columns) {
        let text = source.get(range.clone()).unwrap_or_default();
        let content = fragment(text, start + range.start, reader);
        if !content.is_empty() {
            last.push(Inline::Text(" | ".to_owned()));
            last.extend(content);
        }
    }
    join_text(last);
}

/// The cells of a row's source: what stands between bars that are not escaped.
fn split(source: &str) -> Vec<Range<usize>> {
    let end = source.trim_end().len();
    let mut start = source.len() - source.trim_start().len();
    if source.as_bytes().get(start) == Some(&b'|') {
        start += 1;
    }
    let mut cells = Vec::new();
    let mut before = b' ';
    for (at, &byte) in source.as_bytes().iter().enumerate().take(end).skip(start) {
        if byte == b'|' && before != b'\\' {
            cells.push(start..at);
            start = at + 1;
        }
        before = byte;
    }
    if start < end {
        cells.push(start..end);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_end_cells_unless_escaped() {
        let show = |row: &'static str| {
            split(row).into_iter().map(|range| row.get(range).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(show("| a | b |\n"), [" a ", " b "]);
        assert_eq!(show("a|b"), ["a", "b"]);
        assert_eq!(show(r"| a \| b | c"), [r" a \| b ", " c"]);
        assert_eq!(show("||"), [""]);
    }
}
