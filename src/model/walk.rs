//! Walking the model: every block, every piece of inline content, in document order.

use super::{Block, BlockKind, Document, Inline};

/// Visits every block below `blocks`, outer before inner, in document order.
pub fn blocks<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        for_children(block, &mut |children| self::blocks(children, visit));
    }
}

/// Visits every block below `blocks` to change it, outer before inner, in document order.
pub fn blocks_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for_children_mut(block, &mut |children| blocks_mut(children, visit));
    }
}

/// Visits every vector of blocks from the innermost outwards, so that a pass may split, join or wrap blocks.
pub fn block_lists_mut(blocks: &mut Vec<Block>, visit: &mut impl FnMut(&mut Vec<Block>)) {
    for block in blocks.iter_mut() {
        for_children_mut(block, &mut |children| block_lists_mut(children, visit));
    }
    visit(blocks);
}

/// Visits the block vectors of a document: its body, then each footnote.
pub fn bodies_mut(document: &mut Document, visit: &mut impl FnMut(&mut Vec<Block>)) {
    visit(&mut document.blocks);
    for footnote in &mut document.footnotes {
        visit(&mut footnote.blocks);
    }
}

/// Visits every inline below `blocks`, outer before inner, in document order.
pub fn inlines<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    self::blocks(blocks, &mut |block| own_inlines(block, &mut |content| nested_inlines(content, visit)));
}

/// Visits every inline below `content`, outer before inner.
pub fn nested_inlines<'a>(content: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in content {
        visit(inline);
        if let Some(children) = children_of(inline) {
            nested_inlines(children, visit);
        }
    }
}

/// Visits every inline below `blocks` to change it, outer before inner, in document order.
pub fn inlines_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Inline)) {
    blocks_mut(blocks, &mut |block| {
        own_inlines_mut(block, &mut |content| nested_inlines_mut(content, visit))
    });
}

/// Visits every inline below `content` to change it, outer before inner.
pub fn nested_inlines_mut(content: &mut [Inline], visit: &mut impl FnMut(&mut Inline)) {
    for inline in content {
        visit(inline);
        if let Some(children) = children_of_mut(inline) {
            nested_inlines_mut(children, visit);
        }
    }
}

/// Visits every vector of inlines below `blocks` from the innermost outwards, so that a pass may split, join or wrap.
pub fn inline_lists_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    blocks_mut(blocks, &mut |block| {
        own_inlines_mut(block, &mut |content| nested_inline_lists_mut(content, visit))
    });
}

/// Visits `content` and every vector of inlines below it, the innermost first.
pub fn nested_inline_lists_mut(content: &mut Vec<Inline>, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    for inline in content.iter_mut() {
        if let Some(children) = children_of_mut(inline) {
            nested_inline_lists_mut(children, visit);
        }
    }
    visit(content);
}

/// The inlines an inline holds, if it holds any.
pub fn children_of(inline: &Inline) -> Option<&Vec<Inline>> {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content) => Some(content),
        Inline::Link(link) => Some(&link.content),
        Inline::Citation(citation) => Some(&citation.content),
        Inline::Passage(passage) => Some(&passage.content),
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Image(_)
        | Inline::FootnoteCall(_)
        | Inline::SoftBreak
        | Inline::LineBreak => None,
    }
}

/// The inlines an inline holds, if it holds any, to change.
pub fn children_of_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content) => Some(content),
        Inline::Link(link) => Some(&mut link.content),
        Inline::Citation(citation) => Some(&mut citation.content),
        Inline::Passage(passage) => Some(&mut passage.content),
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Image(_)
        | Inline::FootnoteCall(_)
        | Inline::SoftBreak
        | Inline::LineBreak => None,
    }
}

/// Visits the inline vectors that belong to a block itself (not to blocks within it), in order.
pub fn own_inlines<'a>(block: &'a Block, visit: &mut impl FnMut(&'a Vec<Inline>)) {
    match &block.kind {
        BlockKind::Heading(heading) => visit(&heading.content),
        BlockKind::Paragraph(content) | BlockKind::Disclaimer(content) => visit(content),
        BlockKind::DefinitionList(entries) => entries.iter().for_each(|entry| visit(&entry.term)),
        BlockKind::Table(table) => {
            table.caption.iter().for_each(&mut *visit);
            std::iter::once(&table.header).chain(&table.rows).flat_map(|row| &row.cells).for_each(visit);
        }
        BlockKind::Figure(figure) => figure.caption.iter().for_each(visit),
        BlockKind::Faq(faq) => visit(&faq.heading.content),
        BlockKind::Question(question) => visit(&question.heading.content),
        BlockKind::List(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Callout(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::ThematicBreak => {}
    }
}

/// Visits the inline vectors that belong to a block itself, to change them.
pub fn own_inlines_mut(block: &mut Block, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    match &mut block.kind {
        BlockKind::Heading(heading) => visit(&mut heading.content),
        BlockKind::Paragraph(content) | BlockKind::Disclaimer(content) => visit(content),
        BlockKind::DefinitionList(entries) => entries.iter_mut().for_each(|entry| visit(&mut entry.term)),
        BlockKind::Table(table) => {
            table.caption.iter_mut().for_each(&mut *visit);
            std::iter::once(&mut table.header)
                .chain(&mut table.rows)
                .flat_map(|row| &mut row.cells)
                .for_each(visit);
        }
        BlockKind::Figure(figure) => figure.caption.iter_mut().for_each(visit),
        BlockKind::Faq(faq) => visit(&mut faq.heading.content),
        BlockKind::Question(question) => visit(&mut question.heading.content),
        BlockKind::List(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Callout(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::ThematicBreak => {}
    }
}

/// Visits the block vectors within a block.
fn for_children<'a>(block: &'a Block, visit: &mut impl FnMut(&'a Vec<Block>)) {
    match &block.kind {
        BlockKind::List(list) => list.items.iter().for_each(|item| visit(&item.blocks)),
        BlockKind::DefinitionList(entries) => {
            entries.iter().flat_map(|entry| &entry.definitions).for_each(visit)
        }
        BlockKind::BlockQuote(blocks) => visit(blocks),
        BlockKind::Callout(callout) => visit(&callout.blocks),
        BlockKind::Faq(faq) => visit(&faq.body),
        BlockKind::Question(question) => visit(&question.answer),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Math(_)
        | BlockKind::ThematicBreak
        | BlockKind::Disclaimer(_) => {}
    }
}

/// Visits the block vectors within a block, to change them.
fn for_children_mut(block: &mut Block, visit: &mut impl FnMut(&mut Vec<Block>)) {
    match &mut block.kind {
        BlockKind::List(list) => list.items.iter_mut().for_each(|item| visit(&mut item.blocks)),
        BlockKind::DefinitionList(entries) => {
            entries.iter_mut().flat_map(|entry| &mut entry.definitions).for_each(visit);
        }
        BlockKind::BlockQuote(blocks) => visit(blocks),
        BlockKind::Callout(callout) => visit(&mut callout.blocks),
        BlockKind::Faq(faq) => visit(&mut faq.body),
        BlockKind::Question(question) => visit(&mut question.answer),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Math(_)
        | BlockKind::ThematicBreak
        | BlockKind::Disclaimer(_) => {}
    }
}
