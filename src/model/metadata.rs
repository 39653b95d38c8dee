//! What front matter says about an article, typed.

use std::collections::BTreeMap;

use super::{Date, ImageSource, Language};
use crate::source::Span;

/// What is known about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The title, plain text. Never empty once the pass `title` has run.
    pub title: String,
    /// One or two sentences on the article.
    pub description: Option<String>,
    /// First publication.
    pub published: Option<Date>,
    /// Last change.
    pub updated: Option<Date>,
    /// Who wrote it.
    pub authors: Vec<Contributor>,
    /// Where it belongs.
    pub categories: Vec<Category>,
    /// Subject words, as written, unique without regard to case.
    pub tags: Vec<String>,
    /// Its cover image.
    pub cover: Option<Cover>,
    /// The last part of the route, as the author wants it.
    pub slug: Option<String>,
    /// Its language; the site's when the front matter gives none.
    pub language: Language,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The canonical URL the author gave.
    pub canonical: Option<String>,
    /// Who reviewed it, and when.
    pub review: Option<Review>,
    /// Its public URL: `canonical`, or made of the base URL and the permalink; none without a base URL.
    pub url: Option<String>,
    /// Its path on the site, with a leading slash.
    pub path: String,
    /// Where each field stands in the source.
    pub places: BTreeMap<Field, Span>,
    /// Where fields stand that are named and left empty.
    pub blanks: BTreeMap<Field, Span>,
    /// Where the front matter opens, if there is any.
    pub opening: Option<Span>,
}

impl Metadata {
    /// Metadata that says nothing but its language.
    pub fn new(language: Language) -> Self {
        Self {
            title: String::new(),
            description: None,
            published: None,
            updated: None,
            authors: Vec::new(),
            categories: Vec::new(),
            tags: Vec::new(),
            cover: None,
            slug: None,
            language,
            draft: false,
            noindex: false,
            canonical: None,
            review: None,
            url: None,
            path: String::new(),
            places: BTreeMap::new(),
            blanks: BTreeMap::new(),
            opening: None,
        }
    }

    /// Where to show what is wrong with a field: at its value, else at its empty name, else where the front matter
    /// opens that lacks it.
    pub fn place_of(&self, field: Field) -> Option<Span> {
        self.places.get(&field).or_else(|| self.blanks.get(&field)).copied().or(self.opening)
    }
}

/// A field of the front matter, whatever the dialect called it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named like the fields of Metadata")]
pub enum Field {
    Title,
    Description,
    Published,
    Updated,
    Authors,
    Categories,
    Tags,
    Image,
    ImageAlt,
    Slug,
    Language,
    Draft,
    Noindex,
    Canonical,
    Reviewed,
    Reviewer,
}

/// A person or body that wrote or reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// Key in `site.authors`, when there is such an entry.
    pub key: Option<String>,
    /// The name to show.
    pub name: String,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// As written in front matter.
    pub slug: String,
    /// The name to show: from `site.categories`, else the slug made human (`peptide-guides` → `Peptide guides`).
    pub name: String,
}

/// A cover image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Where its data is.
    pub source: ImageSource,
    /// Text alternative; empty when none was given.
    pub alt: String,
}

/// A review by somebody who is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub date: Date,
    /// By whom.
    pub reviewer: Contributor,
}
