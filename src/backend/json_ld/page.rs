//! `WebPage`: the page the article stands on. The root of the graph.

use serde::Serialize;

use super::address::{web_url, without_fragment};
use super::dates;
use super::node::{Ref, Values};
use super::person::People;
use super::scope::Scope;
use super::text;
use crate::config::PageType;
use crate::model::{ArticleLink, Inline, LinkTarget, walk};

/// <https://schema.org/WebPage> or <https://schema.org/MedicalWebPage>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebPage {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_image_of_page: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<Ref>,
    main_entity: Ref,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_part: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<PeopleAudience>,
    #[serde(skip_serializing_if = "Option::is_none")]
    medical_audience: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_link: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_reviewed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_by: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speakable: Option<SpeakableSpecification>,
}

/// <https://schema.org/PeopleAudience>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PeopleAudience {
    #[serde(rename = "@type")]
    kind: &'static str,
    audience_type: String,
}

/// <https://schema.org/SpeakableSpecification>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct SpeakableSpecification {
    #[serde(rename = "@type")]
    kind: &'static str,
    css_selector: Values<String>,
}

/// What the page refers to: nodes that are in the graph.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub website: Option<Ref>,
    pub publisher: Option<Ref>,
    pub image: Option<Ref>,
    pub breadcrumb: Option<Ref>,
    pub faq: Option<Ref>,
    pub about: Option<Ref>,
}

/// The page of the article.
pub(super) fn build(scope: &Scope<'_>, parts: Parts, people: &mut People<'_>) -> WebPage {
    let metadata = scope.metadata;
    let date = |date| dates::of(date, scope.site);
    let medical = scope.site.page_type == PageType::MedicalWebPage;
    let audience = scope.site.audience.as_deref().and_then(text::cleaned);
    let medical_audience = audience.as_deref().filter(|_| medical).and_then(medical_audience);
    // A review needs both its date and its reviewer, so the reference comes first.
    let review =
        metadata.review.as_ref().and_then(|review| Some((review, people.contributor(&review.reviewer)?)));
    WebPage {
        kind: if medical { "MedicalWebPage" } else { "WebPage" },
        id: scope.ids.page().to_owned(),
        url: scope.ids.page().to_owned(),
        name: scope.title(),
        description: metadata.description.as_deref().and_then(text::cleaned),
        is_part_of: parts.website,
        in_language: scope.language.clone(),
        date_published: metadata.published.map(date),
        date_modified: dates::modified(metadata, scope.site).map(date),
        primary_image_of_page: parts.image,
        breadcrumb: parts.breadcrumb,
        main_entity: Ref::to(scope.ids.article()),
        has_part: parts.faq,
        about: parts.about,
        publisher: parts.publisher,
        audience: audience
            .filter(|_| medical_audience.is_none())
            .map(|audience_type| PeopleAudience { kind: "PeopleAudience", audience_type }),
        medical_audience,
        related_link: related_links(scope),
        last_reviewed: review.as_ref().map(|(review, _)| review.date.iso_date()),
        reviewed_by: review.map(|(_, reviewer)| reviewer),
        speakable: speakable(scope),
    }
}

/// The audience as a member of schema.org's enumeration `MedicalAudienceType`, when it is one.
fn medical_audience(audience: &str) -> Option<&'static str> {
    match audience.to_lowercase().as_str() {
        "clinician" | "clinicians" => Some("https://schema.org/Clinician"),
        "medicalresearcher" | "medical researcher" | "medical researchers" => {
            Some("https://schema.org/MedicalResearcher")
        }
        _ => None,
    }
}

/// The other pages of the site that the body links to, each once, in order.
fn related_links(scope: &Scope<'_>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    walk::inlines(&scope.document.blocks, &mut |inline| {
        let Inline::Link(link) = inline else { return };
        let url = match &link.target {
            LinkTarget::Article(article) => article_address(scope, article),
            // An article that this run does not know.
            LinkTarget::Web(url) => web_url(url).filter(|url| is_own_page(scope, url)),
            LinkTarget::Unresolved(_)
            | LinkTarget::Contact(_)
            | LinkTarget::Anchor(_)
            | LinkTarget::Nowhere(_) => None,
        };
        let Some(url) = url else { return };
        let page = without_fragment(&url);
        if page != scope.ids.page() && links.iter().all(|other| other != page) {
            links.push(page.to_owned());
        }
    });
    links
}

fn article_address(scope: &Scope<'_>, article: &ArticleLink) -> Option<String> {
    let entry = scope.context.catalog.get(&article.route);
    entry
        .and_then(|entry| entry.url.as_deref())
        .or(article.url.as_deref())
        .and_then(web_url)
        .or_else(|| entry.and_then(|entry| scope.addresses.of_path(&entry.path)))
}

/// Whether a URL is a page of the site other than its first: neither a file nor somebody else's, nor what a slip of the
/// pen made of another URL (`/articles/[https://…`).
fn is_own_page(scope: &Scope<'_>, url: &str) -> bool {
    let path = without_fragment(url).strip_prefix(scope.ids.home()).unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or(path);
    !path.is_empty() && !path.contains("//") && (!name.contains('.') || name.ends_with(".html"))
}

fn speakable(scope: &Scope<'_>) -> Option<SpeakableSpecification> {
    let selectors: Vec<String> =
        scope.options.speakable_css.iter().filter_map(|css| text::cleaned(css)).collect();
    (!selectors.is_empty())
        .then_some(SpeakableSpecification { kind: "SpeakableSpecification", css_selector: Values(selectors) })
}
