//! Captions of tables: Markdown has none, so authors write a paragraph beside the table, “Table 1. Volumes to draw”
//! or “Table: Volumes to draw” (as pandoc reads it).

use crate::diagnostic::Diagnostic;
use crate::labels::Labels;
use crate::model::{Block, BlockKind, Document, Inline, Language, walk};

use super::{Setting, runs};

/// Makes a paragraph that names the table above or below it that table's caption. The author's number goes: tables
/// with a caption are numbered in order.
pub fn run(document: &mut Document, setting: &Setting<'_>, _: &mut Vec<Diagnostic>) {
    let labels = [setting.terms.of(&document.metadata.language), setting.terms.of(&Language::english())];
    let words: Vec<String> = labels.iter().map(|labels| word(labels)).collect();
    walk::bodies_mut(document, &mut |body| {
        walk::block_lists_mut(body, &mut |blocks| captions(blocks, &words));
    });
}

/// The word “Table” of a language.
fn word(labels: &Labels) -> String {
    labels.table.replace("{number}", "").trim().to_owned()
}

fn captions(blocks: &mut Vec<Block>, words: &[String]) {
    let uncaptioned = |blocks: &[Block], at: usize| matches!(blocks.get(at).map(|block| &block.kind), Some(BlockKind::Table(table)) if table.caption.is_none());
    let is_table = |blocks: &[Block], at: usize| {
        matches!(blocks.get(at).map(|block| &block.kind), Some(BlockKind::Table(_)))
    };
    let mut at = 0;
    while at < blocks.len() {
        let Some(caption) = blocks.get(at).and_then(|block| caption(block, words)) else {
            at += 1;
            continue;
        };
        // Above its table by rule; below it where there is none underneath.
        let table = if uncaptioned(blocks, at + 1) {
            Some(at + 1)
        } else {
            at.checked_sub(1).filter(|above| !is_table(blocks, at + 1) && uncaptioned(blocks, *above))
        };
        let Some(Block { kind: BlockKind::Table(table), .. }) = table.and_then(|table| blocks.get_mut(table))
        else {
            at += 1;
            continue;
        };
        table.caption = Some(caption);
        blocks.remove(at);
    }
}

/// What a paragraph says after “Table 1.”; none if it does not begin so or says nothing more.
fn caption(block: &Block, words: &[String]) -> Option<Vec<Inline>> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let (first, rest) = content.split_first()?;
    let mut caption = Vec::new();
    match first {
        Inline::Text(text) => caption.push(Inline::Text(after_label(text, words)?.to_owned())),
        Inline::Strong(label) => {
            let [Inline::Text(text)] = label.as_slice() else { return None };
            let said = after_label(text, words)?;
            if !said.is_empty() {
                caption.push(Inline::Strong(vec![Inline::Text(said.to_owned())]));
            }
        }
        _ => return None,
    }
    caption.extend(rest.iter().cloned());
    runs::trim_start(&mut caption, &[]);
    (!caption.is_empty()).then_some(caption)
}

/// The text after `Table:`, `Table 1:` or `Table 1.`.
fn after_label<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    let text = text.trim_start();
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word.as_str())?;
        let number = rest.trim_start_matches([' ', '\u{A0}']);
        let after = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = after.len() < number.len();
        let said = after.trim_start_matches(['\u{A0}', '\u{202F}']);
        let said =
            said.strip_prefix([':', '：']).or_else(|| said.strip_prefix('.').filter(|_| is_numbered))?;
        (said.is_empty() || said.starts_with(char::is_whitespace)).then(|| said.trim_start())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::model::{Alignment, Row, Table, plain_text};

    fn words() -> Vec<String> {
        vec!["Tabelle".to_owned(), "Table".to_owned()]
    }

    #[test]
    fn labels_are_told_from_sentences() {
        let words = words();
        assert_eq!(after_label("Table 1. Volumes", &words), Some("Volumes"));
        assert_eq!(after_label("Table: Volumes", &words), Some("Volumes"));
        assert_eq!(after_label("Tabelle 12: Mengen", &words), Some("Mengen"));
        assert_eq!(after_label("Table 1.", &words), Some(""));
        for sentence in
            ["Table 1 shows the volumes.", "Tables: many", "Table salt. It is", "Table. So", "A Table 1. x"]
        {
            assert_eq!(after_label(sentence, &words), None, "{sentence}");
        }
    }

    fn table() -> Block {
        let row = || Row { cells: vec![vec![text("cell")]], span: span() };
        let columns = vec![Alignment::Default];
        block(BlockKind::Table(Box::new(Table { caption: None, columns, header: row(), rows: vec![row()] })))
    }

    #[test]
    fn a_paragraph_above_or_below_becomes_the_caption() {
        let bold = block(BlockKind::Paragraph(vec![strong("Table 1."), text(" First")]));
        let mut blocks = vec![bold, table(), paragraph("Table 2. Second"), table(), paragraph("Text.")];
        captions(&mut blocks, &words());
        let said: Vec<String> = blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Table(table) => plain_text(table.caption.as_ref().unwrap()),
                BlockKind::Paragraph(content) => plain_text(content),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(said, ["First", "Second", "Text."]);

        let mut below = vec![table(), paragraph("Table: Below it")];
        captions(&mut below, &words());
        assert_eq!(below.len(), 1);

        let mut far = vec![paragraph("Table 1. Far away"), paragraph("Text."), table()];
        captions(&mut far, &words());
        assert_eq!(far.len(), 3);
    }
}
