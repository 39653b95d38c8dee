//! Runs of inline content: what is blank in them, their ends, their joints.

use crate::model::{Inline, walk};

/// Whether an inline shows nothing but white space.
pub fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::SoftBreak | Inline::LineBreak => true,
        Inline::Code(_) | Inline::Math(_) | Inline::Image(_) | Inline::FootnoteCall(_) => false,
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Subscript(content)
        | Inline::Superscript(content) => all_blank(content),
        Inline::Link(link) => all_blank(&link.content),
        Inline::Citation(citation) => all_blank(&citation.content),
        Inline::Passage(passage) => all_blank(&passage.content),
    }
}

/// Whether a run shows nothing but white space.
pub fn all_blank(run: &[Inline]) -> bool {
    run.iter().all(is_blank)
}

/// Takes white space, breaks and whatever `more` names off the front of a run.
pub fn trim_start(run: &mut Vec<Inline>, more: &[char]) {
    while let Some(first) = run.first_mut() {
        match first {
            Inline::SoftBreak | Inline::LineBreak => {
                run.remove(0);
            }
            Inline::Text(text) => {
                let rest = text.trim_start_matches(|c: char| c.is_whitespace() || more.contains(&c));
                if !rest.is_empty() {
                    *text = rest.to_owned();
                    return;
                }
                run.remove(0);
            }
            _ => return,
        }
    }
}

/// Joins texts that stand side by side, here and below.
pub fn join_texts(run: &mut Vec<Inline>) {
    walk::nested_inline_lists_mut(run, &mut |run| {
        let mut joined: Vec<Inline> = Vec::with_capacity(run.len());
        for inline in run.drain(..) {
            match (joined.last_mut(), inline) {
                (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                (_, inline) => joined.push(inline),
            }
        }
        *run = joined;
    });
}
