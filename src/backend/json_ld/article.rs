//! `Article`: the article itself.

use serde::Serialize;

use super::dates;
use super::image::ImageObject;
use super::node::{Linked, Ref, Values};
use super::person::People;
use super::scope::Scope;
use super::text;
use crate::config::ArticleType;
use crate::model::{Block, BlockKind, CalloutKind, count_words, plain_text_of_blocks, walk};

/// Words a minute of a reader of prose.
const READING_SPEED: usize = 230;
/// Tags beyond this help nobody.
const MAX_KEYWORDS: usize = 20;

/// <https://schema.org/Article> or a sibling that configuration names. Never a scholarly type: that claims scholarship.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Article {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    url: String,
    is_part_of: Ref,
    main_entity_of_page: Linked<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative_headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub author: Values<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Linked<Box<ImageObject>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    article_section: Values<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    word_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_required: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_accessible_for_free: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_part: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    encoding: Vec<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<License>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright_holder: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright_year: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright_notice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_body: Option<String>,
}

impl Article {
    /// The article as a feed has it: without the parts, subjects and page that only its own graph holds.
    pub(super) fn summary(&self, website: Ref, image: Option<&ImageObject>, body: Option<String>) -> Self {
        Self {
            is_part_of: website,
            main_entity_of_page: Linked::Inline(self.url.clone()),
            image: image.map(|image| Linked::Inline(Box::new(image.clone()))),
            about: None,
            mentions: Vec::new(),
            has_part: Vec::new(),
            article_body: body,
            ..self.clone()
        }
    }

    /// Whether the article refers to a person or body.
    pub(super) fn refers_to(&self, agent: &str) -> bool {
        let refers = |reference: &Ref| reference.id == agent;
        self.author.0.iter().any(refers)
            || self.publisher.as_ref().is_some_and(refers)
            || self.copyright_holder.as_ref().is_some_and(refers)
    }
}

/// A licence by its address or by its name.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum License {
    Address(String),
    Named {
        #[serde(rename = "@type")]
        kind: &'static str,
        name: String,
    },
}

/// What the article refers to: nodes that are in the graph.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub publisher: Option<Ref>,
    /// The image and its address.
    pub image: Option<(Ref, String)>,
    pub about: Option<Ref>,
    pub mentions: Vec<Ref>,
    pub sections: Vec<Ref>,
    pub citations: Vec<Ref>,
    pub encodings: Vec<Ref>,
}

/// The article of a page.
pub(super) fn build(scope: &Scope<'_>, parts: Parts, people: &mut People<'_>) -> Article {
    let metadata = scope.metadata;
    let date = |date| dates::of(date, scope.site);
    let headline = scope.title();
    let words = word_count(scope);
    let (image, thumbnail_url) = parts.image.unzip();
    let (copyright_holder, copyright_notice) = copyright(scope, people);
    Article {
        kind: match scope.site.article_type {
            ArticleType::Article => "Article",
            ArticleType::BlogPosting => "BlogPosting",
            ArticleType::NewsArticle => "NewsArticle",
            ArticleType::TechArticle => "TechArticle",
        },
        id: scope.ids.article(),
        url: scope.ids.page().to_owned(),
        is_part_of: Ref::to(scope.ids.page()),
        main_entity_of_page: Linked::Node(Ref::to(scope.ids.page())),
        name: headline.clone(),
        alternative_headline: alternative_headline(scope, headline.as_deref()),
        headline,
        description: metadata.description.as_deref().and_then(text::cleaned),
        summary: takeaways(&scope.document.blocks),
        date_published: metadata.published.map(date),
        date_modified: dates::modified(metadata, scope.site).map(date),
        in_language: scope.language.clone(),
        author: authors(scope, parts.publisher.as_ref(), people),
        publisher: parts.publisher,
        image: image.map(Linked::Node),
        thumbnail_url,
        article_section: Values(unique(metadata.categories.iter().map(|category| category.name.as_str()))),
        keywords: unique(metadata.tags.iter().map(String::as_str)).into_iter().take(MAX_KEYWORDS).collect(),
        word_count: words,
        time_required: words.map(|words| format!("PT{}M", words.div_ceil(READING_SPEED))),
        is_accessible_for_free: scope.site.free,
        about: parts.about,
        mentions: parts.mentions,
        has_part: parts.sections,
        citation: parts.citations,
        encoding: parts.encodings,
        license: scope.site.license.as_deref().and_then(|text| license(scope, text)),
        copyright_holder,
        copyright_year: scope.site.copyright_year,
        copyright_notice,
        article_body: None,
    }
}

