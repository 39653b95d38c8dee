//! References to what is defined nowhere: links `[text][name]` and footnotes `[^name]`.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, LinkType};

use crate::diagnostic::{Code, Diagnostic};
use crate::read::reader::Reader;

/// The longest name that is taken for one.
const MAX_NAME: usize = 60;

/// A reference whose name is defined nowhere.
pub(super) struct Undefined {
    name: String,
    place: Range<usize>,
}

impl Undefined {
    /// A link, where it is meant as one: text in a single pair of brackets is mostly just that.
    pub(super) fn link(link: &BrokenLink<'_>) -> Option<Self> {
        let name = &link.reference;
        let meant =
            matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) && name.len() <= MAX_NAME;
        meant.then(|| Self { name: name.to_string(), place: link.span.clone() })
    }

    /// The call of a footnote that the parser took for text, which begins with its bracket.
    pub(super) fn note(text: &str, place: &Range<usize>, reader: &Reader<'_>) -> Option<Self> {
        let escaped = reader.slice(&(place.start.checked_sub(1).unwrap_or(place.start)..place.start)) == "\\";
        if !text.starts_with('[') || escaped {
            return None;
        }
        let end = reader.text.floor_char_boundary(place.start + MAX_NAME);
        let (name, after) = reader.slice(&(place.start..end)).strip_prefix("[^")?.split_once(']')?;
        let meant = !name.is_empty()
            && !after.starts_with([':', '(', '['])
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
        meant.then(|| Self {
            name: format!("^{name}"),
            place: place.start..place.start + name.len() + "[^]".len(),
        })
    }

    /// Reports it; `shift` is where the Markdown begins in the source.
    pub(super) fn report(self, reader: &mut Reader<'_>, shift: usize) {
        let Self { name, place } = self;
        let span = reader.span(place.start + shift..place.end + shift);
        reader.report(match name.strip_prefix('^') {
            Some(name) => {
                let message = format!("there is no footnote “{name}”; its brackets are shown");
                Diagnostic::new(Code::UndefinedFootnote, message)
                    .help(format!("define it on a line of its own, `[^{name}]: …`, or correct the name"))
                    .at(span)
            }
            None => {
                let message = format!("no address is defined for “{name}”; the brackets are shown");
                Diagnostic::new(Code::UndefinedReference, message)
                    .help(format!(
                        "define it on a line of its own, `[{name}]: https://…`, or correct the name"
                    ))
                    .at(span)
            }
        });
    }
}
