//! Formulas that readers will see as they were typed.

use super::readable;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::walk::{blocks, inlines};
use crate::model::{BlockKind, Document, Inline};
use crate::source::Span;

/// What to do about it.
const HELP: &str = "write it with the commands that articles use (fractions, roots, scripts, sums, matrices), or show it as an image";

/// A finding for each formula of an article that is not understood, its footnotes included.
pub fn findings(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let notes = document.footnotes.iter().flat_map(|note| &note.blocks);
    for block in document.blocks.iter().chain(notes) {
        let block = std::slice::from_ref(block);
        blocks(block, &mut |block| {
            if let BlockKind::Math(tex) = &block.kind {
                report(tex, block.span, &mut found);
            }
        });
        let span = block.first().map(|block| block.span).unwrap_or_default();
        inlines(block, &mut |inline| {
            if let Inline::Math(tex) = inline {
                report(tex, span, &mut found);
            }
        });
    }
    found
}

fn report(tex: &str, span: Span, found: &mut Vec<Diagnostic>) {
    if readable(tex).is_none() {
        let message = "a formula is not understood; its source is shown";
        found.push(Diagnostic::new(Code::FormulaAsSource, message).at(span).about(tex.trim()).help(HELP));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, Route};
    use crate::source::SourceId;

    #[test]
    fn formulas_are_found_wherever_they_stand() {
        let text = "$\\a$ and $x$[^1]\n\n> $$\\b$$\n\n[^1]: A note with $\\c$.\n";
        let read = crate::read::read(SourceId(0), text, &Route::from_segments(["x"]), &Language::english());
        let about: Vec<_> =
            findings(&read.unwrap().value).into_iter().filter_map(|found| found.about).collect();
        assert_eq!(about, [r"\a", r"\b", r"\c"]);
    }
}
