//! Tables, figures and code of HTML.

use std::ops::Range;

use crate::model::{Alignment, Block, BlockKind, Cell, Inline, Row, Table};
use crate::read::characters::clean;
use crate::read::reader::Reader;
use crate::source::Span;

use super::tokens::StartTag;

/// The most columns of a table; cells beyond them join the last.
const MAX_COLUMNS: usize = 256;
/// The most cells of a table, those that fill up short rows included. A larger one is shown row by row.
const MAX_CELLS: usize = 1 << 18;

/// How far a cell reaches, and what it is.
pub(super) struct Spans {
    columns: usize,
    rows: usize,
    is_header: bool,
    alignment: Alignment,
}

impl Spans {
    /// Reads the attributes of a cell.
    pub(super) fn of(tag: &StartTag, is_header: bool) -> Self {
        let count = |name| tag.text(name).and_then(|value| value.parse().ok()).unwrap_or(1_usize);
        Self {
            columns: count("colspan").clamp(1, MAX_COLUMNS),
            rows: count("rowspan").clamp(1, 1_000),
            is_header,
            alignment: alignment(tag),
        }
    }
}

fn alignment(tag: &StartTag) -> Alignment {
    let style = tag.text("style").and_then(|style| {
        let (_, value) = style
            .split(';')
            .filter_map(|rule| rule.split_once(':'))
            .find(|(name, _)| name.trim() == "text-align")?;
        Some(value)
    });
    match style.or_else(|| tag.text("align")).map(|value| value.trim().to_ascii_lowercase()).as_deref() {
        Some("left" | "start") => Alignment::Left,
        Some("center") => Alignment::Centre,
        Some("right" | "end") => Alignment::Right,
        _ => Alignment::Default,
    }
}

/// A table that is not finished.
#[derive(Default)]
pub(super) struct OpenTable {
    pub(super) caption: Option<Vec<Inline>>,
    /// Whether rows that come now are headers.
    pub(super) head: bool,
    rows: Vec<OpenRow>,
    row: Option<OpenRow>,
    columns: Vec<Alignment>,
    /// For each column, how many rows below are covered by a cell above.
    covered: Vec<usize>,
}

struct OpenRow {
    cells: Vec<Cell>,
    is_header: bool,
    range: Range<usize>,
}

impl OpenTable {
    /// Begins a row.
    pub(super) fn start_row(&mut self, start: usize) {
        self.end_row(start);
        self.row = Some(OpenRow { cells: Vec::new(), is_header: true, range: start..start });
    }

    /// Ends the row, if one is open.
    pub(super) fn end_row(&mut self, end: usize) {
        let Some(mut row) = self.row.take() else { return };
        self.skip_covered(&mut row);
        row.range.end = row.range.end.max(end);
        row.is_header |= self.head;
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
    }

    /// Adds a cell.
    pub(super) fn cell(&mut self, spans: &Spans, content: Cell, range: Range<usize>) {
        let mut row = self.row.take().unwrap_or_else(|| OpenRow {
            cells: Vec::new(),
            is_header: true,
            range: range.start..range.start,
        });
        self.skip_covered(&mut row);
        row.is_header &= spans.is_header;
        row.range.end = range.end;
        let at = row.cells.len();
        if at >= MAX_COLUMNS {
            if let Some(last) = row.cells.last_mut() {
                last.push(Inline::Text(" | ".to_owned()));
                last.extend(content);
            }
        } else {
            let columns = spans.columns.min(MAX_COLUMNS - at);
            let end = at + columns;
            row.cells.push(content);
            row.cells.resize(end, Vec::new());
            if self.columns.len() < end {
                self.columns.resize(end, Alignment::Default);
                self.covered.resize(end, 0);
            }
            for covered in self.covered.iter_mut().take(end).skip(at) {
                *covered = spans.rows - 1;
            }
            if let Some(column) = self.columns.get_mut(at).filter(|column| **column == Alignment::Default) {
                *column = spans.alignment;
            }
        }
        self.row = Some(row);
    }

    /// Fills the places that cells of rows above reach into.
    fn skip_covered(&mut self, row: &mut OpenRow) {
        while let Some(covered) = self.covered.get_mut(row.cells.len()).filter(|covered| **covered > 0) {
            *covered -= 1;
            row.cells.push(Vec::new());
        }
    }

    /// The finished table: every row as long as the longest. Without a header row its header is empty.
    pub(super) fn finish(mut self, span: Span, end: usize, reader: &Reader<'_>) -> Vec<Block> {
        self.end_row(end);
        let columns = self.columns.len();
        let mut rows: Vec<OpenRow> = self.rows;
        if rows.is_empty() {
            let caption = self.caption.filter(|caption| !caption.is_empty());
            return caption.map(|caption| paragraph(caption, span)).into_iter().collect();
        }
        if rows.len().saturating_mul(columns) > MAX_CELLS {
            let lines = rows.into_iter().map(|row| paragraph(line(row.cells), reader.block_span(row.range)));
            return self.caption.map(|caption| paragraph(caption, span)).into_iter().chain(lines).collect();
        }
        let header = match rows.first() {
            Some(first) if first.is_header => rows.remove(0),
            _ => {
                OpenRow { cells: Vec::new(), is_header: true, range: span.range().start..span.range().start }
            }
        };
        let row = |mut row: OpenRow| {
            row.cells.resize(columns, Vec::new());
            Row { cells: row.cells, span: reader.block_span(row.range) }
        };
        let table = Table {
            caption: self.caption.filter(|caption| !caption.is_empty()),
            columns: self.columns,
            header: row(header),
            rows: rows.into_iter().map(row).collect(),
        };
        vec![Block { kind: BlockKind::Table(Box::new(table)), span }]
    }
}

fn paragraph(content: Vec<Inline>, span: Span) -> Block {
    Block { kind: BlockKind::Paragraph(content), span }
}

/// The cells of a row in one line.
fn line(cells: Vec<Cell>) -> Vec<Inline> {
    let mut line = Vec::new();
    for cell in cells.into_iter().filter(|cell| !cell.is_empty()) {
        if !line.is_empty() {
            line.push(Inline::Text(" | ".to_owned()));
        }
        line.extend(cell);
    }
    crate::read::markdown::join_text(&mut line);
    line
}

/// The blocks of a figure with its caption at the last image or table that has none; else the caption follows them.
pub(super) fn captioned(mut body: Vec<Block>, caption: Option<Vec<Inline>>, span: Span) -> Vec<Block> {
    let Some(caption) = caption.filter(|caption| !caption.is_empty()) else { return body };
    let place = body.iter_mut().rev().find_map(|block| match &mut block.kind {
        BlockKind::Figure(figure) => Some(&mut figure.caption),
        BlockKind::Table(table) if table.caption.is_none() => Some(&mut table.caption),
        _ => None,
    });
    match place {
        // The caption of a figure counts more than the title of its image.
        Some(place) => *place = Some(caption),
        None => body.push(paragraph(caption, span)),
    }
    body
}

/// The language that `class="language-…"` names, as the HTML standard suggests (4.5.15).
pub(super) fn code_language(tag: &StartTag) -> Option<String> {
    let class = tag.text("class")?;
    let name = class
        .split_ascii_whitespace()
        .find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    name.or_else(|| tag.text("lang")).filter(|name| !name.is_empty()).map(|name| clean(name).into_owned())
}
