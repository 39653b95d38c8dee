//! What a volume holds and under which names, settled before anything is written, so that every link knows its target.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{FileNames, heading_ids};
use crate::labels::{Labels, Terms};
use crate::model::{
    Anchor, ArticleLink, Binding, Document, Inline, Language, Link, LinkTarget, OutlineEntry, Publication,
    Route, on_one_line, outline, walk,
};

/// The page with the cover.
pub(super) const COVER_PAGE: &str = "cover.xhtml";
/// The title page.
pub(super) const TITLE_PAGE: &str = "title.xhtml";
/// The navigation document, which is also the page of contents.
pub(super) const NAVIGATION: &str = "nav.xhtml";
/// The style sheet; epub-builder names it.
pub(super) const STYLE_SHEET: &str = "stylesheet.css";
/// What the id of the footnotes ends with.
pub(super) const FOOTNOTES: &str = "footnotes";
/// What the id of the references ends with.
pub(super) const REFERENCES: &str = "references";
/// Stems of the container's own files.
const RESERVED: [&str; 6] = ["cover", "title", "nav", "toc", "content", "stylesheet"];

/// A publication with the names of its files and ids.
#[derive(Debug)]
pub(super) struct Volume<'a> {
    /// What is bound.
    pub(super) publication: &'a Publication,
    /// Terms in the language of the whole.
    pub(super) labels: &'a Labels,
    /// The articles.
    pub(super) parts: Vec<Part<'a>>,
    /// The page with the references of the whole, where it has one list.
    pub(super) references: Option<String>,
    /// The contents: each article with its headings beneath it, and the references of the whole.
    pub(super) contents: Vec<ContentsEntry>,
    by_route: BTreeMap<&'a Route, usize>,
}

/// An article with its names.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The article.
    pub(super) document: &'a Document,
    /// Terms in its language.
    pub(super) labels: &'a Labels,
    /// Its place in the volume, from 1.
    pub(super) number: usize,
    /// What its file and its ids begin with.
    pub(super) slug: String,
    /// Its file.
    pub(super) file: String,
    /// Ids of its headings by anchor.
    pub(super) ids: BTreeMap<Anchor, String>,
    /// Where its footnotes are called.
    pub(super) calls: Mentions,
    /// Where its references are mentioned.
    pub(super) citations: Mentions,
}

/// Mentions of each numbered note.
pub(super) type Mentions = BTreeMap<u32, BTreeSet<u32>>;

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentsEntry {
    /// Where it leads.
    pub(super) href: String,
    /// What it says; never empty.
    pub(super) title: String,
    /// The language of it and what is beneath, where it is not that of the whole.
    pub(super) language: Option<Language>,
    /// Entries beneath it.
    pub(super) children: Vec<ContentsEntry>,
}

impl<'a> Volume<'a> {
    /// Gives every file and heading its name.
    pub(super) fn plan(publication: &'a Publication, terms: &'a Terms) -> Self {
        let mut names = FileNames::reserving(&RESERVED);
        let references =
            (!publication.references.is_empty()).then(|| format!("{}.xhtml", names.give(REFERENCES)));
        let mut parts = Vec::new();
        let mut by_route = BTreeMap::new();
        for (i, document) in publication.parts.iter().enumerate() {
            let slug = names.give(document.route.slug());
            let (calls, citations) = mentions(publication, document);
            by_route.entry(&document.route).or_insert(i);
            parts.push(Part {
                document,
                labels: terms.of(&document.metadata.language),
                number: i + 1,
                file: format!("{slug}.xhtml"),
                ids: heading_ids(&slug, document),
                slug,
                calls,
                citations,
            });
        }
        let labels = terms.of(&publication.metadata.language);
        let mut volume = Self { publication, labels, parts, references, contents: Vec::new(), by_route };
        volume.contents = volume.list_contents();
        volume
    }

    /// Whether several articles are bound.
    pub(super) fn is_book(&self) -> bool {
        self.publication.binding == Binding::Book
    }

    /// Where a link to an article of this volume leads: to the heading it names, else to the article's start. None
    /// when the article is not bound here.
    pub(super) fn href(&self, link: &ArticleLink) -> Option<String> {
        let part = self.parts.get(*self.by_route.get(&link.route)?)?;
        let id = link.anchor.as_ref().and_then(|anchor| part.ids.get(anchor));
        Some(match id {
            Some(id) => format!("{}#{id}", part.file),
            None => part.file.clone(),
        })
    }

    /// The category of the whole, as shown.
    pub(super) fn category(&self) -> Option<String> {
        self.publication.metadata.categories.first().and_then(|category| one_line(&category.name))
    }

    fn list_contents(&self) -> Vec<ContentsEntry> {
        let language = &self.publication.metadata.language;
        let mut contents: Vec<_> = self.parts.iter().map(|part| part.contents(language)).collect();
        contents.extend(self.references.as_ref().map(|file| ContentsEntry {
            href: file.clone(),
            title: self.references_title().to_owned(),
            language: None,
            children: Vec::new(),
        }));
        contents
    }

    /// The heading of the references of the whole.
    pub(super) fn references_title(&self) -> &str {
        self.labels.references_title(&self.publication.references)
    }

