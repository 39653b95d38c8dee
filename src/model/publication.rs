//! What a backend renders: one or more documents bound together.

use super::{Date, Document, Language, Metadata, Reference, Route};

/// One article, or a book of several.
///
/// One code path serves both: an article is a publication with one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// How its parts are bound.
    pub binding: Binding,
    /// Where it lies among the outputs.
    pub route: Route,
    /// What is known about the whole. An article's are those of its one part.
    pub metadata: Metadata,
    /// A subtitle of a book.
    pub subtitle: Option<String>,
    /// The parts, in order. Never empty.
    pub parts: Vec<Document>,
    /// What the links of all parts lead to, where the whole has one list: then no part has its own.
    pub references: Vec<Reference>,
}

/// How the parts of a publication are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// One article on its own.
    Article,
    /// A book: title page, contents, articles.
    Book,
}

impl Publication {
    /// An article on its own.
    pub fn article(document: Document) -> Self {
        Self {
            binding: Binding::Article,
            route: document.route.clone(),
            metadata: document.metadata.clone(),
            subtitle: None,
            parts: vec![document],
            references: Vec::new(),
        }
    }

    /// A book of several articles. Its language is the first part's, its dates the latest of its parts'.
    pub fn book(title: &str, route: Route, parts: Vec<Document>) -> Self {
        let language = parts.first().map_or_else(Language::english, |part| part.metadata.language.clone());
        let mut metadata = Metadata::new(language);
        metadata.title = title.to_owned();
        let latest = |dates: &mut dyn Iterator<Item = Date>| dates.max();
        metadata.published = latest(&mut parts.iter().filter_map(|part| part.metadata.published));
        metadata.updated =
            latest(&mut parts.iter().filter_map(|part| part.metadata.updated.or(part.metadata.published)));
        for part in &parts {
            for author in &part.metadata.authors {
                if !metadata.authors.contains(author) {
                    metadata.authors.push(author.clone());
                }
            }
        }
        Self { binding: Binding::Book, route, metadata, subtitle: None, parts, references: Vec::new() }
    }

    /// The entry that a number in a part stands for: one of the whole's list, where it has one, else of the part's own.
    pub fn reference<'a>(&'a self, part: &'a Document, number: u32) -> Option<&'a Reference> {
        match self.references.is_empty() {
            true => part.reference(number),
            false => self.references.get((number as usize).checked_sub(1)?),
        }
    }

    /// The last change known: of the update, else of the publication.
    pub fn last_change(&self) -> Option<Date> {
        self.metadata.updated.or(self.metadata.published)
    }
}
