//! The site's feed: everything a crawler, an agent or a reader of feeds may want to know of all articles at once.
//!
//! Each article leaves a fragment (`entry`); here they come back by date, the oldest first, and pass once through all
//! the files: `shards` (the graph), `lines` (one page graph a line), `site_map`, `json_feed` and `atom`. Nothing is held
//! longer than one shard or one page, and what is old stays where it is: a new article changes the last shard and the
//! first page.

mod atom;
mod entry;
mod json_feed;
mod lines;
mod newest;
mod pages;
mod shards;
mod site_map;
mod xml;

use std::collections::HashSet;
use std::io;

use super::graph::Nodes;
use super::node::Ref;
use super::organization;
use super::scope::Scope;
use super::site_scope::SiteScope;
use super::website;
use crate::backend::Context;
use crate::backend::site_wide::{Fragment, Piece, Shelf, SiteFiles};
use crate::config::Config;

/// Items of a shard, at most. A power user's loader takes so many at once, and so does Yoast's aggregator.
const SHARD_ITEMS: usize = 1000;
/// Bytes of a shard, at most, unless one article alone has more.
const SHARD_BYTES: usize = 10_000_000;
/// Addresses of a site map, at most (sitemaps.org).
const SITE_MAP_ADDRESSES: usize = 50_000;
/// Bytes of a site map, at most (sitemaps.org allows 52,428,800).
const SITE_MAP_BYTES: u64 = 50_000_000;
/// Articles of a page that is full.
const PAGE_ITEMS: usize = 100;

/// The feed of a site.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Feed;

/// What the feed needs to know of an article. `None` without a base URL: a feed is read elsewhere, where relative
/// identifiers mean nothing.
pub(super) fn fragment(scope: &Scope<'_>, nodes: &Nodes) -> serde_json::Result<Option<Fragment>> {
    if !Feed.wanted(scope.context.config) {
        return Ok(None);
    }
    let bytes = serde_json::to_vec(&entry::of(scope, nodes)?)?;
    Ok(Some(Fragment { key: entry::key(scope), bytes }))
}

impl SiteFiles for Feed {
    fn wanted(&self, config: &Config) -> bool {
        config.site.base().is_some()
    }

    fn join(
        &self,
        pieces: &mut dyn Iterator<Item = io::Result<Piece>>,
        context: &Context<'_>,
        shelf: &dyn Shelf,
    ) -> io::Result<Vec<String>> {
        let site = Site::of(context).ok_or_else(|| io::Error::other("the site has no address"))?;
        let mut shards = shards::Shards::new(&site, shelf)?;
        let mut lines = lines::Lines::new(shelf)?;
        let mut site_map = site_map::SiteMap::new(&site, shelf);
        let mut json_feed = pages::Pages::new(json_feed::JsonFeed::new(&site, shelf));
        let mut atom = pages::Pages::new(atom::Atom::new(&site, shelf));

        let mut known = HashSet::new();
        for piece in pieces {
            let Piece { bytes, files } = piece?;
            let entry = entry::Entry::read(&bytes)?;
            // Two articles with one address are one page: `export` has told, and the first stays.
            if !known.insert(entry.url.clone()) {
                continue;
            }
            if entry.listed {
                site_map.add(&entry)?;
            }
            if let Some(item) = entry.item {
                shards.add(&item)?;
                lines.add(&item.page)?;
                let post = item.post.with_sizes(&files);
                json_feed.add(post.clone())?;
                atom.add(post)?;
            }
        }
        let mut advice = Vec::new();
        if site_map.finish()? {
            advice.push(format!("Sitemap: {}", site.url("/sitemap.xml")));
        }
        lines.finish()?;
        json_feed.finish()?;
        atom.finish()?;
        if shards.finish()? {
            advice.push(format!("Schemamap: {}", site.url("/schemamap.xml")));
        }
        Ok(advice)
    }
}

/// What all files of the feed say of the site.
struct Site<'a> {
    scope: SiteScope<'a>,
    /// The site and its publisher, as JSON.
    website: website::WebSite,
    organization: organization::Organization,
    /// The site's language, when its tag can name one.
    language: Option<String>,
}

impl<'a> Site<'a> {
    /// `None` when nothing names the site, which does not happen where a base URL is known.
    fn of(context: &'a Context<'a>) -> Option<Self> {
        let scope = SiteScope::of(context)?;
        let organization = organization::build(&scope)?;
        let website = website::build(&scope, Some(Ref::to(&organization.id)))?;
        let language = crate::model::Language::parse(&scope.site.language);
        let language = language.as_ref().and_then(super::scope::tag);
        Some(Self { scope, website, organization, language })
    }

    /// The address of a file of the feed: the folder of JSON-LD is the root of the site.
    fn url(&self, path: &str) -> String {
        self.scope.addresses.of_path(path).unwrap_or_else(|| path.to_owned())
    }
}
