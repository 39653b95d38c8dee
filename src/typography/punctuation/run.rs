//! A run of text: its characters in one row with what stands between them, and the changes to them.

use std::borrow::Cow;
use std::cell::RefCell;

use super::verbatim::Word;
use super::{dashes, quotes, ranges};
use crate::labels::{Labels, Terms};
use crate::model::{Inline, walk};

/// Stands for what is not text: code, an image, mathematics. It counts as a letter.
pub const OBJECT: char = '\u{FFFC}';

/// The characters of a run and what becomes of them.
pub struct Run<'a> {
    /// Every character; a break is a space, an object is [`OBJECT`].
    pub chars: Vec<char>,
    /// The text each character belongs to; [`NOBODY`] for breaks and objects.
    owners: Vec<u32>,
    /// Where each text begins, and the terms it is set by.
    texts: Vec<(usize, &'a Labels)>,
    /// The terms around texts.
    outer: &'a Labels,
    changes: Vec<Change<'a>>,
    /// The word that was looked at last: its marks are looked at one after the other.
    word: RefCell<Word>,
}

/// Owns what is not of a text.
const NOBODY: u32 = u32::MAX;

/// What stands in place of some characters.
struct Change<'a> {
    at: usize,
    length: usize,
    text: Cow<'a, str>,
}

impl<'a> Run<'a> {
    fn new(outer: &'a Labels) -> Self {
        Self {
            chars: Vec::new(),
            owners: Vec::new(),
            texts: Vec::new(),
            outer,
            changes: Vec::new(),
            word: RefCell::default(),
        }
    }

    fn owner(&self, at: usize) -> Option<u32> {
        self.owners.get(at).copied().filter(|owner| *owner != NOBODY)
    }

    /// The terms that hold at a character.
    pub fn labels(&self, at: usize) -> &'a Labels {
        let text = self.owner(at).and_then(|owner| self.texts.get(owner as usize));
        text.map_or(self.outer, |(_, labels)| labels)
    }

    /// The character at a place.
    pub fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The character before a place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }

    /// Whether a character may change: those of addresses stay.
    pub fn is_free(&self, at: usize) -> bool {
        if self.owner(at).is_none() {
            return false;
        }
        let mut word = self.word.borrow_mut();
        if !word.range.contains(&at) {
            *word = Word::at(&self.chars, at);
        }
        !word.address.contains(&at)
    }

    /// Whether `length` characters from `at` are of one text.
    pub fn is_one_text(&self, at: usize, length: usize) -> bool {
        let owner = self.owners.get(at);
        (at..at + length).all(|at| self.owners.get(at) == owner)
    }

    /// Puts `text` in place of the characters from `at`, `length` of them, which must be of one text.
    pub fn replace(&mut self, at: usize, length: usize, text: impl Into<Cow<'a, str>>) {
        self.changes.push(Change { at, length, text: text.into() });
    }

    fn text(&mut self, text: &str, labels: &'a Labels) {
        let owner = u32::try_from(self.texts.len()).unwrap_or(NOBODY);
        self.texts.push((self.chars.len(), labels));
        self.chars.extend(text.chars());
        self.owners.resize(self.chars.len(), owner);
    }

    fn other(&mut self, c: char) {
        self.chars.push(c);
        self.owners.push(NOBODY);
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

    /// Decides every change, in order. False when there is none.
    fn set(&mut self) -> bool {
        dashes::set(self);
        ranges::set(self);
        quotes::set(self);
        self.changes.sort_by_key(|change| change.at);
        !self.changes.is_empty()
    }
}

/// Whether a text holds a mark that may be set otherwise.
fn is_typed(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().any(|byte| matches!(byte, b'"' | b'\'' | b'-'))
        || bytes.windows(3).any(|three| three == b"...")
}

/// A text with the changes to it; `from` is the place of its first character in the run. What lies before is done.
fn changed<'c>(
    text: &str,
    from: usize,
    changes: &mut std::iter::Peekable<impl Iterator<Item = &'c Change<'c>>>,
) -> Option<String> {
    let end = from + text.chars().count();
    changes.peek().filter(|change| change.at < end)?;
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars();
    let mut at = from;
    while let Some(change) = changes.next_if(|change| change.at < end) {
        out.extend(rest.by_ref().take(change.at.saturating_sub(at)));
        out.push_str(&change.text);
        rest.by_ref().take(change.length).for_each(drop);
        at = change.at + change.length;
    }
    out.push_str(rest.as_str());
    Some(out)
}

/// Sets inline content.
pub fn set(inlines: &mut [Inline], labels: &Labels, terms: &Terms) {
    let mut typed = false;
    walk::nested_inlines(inlines, &mut |inline| {
        if let Inline::Text(text) = inline {
            typed = typed || is_typed(text);
        }
    });
    if !typed {
        return;
    }
    let mut run = Run::new(labels);
    run.collect(inlines, labels, terms);
    if run.set() {
        let mut changes = run.changes.iter().peekable();
        let mut texts = run.texts.iter();
        walk::nested_inlines_mut(inlines, &mut |inline| {
            if let Inline::Text(text) = inline
                && let Some((from, _)) = texts.next()
                && let Some(set) = changed(text, *from, &mut changes)
            {
                *text = set;
            }
        });
    }
}

/// Sets a text without markup; none when nothing changes.
pub fn set_plain(text: &str, labels: &Labels) -> Option<String> {
    if !is_typed(text) {
        return None;
    }
    let mut run = Run::new(labels);
    run.text(text, labels);
    run.set().then(|| changed(text, 0, &mut run.changes.iter().peekable()))?
}
