//! `atom.xml`: Atom (RFC 4287), with full pages as archives (RFC 5005, 4).

use std::collections::BTreeMap;
use std::io;

use atom_syndication::extension::Extension;
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig,
};

use super::super::text;
use super::Site;
use super::entry::{Author, Post};
use super::newest::Newest;
use super::pages::Paged;
use crate::backend::site_wide::{Shelf, put};

/// The first page: what readers subscribe to.
const FIRST: &str = "atom.xml";
const MEDIA_TYPE: &str = "application/atom+xml";
/// The namespace of RFC 5005.
const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// The format, for one site.
pub(super) struct Atom<'s> {
    site: &'s Site<'s>,
    shelf: &'s dyn Shelf,
}

impl<'s> Atom<'s> {
    pub(super) fn new(site: &'s Site<'s>, shelf: &'s dyn Shelf) -> Self {
        Self { site, shelf }
    }

    fn link(&self, rel: &str, path: &str) -> Link {
        Link {
            href: self.site.url(&format!("/{path}")),
            rel: rel.to_owned(),
            mime_type: Some(MEDIA_TYPE.to_owned()),
            ..Link::default()
        }
    }

    /// A page with its own links, without those to other pages.
    fn page(&self, path: &str, posts: &[Post]) -> Option<Feed> {
        let site = self.site;
        let home = site.scope.ids.home().to_owned();
        let mut newest = Newest::default();
        posts.iter().for_each(|post| newest.add(Some(&post.modified)));
        Some(Feed {
            title: site.website.name.as_str().into(),
            // All pages are parts of one feed (RFC 5005, 4).
            id: site.url(&format!("/{FIRST}")),
            updated: instant(newest.text()?)?,
            authors: vec![Person {
                name: site.organization.name.clone(),
                uri: Some(home.clone()),
                ..Person::default()
            }],
            generator: Some(Generator { value: "pepexport".to_owned(), ..Generator::default() }),
            links: vec![
                self.link("self", path),
                Link {
                    href: home,
                    rel: "alternate".to_owned(),
                    mime_type: Some("text/html".to_owned()),
                    ..Link::default()
                },
            ],
            logo: site.organization.logo.as_ref().map(|logo| logo.url.clone()),
            subtitle: site.scope.site.description.as_deref().and_then(text::cleaned).map(Text::from),
            entries: posts.iter().filter_map(entry).collect(),
            lang: site.language.clone(),
            ..Feed::default()
        })
    }

    fn write(&self, path: &str, feed: &Feed) -> io::Result<()> {
        let layout = WriteConfig { write_document_declaration: true, indent_size: Some(2) };
        let mut bytes = feed.write_with_config(Vec::new(), layout).map_err(io::Error::other)?;
        bytes.push(b'\n');
        put(self.shelf, path, &bytes).map(drop)
    }
}

impl Paged for Atom<'_> {
    fn archive(&self, number: usize, newer: bool, posts: &[Post]) -> io::Result<()> {
        let path = name(number);
        let Some(mut feed) = self.page(&path, posts) else { return Ok(()) };
        feed.links.push(self.link("current", FIRST));
        if number > 1 {
            feed.links.push(self.link("prev-archive", &name(number - 1)));
        }
        if newer {
            feed.links.push(self.link("next-archive", &name(number + 1)));
        }
        feed.namespaces.insert("fh".to_owned(), HISTORY.to_owned());
        let archive = Extension { name: "fh:archive".to_owned(), ..Extension::default() };
        feed.extensions.insert("fh".to_owned(), BTreeMap::from([("archive".to_owned(), vec![archive])]));
        self.write(&path, &feed)
    }

    fn current(&self, archives: usize, posts: &[Post]) -> io::Result<()> {
        // Without a post there is no date of the newest change, which every feed must have: then there is no feed.
        let Some(mut feed) = self.page(FIRST, posts) else { return Ok(()) };
        if archives > 0 {
            feed.links.push(self.link("prev-archive", &name(archives)));
        }
        self.write(FIRST, &feed)
    }
}

/// Where a full page is.
fn name(number: usize) -> String {
    format!("feed/atom-{number:05}.xml")
}

fn instant(text: &str) -> Option<FixedDateTime> {
    FixedDateTime::parse_from_rfc3339(text).ok()
}

/// An entry. None for a date that RFC 3339 cannot write, which no calendar date is.
fn entry(post: &Post) -> Option<Entry> {
    let page = Link {
        href: post.url.clone(),
        rel: "alternate".to_owned(),
        hreflang: post.language.clone(),
        mime_type: Some("text/html".to_owned()),
        ..Link::default()
    };
    let enclosures = post.attachments.iter().map(|attachment| Link {
        href: attachment.url.clone(),
        rel: "enclosure".to_owned(),
        hreflang: post.language.clone(),
        mime_type: Some(attachment.media_type.clone()),
        title: Some(post.title.clone()),
        length: attachment.bytes.map(|bytes| bytes.to_string()),
    });
    Some(Entry {
        title: Text { lang: post.language.clone(), ..Text::from(post.title.as_str()) },
        id: post.url.clone(),
        updated: instant(&post.modified)?,
        authors: post.authors.iter().map(person).collect(),
        categories: post
            .tags
            .iter()
            .map(|tag| Category { term: tag.clone(), ..Category::default() })
            .collect(),
        links: std::iter::once(page).chain(enclosures).collect(),
        published: instant(&post.published),
        summary: post
            .summary
            .as_deref()
            .map(|summary| Text { lang: post.language.clone(), ..Text::from(summary) }),
        content: Some(Content {
            lang: post.language.clone(),
            value: Some(post.html.clone()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    })
}

fn person(author: &Author) -> Person {
    Person { name: author.name.clone(), uri: author.url.clone(), ..Person::default() }
}
