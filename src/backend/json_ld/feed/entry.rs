//! An article as the feed knows it.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::super::address::without_fragment;
use super::super::graph::Nodes;
use super::super::node::Ref;
use super::super::scope::Scope;
use super::super::{answer_html, article, dates, text};
use crate::backend::site_wide::FileSize;
use crate::config::ArticleBody;
use crate::model::Date;

/// An article in the files of the site.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its address.
    pub url: String,
    /// Whether the site map lists it.
    pub listed: bool,
    /// When it was last changed: a date, or an instant with its zone.
    pub modified: Option<String>,
    /// Address of its image.
    pub image: Option<String>,
    /// What the feed says of it; nothing of an article without a date.
    pub item: Option<Item>,
}

/// An article in the feed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Item {
    /// The graph of its page.
    pub page: Box<RawValue>,
    /// The identifier of its article.
    pub id: String,
    /// When it was published, as the graph has it.
    pub published: String,
    /// When it was last changed, as the graph has it.
    pub modified: Option<String>,
    /// The article in short.
    pub article: Box<RawValue>,
    /// The files it is offered as.
    pub encodings: Vec<Box<RawValue>>,
    /// Whom and what it refers to: nodes that other articles may refer to as well.
    pub shared: Vec<Shared>,
    /// The article as a post.
    pub post: Post,
}

/// A node that several articles may refer to.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shared {
    pub id: String,
    pub node: Box<RawValue>,
}

/// An article for readers of feeds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Post {
    pub url: String,
    pub title: String,
    pub summary: Option<String>,
    /// The article in HTML: all of it, or what it says of itself.
    pub html: String,
    pub language: Option<String>,
    pub tags: Vec<String>,
    pub authors: Vec<Author>,
    pub image: Option<String>,
    /// RFC 3339.
    pub published: String,
    /// RFC 3339. An article that was never changed was last changed when it was published.
    pub modified: String,
    pub attachments: Vec<Attachment>,
}

/// Who wrote an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Author {
    pub name: String,
    pub url: Option<String>,
    pub avatar: Option<String>,
}

/// A file that an article is offered as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attachment {
    pub format: String,
    pub url: String,
    pub media_type: String,
    /// Its size, when the run made it.
    pub bytes: Option<u64>,
}

impl Entry {
    /// Reads a fragment.
    ///
    /// # Errors
    /// The bytes are no fragment that this version wrote.
    pub(super) fn read(bytes: &[u8]) -> io::Result<Self> {
        serde_json::from_slice(bytes).map_err(io::Error::from)
    }
}

impl Post {
    /// The post with the sizes of its files.
    pub(super) fn with_sizes(mut self, files: &[FileSize]) -> Self {
        for attachment in &mut self.attachments {
            let file = files.iter().find(|file| file.format == attachment.format);
            attachment.bytes = file.map(|file| file.bytes);
        }
        self
    }
}

/// Where an article stands in the feed: by the instant of its publication, then by its identifier. Articles without a
/// date come first.
pub(super) fn key(scope: &Scope<'_>) -> String {
    let published = scope.metadata.published.map(|date| dates::zoned(date, scope.site).utc());
    format!("{} {}", published.unwrap_or_default(), scope.ids.article())
}

/// The entry of an article.
pub(super) fn of(scope: &Scope<'_>, nodes: &Nodes) -> serde_json::Result<Entry> {
    let metadata = scope.metadata;
    let public = !metadata.noindex && !metadata.draft;
    let url = scope.ids.page().to_owned();
    let modified = dates::modified(metadata, scope.site);
    Ok(Entry {
        // A site map speaks for its own site only (sitemaps.org, “Sitemap file location”).
        listed: public && url.starts_with(scope.ids.home()),
        url,
        modified: modified.map(|date| dates::of(date, scope.site)),
        image: nodes.image.as_ref().map(|image| image.url.clone()),
        item: match metadata.published.filter(|_| public) {
            Some(published) => item(scope, nodes, published)?,
            None => None,
        },
    })
}

