//! Addresses as an article writes them: within itself, to its neighbours, to its site, to the web.

use std::cell::Cell;

use url::{ParseError, Url};

use super::super::anchors::{slug, slug_of};
use super::super::asked::{Question, of_anchors, of_article, of_file};
use super::super::suggestion::nearest;
use super::super::{Setting, Surroundings, flow};
use super::elsewhere::{self, Address};
use super::finder::{Finder, decode};
use crate::catalog::{Anchors, Entry};
use crate::config::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Anchor, ArticleLink, Document, LinkTarget, walk};

/// The most articles that are searched for one that was meant: a suggestion is not worth minutes.
const SEARCHED: usize = 5_000;
/// The most suggestions for one article.
const SUGGESTIONS: u32 = 50;

/// Where a document stands when its links are resolved.
pub struct Place<'a> {
    site: &'a Site,
    around: &'a Surroundings<'a>,
    finder: Finder<'a>,
    title: String,
    /// Names of headings that left the body: they mean the article itself.
    start: Vec<String>,
    url: Option<String>,
    anchors: Anchors,
    suggestions: Cell<u32>,
}

/// A relative address in its parts.
struct Reference<'a> {
    /// The path, percent-decoded.
    path: String,
    fragment: Option<&'a str>,
    /// The whole as written.
    written: &'a str,
}

impl<'a> Place<'a> {
    /// The place of `document`.
    pub fn of(document: &Document, setting: &'a Setting<'_>, around: &'a Surroundings<'_>) -> Self {
        let mut anchors = Vec::new();
        for body in flow::bodies(document) {
            walk::blocks(body, &mut |block| {
                anchors.extend(block.heading().map(|heading| heading.anchor.clone()));
            });
        }
        let site = &setting.config.site;
        Self {
            site,
            around,
            finder: Finder {
                catalog: around.catalog,
                base: site.base(),
                file: around.file,
                route: document.route.clone(),
                path: document.metadata.path.clone(),
            },
            title: document.metadata.title.clone(),
            start: std::iter::once(slug_of(&document.metadata.title))
                .chain(document.subtitle.as_deref().map(slug))
                .chain(["top".to_owned(), String::new()])
                .collect(),
            url: document.metadata.url.clone(),
            anchors: anchors.into_iter().collect(),
            suggestions: Cell::new(SUGGESTIONS),
        }
    }

    /// Where an address leads.
    pub fn resolve(&self, written: &str, notes: &mut Vec<Diagnostic>) -> LinkTarget {
        // As browsers do: no white space at the ends, no line ends or tabs within.
        let address: String = written
            .trim_matches(|c: char| c.is_whitespace() || c.is_control())
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        if address.is_empty() {
            notes.push(
                Diagnostic::new(Code::BrokenLink, "the link has no address; its text stays")
                    .help("write the address between the parentheses: `[text](address)`"),
            );
            return LinkTarget::Nowhere(written.to_owned());
        }
        if let Some(fragment) = address.strip_prefix('#') {
            return self.within(fragment, written, notes);
        }
        match Url::parse(&address) {
            Ok(url) => self.absolute(url, written, notes),
            Err(ParseError::RelativeUrlWithoutBase) => {
                let address = address.replace('\\', "/");
                match address.strip_prefix("//").map(|rest| Url::parse(&format!("https://{rest}"))) {
                    Some(Ok(url)) => self.absolute(url, written, notes),
                    Some(Err(error)) => self.broken(written, &error, notes),
                    None => self.relative(&address, notes),
                }
            }
            Err(error) => self.broken(written, &error, notes),
        }
    }

    fn broken(&self, written: &str, error: &ParseError, notes: &mut Vec<Diagnostic>) -> LinkTarget {
        notes.push(
            Diagnostic::new(Code::BrokenLink, format!("“{written}” is no address: {error}"))
                .help("correct the address; until then the text stands without a link"),
        );
        LinkTarget::Nowhere(written.to_owned())
    }

