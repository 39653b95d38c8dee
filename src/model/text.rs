//! The plain text of model content, for titles, counting and comparison. (The text *backend* is another room.)

use super::{Block, BlockKind, Inline, walk};

/// The text of inline content: marks dropped, breaks as spaces, images as their alternative text, footnote calls
/// left out.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push(inlines, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) | Inline::Math(words) => text.push_str(words),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Subscript(content)
            | Inline::Superscript(content) => push(content, text),
            Inline::Link(link) => push(&link.content, text),
            Inline::Citation(citation) => push(&citation.content, text),
            Inline::Passage(passage) => push(&passage.content, text),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::FootnoteCall(_) => {}
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
        }
    }
}

/// The text of blocks, one line for each paragraph, heading, item or cell. Code blocks are left out, as they are
/// from word counts.
pub fn plain_text_of_blocks(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Callout(callout) = &block.kind {
            lines.push(callout.label.clone());
        }
        walk::own_inlines(block, &mut |inlines| lines.push(plain_text(inlines)));
    });
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Words: white-space separated tokens that hold a letter or digit.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|token| token.chars().any(char::is_alphanumeric)).count()
}
