//! What an article may know of all the others: one small entry each.

mod anchors;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::model::{Date, Document, Language, Route};
use crate::source::SourceId;

pub use anchors::Anchors;

/// What the site knows of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its route.
    pub route: Route,
    /// Its source.
    pub source: SourceId,
    /// The file it was read from.
    pub file: PathBuf,
    /// Its path on the site, with a leading slash.
    pub path: String,
    /// Its public URL; none without a base URL.
    pub url: Option<String>,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: Option<String>,
    /// First publication.
    pub published: Option<Date>,
    /// Last change.
    pub updated: Option<Date>,
    /// Its language.
    pub language: Language,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The anchors that links may lead to.
    pub anchors: Anchors,
}

impl Entry {
    /// The entry of a document whose title, address and anchors are known.
    pub fn of(document: &Document, file: &Path) -> Self {
        let metadata = &document.metadata;
        let mut anchors = Vec::new();
        crate::model::walk::blocks(&document.blocks, &mut |block| {
            anchors.extend(block.heading().map(|heading| heading.anchor.clone()));
        });
        Self {
            route: document.route.clone(),
            source: document.source,
            file: file.to_path_buf(),
            path: metadata.path.clone(),
            url: metadata.url.clone(),
            title: metadata.title.clone(),
            description: metadata.description.clone(),
            published: metadata.published,
            updated: metadata.updated,
            language: metadata.language.clone(),
            tags: metadata.tags.clone(),
            noindex: metadata.noindex,
            anchors: anchors.into_iter().collect(),
        }
    }
}

/// All articles of a run.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    entries: BTreeMap<Route, Entry>,
    by_path: HashMap<String, Route>,
    by_file: HashMap<PathBuf, Route>,
}

impl Catalog {
    /// Catalogues the entries. Of two with one route the first stays; the caller reports the clash.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut catalog = Self::default();
        for entry in entries {
            let route = entry.route.clone();
            if catalog.entries.contains_key(&route) {
                continue;
            }
            catalog.by_path.entry(key(&entry.path)).or_insert_with(|| route.clone());
            catalog.by_path.entry(key(route.as_str())).or_insert_with(|| route.clone());
            catalog.by_file.insert(entry.file.clone(), route.clone());
            catalog.entries.insert(route, entry);
        }
        catalog
    }

    /// The entry of a route.
    pub fn get(&self, route: &Route) -> Option<&Entry> {
        self.entries.get(route)
    }

    /// The article that a site-absolute path means. A trailing slash, `.html` and `.md` make no difference.
    pub fn find_path(&self, path: &str) -> Option<&Entry> {
        self.get(self.by_path.get(&key(path))?)
    }

    /// The article that was read from a file.
    pub fn find_file(&self, file: &Path) -> Option<&Entry> {
        self.get(self.by_file.get(file)?)
    }

    /// All entries by route.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// A path as the index knows it: no slashes at the ends, no extension of a page, no `index`.
fn key(path: &str) -> String {
    let path = path.trim_matches('/');
    let path =
        [".html", ".htm", ".md", ".markdown"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let path = path.strip_suffix("/index").unwrap_or(path);
    if path == "index" { String::new() } else { path.to_owned() }
}