    /// Where the entry stands that a number in a part means.
    pub(super) fn reference_href(&self, part: &Part<'_>, number: u32) -> String {
        let entry = reference_entry(number);
        match &self.references {
            Some(file) => format!("{file}#{entry}"),
            None => format!("#{}", part.id(&entry)),
        }
    }

    /// Where a reference of the whole is mentioned, part by part.
    pub(super) fn mentions_of(&self, number: u32) -> Vec<(u32, String)> {
        let of_part = |part: &Part<'_>| -> Vec<(u32, String)> {
            let mentions = part.citations.get(&number).into_iter().flatten();
            mentions
                .map(|&mention| (mention, format!("{}#{}", part.file, part.citation(number, mention))))
                .collect()
        };
        self.parts.iter().flat_map(of_part).collect()
    }
}

impl Part<'_> {
    /// An id for something that is no heading: `cerebrolysin_references`.
    pub(super) fn id(&self, what: &str) -> String {
        format!("{}_{what}", self.slug)
    }

    /// The id of a mention of a reference.
    pub(super) fn citation(&self, number: u32, mention: u32) -> String {
        self.id(&format!("cite-{number}-{mention}"))
    }

    /// The heading of the list of references.
    pub(super) fn references_title(&self) -> &str {
        self.labels.references_title(&self.document.references)
    }

    /// The title as it stands in the contents and in the head of the page.
    pub(super) fn contents_title(&self) -> String {
        one_line(&self.document.metadata.title).unwrap_or_else(|| self.slug.clone())
    }

    fn contents(&self, whole: &Language) -> ContentsEntry {
        let notes = |what: &str, title: &str, any: bool| {
            any.then(|| ContentsEntry {
                href: format!("{}#{}", self.file, self.id(what)),
                title: title.to_owned(),
                language: None,
                children: Vec::new(),
            })
        };
        let mut children = self.entries(outline(&self.document.blocks));
        children.extend(notes(FOOTNOTES, &self.labels.footnotes, !self.document.footnotes.is_empty()));
        children.extend(notes(REFERENCES, self.references_title(), !self.document.references.is_empty()));
        let language = Some(&self.document.metadata.language).filter(|language| *language != whole);
        ContentsEntry {
            href: self.file.clone(),
            title: self.contents_title(),
            language: language.cloned(),
            children,
        }
    }

    /// Entries of the contents; headings without text give way to those beneath them.
    fn entries(&self, outline: Vec<OutlineEntry>) -> Vec<ContentsEntry> {
        let mut entries = Vec::new();
        for entry in outline {
            let children = self.entries(entry.children);
            match (one_line(&entry.title), self.ids.get(&entry.anchor)) {
                (Some(title), Some(id)) => {
                    let href = format!("{}#{id}", self.file);
                    entries.push(ContentsEntry { href, title, language: None, children });
                }
                _ => entries.extend(children),
            }
        }
        entries
    }
}

/// Text on one line; none when nothing of it can be seen.
pub(super) fn one_line(text: &str) -> Option<String> {
    let clean = super::xml::clean(text);
    let line = on_one_line(&clean);
    (!line.is_empty()).then(|| line.into_owned())
}

/// The reference whose mark a link carries: none where it leads within the volume.
pub(super) fn reference_of(link: &Link) -> Option<u32> {
    match &link.target {
        LinkTarget::Anchor(_) => None,
        LinkTarget::Article(article) if article.bound => None,
        LinkTarget::Article(_)
        | LinkTarget::Web(_)
        | LinkTarget::Contact(_)
        | LinkTarget::Nowhere(_)
        | LinkTarget::Unresolved(_) => link.reference,
    }
}

/// What the id of an entry among the references ends with.
pub(super) fn reference_entry(number: u32) -> String {
    format!("ref-{number}")
}

/// The mentions of footnotes, and of references, that are written into an article.
fn mentions(publication: &Publication, document: &Document) -> (Mentions, Mentions) {
    let (mut calls, mut citations) = (Mentions::new(), Mentions::new());
    let add = |mentions: &mut Mentions, number: u32, mention: u32| {
        mentions.entry(number).or_default().insert(mention);
    };
    let known = |number: u32| publication.reference(document, number).is_some();
    let mut visit = |inline: &Inline| match inline {
        Inline::FootnoteCall(call) if document.footnote(call.number).is_some() => {
            add(&mut calls, call.number, call.mention);
        }
        Inline::Citation(citation) if known(citation.reference) => {
            add(&mut citations, citation.reference, citation.mention);
        }
        Inline::Link(link) => {
            if let Some(number) = reference_of(link).filter(|number| known(*number)) {
                add(&mut citations, number, link.mention);
            }
        }
        Inline::FootnoteCall(_)
        | Inline::Citation(_)
        | Inline::Text(_)
        | Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Subscript(_)
        | Inline::Superscript(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Image(_)
        | Inline::Passage(_)
        | Inline::SoftBreak
        | Inline::LineBreak => {}
    };
    walk::nested_inlines(document.subtitle.as_deref().unwrap_or_default(), &mut visit);
    walk::inlines(&document.blocks, &mut visit);
    for footnote in &document.footnotes {
        walk::inlines(&footnote.blocks, &mut visit);
    }
    (calls, citations)
}
