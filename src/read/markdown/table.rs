//! Rows of tables with more or fewer cells than the header.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, Inline, Row};
use crate::read::reader::Reader;
use crate::source::Span;

use super::content::join_text;
use super::fragment::fragment;
use super::frames::OpenTable;

/// How many ragged rows of one table are reported one by one.
pub(super) const MAX_REPORTED: usize = 10;

/// Finishes a row whose text is `source`: it gets as many cells as there are columns. GFM drops surplus cells (4.10);
/// nothing an author wrote may be lost, so they join the last one.
pub(super) fn finish_row(
    table: &mut OpenTable,
    source: &str,
    start: usize,
    span: Span,
    reader: &mut Reader<'_>,
) -> Row {
    let columns = table.columns.len();
    let mut cells = std::mem::take(&mut table.cells);
    cells.resize(columns, Cell::new());
    let written = split(source);
    if written.len() != columns {
        table.ragged += 1;
        if table.ragged <= MAX_REPORTED {
            report(written.len(), columns, span, reader);
        }
        append_surplus(&mut cells, written, source, start, reader);
    }
    Row { cells, span }
}

/// Says how many more rows were ragged than those that were reported.
pub(super) fn report_rest(table: &OpenTable, span: Span, reader: &mut Reader<'_>) {
    if let Some(rest) = table.ragged.checked_sub(MAX_REPORTED).filter(|rest| *rest > 0) {
        let message = format!("{rest} more rows of this table have more or fewer cells than its header");
        reader.report(
            Diagnostic::new(Code::RaggedTable, message)
                .at(span.at_start())
                .help("mend the rows named above first"),
        );
    }
}

fn report(written: usize, columns: usize, span: Span, reader: &mut Reader<'_>) {
    let count = |n: usize| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
    let (found, wanted) = (count(written), count(columns));
    let help = if written < columns {
        "the missing cells are empty; add them, or a “|” for each"
    } else {
        "the surplus joined the last cell; write “\\|” for a bar that ends no cell"
    };
    reader.report(
        Diagnostic::new(Code::RaggedTable, format!("this row has {found}, its header {wanted}"))
            .at(span)
            .help(help),
    );
}

fn append_surplus(
    cells: &mut [Cell],
    written: Vec<Range<usize>>,
    source: &str,
    start: usize,
    reader: &mut Reader<'_>,
) {
    let columns = cells.len();
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
