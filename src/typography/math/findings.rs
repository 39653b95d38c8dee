//! Formulas that readers will see as they were typed.

use super::readable;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::walk::inlines;
use crate::model::{Block, BlockKind, Inline};
use crate::source::Span;

/// What to do about it.
const HELP: &str = "write it with the commands that articles use (fractions, roots, scripts, sums, matrices), or show it as an image";

/// A finding for each formula that is not understood.
pub fn findings(blocks: &[Block]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    crate::model::walk::blocks(blocks, &mut |block| {
        if let BlockKind::Math(tex) = &block.kind {
            report(tex, block.span, &mut found);
        }
    });
    for block in blocks {
        inlines(std::slice::from_ref(block), &mut |inline| {
            if let Inline::Math(tex) = inline {
                report(tex, block.span, &mut found);
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
