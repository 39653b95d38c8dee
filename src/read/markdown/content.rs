//! What finished inline content becomes.

use crate::model::{BlockKind, Figure, Inline};

/// Takes white space and line ends off both ends.
pub(in crate::read) fn trim(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        match last {
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches([' ', '\t', '\n']).len());
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        content.pop();
    }
    let mut empty = 0;
    for first in content.iter_mut() {
        match first {
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Text(text) => {
                text.drain(..text.len() - text.trim_start_matches([' ', '\t', '\n']).len());
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        empty += 1;
    }
    content.drain(..empty);
}

/// The block that trimmed content makes: an image that stands alone is a figure with its title as caption, nothing
/// makes none.
pub(in crate::read) fn paragraph_kind(mut content: Vec<Inline>) -> Option<BlockKind> {
    if let [Inline::Image(_)] = content.as_slice()
        && let Some(Inline::Image(image)) = content.pop()
    {
        let caption = image.title.clone().map(|title| vec![Inline::Text(title)]);
        return Some(BlockKind::Figure(Box::new(Figure { image: *image, caption, number: None })));
    }
    (!content.is_empty()).then_some(BlockKind::Paragraph(content))
}

/// Joins neighbouring texts.
pub(in crate::read) fn join_text(content: &mut Vec<Inline>) {
    content.dedup_by(|next, before| match (before, next) {
        (Inline::Text(before), Inline::Text(next)) => {
            before.push_str(next);
            true
        }
        _ => false,
    });
}

/// The braces at the end of a heading's source, with what is in them.
pub(super) fn braced(source: &str) -> &str {
    let line = source.trim_end().trim_end_matches(['#', '=', '-']).trim_end();
    line.rfind('{').and_then(|at| line.get(at..)).unwrap_or_default().lines().next().unwrap_or_default()
}
