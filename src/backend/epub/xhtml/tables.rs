//! Tables.

use super::Writer;
use crate::model::{Alignment, Cell, Inline, Row, Table, plain_text};

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, table: &Table) {
        let has_header = table.header.cells.iter().any(|cell| !is_blank(cell));
        let label = self.table_name(table);
        // What scrolls must be reachable by keyboard (WCAG 2.1, 2.1.1), and what is reachable needs a name.
        let mut wrapper = vec![("class", "table"), ("role", "group"), ("tabindex", "0")];
        wrapper.extend(label.as_deref().map(|label| ("aria-label", label)));
        self.xml.open("div", &wrapper);
        self.xml.line();
        self.xml.open("table", &[]);
        self.xml.line();
        if let Some(caption) = &table.caption {
            self.captioned_tables += 1;
            self.xml.open("caption", &[]);
            let label = self.labels.table.replace("{number}", &self.captioned_tables.to_string());
            self.caption_label(&label);
            self.inlines(caption);
            self.xml.close_line();
        }
        let columns = columns(table);
        if has_header {
            self.xml.open("thead", &[]);
            self.xml.line();
            self.row(&table.header, &columns, |_, cell| match is_blank(cell) {
                true => CellKind::Data,
                false => CellKind::ColumnHeader,
            });
            self.xml.close_line();
        }
        if !table.rows.is_empty() {
            let headed = table.heads_rows();
            self.xml.open("tbody", &[]);
            self.xml.line();
            for row in &table.rows {
                self.row(row, &columns, |column, _| match column == 0 && headed {
                    true => CellKind::RowHeader,
                    false => CellKind::Data,
                });
            }
            self.xml.close_line();
        }
        self.xml.close_line();
        self.xml.close_line();
    }

    fn row(&mut self, row: &Row, columns: &[Option<&'static str>], kind: impl Fn(usize, &Cell) -> CellKind) {
        self.xml.open("tr", &[]);
        for (column, cell) in row.cells.iter().enumerate() {
            let (name, scope) = match kind(column, cell) {
                CellKind::ColumnHeader => ("th", Some("col")),
                CellKind::RowHeader => ("th", Some("row")),
                CellKind::Data => ("td", None),
            };
            let mut attributes: Vec<_> = scope.map(|scope| ("scope", scope)).into_iter().collect();
            attributes.extend(columns.get(column).copied().flatten().map(|class| ("class", class)));
            self.xml.open(name, &attributes);
            self.inlines(cell);
            self.xml.close();
        }
        self.xml.close_line();
    }

    /// What the table is called: its caption, else its column headers.
    fn table_name(&self, table: &Table) -> Option<String> {
        let name = match &table.caption {
            Some(caption) => plain_text(caption),
            None => {
                let headers: Vec<_> = table.header.cells.iter().map(|cell| plain_text(cell)).collect();
                let [_, separator, _] = &self.labels.list;
                headers.into_iter().filter(|header| !header.is_empty()).collect::<Vec<_>>().join(separator)
            }
        };
        (!name.is_empty()).then_some(name)
    }
}

/// What a cell is.
#[derive(Clone, Copy)]
enum CellKind {
    ColumnHeader,
    RowHeader,
    Data,
}

/// The class of each column: its alignment as written, else to the right where it holds numbers.
fn columns(table: &Table) -> Vec<Option<&'static str>> {
    let class = |(column, alignment): (usize, &Alignment)| match alignment {
        Alignment::Left => Some("left"),
        Alignment::Centre => Some("centre"),
        Alignment::Right => Some("right"),
        Alignment::Default => is_numeric(table, column).then_some("right"),
    };
    table.columns.iter().enumerate().map(class).collect()
}

/// Whether a cell holds nothing but space.
fn is_blank(cell: &Cell) -> bool {
    cell.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::SoftBreak | Inline::LineBreak => true,
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Subscript(_)
        | Inline::Superscript(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Link(_)
        | Inline::Citation(_)
        | Inline::Image(_)
        | Inline::FootnoteCall(_)
        | Inline::Passage(_) => false,
    })
}

/// Whether at least four of five cells of a column are numbers.
fn is_numeric(table: &Table, column: usize) -> bool {
    let cells: Vec<_> = table.rows.iter().filter_map(|row| row.cells.get(column)).collect();
    let numbers = cells.iter().filter(|cell| is_number(&plain_text(cell))).count();
    numbers > 0 && numbers * 5 >= cells.len() * 4
}

/// Whether text is a number, with a sign, a comparison or a percent sign at most.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['<', '>', '~', '±', '≤', '≥', '+', '-', '−', ' ']);
    let digits = digits.trim_end_matches(['%', ' ', '\u{A0}', '\u{202F}']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{202F}' | '\u{A0}' | '’'))
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_told_from_ranges() {
        assert!(["5", "0.25", "1,070", "<5", "±2.5", "95%", "−3"].iter().all(|text| is_number(text)));
        assert!(["30–50 mL", "IV", "", "10-21", "2x", "%"].iter().all(|text| !is_number(text)));
    }
}