/// The first heading of the text, where it differs from the title.
fn alternative_headline(scope: &Scope<'_>, headline: Option<&str>) -> Option<String> {
    let subtitle = text::of_inlines(scope.document.subtitle.as_ref()?);
    (!subtitle.is_empty() && Some(subtitle.as_str()) != headline).then_some(subtitle)
}

/// The authors, each once; the publisher where nobody is named.
fn authors(scope: &Scope<'_>, publisher: Option<&Ref>, people: &mut People<'_>) -> Values<Ref> {
    let mut authors: Vec<Ref> = Vec::new();
    for contributor in &scope.metadata.authors {
        authors.extend(people.contributor(contributor).filter(|author| !authors.contains(author)));
    }
    if authors.is_empty() {
        authors.extend(publisher.cloned());
    }
    Values(authors)
}

/// What to remember, one point a line: the points of the first call-out of takeaways, or its paragraphs when it has no
/// list.
pub(super) fn takeaways(blocks: &[Block]) -> Option<String> {
    let callout = blocks.iter().find_map(|block| {
        let BlockKind::Callout(callout) = &block.kind else { return None };
        (callout.kind == CalloutKind::Takeaways).then_some(callout)
    })?;
    let mut lines = Vec::new();
    points(&callout.blocks, &mut lines);
    if lines.is_empty() {
        lines = text::of_blocks(&callout.blocks);
    }
    text::joined(&lines)
}

/// The items of the lists among `blocks`, each on one line, inner ones after their outer one.
fn points(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        let BlockKind::List(list) = &block.kind else { continue };
        for item in &list.items {
            let own = item.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::List(_)));
            let line = own
                .flat_map(|block| text::of_blocks(std::slice::from_ref(block)))
                .collect::<Vec<_>>()
                .join(" ");
            if !line.is_empty() {
                lines.push(line);
            }
            points(&item.blocks, lines);
        }
    }
}

/// Words of what a reader sees: title, text, alternative texts. None for scripts without spaces between words, where
/// white space counts nothing.
fn word_count(scope: &Scope<'_>) -> Option<usize> {
    const UNSPACED: [&str; 8] = ["bo", "ja", "km", "lo", "my", "th", "yue", "zh"];
    if UNSPACED.contains(&scope.metadata.language.primary()) {
        return None;
    }
    let document = scope.document;
    let subtitle = document.subtitle.as_ref().map(|subtitle| text::of_inlines(subtitle));
    let mut words = count_words(&scope.metadata.title)
        + subtitle.map_or(0, |subtitle| count_words(&subtitle))
        + count_words(&plain_text_of_blocks(&document.blocks));
    walk::blocks(&document.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            words += count_words(&figure.image.alt);
        }
    });
    (words > 0).then_some(words)
}

fn license(scope: &Scope<'_>, text: &str) -> Option<License> {
    if text.starts_with('/') || text.contains("://") {
        return scope.addresses.of_text(text).map(License::Address);
    }
    text::cleaned(text).map(|name| License::Named { kind: "CreativeWork", name })
}

/// The holder as a node when configuration knows whether it is a person or a body, else as a notice in words.
fn copyright(scope: &Scope<'_>, people: &mut People<'_>) -> (Option<Ref>, Option<String>) {
    let Some(holder) = scope.site.copyright_holder.as_deref().and_then(text::cleaned) else {
        return (None, None);
    };
    if let Some(node) = people.named(&holder) {
        return (Some(node), None);
    }
    let year = scope.site.copyright_year.map(|year| format!("{year} ")).unwrap_or_default();
    (None, Some(format!("© {year}{holder}")))
}

/// Clean texts, each once without regard to case, in order.
fn unique<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts.filter_map(text::cleaned) {
        if kept.iter().all(|other| other.to_lowercase() != text.to_lowercase()) {
            kept.push(text);
        }
    }
    kept
}
