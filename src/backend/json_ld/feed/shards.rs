//! The feed as one graph in several files: `feed/articles-00001.jsonld` and so on, and `feed/index.jsonld`, which lists
//! them; `schemamap.xml` lists them for crawlers.
//!
//! Every shard is a whole graph: the feed, the site, its publisher, some articles and whom and what these refer to. Read
//! together they are one graph, for what occurs in several of them has one identifier.

use std::collections::HashSet;
use std::io;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::super::graph::Graph;
use super::super::node::Ref;
use super::super::organization::Organization;
use super::super::text;
use super::super::website::WebSite;
use super::entry::Item;
use super::newest::Newest;
use super::xml::{NAMESPACE, Xml};
use super::{SHARD_BYTES, SHARD_ITEMS, Site};
use crate::backend::site_wide::{Shelf, put};

/// Room in a shard for what is in all of them: the feed, the site, its publisher, punctuation.
const OVERHEAD: usize = 200_000;

/// <https://schema.org/DataFeed>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct DataFeed<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: String,
    description: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    is_part_of: Ref,
    publisher: Ref,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    distribution: &'a [DataDownload],
}

/// <https://schema.org/DataFeedItem>
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DataFeedItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    date_created: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    item: Ref,
}

/// <https://schema.org/DataDownload>: a shard.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct DataDownload {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    content_url: String,
    name: String,
    encoding_format: &'static str,
    content_size: String,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
}

/// A node of the index.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Feed(&'a DataFeed<'a>),
    WebSite(&'a WebSite),
    Organization(&'a Organization),
}

/// The shards while they are written.
pub(super) struct Shards<'s> {
    site: &'s Site<'s>,
    shelf: &'s dyn Shelf,
    /// The nodes that every shard has: the site and its publisher.
    common: [Box<RawValue>; 2],
    shard: Shard,
    /// The shards that are written.
    written: Vec<DataDownload>,
    /// Articles in those.
    before: usize,
    newest: Newest,
}

/// A shard while it grows.
#[derive(Default)]
struct Shard {
    items: Vec<String>,
    nodes: Vec<Box<RawValue>>,
    /// Identifiers of nodes that articles share.
    known: HashSet<String>,
    bytes: usize,
    newest: Newest,
}

impl<'s> Shards<'s> {
    pub(super) fn new(site: &'s Site<'s>, shelf: &'s dyn Shelf) -> io::Result<Self> {
        let common = [to_raw_value(&site.website)?, to_raw_value(&site.organization)?];
        let written = Vec::new();
        Ok(Self {
            site,
            shelf,
            common,
            shard: Shard::default(),
            written,
            before: 0,
            newest: Newest::default(),
        })
    }

    /// Takes the next article, in the order of publication.
    pub(super) fn add(&mut self, item: &Item) -> io::Result<()> {
        let modified = item.modified.as_deref();
        let line = serde_json::to_string(&DataFeedItem {
            kind: "DataFeedItem",
            date_created: &item.published,
            date_modified: modified,
            item: Ref::to(&item.id),
        })?;
        let own =
            item.article.get().len() + item.encodings.iter().map(|node| node.get().len()).sum::<usize>();
        let shared: usize = item.shared.iter().map(|shared| shared.node.get().len()).sum();
        let full = self.shard.items.len() >= SHARD_ITEMS
            || self.shard.bytes + line.len() + own + shared > SHARD_BYTES - OVERHEAD;
        if full && !self.shard.items.is_empty() {
            self.write_shard()?;
        }
        for newest in [&mut self.newest, &mut self.shard.newest] {
            newest.add(Some(&item.published));
            newest.add(modified);
        }
        self.shard.add(line, item);
        Ok(())
    }

