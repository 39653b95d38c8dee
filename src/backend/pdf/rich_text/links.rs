//! What leads elsewhere: links, citations, marks of references, calls of footnotes.

use std::sync::Arc;

use super::super::destinations::{note_destination, note_letter, part_prefix, reference_destination};
use super::super::font::{Family, Slant, Weight};
use super::super::fragment::LinkTarget;
use super::super::shape::FontStyle;
use super::super::tags::{Attributes, Role};
use super::{Collector, Inherited, RichLink, RichText};
use crate::model::{ArticleLink, Citation, FootnoteCall, Link, plain_text};

/// Kern between a cited text and its mark, in em of the mark.
const MARK_KERN: f32 = 0.15;
/// Size of a mark against the text.
const MARK_SIZE: f32 = 0.8;
/// Size and rise of a footnote letter.
const NOTE_SIZE: f32 = 0.65;
const NOTE_RISE: f32 = 0.33;
/// The longest URI that is followed, in bytes: a string of PDF/A holds 32,767 (ISO 19005-2, 6.1.13), and a byte that is
/// not ASCII is written as three.
const MOST_URI: usize = 32_767 / 3;
/// The most characters that a link says to a reader who cannot see it.
const MOST_CONTENTS: usize = 500;

impl Collector<'_> {
    pub(super) fn link(&mut self, link: &Link, state: &mut Inherited, out: &mut RichText) {
        use crate::model::LinkTarget as Target;
        let target = match &link.target {
            Target::Web(url) | Target::Contact(url) => uri(url),
            Target::Anchor(anchor) => {
                Some(LinkTarget::Destination(format!("{}{anchor}", self.prefix).into()))
            }
            Target::Article(article) => article_target(article),
            Target::Unresolved(_) | Target::Nowhere(_) => None,
        };
        // A link within a link's text cannot be written in Markdown, but a model could hold one.
        let Some(target) = target.filter(|_| state.link.is_none()) else {
            return self.inlines(&link.content, state, out);
        };
        let contents = link.title.clone().unwrap_or_else(|| plain_text(&link.content));
        let accent = self.theme.colours.accent;
        let page = self.page_of(&link.target, &target);
        self.linked(target, contents, state, out, |this, state, out| {
            state.style.colour = accent;
            state.style.underline = true;
            state.link_has_words = !plain_text(&link.content).trim().is_empty();
            this.inlines(&link.content, state, out);
        });
        if let Some(number) = link.reference {
            self.mark(number, state, out);
        }
        if let Some(page) = page {
            self.see_page(&page, state, out);
        }
    }

    /// The page that a link to another article of the book leads to, on paper the only way to follow it.
    fn page_of(&self, target: &crate::model::LinkTarget, place: &LinkTarget) -> Option<String> {
        match (target, place) {
            (crate::model::LinkTarget::Article(_), LinkTarget::Destination(place)) => {
                self.pages?.get(place.as_ref()).cloned()
            }
            _ => None,
        }
    }

    /// `(page 12)`, in one piece.
    fn see_page(&mut self, page: &str, state: &mut Inherited, out: &mut RichText) {
        let words = format!(" ({})", self.labels.see_page.replace("{page}", page));
        let start = out.text.len();
        self.push(&words, state, out);
        out.glued.extend(words.match_indices(' ').skip(1).map(|(at, _)| start + at + 1));
    }

    pub(super) fn citation(&mut self, citation: &Citation, state: &mut Inherited, out: &mut RichText) {
        let accent = self.theme.colours.accent;
        match uri(&citation.url) {
            Some(target) => {
                self.linked(target, plain_text(&citation.content), state, out, |this, state, out| {
                    if !citation.author_year {
                        state.style.colour = accent;
                        state.style.underline = true;
                    }
                    this.inlines(&citation.content, state, out);
                });
            }
            None => self.inlines(&citation.content, state, out),
        }
        self.mark(citation.reference, state, out);
    }

    fn linked(
        &mut self,
        target: LinkTarget,
        contents: String,
        state: &mut Inherited,
        out: &mut RichText,
        inside: impl FnOnce(&mut Self, &mut Inherited, &mut RichText),
    ) {
        // What the link says where its text says nothing: an image without an alternative.
        let contents: Arc<str> = match &target {
            _ if !contents.trim().is_empty() => beginning(&contents),
            LinkTarget::Uri(place) | LinkTarget::Destination(place) => beginning(place),
        };
        let before = (state.style, state.link);
        let index = out.links.len();
        self.tagged(Role::Link, Attributes::default(), state, |this, state| {
            out.links.push(RichLink { tag: state.tag, target, contents });
            state.link = Some(index);
            inside(this, state, out);
        });
        (state.style, state.link) = before;
    }

    /// `[n]` after the text it belongs to: in brackets, because in a dosing text a raised figure can be read as a
    /// number.
    fn mark(&mut self, number: u32, state: &mut Inherited, out: &mut RichText) {
        let before = state.style;
        state.style.size *= MARK_SIZE;
        state.style.font = FontStyle { family: Family::Sans, weight: Weight::Regular, slant: Slant::Upright };
        state.style.underline = false;
        state.style.fixed_advance = Some(MARK_KERN);
        out.glued.push(out.text.len());
        self.push(" ", state, out);
        out.glued.push(out.text.len());
        state.style.fixed_advance = None;
        state.style.colour = self.theme.colours.accent;
        let target = LinkTarget::Destination(reference_destination(self.references, number).into());
        let text = format!("[{number}]");
        self.tagged(Role::Reference, Attributes::default(), state, |this, state| {
            this.linked(target, text.clone(), state, out, |this, state, out| this.push(&text, state, out));
        });
        state.style = before;
    }

    pub(super) fn footnote_call(&mut self, call: &FootnoteCall, state: &mut Inherited, out: &mut RichText) {
        let before = state.style;
        state.style.rise += NOTE_RISE * state.style.size;
        state.style.size *= NOTE_SIZE;
        state.style.font = FontStyle { family: Family::Sans, weight: Weight::Bold, slant: Slant::Upright };
        state.style.colour = self.theme.colours.accent;
        let target = LinkTarget::Destination(note_destination(self.prefix, call.number).into());
        let letter = note_letter(call.number);
        out.glued.push(out.text.len());
        out.notes.push((out.text.len(), call.number));
        self.tagged(Role::Reference, Attributes::default(), state, |this, state| {
            this.linked(target, letter.clone(), state, out, |this, state, out| {
                this.push(&letter, state, out)
            });
        });
        state.style = before;
    }
}

/// A URI as a target; none when it is longer than a string of the file may be.
fn uri(uri: &str) -> Option<LinkTarget> {
    (uri.len() <= MOST_URI).then(|| LinkTarget::Uri(uri.into()))
}

/// The beginning of what a link says, whole where it is no longer than anybody listens to. Every line that the link
/// covers says it anew.
fn beginning(words: &str) -> Arc<str> {
    match words.char_indices().nth(MOST_CONTENTS) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or(words).trim_end()).into(),
        None => words.into(),
    }
}

/// Where a link to another article leads: a place in the same book, else its public URL.
fn article_target(article: &ArticleLink) -> Option<LinkTarget> {
    if article.bound {
        let prefix = part_prefix(article.route.as_str());
        return Some(LinkTarget::Destination(match &article.anchor {
            Some(anchor) => format!("{prefix}{anchor}").into(),
            None => prefix.into(),
        }));
    }
    article.url.as_deref().and_then(uri)
}
