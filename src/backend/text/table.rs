//! Tables: columns that line up, cells wrapped to fit; where that would not be readable, records.

use super::blocks::captioned;
use super::columns::{self, GUTTER};
use super::wrap::Prepared;
use super::writer::{Writer, narrowed, prefixed};
use crate::model::{Alignment, Cell, Row, Table};

/// Lines of the tallest row that can still be read across.
const TALLEST_ROW: usize = 9;
/// A cell of so many lines is a ribbon when its column has fewer columns of text than [`RIBBON_WIDTH`].
const RIBBON_LINES: usize = 4;
/// See [`RIBBON_LINES`].
const RIBBON_WIDTH: usize = 14;

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    Left,
    Centre,
    Right,
}

impl Writer<'_> {
    pub(super) fn table(&self, table: &Table, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(caption) = &table.caption {
            self.tables.set(self.tables.get() + 1);
            let label = self.numbered(&self.labels.table, self.tables.get());
            lines.extend(self.wrap(&captioned(Some(label), &self.text(caption)), width));
        }
        let header = self.cells(&table.header);
        let headed = header.iter().any(|cell| !cell.is_empty());
        let rows: Vec<Vec<String>> = table.rows.iter().map(|row| self.cells(row)).collect();
        if !headed && rows.is_empty() {
            return lines;
        }
        let settings = self.settings(table, &rows);
        let set = self.grid(headed.then_some(&header), &rows, &settings, width);
        lines.extend(set.unwrap_or_else(|| self.records(&header, &rows, width)));
        lines
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        row.cells.iter().map(|cell: &Cell| self.text(cell)).collect()
    }

    /// The author's alignment, else right for columns of numbers.
    fn settings(&self, table: &Table, rows: &[Vec<String>]) -> Vec<Setting> {
        let column = |(at, alignment): (usize, &Alignment)| match alignment {
            Alignment::Left => Setting::Left,
            Alignment::Centre => Setting::Centre,
            Alignment::Right => Setting::Right,
            Alignment::Default => {
                let cells: Vec<&String> =
                    rows.iter().filter_map(|row| row.get(at)).filter(|cell| !is_blank(cell)).collect();
                let numbers = cells.iter().filter(|cell| is_numeric(cell)).count();
                // Four of five.
                if numbers > 0 && numbers * 5 >= cells.len() * 4 { Setting::Right } else { Setting::Left }
            }
        };
        table.columns.iter().enumerate().map(column).collect()
    }

    /// Keeps columns free after the numbers of right-set columns, so that their decimal points stand one above the
    /// other.
    fn align_decimals(&self, rows: &mut [Vec<Prepared<'_>>], settings: &[Setting]) {
        let comma = !matches!(self.language.primary(), "en" | "zh" | "ja" | "ko" | "he" | "hi" | "th");
        let decimals = |cell: &str| -> usize {
            let digits = cell.trim_end_matches('%').trim_end();
            let tail =
                digits.rsplit_once(if comma { ',' } else { '.' }).map_or(0, |(_, tail)| tail.len() + 1);
            tail + cell.len() - digits.len()
        };
        for (at, _) in settings.iter().enumerate().filter(|(_, setting)| **setting == Setting::Right) {
            let column = rows.iter_mut().filter_map(|row| row.get_mut(at));
            let mut numbers: Vec<&mut Prepared<'_>> = column.filter(|cell| is_numeric(cell.text)).collect();
            let most = numbers.iter().map(|cell| decimals(cell.text)).max().unwrap_or(0);
            for cell in &mut numbers {
                cell.trailing = most - decimals(cell.text);
            }
        }
    }

    /// The table in columns; none when it would not fit or not be readable.
    fn grid(
        &self,
        header: Option<&Vec<String>>,
        rows: &[Vec<String>],
        settings: &[Setting],
        width: usize,
    ) -> Option<Vec<String>> {
        let mut prepared: Vec<Vec<Prepared<'_>>> =
            header.into_iter().chain(rows).map(|row| self.prepared(row)).collect();
        self.align_decimals(&mut prepared, settings);
        let widths = columns::widths(&prepared, width)?;
        let heights: Vec<usize> = prepared.iter().map(|row| columns::height(row, &widths)).collect();
        let ribbon = |row: &Vec<Prepared<'_>>| {
            let cells = row.iter().zip(&widths);
            cells
                .filter(|(_, width)| **width < RIBBON_WIDTH)
                .any(|(cell, width)| cell.height(*width) >= RIBBON_LINES)
        };
        if heights.iter().any(|height| *height > TALLEST_ROW) || prepared.iter().any(ribbon) {
            return None;
        }
        let measure = widths.iter().sum::<usize>() + GUTTER * widths.len().saturating_sub(1);
        // Where many rows take several lines, space tells them apart.
        let body: usize = heights.iter().skip(usize::from(header.is_some())).sum();
        let spaced = body * 2 > rows.len() * 3;
        let rule = "=".repeat(measure);
        let mut lines = vec![rule.clone()];
        for (at, row) in prepared.iter().enumerate() {
            let is_header = at == 0 && header.is_some();
            if spaced && at > usize::from(header.is_some()) {
                lines.push(String::new());
            }
            lines.extend(self.row(row, &widths, settings, is_header));
            if is_header {
                lines.push("-".repeat(measure));
            }
        }
        lines.push(rule);
        Some(lines)
    }

    fn prepared<'t>(&self, row: &'t [String]) -> Vec<Prepared<'t>> {
        row.iter().map(|cell| Prepared::new(cell, self.language)).collect()
    }

    /// The lines of a row: cells start at its top, those of the header end at its foot.
    fn row(&self, row: &[Prepared<'_>], widths: &[usize], settings: &[Setting], header: bool) -> Vec<String> {
        let cells: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(cell, width)| cell.lines(*width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|at| {
                let mut line = String::new();
                let mut start = 0;
                for (((cell, width), setting), prepared) in cells.iter().zip(widths).zip(settings).zip(row) {
                    let above = if header { height - cell.len() } else { 0 };
                    let text = at.checked_sub(above).and_then(|at| cell.get(at)).map_or("", String::as_str);
                    let slack = width.saturating_sub(self.ruler().width(text));
                    let left = match setting {
                        Setting::Left => 0,
                        Setting::Centre => slack / 2,
                        Setting::Right => slack.saturating_sub(prepared.trailing),
                    };
                    let here = self.ruler().width(&line);
                    line.push_str(&" ".repeat((start + left).saturating_sub(here)));
                    line.push_str(text);
                    start += width + GUTTER;
                }
                line.trim_end().to_owned()
            })
            .collect()
    }

    /// The rows one below the other, each cell after its header.
    fn records(&self, header: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
        const HANG: &str = "  ";
        let rule = "=".repeat(width);
        let mut lines = vec![rule.clone()];
        if rows.is_empty() {
            let names = header.iter().filter(|name| !name.is_empty());
            lines.extend(names.flat_map(|name| self.wrap(name, width)));
        }
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                lines.push(String::new());
            }
            let named = row.iter().zip(header).filter(|(cell, name)| !cell.is_empty() || !name.is_empty());
            for (nth, (cell, name)) in named.enumerate() {
                let indent = if nth == 0 { "" } else { HANG };
                let own = self.wrap(&self.entry(name, cell), narrowed(width, indent.len() + HANG.len()));
                lines.extend(prefixed(own, indent, &format!("{indent}{HANG}")));
            }
        }
        lines.push(rule);
        lines
    }

    /// A cell after its header: “Dose: 5 mL”.
    fn entry(&self, name: &str, cell: &str) -> String {
        // A cell without text says so, as a dash.
        let cell = if cell.is_empty() { "-" } else { cell };
        if name.is_empty() {
            return cell.to_owned();
        }
        let colon = self.plain(&format!("{}.", self.labels.colon));
        let colon = colon.trim_end_matches('.');
        let space = if self.labels.colon.ends_with(' ') { " " } else { "" };
        format!("{}{}{space}{cell}", name.trim_end_matches([':', '：']), colon.trim_end())
    }
}

/// Whether a cell says nothing: empty, or a dash.
fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '-' | '–' | '—' | ' '))
}

/// Whether a cell is a number: `<0.05`, `~1,070`, `−12.5 %`.
fn is_numeric(cell: &str) -> bool {
    let cell =
        cell.trim_start_matches(['<', '>', '~', '±', '≤', '≥', '≈', '+', '−', '-', ' ', '$', '€', '£']);
    let cell = cell.strip_suffix('%').unwrap_or(cell).trim_end();
    cell.starts_with(|c: char| c.is_ascii_digit())
        && cell.ends_with(|c: char| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_text() {
        for number in ["5", "1,070", "<0.05", "~12%", "−3.5", "1 070", "25 %"] {
            assert!(is_numeric(number), "{number}");
        }
        for text in ["30–50 mL", "IV", "", "4-week", "2x", "5 mL", "."] {
            assert!(!is_numeric(text), "{text}");
        }
        assert!(is_blank("—") && is_blank("") && !is_blank("0"));
    }
}
