//! Where front matter ends and the article begins.

use std::ops::Range;

/// The language of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Format {
    Yaml,
    Toml,
}

/// Front matter between its fences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Fenced {
    pub(super) format: Format,
    /// What stands between the fences.
    pub(super) content: Range<usize>,
    /// The opening fence.
    pub(super) fence: Range<usize>,
}

/// A source in its two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Split {
    /// The front matter, if there is any.
    pub(in crate::read) block: Option<Fenced>,
    /// The Markdown after it.
    pub(in crate::read) body: Range<usize>,
}

/// Splits a source. Front matter opens on the first line (a byte order mark may precede it) and closes with the same
/// fence, or in YAML with `...`. A first `---` that nothing closes is a thematic break, and so is one before a blank
/// line when what follows is prose.
pub(in crate::read) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let none = Split { block: None, body: start..text.len() };
    let mut lines = lines(text, start);
    let Some(first) = lines.next() else { return none };
    let format = match text.get(first.clone()).unwrap_or_default().trim_end() {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        _ => return none,
    };
    let closes = |line: &str| match format {
        Format::Yaml => matches!(line, "---" | "..."),
        Format::Toml => line == "+++",
    };
    for line in lines {
        if closes(text.get(line.clone()).unwrap_or_default().trim_end()) {
            let fence = first.start..first.start + 3;
            let content = first.end..line.start;
            if format == Format::Yaml && is_prose(text.get(content.clone()).unwrap_or_default()) {
                return none;
            }
            return Split { block: Some(Fenced { format, content, fence }), body: line.end..text.len() };
        }
    }
    none
}

/// Whether text between two `---` lines is prose between thematic breaks: it starts with a blank line and holds no
/// key.
fn is_prose(content: &str) -> bool {
    let mut lines = content.lines();
    let blank = lines.next().is_some_and(|line| line.trim().is_empty());
    blank && !content.trim().is_empty() && !lines.any(|line| line.contains(':'))
}

/// The lines from `start`, each with its line end.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = start;
    text.get(start..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        range
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> (Option<&str>, &str) {
        let split = split(text);
        (split.block.map(|block| text.get(block.content).unwrap()), text.get(split.body).unwrap())
    }

    #[test]
    fn fences_are_found() {
        assert_eq!(show("---\na: 1\n---\nx"), (Some("a: 1\n"), "x"));
        assert_eq!(show("\u{FEFF}---\r\na: 1\r\n...\r\nx"), (Some("a: 1\r\n"), "x"));
        assert_eq!(show("+++\na = 1\n+++"), (Some("a = 1\n"), ""));
        assert_eq!(show("---\n---\n"), (Some(""), ""));
    }

    #[test]
    fn what_is_no_front_matter_stays() {
        for text in [
            "",
            "x",
            "---",
            "---\nx\n",
            "----\na: 1\n----\n",
            "+++\na: 1\n---\n",
            "---\n\nProse.\n\n---\n",
            " ---\na: 1\n---\n",
        ] {
            assert_eq!(show(text), (None, text));
        }
    }
}
