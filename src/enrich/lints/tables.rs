//! Tables without a header: columns that nobody can name.

use super::super::{flow, runs};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BlockKind, Document, walk};

/// Reports tables whose header row is empty.
pub fn look(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    for body in flow::bodies(document) {
        walk::blocks(body, &mut |block| {
            if let BlockKind::Table(table) = &block.kind
                && table.header.cells.iter().all(|cell| runs::all_blank(cell))
            {
                diagnostics.push(
                    Diagnostic::new(Code::TableWithoutHeader, "the table's header row is empty")
                        .at(table.header.span)
                        .help("say in the first row what each column holds: screen readers read it with every cell"),
                );
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::*;
    use super::*;
    use crate::model::{Alignment, Inline, Row, Table};

    #[test]
    fn a_table_needs_a_header() {
        let table = |header: Vec<Vec<Inline>>| {
            block(BlockKind::Table(Box::new(Table {
                caption: None,
                columns: vec![Alignment::Default; 2],
                header: Row { cells: header, span: span() },
                rows: vec![],
            })))
        };
        let mut findings = Vec::new();
        look(&document(vec![table(vec![vec![], vec![text("Dose")]])]), &mut findings);
        assert!(findings.is_empty());
        look(&document(vec![table(vec![vec![text(" ")], vec![]])]), &mut findings);
        assert_eq!(codes(&findings), ["table-without-header"]);
    }
}
