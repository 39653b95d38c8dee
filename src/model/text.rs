//! The plain text of model content, for titles, counting and comparison. (The text *backend* is another room.)

use std::borrow::Cow;

use super::{Block, BlockKind, Inline, walk};

/// The text of inline content: marks dropped, breaks as spaces, images as their alternative text, footnote calls
/// left out.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push(inlines, &mut text);
    match on_one_line(&text) {
        // It may have had a space at its end.
        Cow::Borrowed(line) => {
            let length = line.len();
            text.truncate(length);
            text
        }
        Cow::Owned(line) => line,
    }
}

/// The text with every stretch of white space as one space, and none at its ends.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let mut is_after_space = !text.is_empty();
    for c in text.chars() {
        match c {
            ' ' if !is_after_space => is_after_space = true,
            c if c.is_whitespace() => return text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
            _ => is_after_space = false,
        }
    }
    if is_after_space { text.trim_end().into() } else { text.into() }
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
    let (mut count, mut is_counted) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            is_counted = false;
        } else if !is_counted && c.is_alphanumeric() {
            is_counted = true;
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_single_spaces() {
        for plain in ["", "a", "a b", "“Ä” – ö"] {
            assert!(matches!(on_one_line(plain), Cow::Borrowed(line) if line == plain), "{plain:?}");
        }
        for (text, line) in
            [(" ", ""), (" a", "a"), ("a ", "a"), ("a  b", "a b"), ("a\nb\t", "a b"), ("5\u{A0}mg ", "5 mg")]
        {
            assert_eq!(on_one_line(text), line, "{text:?}");
            assert_eq!(plain_text(&[Inline::Text(text.to_owned())]), line, "{text:?}");
        }
    }

    #[test]
    fn words_hold_a_letter_or_a_figure() {
        for (text, words) in [("", 0), ("one", 1), (" 5 mg – ’tis\u{A0}(so) ", 4), ("- * –", 0), ("a-b c", 2)]
        {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }
}
