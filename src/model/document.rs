//! One article.

use super::{Block, Inline, Metadata, Reference, Route};
use crate::source::{SourceId, Span};

/// One article: its metadata and its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which source it was read from.
    pub source: SourceId,
    /// Its route.
    pub route: Route,
    /// What is known about it.
    pub metadata: Metadata,
    /// A leading first-level heading that differs from the title.
    pub subtitle: Option<Vec<Inline>>,
    /// Its content.
    pub blocks: Vec<Block>,
    /// Its footnotes in order of first call (as defined, until the pass `footnotes` has run).
    pub footnotes: Vec<Footnote>,
    /// What its links lead to, in order of first use.
    pub references: Vec<Reference>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// The author's label.
    pub label: String,
    /// Its number in the document, from 1 (0 until the pass `footnotes` has run).
    pub number: u32,
    /// How often it is called.
    pub mentions: u32,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it is defined.
    pub span: Span,
}

impl Document {
    /// The entry a number stands for.
    pub fn reference(&self, number: u32) -> Option<&Reference> {
        self.references.get((number as usize).checked_sub(1)?)
    }

    /// The footnote a number stands for.
    pub fn footnote(&self, number: u32) -> Option<&Footnote> {
        self.footnotes.get((number as usize).checked_sub(1)?)
    }
}
