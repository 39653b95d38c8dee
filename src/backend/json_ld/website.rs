//! `WebSite`: the site as a whole. Google takes a site's name from here.

use serde::Serialize;

use super::node::{Ref, Values};
use super::scope;
use super::site_scope::SiteScope;
use super::text;
use crate::model::Language;

/// <https://schema.org/WebSite>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebSite {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    url: String,
    pub name: String,
    #[serde(skip_serializing_if = "Values::is_empty")]
    alternate_name: Values<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    potential_action: Option<SearchAction>,
}

/// <https://schema.org/SearchAction>. Google retired the search box of results; others still read it.
#[derive(Debug, Clone, Serialize)]
struct SearchAction {
    #[serde(rename = "@type")]
    kind: &'static str,
    target: EntryPoint,
}

/// <https://schema.org/EntryPoint>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct EntryPoint {
    #[serde(rename = "@type")]
    kind: &'static str,
    url_template: String,
}

/// The site, when anything names it: `site.name`, the organisation's name, or the host of the base URL.
pub(super) fn build(scope: &SiteScope<'_>, publisher: Option<Ref>) -> Option<WebSite> {
    let site = scope.site;
    Some(WebSite {
        kind: "WebSite",
        id: scope.ids.website(),
        url: scope.ids.home().to_owned(),
        name: scope.site_name()?,
        alternate_name: Values(site.alternate_name.iter().filter_map(|name| text::cleaned(name)).collect()),
        description: site.description.as_deref().and_then(text::cleaned),
        in_language: Language::parse(&site.language).as_ref().and_then(scope::tag),
        publisher,
        potential_action: search(scope),
    })
}

/// The site's search, when `site.search_url` has the place for what is searched.
fn search(scope: &SiteScope<'_>) -> Option<SearchAction> {
    const TERM: &str = "{search_term_string}";
    // Braces are no URL characters: a word stands in while the template is resolved.
    const WORD: &str = "search-term-string";
    let template = scope.site.search_url.as_deref().filter(|url| url.contains(TERM))?;
    let url_template = scope.addresses.of_text(&template.replace(TERM, WORD))?.replace(WORD, TERM);
    Some(SearchAction { kind: "SearchAction", target: EntryPoint { kind: "EntryPoint", url_template } })
}
