//! `feed.json`: JSON Feed 1.1 (jsonfeed.org), in pages.

use std::io;

use serde::Serialize;

use super::super::text;
use super::Site;
use super::entry::{Attachment, Author, Post};
use super::pages::Paged;
use crate::backend::site_wide::{Shelf, put};

/// The first page.
const FIRST: &str = "feed.json";

#[derive(Debug, Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    authors: [Person<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    items: Vec<Item<'a>>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: &'a str,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<File<'a>>,
}

#[derive(Debug, Serialize)]
struct Person<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct File<'a> {
    url: &'a str,
    mime_type: &'a str,
    /// The same for all files of an article: they are the same thing in other forms.
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
}

/// The format, for one site.
pub(super) struct JsonFeed<'s> {
    site: &'s Site<'s>,
    shelf: &'s dyn Shelf,
}

impl<'s> JsonFeed<'s> {
    pub(super) fn new(site: &'s Site<'s>, shelf: &'s dyn Shelf) -> Self {
        Self { site, shelf }
    }

    /// Writes a page after which `older` full ones follow.
    fn write(&self, path: &str, older: usize, posts: &[Post]) -> io::Result<()> {
        let site = self.site;
        let home = site.scope.ids.home();
        let logo = site.organization.logo.as_ref().map(|logo| logo.url.as_str());
        let document = Document {
            version: "https://jsonfeed.org/version/1.1",
            title: &site.website.name,
            home_page_url: home,
            // It identifies the feed, on whatever page.
            feed_url: site.url(&format!("/{FIRST}")),
            description: site.scope.site.description.as_deref().and_then(text::cleaned),
            next_url: (older > 0).then(|| site.url(&format!("/{}", name(older)))),
            icon: logo,
            authors: [Person { name: &site.organization.name, url: Some(home), avatar: logo }],
            language: site.language.as_deref(),
            items: posts.iter().map(item).collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&document)?;
        bytes.push(b'\n');
        put(self.shelf, path, &bytes).map(drop)
    }
}

impl Paged for JsonFeed<'_> {
    fn archive(&self, number: usize, _: bool, posts: &[Post]) -> io::Result<()> {
        self.write(&name(number), number - 1, posts)
    }

    fn current(&self, archives: usize, posts: &[Post]) -> io::Result<()> {
        self.write(FIRST, archives, posts)
    }
}

/// Where a full page is.
fn name(number: usize) -> String {
    format!("feed/json-{number:05}.json")
}

fn item(post: &Post) -> Item<'_> {
    Item {
        id: &post.url,
        url: &post.url,
        title: &post.title,
        content_html: &post.html,
        summary: post.summary.as_deref(),
        image: post.image.as_deref(),
        date_published: &post.published,
        date_modified: &post.modified,
        authors: post.authors.iter().map(person).collect(),
        tags: &post.tags,
        language: post.language.as_deref(),
        attachments: post.attachments.iter().map(|attachment| file(attachment, &post.title)).collect(),
    }
}

fn person(author: &Author) -> Person<'_> {
    Person { name: &author.name, url: author.url.as_deref(), avatar: author.avatar.as_deref() }
}

fn file<'a>(attachment: &'a Attachment, title: &'a str) -> File<'a> {
    File { url: &attachment.url, mime_type: &attachment.media_type, title, size_in_bytes: attachment.bytes }
}
