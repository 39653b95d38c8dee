//! Links: where each leads. Nothing unresolved is left, nothing unsafe, nothing that shows no text.

mod elsewhere;
mod finder;
mod here;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Document, Inline, LinkTarget, walk};

use super::{Setting, Surroundings, flow, runs};
pub use finder::Finder;
use here::Place;

/// Resolves every link, and drops those that show nothing.
pub fn run(
    document: &mut Document,
    setting: &Setting<'_>,
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Place::of(document, setting, around);
    flow::inlines_mut(document, &mut |inline| {
        if let Inline::Link(link) = inline
            && let LinkTarget::Unresolved(written) = &link.target
        {
            let mut notes = Vec::new();
            link.target = place.resolve(written, &mut notes);
            diagnostics.extend(notes.into_iter().map(|note| note.at(link.span)));
        }
    });
    flow::runs_mut(document, &mut |run| {
        walk::nested_inline_lists_mut(run, &mut |run| {
            run.retain(|inline| match inline {
                Inline::Link(link) if runs::all_blank(&link.content) => {
                    diagnostics.push(
                        Diagnostic::new(Code::EmptyLink, "the link has no text, so nobody could follow it")
                            .at(link.span)
                            .help("write the text between the brackets: `[text](address)`"),
                    );
                    false
                }
                _ => true,
            });
        });
    });
}
