//! Blocks as inline content: what stands in a cell, a heading or a term is one run of text in the model.

use crate::model::{Block, BlockKind, Inline, ListMarker};

/// The content of blocks, each on a line of its own.
pub(super) fn flatten(mut blocks: Vec<Block>) -> Vec<Inline> {
    // The usual case: one paragraph.
    if let [Block { kind: BlockKind::Paragraph(content), .. }] = blocks.as_mut_slice() {
        return std::mem::take(content);
    }
    let mut lines = Vec::new();
    for block in blocks {
        push(block, &mut lines);
    }
    let mut content = Vec::new();
    for line in lines {
        if line.is_empty() {
            continue;
        }
        if !content.is_empty() {
            content.push(Inline::LineBreak);
        }
        content.extend(line);
    }
    crate::read::markdown::join_text(&mut content);
    content
}

fn push(block: Block, lines: &mut Vec<Vec<Inline>>) {
    match block.kind {
        BlockKind::Heading(heading) => lines.push(vec![Inline::Strong(heading.content)]),
        BlockKind::Paragraph(content) | BlockKind::Disclaimer(content) => lines.push(content),
        BlockKind::List(list) => {
            let mut number = match list.marker {
                ListMarker::Bullet => None,
                ListMarker::Ordered { start } => Some(start),
            };
            for item in list.items {
                let mark = number.map_or_else(|| "• ".to_owned(), |number| format!("{number}. "));
                number = number.map(|number| number.saturating_add(1));
                let mut line = vec![Inline::Text(mark)];
                line.extend(flatten(item.blocks));
                lines.push(line);
            }
        }
        BlockKind::DefinitionList(entries) => {
            for entry in entries {
                lines.push(vec![Inline::Strong(entry.term)]);
                lines.extend(entry.definitions.into_iter().map(flatten));
            }
        }
        BlockKind::BlockQuote(blocks) => blocks.into_iter().for_each(|block| push(block, lines)),
        BlockKind::Callout(callout) => callout.blocks.into_iter().for_each(|block| push(block, lines)),
        BlockKind::Code(code) => {
            lines.extend(code.text.lines().map(|line| vec![Inline::Code(line.to_owned())]));
        }
        BlockKind::Table(table) => {
            lines.extend(table.caption);
            for row in std::iter::once(table.header).chain(table.rows) {
                let mut line = Vec::new();
                for cell in row.cells.into_iter().filter(|cell| !cell.is_empty()) {
                    if !line.is_empty() {
                        line.push(Inline::Text(" | ".to_owned()));
                    }
                    line.extend(cell);
                }
                lines.push(line);
            }
        }
        BlockKind::Figure(figure) => {
            lines.push(vec![Inline::Image(Box::new(figure.image))]);
            lines.extend(figure.caption);
        }
        BlockKind::Math(tex) => lines.push(vec![Inline::Math(tex)]),
        BlockKind::ThematicBreak => {}
        BlockKind::Faq(faq) => {
            lines.push(vec![Inline::Strong(faq.heading.content)]);
            faq.body.into_iter().for_each(|block| push(block, lines));
        }
        BlockKind::Question(question) => {
            lines.push(vec![Inline::Strong(question.heading.content)]);
            question.answer.into_iter().for_each(|block| push(block, lines));
        }
    }
}
