//! A run of text: its characters in one row with what stands between them, and the changes to them.

use std::borrow::Cow;

use super::{dashes, quotes, ranges, verbatim};
use crate::labels::{Labels, Terms};
use crate::model::{Inline, walk};

/// Stands for what is not text: code, an image, mathematics. It counts as a letter.
pub const OBJECT: char = '\u{FFFC}';

/// The characters of a run and what becomes of them.
pub struct Run<'a> {
    /// Every character; a break is a space, an object is [`OBJECT`].
    pub chars: Vec<char>,
    /// What stands in place of a character; none where it stays.
    pub changes: Vec<Option<Cow<'a, str>>>,
    /// Which characters belong to an address and stay.
    pub verbatim: Vec<bool>,
    /// The text each character belongs to; none for breaks and objects.
    owners: Vec<Option<usize>>,
    /// The terms each text is set by.
    labels: Vec<&'a Labels>,
    /// The terms around texts.
    outer: &'a Labels,
}

impl<'a> Run<'a> {
    fn new(outer: &'a Labels) -> Self {
        Self {
            chars: Vec::new(),
            changes: Vec::new(),
            verbatim: Vec::new(),
            owners: Vec::new(),
            labels: Vec::new(),
            outer,
        }
    }

    /// The terms that hold at a character.
    pub fn labels(&self, at: usize) -> &'a Labels {
        let owner = self.owners.get(at).copied().flatten();
        owner.and_then(|owner| self.labels.get(owner)).unwrap_or(&self.outer)
    }

    /// The character at a place.
    pub fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The character before a place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }

    /// Whether a character may change.
    pub fn is_free(&self, at: usize) -> bool {
        self.owners.get(at).is_some_and(Option::is_some) && !self.verbatim.get(at).copied().unwrap_or(true)
    }

    /// Whether `length` characters from `at` are of one text.
    pub fn is_one_text(&self, at: usize, length: usize) -> bool {
        let owner = self.owners.get(at);
        (at..at + length).all(|at| self.owners.get(at) == owner)
    }

    /// Puts `text` in place of the characters from `at`, `length` of them, which must be of one text.
    pub fn replace(&mut self, at: usize, length: usize, text: impl Into<Cow<'a, str>>) {
        let mut text = Some(text.into());
        for change in self.changes.iter_mut().skip(at).take(length) {
            *change = Some(text.take().unwrap_or_default());
        }
    }

    fn text(&mut self, text: &str, labels: &'a Labels) {
        let owner = self.labels.len();
        self.labels.push(labels);
        self.chars.extend(text.chars());
        self.owners.resize(self.chars.len(), Some(owner));
    }

    fn other(&mut self, c: char) {
        self.chars.push(c);
        self.owners.push(None);
    }

    fn collect(&mut self, inlines: &[Inline], labels: &'a Labels, terms: &'a Terms) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text, labels),
                Inline::SoftBreak | Inline::LineBreak => self.other(' '),
                Inline::Code(_) | Inline::Math(_) | Inline::Image(_) => self.other(OBJECT),
                Inline::FootnoteCall(_) => {}
                Inline::Passage(passage) => {
                    let labels = passage.language.as_ref().map_or(labels, |language| terms.of(language));
                    self.collect(&passage.content, labels, terms);
                }
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Strikethrough(_)
                | Inline::Subscript(_)
                | Inline::Superscript(_)
                | Inline::Link(_)
                | Inline::Citation(_) => {
                    self.collect(walk::children_of(inline).map_or(&[], Vec::as_slice), labels, terms);
                }
            }
        }
    }

    /// Decides every change. False when there is none.
    fn set(&mut self) -> bool {
        if !self.chars.iter().any(|c| matches!(c, '"' | '\'' | '-' | '.')) {
            return false;
        }
        self.changes = vec![None; self.chars.len()];
        self.verbatim = verbatim::mark(&self.chars);
        dashes::set(self);
        ranges::set(self);
        quotes::set(self);
        self.changes.iter().any(Option::is_some)
    }

    /// The texts as they are now, in order.
    fn texts(&self) -> Vec<String> {
        let mut texts = vec![String::new(); self.labels.len()];
        for ((c, owner), change) in self.chars.iter().zip(&self.owners).zip(&self.changes) {
            let Some(text) = owner.and_then(|owner| texts.get_mut(owner)) else { continue };
            match change {
                Some(change) => text.push_str(change),
                None => text.push(*c),
            }
        }
        texts
    }
}

/// Sets inline content.
pub fn set(inlines: &mut [Inline], labels: &Labels, terms: &Terms) {
    let mut run = Run::new(labels);
    run.collect(inlines, labels, terms);
    if run.set() {
        let mut texts = run.texts().into_iter();
        walk::nested_inlines_mut(inlines, &mut |inline| {
            if let Inline::Text(text) = inline
                && let Some(set) = texts.next()
            {
                *text = set;
            }
        });
    }
}

/// Sets a text without markup; none when nothing changes.
pub fn set_plain(text: &str, labels: &Labels) -> Option<String> {
    let mut run = Run::new(labels);
    run.text(text, labels);
    run.set().then(|| run.texts().concat())
}
