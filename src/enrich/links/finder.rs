//! Which article a relative address means.

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;

use crate::catalog::{Catalog, Entry};
use crate::model::Route;

/// Where a document stands that looks for others.
pub struct Finder<'a> {
    /// All articles of the run.
    pub catalog: &'a Catalog,
    /// The base URL of the site.
    pub base: Option<Url>,
    /// The file the document was read from.
    pub file: &'a Path,
    /// Its route.
    pub route: Route,
    /// Its path on the site.
    pub path: String,
}

impl<'a> Finder<'a> {
    /// The article a path means: on the site, beside this article's file, or beside its page.
    pub fn find(&self, path: &str) -> Option<&'a Entry> {
        let catalog = self.catalog;
        if path.is_empty() {
            return catalog.get(&self.route);
        }
        if path.starts_with('/') {
            let below_base = || path.strip_prefix(self.base.as_ref()?.path());
            return catalog.find_path(path).or_else(|| catalog.find_path(below_base()?));
        }
        let by_file = self.beside(path).and_then(|file| {
            let name = file.to_string_lossy().into_owned();
            let bare = ["", ".md", ".markdown", "/index.md"].map(|end| format!("{name}{end}"));
            let page = [".html", ".htm"]
                .iter()
                .find_map(|end| name.strip_suffix(end))
                .into_iter()
                .flat_map(|stem| [".md", ".markdown"].map(|end| format!("{stem}{end}")));
            bare.into_iter().chain(page).find_map(|file| catalog.find_file(&PathBuf::from(file)))
        });
        by_file.or_else(|| {
            let page = Url::parse("https://site.invalid").and_then(|site| site.join(&self.path)).ok()?;
            let meant = page.join(path).ok()?;
            catalog.find_path(&decode(meant.path()))
        })
    }

    /// The file that a relative path means, without a look at the disk. `..` never climbs beyond what is known.
    fn beside(&self, path: &str) -> Option<PathBuf> {
        let mut file = self.file.parent()?.to_path_buf();
        for part in PathBuf::from(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    if !matches!(file.components().next_back(), Some(Component::Normal(_))) || !file.pop() {
                        return None;
                    }
                }
                Component::Normal(name) => file.push(name),
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        Some(file)
    }
}

/// A path, percent-decoded where that gives a text.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}