    /// Writes the last shard, the index and the map of shards. False when there is no article: then there is no feed.
    pub(super) fn finish(mut self) -> io::Result<bool> {
        if !self.shard.items.is_empty() {
            self.write_shard()?;
        }
        if self.written.is_empty() {
            return Ok(false);
        }
        let feed = self.feed(self.newest.text(), &self.written);
        let nodes = vec![
            Node::Feed(&feed),
            Node::WebSite(&self.site.website),
            Node::Organization(&self.site.organization),
        ];
        let mut index = serde_json::to_vec_pretty(&Graph::of(nodes))?;
        index.push(b'\n');
        put(self.shelf, "feed/index.jsonld", &index)?;
        if self.site.scope.context.config.jsonld.well_known {
            // For large data the draft lets both names be the table of contents (schema.org Feeds 1.0a).
            put(self.shelf, ".well-known/feeddata-toc", &index)?;
            put(self.shelf, ".well-known/feeddata-general", &index)?;
        }
        let mut xml = Xml::open(Vec::new(), "urlset", &[("xmlns", NAMESPACE)])?;
        for shard in &self.written {
            xml.element("url", &[("contentType", "structuredData/schema.org")], |xml| {
                xml.text("loc", &shard.content_url)?;
                xml.optional("lastmod", shard.date_modified.as_deref())
            })?;
        }
        put(self.shelf, "schemamap.xml", &xml.close()?)?;
        Ok(true)
    }

    fn write_shard(&mut self) -> io::Result<()> {
        let shard = std::mem::take(&mut self.shard);
        let modified = shard.newest.text().map(str::to_owned);
        let feed = serde_json::to_string(&self.feed(modified.as_deref(), &[]))?;
        let path = format!("feed/articles-{:05}.jsonld", self.written.len() + 1);
        let file = put(self.shelf, &path, shard.text(&feed, &self.common).as_bytes())?;
        let url = self.site.url(&format!("/{path}"));
        let (first, last) = (self.before + 1, self.before + shard.items.len());
        self.before = last;
        self.written.push(DataDownload {
            kind: "DataDownload",
            id: url.clone(),
            content_url: url,
            name: format!("Articles {first} to {last}"),
            encoding_format: "application/ld+json",
            content_size: format!("{} bytes", file.bytes),
            sha256: file.sha256,
            date_modified: modified,
        });
        Ok(())
    }

    fn feed<'a>(&'a self, modified: Option<&str>, distribution: &'a [DataDownload]) -> DataFeed<'a> {
        let name = &self.site.website.name;
        let described = self.site.scope.context.config.jsonld.feed_description.as_deref();
        DataFeed {
            kind: "DataFeed",
            id: self.site.scope.ids.feed(),
            name: text::clean(&format!("{name} article feed")),
            description: described.and_then(text::cleaned).unwrap_or_else(|| {
                let what = "each with its title, dates, authors, image and the works it cites";
                text::clean(&format!("The articles of {name}, {what}."))
            }),
            url: self.site.url("/feed/index.jsonld"),
            in_language: self.site.language.as_deref(),
            date_modified: modified.map(str::to_owned),
            is_part_of: Ref::to(&self.site.website.id),
            publisher: Ref::to(&self.site.organization.id),
            distribution,
        }
    }
}

impl Shard {
    fn add(&mut self, line: String, item: &Item) {
        let mut nodes = vec![item.article.clone()];
        nodes.extend(item.encodings.iter().cloned());
        for shared in &item.shared {
            if self.known.insert(shared.id.clone()) {
                nodes.push(shared.node.clone());
            }
        }
        // Each line ends with a comma and a line feed.
        self.bytes += line.len() + nodes.iter().map(|node| node.get().len() + 2).sum::<usize>() + 2;
        self.items.push(line);
        self.nodes.append(&mut nodes);
    }

    /// The shard: one item and one node a line, so that both tools and people can look for one.
    fn text(&self, feed: &str, common: &[Box<RawValue>]) -> String {
        let mut out = String::with_capacity(self.bytes + OVERHEAD);
        out.push_str("{\n\"@context\": \"https://schema.org\",\n\"@graph\": [\n");
        out.push_str(feed.strip_suffix('}').unwrap_or(feed));
        out.push_str(",\"dataFeedElement\":[\n");
        out.push_str(&self.items.join(",\n"));
        out.push_str("\n]}");
        for node in common.iter().chain(&self.nodes) {
            out.push_str(",\n");
            out.push_str(node.get());
        }
        out.push_str("\n]\n}\n");
        out
    }
}
