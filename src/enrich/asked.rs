//! What the passes asked of everything that is no part of the document, and what they were told.
//!
//! The passes that complete a document do nothing but by its own text, the configuration and these answers. So long as
//! all of them stay the same, so does the outcome.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use super::links::Finder;
use crate::catalog::{Anchors, Catalog, Entry};
use crate::load::{AssetProblem, Roots};
use crate::model::{AssetPath, Route};

/// Something that a pass wants to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Question {
    /// Which article a relative address means.
    Article(String),
    /// Which article has a path on the site.
    Page(String),
    /// Which anchors the article with a route has.
    Anchors(String),
    /// Which routes and paths all articles have.
    Addresses,
    /// Which file an image's path means.
    Image(String),
    /// Which file a link's path means.
    File(String),
    /// Which files lie in a folder.
    Folder(String),
    /// Where the asset folder is, as people are told.
    AssetFolder,
}

/// The questions of one document with their answers, each once. Answers are texts that are equal when what they say is.
#[derive(Debug, Default)]
pub struct Asked(RefCell<BTreeMap<Question, String>>);

impl Asked {
    /// Notes a question and its answer.
    pub(super) fn note(&self, question: Question, answer: String) {
        self.0.borrow_mut().entry(question).or_insert(answer);
    }

    /// All questions, in their order, with their answers.
    pub fn into_answers(self) -> Vec<(Question, String)> {
        self.0.into_inner().into_iter().collect()
    }
}

/// Where a document stands that asks.
#[derive(Debug, Clone, Copy)]
pub struct Standpoint<'a> {
    /// All articles of the run.
    pub catalog: &'a Catalog,
    /// The folders that may be read from.
    pub roots: &'a Roots,
    /// The base URL of the site.
    pub base: Option<&'a Url>,
    /// The file the document was read from.
    pub file: &'a Path,
    /// Its route.
    pub route: &'a Route,
    /// Its path on the site.
    pub path: &'a str,
}

impl Question {
    /// What a document that asks again would be told.
    pub fn answer(&self, from: &Standpoint<'_>) -> String {
        match self {
            Self::Article(written) => {
                let finder = Finder {
                    catalog: from.catalog,
                    base: from.base.cloned(),
                    file: from.file,
                    route: from.route.clone(),
                    path: from.path.to_owned(),
                };
                of_article(finder.find(written))
            }
            Self::Page(path) => of_article(from.catalog.find_path(path)),
            Self::Anchors(route) => {
                let route = Route::from_segments(route.split('/'));
                from.catalog
                    .get(&route)
                    .map_or_else(|| NOTHING.to_owned(), |entry| of_anchors(&entry.anchors))
            }
            // The catalog of a run is one and the same: who compares runs takes it in once.
            Self::Addresses => String::new(),
            Self::Image(path) | Self::File(path) => of_file(&from.roots.asset(path, from.file)),
            Self::Folder(folder) => of_names(names_in(folder, from.roots, from.file).as_deref()),
            Self::AssetFolder => from.roots.assets.to_string_lossy().into_owned(),
        }
    }

    /// The image file that the question is about, when there is one.
    pub fn image(&self, from: &Standpoint<'_>) -> Option<AssetPath> {
        match self {
            Self::Image(path) => from.roots.asset(path, from.file).ok(),
            Self::Article(_)
            | Self::Page(_)
            | Self::Anchors(_)
            | Self::Addresses
            | Self::File(_)
            | Self::Folder(_)
            | Self::AssetFolder => None,
        }
    }
}

/// The answer that there is no such thing.
const NOTHING: &str = "-";

/// What a link to an article takes from it.
pub(super) fn of_article(entry: Option<&Entry>) -> String {
    entry.map_or_else(
        || NOTHING.to_owned(),
        |entry| {
            let url = entry.url.as_deref().unwrap_or_default();
            format!("{}\0{}\0{url}\0{}", entry.route, entry.path, entry.title)
        },
    )
}

pub(super) fn of_anchors(anchors: &Anchors) -> String {
    anchors.iter().collect::<Vec<_>>().join("\0")
}

/// The routes and paths of all articles.
pub fn of_addresses(catalog: &Catalog) -> String {
    let mut text = String::new();
    for entry in catalog.iter() {
        text.extend([entry.route.as_str(), "\0", &entry.path, "\0"]);
    }
    text
}

pub(super) fn of_file(found: &Result<AssetPath, AssetProblem>) -> String {
    match found {
        Ok(asset) => format!("={}", asset.name),
        Err(AssetProblem::Missing) => NOTHING.to_owned(),
        Err(AssetProblem::Outside) => "outside".to_owned(),
    }
}

pub(super) fn of_names(names: Option<&[String]>) -> String {
    names.map_or_else(|| NOTHING.to_owned(), |names| names.join("\0"))
}

/// The most files of a folder that are looked at for one that was meant.
const LOOKED_AT: usize = 2_000;

/// The names of the files in the folder of a path, in order. The path ends with `/`, or is empty: the article's own
/// folder. `None` when the folder cannot be read, or holds too many: of a part of them the choice would hang on the file
/// system's order.
pub(super) fn names_in(folder: &str, roots: &Roots, article: &Path) -> Option<Vec<String>> {
    let beside: PathBuf = match folder.strip_prefix('/') {
        Some(_) => roots.assets.join(folder.trim_start_matches('/')),
        None => article.parent()?.join(folder),
    };
    let entries = std::fs::read_dir(beside).ok()?.take(LOOKED_AT + 1);
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    if names.len() > LOOKED_AT {
        return None;
    }
    names.sort();
    Some(names)
}
