//! What the site is: its address, its publisher, its authors and subjects.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the site is.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// Where the site is served, without a path: `https://peptidearc.example`.
    #[schemars(url)]
    pub base_url: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Other names.
    pub alternate_name: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// BCP 47 tag of articles that name no language.
    pub language: String,
    /// Fixed offset that date-only values get, as `+hh:mm`. Without it they stay date-only.
    #[schemars(regex(pattern = r"^[+-][0-9]{2}:[0-9]{2}$"))]
    pub timezone: Option<String>,
    /// Path of an article: `/articles/{slug}`; `{route}` is the whole route. Default: the route.
    pub permalink: Option<String>,
    /// Path of a category: `/categories/{slug}`. Without it there is no category crumb.
    pub category_permalink: Option<String>,
    /// `WebPage` or `MedicalWebPage`.
    pub page_type: PageType,
    /// `Article`, `BlogPosting`, `NewsArticle` or `TechArticle`.
    pub article_type: ArticleType,
    /// For whom the articles are: `General public`.
    pub audience: Option<String>,
    /// Whether articles are free to read.
    pub free: Option<bool>,
    /// Path or URL of the editorial policy.
    pub publishing_principles: Option<String>,
    /// Where exports are offered: `/downloads/{format}/{route}.{ext}`.
    pub downloads_url: Option<String>,
    /// Folder in which site-absolute image paths are looked up, beside the configuration.
    pub assets: String,
    /// How the site makes heading anchors.
    pub heading_anchors: HeadingAnchors,
    /// URL of the site's search with `{search_term_string}`.
    pub search_url: Option<String>,
    /// What `dateModified` is when an article has no update.
    pub modified_fallback: ModifiedFallback,
    /// The publisher.
    pub organization: Organization,
    /// Authors by key.
    pub authors: BTreeMap<String, Author>,
    /// Names of categories by slug.
    pub categories: BTreeMap<String, String>,
    /// Subjects by slug, curated by people.
    pub entities: BTreeMap<String, Entity>,
    /// Patterns of sources to leave out, relative to the source folder.
    pub exclude: Vec<String>,
    /// Whether quotes, dashes and ellipses are set as typographers do in PDF, EPUB and text.
    pub smart_punctuation: bool,
    /// Name of the licence, or its URL.
    pub license: Option<String>,
    /// Who holds the copyright.
    pub copyright_holder: Option<String>,
    /// Year of the copyright.
    pub copyright_year: Option<u16>,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            base_url: None,
            name: None,
            alternate_name: Vec::new(),
            description: None,
            language: "en".to_owned(),
            timezone: None,
            permalink: None,
            category_permalink: None,
            page_type: PageType::default(),
            article_type: ArticleType::default(),
            audience: None,
            free: None,
            publishing_principles: None,
            downloads_url: None,
            assets: "assets".to_owned(),
            heading_anchors: HeadingAnchors::default(),
            search_url: None,
            modified_fallback: ModifiedFallback::default(),
            organization: Organization::default(),
            authors: BTreeMap::new(),
            categories: BTreeMap::new(),
            entities: BTreeMap::new(),
            exclude: Vec::new(),
            smart_punctuation: true,
            license: None,
            copyright_holder: None,
            copyright_year: None,
        }
    }
}

/// schema.org type of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
pub enum PageType {
    /// A web page.
    #[default]
    WebPage,
    /// A web page that provides medical information.
    MedicalWebPage,
}

/// schema.org type of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
pub enum ArticleType {
    /// An article.
    #[default]
    Article,
    /// A blog post.
    BlogPosting,
    /// A news article.
    NewsArticle,
    /// A technical article.
    TechArticle,
}

/// How the site makes heading anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HeadingAnchors {
    /// As GitHub does.
    #[default]
    Github,
    /// Not at all: JSON-LD links no sections.
    None,
}

/// What `dateModified` is when an article has no update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ModifiedFallback {
    /// The date of publication.
    #[default]
    Published,
    /// Left out.
    Omit,
}

/// The publisher.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Organization {
    /// Its name; the site's when absent.
    pub name: Option<String>,
    /// schema.org type; `Organization` when absent.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its logo, as a site path.
    pub logo: Option<String>,
    /// Its registered name.
    pub legal_name: Option<String>,
    /// When it was founded.
    pub founding_date: Option<String>,
    /// Its other pages.
    pub same_as: Vec<String>,
    /// Address for readers.
    pub email: Option<String>,
}

/// An author.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Author {
    /// One name, without titles.
    pub name: String,
    /// `person` (default) or `organization`.
    #[serde(rename = "type")]
    pub kind: AuthorKind,
    /// Their page.
    pub url: Option<String>,
    /// Their other pages.
    pub same_as: Vec<String>,
    /// Their picture, as a site path.
    pub image: Option<String>,
    /// What they do.
    pub job_title: Option<String>,
    /// Who they are.
    pub description: Option<String>,
    /// Letters after the name.
    pub honorific_suffix: Option<String>,
    /// Credentials that exist.
    pub credentials: Vec<String>,
    /// Whether they work for `site.organization`.
    pub staff: bool,
}

/// Whether an author is a person or a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AuthorKind {
    /// A person.
    #[default]
    Person,
    /// An editorial team, an institution.
    Organization,
}

/// A subject, curated by people.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// schema.org type: `Drug`, `Substance`, `MedicalCondition` …
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name; the key made human when absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Other names.
    #[serde(default)]
    pub alternate_name: Vec<String>,
    /// IRIs of the same subject elsewhere.
    #[serde(default)]
    pub same_as: Vec<String>,
}
