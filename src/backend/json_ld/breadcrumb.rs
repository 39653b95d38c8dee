//! `BreadcrumbList`: home, category, article.

use serde::Serialize;

use super::node::slug;
use super::scope::Scope;
use super::text;

/// <https://schema.org/BreadcrumbList>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BreadcrumbList {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    item_list_element: Vec<ListItem>,
}

/// <https://schema.org/ListItem>
#[derive(Debug, Clone, Serialize)]
struct ListItem {
    #[serde(rename = "@type")]
    kind: &'static str,
    /// From 1.
    position: usize,
    name: String,
    item: Item,
}

/// What a crumb leads to. Always an object: a bare string would be a literal, not a link (schema.org's context types
/// `item` as no IRI).
#[derive(Debug, Clone, Serialize)]
struct Item {
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(rename = "@id")]
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// The trail to the article. The first page of a site has none.
pub(super) fn build(scope: &Scope<'_>) -> Option<BreadcrumbList> {
    let home = scope.ids.home();
    let page = scope.ids.page();
    if page == home {
        return None;
    }
    let mut trail = Vec::new();
    let mut step = |name: String, item: Item| {
        trail.push(ListItem { kind: "ListItem", position: trail.len() + 1, name, item });
    };
    let linked = |kind, address: &str, name| Item {
        kind: Some(kind),
        id: address.to_owned(),
        url: Some(address.to_owned()),
        name,
    };
    if let Some(name) = text::cleaned(&scope.labels.home) {
        step(name, linked("WebPage", home, None));
    }
    if let Some((name, address)) = category(scope).filter(|(_, address)| address != home && address != page) {
        step(name.clone(), linked("CollectionPage", &address, Some(name)));
    }
    step(scope.title()?, Item { kind: None, id: page.to_owned(), url: None, name: None });
    (trail.len() >= 2).then(|| BreadcrumbList {
        kind: "BreadcrumbList",
        id: scope.ids.breadcrumb(),
        item_list_element: trail,
    })
}

/// Name and address of the first category, when the site has such pages.
fn category(scope: &Scope<'_>) -> Option<(String, String)> {
    let category = scope.metadata.categories.first()?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    let part = if category.slug.chars().all(plain) { category.slug.clone() } else { slug(&category.slug) };
    if part.trim_matches('.').is_empty() {
        return None;
    }
    let path = scope.site.category_path(&part)?;
    Some((text::cleaned(&category.name)?, scope.addresses.of_text(&path)?))
}
