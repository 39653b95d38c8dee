//! What the columns of a table hold: text, or numbers to be aligned.

use crate::model::{Alignment, Table, plain_text};

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// Alignment of each column: as written, else right when most of its cells are numbers.
pub(super) fn alignments(table: &Table) -> Vec<Align> {
    let numeric = |index: usize| {
        let cells: Vec<String> =
            table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| plain_text(cell)).collect();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        filled > 0 && cells.iter().filter(|cell| is_number(cell)).count() * 5 >= filled * 4
    };
    let of = |(index, written): (usize, &Alignment)| match written {
        Alignment::Left => Align::Left,
        Alignment::Centre => Align::Centre,
        Alignment::Right => Align::Right,
        Alignment::Default => {
            if numeric(index) {
                Align::Right
            } else {
                Align::Left
            }
        }
    };
    table.columns.iter().enumerate().map(of).collect()
}

/// `[<>~±≤≥−-]? digits [.,digits] %?`
pub(super) fn is_number(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['<', '>', '~', '±', '≤', '≥', '−', '-', '+']).trim_start();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    !text.is_empty()
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{202F}' | '\u{A0}'))
}

/// What stands after the decimal separator, with it.
pub(super) fn fraction(text: &str) -> &str {
    let text = text.trim();
    if !is_number(text) {
        return "";
    }
    text.rfind(['.', ',']).and_then(|at| text.get(at..)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_text() {
        for text in ["5", "0.25", "1,070", "< 3", "~40%", "−2.5", "≥ 10 %"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "30–50 mL daily", "IV", "5 mL", "-", "n/a", "2025-01-02"] {
            assert!(!is_number(text), "{text}");
        }
        assert_eq!(fraction("0.25"), ".25");
        assert_eq!(fraction("12"), "");
    }
}
