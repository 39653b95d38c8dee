//! Text as it stands in the graph: what the reader sees, free of characters that no machine should meet.

use std::borrow::Cow;

use super::mark_up;
use crate::model::{Block, BlockKind, Inline, walk};

/// One line of text as [`characters`] has it, without what looks like mark-up.
pub(super) fn clean(text: &str) -> String {
    let line = characters(text);
    match mark_up::removed(&line) {
        Cow::Borrowed(_) => line,
        Cow::Owned(plain) => characters(&plain),
    }
}

/// One line of text: control characters, noncharacters and direction controls taken out, white space at the ends
/// and repeated white space too.
pub(super) fn characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_space(c) {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_unwanted(c) {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// The same, or nothing when nothing is left.
pub(super) fn cleaned(text: &str) -> Option<String> {
    Some(clean(text)).filter(|text| !text.is_empty())
}

/// Inline content as one clean line: marks dropped, images as their alternative text, footnote calls left out.
pub(super) fn of_inlines(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push(inlines, &mut text);
    clean(&text)
}

fn push(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) | Inline::Math(words) => text.push_str(words),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                push(content, text);
            }
            Inline::Superscript(content) => text.push_str(&raised(content)),
            Inline::Subscript(content) => text.push_str(&lowered(content)),
            Inline::Link(link) => push(&link.content, text),
            Inline::Citation(citation) => push(&citation.content, text),
            Inline::Passage(passage) => push(&passage.content, text),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::FootnoteCall(_) => {}
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
        }
    }
}

/// Blocks as clean lines, one for each paragraph, heading, item, cell or label. Code is left out, as it is from word
/// counts.
pub(super) fn of_blocks(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Callout(callout) = &block.kind {
            lines.push(clean(&callout.label));
        }
        walk::own_inlines(block, &mut |inlines| lines.push(of_inlines(inlines)));
    });
    lines.retain(|line| !line.is_empty());
    lines
}

/// Clean lines as one text. What looks like mark-up across their ends goes too.
pub(super) fn joined(lines: &[String]) -> Option<String> {
    let text = lines.join("\n");
    let text = mark_up::removed(&text);
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A superscript in plain text. 10<sup>6</sup> must not become 106: digits and signs become superscript characters.
pub(super) fn raised(content: &[Inline]) -> String {
    shifted(content, |c| {
        Some(match c {
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            '+' => '⁺',
            '-' | '−' => '⁻',
            '(' => '⁽',
            ')' => '⁾',
            'n' => 'ⁿ',
            _ => return None,
        })
    })
}

/// A subscript in plain text, likewise.
pub(super) fn lowered(content: &[Inline]) -> String {
    shifted(content, |c| {
        Some(match c {
            '0'..='9' => char::from_u32(u32::from('₀') + u32::from(c) - u32::from('0'))?,
            '+' => '₊',
            '-' | '−' => '₋',
            '(' => '₍',
            ')' => '₎',
            _ => return None,
        })
    })
}

/// The content with each character replaced, or as it is when one has no replacement.
fn shifted(content: &[Inline], replace: impl Fn(char) -> Option<char>) -> String {
    let mut plain = String::new();
    push(content, &mut plain);
    let shifted: Option<String> = plain.chars().map(replace).collect();
    shifted.unwrap_or(plain)
}

/// White space of the source. The no-break spaces are the author's and stay.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{0B}' | '\u{0C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that no value may hold: controls, noncharacters, U+FFFD, and the controls that override the direction
/// of text (Unicode Standard, 23.9; UAX 9, 2).
pub(super) fn is_unwanted(c: char) -> bool {
    c.is_control()
        || is_direction_control(c)
        || matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{FFFD}' | '\u{FEFF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Embeddings, overrides and isolates (UAX 9, 2).
pub(super) fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_no_machine_should_meet_are_dropped() {
        assert_eq!(clean(" a\u{0}b\u{7F}\u{FFFE}\u{1FFFF}\u{FDD0}\u{FFFD}\t\n c\u{85}d "), "ab c d");
        assert_eq!(clean("user\u{202E}gpj.exe\u{2066}x\u{2069}"), "usergpj.exex");
        assert_eq!(clean("10\u{A0}mg"), "10\u{A0}mg", "a no-break space is the author's");
        assert_eq!(clean("e\u{301}"), "e\u{301}", "no normalisation: the text must match the page");
        assert_eq!(clean("\u{A0} \u{202E}"), "");
        assert_eq!(cleaned("\u{202E}"), None);
    }

    #[test]
    fn powers_stay_powers() {
        let text = |words: &str| Inline::Text(words.to_owned());
        let inlines = [
            text("10"),
            Inline::Superscript(vec![text("-6")]),
            text(" H"),
            Inline::Subscript(vec![text("2")]),
            text("O"),
        ];
        assert_eq!(of_inlines(&inlines), "10⁻⁶ H₂O");
        assert_eq!(of_inlines(&[text("1"), Inline::Superscript(vec![text("st")])]), "1st");
    }
}