fn item(scope: &Scope<'_>, nodes: &Nodes, published: Date) -> serde_json::Result<Option<Item>> {
    let (Some(website), Some(title)) = (&nodes.website, scope.title()) else { return Ok(None) };
    let whole = scope.options.article_body == ArticleBody::Feed;
    let body = whole.then(|| text::joined(&text::of_blocks(&scope.document.blocks))).flatten();
    let summary = nodes.article.summary(Ref::to(&website.id), nodes.image.as_ref(), body);
    let mut shared = Vec::new();
    for agent in &nodes.agents {
        // Who reviewed the page is no part of the article.
        if summary.refers_to(agent.id()) {
            shared.push(Shared { id: agent.id().to_owned(), node: to_raw_value(agent)? });
        }
    }
    for citation in &nodes.citations {
        shared.push(Shared { id: citation.id.clone(), node: to_raw_value(citation)? });
    }
    let modified = dates::modified(scope.metadata, scope.site);
    Ok(Some(Item {
        page: to_raw_value(&nodes.graph())?,
        id: summary.id.clone(),
        published: dates::of(published, scope.site),
        modified: modified.map(|date| dates::of(date, scope.site)),
        encodings: nodes.encodings.iter().map(to_raw_value).collect::<Result<_, _>>()?,
        shared,
        post: post(scope, nodes, title, published),
        article: to_raw_value(&summary)?,
    }))
}

fn post(scope: &Scope<'_>, nodes: &Nodes, title: String, published: Date) -> Post {
    // Feeds for readers know no date without a time: where the site has no zone, the day begins in UTC.
    let instant = |date| dates::zoned(date, scope.site).rfc3339(0);
    let summary = scope.metadata.description.as_deref().and_then(text::cleaned);
    let attachments = nodes.encodings.iter().filter(|encoding| matches!(encoding.format, "pdf" | "epub"));
    Post {
        url: without_fragment(scope.ids.page()).to_owned(),
        html: html(scope, &title, summary.as_deref()),
        title,
        summary,
        language: scope.language.clone(),
        tags: nodes.article.keywords.clone(),
        authors: nodes.article.author.0.iter().filter_map(|author| named(nodes, scope, author)).collect(),
        image: nodes.image.as_ref().map(|image| image.url.clone()),
        published: instant(published),
        modified: instant(dates::modified(scope.metadata, scope.site).unwrap_or(published)),
        attachments: attachments
            .map(|encoding| Attachment {
                format: encoding.format.to_owned(),
                url: encoding.content_url.clone(),
                media_type: encoding.encoding_format.to_owned(),
                bytes: None,
            })
            .collect(),
    }
}

/// All of the article, or its description and what to remember of it; its title when it has neither.
fn html(scope: &Scope<'_>, title: &str, description: Option<&str>) -> String {
    if scope.options.article_body == ArticleBody::Feed
        && let Some(html) = answer_html::write_article(scope)
    {
        return html;
    }
    let takeaways = article::takeaways(&scope.document.blocks);
    let html = answer_html::paragraph(description.unwrap_or_default())
        + &answer_html::list(takeaways.iter().flat_map(|takeaways| takeaways.lines()));
    if html.is_empty() { answer_html::paragraph(title) } else { html }
}

fn named(nodes: &Nodes, scope: &Scope<'_>, author: &Ref) -> Option<Author> {
    if let Some(agent) = nodes.agents.iter().find(|agent| agent.id() == author.id) {
        let (name, url, avatar) = agent.card();
        let owned = |text: Option<&str>| text.map(str::to_owned);
        return Some(Author { name: name.to_owned(), url: owned(url), avatar: owned(avatar) });
    }
    let publisher = nodes.organization.as_ref().filter(|organization| organization.id == author.id)?;
    Some(Author {
        name: publisher.name.clone(),
        url: Some(scope.ids.home().to_owned()),
        avatar: publisher.logo.as_ref().map(|logo| logo.url.clone()),
    })
}