    fn absolute(&self, url: Url, written: &str, notes: &mut Vec<Diagnostic>) -> LinkTarget {
        match elsewhere::read(url, notes) {
            Address::Refused => LinkTarget::Nowhere(written.to_owned()),
            Address::Contact(url) => LinkTarget::Contact(url.into()),
            Address::Web(url) => match self.on_this_site(&url).and_then(|path| self.find_page(&path)) {
                Some(entry) => self.article(entry, url.fragment(), written, notes),
                None => LinkTarget::Web(url.into()),
            },
        }
    }

    /// The path of a URL below the site's base URL, decoded.
    fn on_this_site(&self, url: &Url) -> Option<String> {
        let base = self.finder.base.as_ref()?;
        let same_host = base.host() == url.host() && base.port() == url.port();
        let path = same_host.then(|| url.path().strip_prefix(base.path())).flatten()?;
        Some(decode(path))
    }

    fn relative(&self, address: &str, notes: &mut Vec<Diagnostic>) -> LinkTarget {
        let (rest, fragment) = match address.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (address, None),
        };
        let path = decode(rest.split_once('?').map_or(rest, |(path, _)| path));
        let reference = Reference { path, fragment, written: address };
        if let Some(entry) = self.find(&reference.path) {
            return self.article(entry, reference.fragment, reference.written, notes);
        }
        if !self.is_known_page(&reference.path) {
            notes.push(self.lost(&reference));
        }
        self.public(&reference).map_or_else(|| LinkTarget::Nowhere(address.to_owned()), LinkTarget::Web)
    }

    /// The article a path means.
    fn find(&self, path: &str) -> Option<&'a Entry> {
        let found = self.finder.find(path);
        self.around.note(Question::Article(path.to_owned()), || of_article(found));
        found
    }

    /// The article that a path on the site means.
    fn find_page(&self, path: &str) -> Option<&'a Entry> {
        let found = self.around.catalog.find_path(path);
        self.around.note(Question::Page(path.to_owned()), || of_article(found));
        found
    }

    /// Whether the site has a page or file at a path that is no article.
    fn is_known_page(&self, path: &str) -> bool {
        let source = [".md", ".markdown"].iter().any(|end| path.ends_with(end));
        let home = path.trim_matches('/').is_empty();
        let category =
            self.site.category_permalink.as_deref().and_then(|pattern| pattern.split_once("{slug}"));
        let is_category = category.is_some_and(|(before, after)| {
            let path = path.trim_end_matches('/');
            let slug =
                path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after.trim_end_matches('/')));
            slug.is_some_and(|slug| !slug.is_empty() && !slug.contains('/'))
        });
        home || is_category || (!source && self.is_file(path))
    }

    fn is_file(&self, path: &str) -> bool {
        let found = self.around.roots.asset(path, self.around.file);
        self.around.note(Question::File(path.to_owned()), || of_file(&found));
        found.is_ok()
    }

    /// The public address of a relative one.
    fn public(&self, reference: &Reference<'_>) -> Option<String> {
        let base = self.finder.base.as_ref()?;
        let from_page = |written: &str| {
            let page = Url::parse(self.url.as_deref()?).ok()?;
            page.join(written).ok().map(String::from)
        };
        match reference.written.strip_prefix('/') {
            Some(rest) => base.join(&format!("./{rest}")).ok().map(String::from),
            None => from_page(reference.written),
        }
    }

    fn lost(&self, reference: &Reference<'_>) -> Diagnostic {
        let written = reference.written;
        let finding = Diagnostic::new(Code::BrokenLink, format!("“{written}” leads to no article or file"));
        if written.starts_with("www.") {
            return finding
                .help(format!("write `https://{written}`: without it, the address is one of your own site"));
        }
        match self.meant(&reference.path) {
            Some(path) => finding.help(format!("did you mean `{path}`?")),
            None if self.finder.base.is_some() => finding.help(
                "it stays a link to your site; correct it, or export the article it means in the same run",
            ),
            None => {
                finding.help("its text stays; correct it, or export the article it means in the same run")
            }
        }
    }

    /// The path of the article that was probably meant.
    fn meant(&self, path: &str) -> Option<&'a str> {
        let catalog = self.around.catalog;
        self.around.note(Question::Addresses, String::new);
        if !self.may_suggest(catalog.len()) {
            return None;
        }
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let elsewhere = catalog.iter().find(|entry| entry.route.slug() == stem);
        elsewhere.map(|entry| entry.path.as_str()).or_else(|| {
            if path.starts_with('/') {
                nearest(path, catalog.iter().map(|entry| entry.path.as_str()))
            } else {
                let slug = nearest(stem, catalog.iter().map(|entry| entry.route.slug()))?;
                catalog.iter().find(|entry| entry.route.slug() == slug).map(|entry| entry.path.as_str())
            }
        })
    }

    /// Whether a search among so many is worth its time.
    fn may_suggest(&self, candidates: usize) -> bool {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        left > 0 && candidates <= SEARCHED
    }

    fn no_anchor(&self, name: &str, article: &str, anchors: &Anchors, result: &str) -> Diagnostic {
        let finding =
            Diagnostic::new(Code::BrokenAnchor, format!("there is no `#{name}` in {article}; {result}"));
        // Capitals, and names as another tool would make them, are the commonest slips.
        let made = Anchor::new(&slug_of(name));
        let exactly = Some(made.as_str()).filter(|_| anchors.contains(&made));
        let meant = exactly.or_else(|| {
            let near = || nearest(name, anchors.iter());
            self.may_suggest(anchors.len()).then(near).flatten()
        });
        match meant {
            Some(meant) => finding.help(format!("did you mean `#{meant}`?")),
            None => {
                finding.help("an anchor is the heading in lower case, spaces as hyphens, punctuation dropped")
            }
        }
    }

    /// A link to an article of the run.
    fn article(
        &self,
        entry: &Entry,
        fragment: Option<&str>,
        written: &str,
        notes: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        if entry.route == self.finder.route {
            return self.within(fragment.unwrap_or_default(), written, notes);
        }
        let wanted = fragment.map(place_name).filter(|name| !name.is_empty() && name != "top");
        if wanted.is_some() {
            self.around.note(Question::Anchors(entry.route.to_string()), || of_anchors(&entry.anchors));
        }
        let anchor = wanted.and_then(|name| {
            let anchor = Anchor::new(&name);
            let found = entry.anchors.contains(&anchor) || slug_of(&entry.title) == name;
            if !found {
                let article = format!("“{}”", entry.title);
                notes.push(self.no_anchor(&name, &article, &entry.anchors, "the link leads to its start"));
            }
            entry.anchors.contains(&anchor).then_some(anchor)
        });
        let url = entry.url.as_deref().and_then(|url| Url::parse(url).ok()).map(|mut url| {
            url.set_fragment(anchor.as_ref().map(Anchor::as_str));
            String::from(url)
        });
        LinkTarget::Article(ArticleLink {
            route: entry.route.clone(),
            anchor,
            title: entry.title.clone(),
            url,
            bound: self.around.bound.contains(&entry.route),
        })
    }

    /// A link within the article: to an anchor, or to its start.
    fn within(&self, fragment: &str, written: &str, notes: &mut Vec<Diagnostic>) -> LinkTarget {
        let name = place_name(fragment);
        let anchor = Anchor::new(&name);
        if !name.is_empty() && self.anchors.contains(&anchor) {
            return LinkTarget::Anchor(anchor);
        }
        if self.start.contains(&name) {
            return LinkTarget::Article(ArticleLink {
                route: self.finder.route.clone(),
                anchor: None,
                title: self.title.clone(),
                url: self.url.clone(),
                bound: true,
            });
        }
        notes.push(self.no_anchor(&name, "this article", &self.anchors, "the text stays"));
        LinkTarget::Nowhere(written.to_owned())
    }
}

/// The name in a fragment, decoded; a text fragment (`:~:text=…`) is none.
fn place_name(fragment: &str) -> String {
    let name = fragment.split_once(":~:").map_or(fragment, |(name, _)| name);
    decode(name)
}
