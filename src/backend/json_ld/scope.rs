//! What every node builder may look at: one article, its site, and how both are addressed.

use super::address::{Addresses, web_url, without_fragment};
use super::ids::Ids;
use super::site_scope::SiteScope;
use super::text;
use crate::backend::Context;
use crate::config::{JsonLd, Site};
use crate::labels::Labels;
use crate::model::{Document, Language, Metadata};

/// One article and its surroundings, while its nodes are built.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub document: &'a Document,
    pub metadata: &'a Metadata,
    pub context: &'a Context<'a>,
    pub site: &'a Site,
    pub options: &'a JsonLd,
    /// Terms of the article's language.
    pub labels: &'a Labels,
    pub addresses: Addresses,
    pub ids: Ids,
    /// The article's language, when its tag can name one.
    pub language: Option<String>,
}

impl<'a> Scope<'a> {
    /// The scope of an article. `None` when the article has no address.
    pub(super) fn of(document: &'a Document, context: &'a Context<'a>) -> Option<Self> {
        let metadata = &document.metadata;
        let site = &context.config.site;
        let addresses = Addresses::of(site)?;
        let page = page_address(document, site, &addresses)?;
        Some(Self {
            document,
            metadata,
            context,
            site,
            options: &context.config.jsonld,
            labels: context.labels(&metadata.language),
            ids: Ids::new(addresses.home(), page),
            addresses,
            language: tag(&metadata.language),
        })
    }

    /// The title, clean; the name of the article's file where nothing is left of it.
    pub(super) fn title(&self) -> Option<String> {
        text::cleaned(&self.metadata.title)
            .or_else(|| text::cleaned(&self.document.route.slug().replace(['-', '_'], " ")))
    }

    /// What its site has without it.
    pub(super) fn whole_site(&self) -> SiteScope<'a> {
        SiteScope {
            context: self.context,
            site: self.site,
            addresses: self.addresses.clone(),
            ids: self.ids.clone(),
        }
    }
}

/// Where the article is served: its canonical URL, else its path.
fn page_address(document: &Document, site: &Site, addresses: &Addresses) -> Option<String> {
    let metadata = &document.metadata;
    let url = metadata.url.as_deref().and_then(web_url);
    if let Some(url) = url {
        return Some(without_fragment(&url).to_owned());
    }
    let path = Some(metadata.path.as_str()).filter(|path| !path.is_empty());
    path.and_then(|path| addresses.of_path(path))
        .or_else(|| addresses.of_path(&site.article_path(&document.route)))
        .or_else(|| addresses.of_path(document.route.as_str()))
}

/// A language tag whose first subtag is a language (ISO 639: two or three letters), up to the first singleton: what
/// extensions and private use say, nobody reads here (RFC 5646, 2.1).
pub(super) fn tag(language: &Language) -> Option<String> {
    let subtags: Vec<&str> = language.as_str().split('-').take_while(|subtag| subtag.len() > 1).collect();
    (2..=3).contains(&language.primary().len()).then(|| subtags.join("-"))
}

#[cfg(test)]
pub(super) mod testing {
    //! A scope around hand-made blocks, for the tests of node builders.

    use super::Scope;
    use crate::assets::Assets;
    use crate::backend::Context;
    use crate::catalog::Catalog;
    use crate::config::Config;
    use crate::labels::Terms;
    use crate::model::{Block, BlockKind, Document, Inline, Language, Metadata, Route};
    use crate::source::{SourceId, Span};

    pub fn document(blocks: Vec<Block>) -> Document {
        let mut metadata = Metadata::new(Language::english());
        metadata.title = "Semax: A Guide".to_owned();
        metadata.path = "/articles/semax".to_owned();
        Document {
            source: SourceId(0),
            route: Route::from_segments(["articles", "semax"]),
            metadata,
            subtitle: None,
            blocks,
            footnotes: Vec::new(),
            references: Vec::new(),
        }
    }

    pub fn config() -> Config {
        let mut config = Config::default();
        config.site.base_url = Some("https://e.example".to_owned());
        config
    }

    pub fn with_scope<T>(document: &Document, config: &Config, look: impl FnOnce(&Scope<'_>) -> T) -> T {
        let context = Context {
            config,
            terms: &Terms::default(),
            catalog: &Catalog::default(),
            assets: &Assets::default(),
            fallback_date: None,
        };
        look(&Scope::of(document, &context).unwrap())
    }

    pub fn block(kind: BlockKind) -> Block {
        Block { kind, span: Span::default() }
    }

    pub fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    pub fn paragraph(words: &str) -> Block {
        block(BlockKind::Paragraph(vec![text(words)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_a_language() {
        let of = |text: &str| Language::parse(text).as_ref().and_then(tag);
        assert_eq!(of("zh-hant-tw").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(of("en-x").as_deref(), Some("en"));
        assert_eq!(of("de-u-co-phonebk").as_deref(), Some("de"));
        assert_eq!(of("english"), None);
    }
}
