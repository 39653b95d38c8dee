//! The outline of a document: its headings as a tree.

use super::{Anchor, Block, BlockKind, Heading, plain_text};

/// A heading with those beneath it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Level as written, 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub anchor: Anchor,
    /// What it says, as plain text.
    pub title: String,
    /// Headings beneath it.
    pub children: Vec<OutlineEntry>,
}

/// The headings of a document's own flow (FAQ and questions included; those inside quotes and lists are not), nested
/// by level. A skipped level nests directly.
pub fn outline(blocks: &[Block]) -> Vec<OutlineEntry> {
    let mut flat = Vec::new();
    collect(blocks, &mut flat);
    let mut rest = flat.into_iter().peekable();
    nest(&mut rest, 0)
}

fn collect(blocks: &[Block], flat: &mut Vec<OutlineEntry>) {
    let entry = |heading: &Heading| OutlineEntry {
        level: heading.level,
        anchor: heading.anchor.clone(),
        title: plain_text(&heading.content),
        children: Vec::new(),
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => flat.push(entry(heading)),
            BlockKind::Faq(faq) => {
                flat.push(entry(&faq.heading));
                collect(&faq.body, flat);
            }
            BlockKind::Question(question) => {
                flat.push(entry(&question.heading));
                collect(&question.answer, flat);
            }
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::BlockQuote(_)
            | BlockKind::Callout(_)
            | BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(_)
            | BlockKind::Math(_)
            | BlockKind::ThematicBreak
            | BlockKind::Disclaimer(_) => {}
        }
    }
}

fn nest(rest: &mut std::iter::Peekable<std::vec::IntoIter<OutlineEntry>>, above: u8) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    while let Some(mut entry) = rest.next_if(|entry| entry.level > above) {
        entry.children = nest(rest, entry.level);
        entries.push(entry);
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Inline;
    use crate::source::Span;

    #[test]
    fn headings_nest_by_level() {
        let heading = |level: u8, title: &str| Block {
            kind: BlockKind::Heading(Heading {
                level,
                anchor: Anchor::new(title),
                content: vec![Inline::Text(title.to_owned())],
                span: Span::default(),
            }),
            span: Span::default(),
        };
        let blocks = [heading(3, "a"), heading(2, "b"), heading(4, "c"), heading(3, "d"), heading(2, "e")];
        let show = |entries: &[OutlineEntry]| {
            fn go(entries: &[OutlineEntry]) -> String {
                entries.iter().map(|e| format!("{}({})", e.title, go(&e.children))).collect()
            }
            go(entries)
        };
        assert_eq!(show(&outline(&blocks)), "a()b(c()d())e()");
    }
}
