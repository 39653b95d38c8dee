//! The configuration, `pepexport.yaml`, as types. Every key has its default here and nowhere else.

mod keys;
pub mod load;
pub mod places;
pub mod schema;
mod site;
mod suggestion;
mod urls;
pub mod validate;
mod works;

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use site::{
    ArticleType, Author, AuthorKind, Entity, HeadingAnchors, ModifiedFallback, Organization, PageType, Site,
};
pub use works::{VerifiedAuthor, VerifiedWork, VerifiedWorks};

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What the site is.
    pub site: Site,
    /// Options of the JSON-LD backend.
    pub jsonld: JsonLd,
    /// Options of the PDF backend.
    pub pdf: Pdf,
    /// Options of the EPUB backend.
    pub epub: Epub,
    /// Options of the text backend.
    pub text: Text,
    /// Volumes of several articles, by file name; they are made when the whole site is exported.
    pub books: BTreeMap<String, Book>,
    /// Terms that replace the tool's own, by language tag, then by term.
    pub labels: BTreeMap<String, BTreeMap<String, OneOrMany>>,
    /// What each diagnostic counts as: rule name to `off`, `warn` or `error`.
    #[schemars(extend("propertyNames" = schema::rule_names()))]
    pub check: BTreeMap<String, Level>,
}

impl Config {
    /// Makes the paths in the configuration, which are relative to its folder, relative to the working directory.
    fn resolve_paths(&mut self, folder: &Path) {
        let resolve = |path: &mut String| *path = folder.join(&*path).to_string_lossy().into_owned();
        resolve(&mut self.site.assets);
        self.pdf.fonts.iter_mut().for_each(resolve);
        self.epub.css.as_mut().map(resolve);
        self.books.values_mut().flat_map(|book| &mut book.sources).for_each(resolve);
        self.jsonld.citations_file.as_mut().map(resolve);
    }
}

/// What a rule counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// A warning.
    Warn,
    /// Fails the run.
    Error,
}

/// One text or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// Options of the JSON-LD backend.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct JsonLd {
    /// Whether the FAQ becomes a `FAQPage`.
    pub faq: bool,
    /// Which headings become sections.
    pub sections: Sections,
    /// Whether citations become works.
    pub citations: bool,
    /// Whether tables become nodes.
    pub tables: bool,
    /// CSS selectors of what may be read aloud.
    pub speakable_css: Vec<String>,
    /// Whether the feed repeats the text of articles.
    pub article_body: ArticleBody,
    /// Formats offered for download.
    pub encodings: Vec<String>,
    /// Whether to write the `<script>` file too.
    pub embed: bool,
    /// CSL-JSON file of verified works, beside the configuration.
    pub citations_file: Option<String>,
    /// What that file says, once it was read.
    #[serde(skip)]
    pub works: VerifiedWorks,
    /// Description of the feed.
    pub feed_description: Option<String>,
    /// Whether the feed is offered under `.well-known` too, as the command line asks for it.
    #[serde(skip)]
    pub well_known: bool,
}

impl Default for JsonLd {
    fn default() -> Self {
        Self {
            faq: true,
            sections: Sections::default(),
            citations: true,
            tables: true,
            speakable_css: Vec::new(),
            article_body: ArticleBody::default(),
            encodings: vec!["pdf".to_owned(), "epub".to_owned(), "text".to_owned()],
            embed: false,
            citations_file: None,
            works: VerifiedWorks::default(),
            feed_description: None,
            well_known: false,
        }
    }
}

/// Which headings become sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sections {
    /// None.
    None,
    /// Second level.
    #[default]
    H2,
    /// Second and third level.
    H3,
}

/// Whether the feed repeats the text of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArticleBody {
    /// No.
    #[default]
    None,
    /// In the feed.
    Feed,
}

/// Options of the PDF backend.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pdf {
    /// Paper.
    pub paper: Paper,
    /// Whether to set everything in large print.
    pub large_print: bool,
    /// Whether lines are justified and hyphenated: by default in books, not in guides; never in large print.
    pub justify: Option<bool>,
    /// Folders of more fonts: TrueType, OpenType and collections.
    pub fonts: Vec<String>,
    /// Whether the fonts of the machine draw what no other font has: by default they do. Without them, every machine
    /// makes the same file.
    pub system_fonts: Option<bool>,
    /// Page margins.
    pub margins: Margins,
    /// Whether a book is laid out for binding: inner and outer margins change places on left-hand pages (`margins.left`
    /// is the inner one), folios stand outside, and the body begins on a right-hand page.
    pub mirror_margins: bool,
    /// Accent colour, `#RRGGBB`.
    #[schemars(regex(pattern = "^#[0-9A-Fa-f]{6}$"))]
    pub accent: Option<String>,
    /// Whether a guide has a table of contents: by default when it is over twelve pages.
    pub contents: Option<bool>,
    /// The longest guide or book that is set, in characters; a link counts as 500, a block as 250. By default
    /// 100,000,000: a book of 1,682 pages counts 12,000,000 and takes 380 MB of memory.
    pub max_characters: Option<u64>,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// ISO A4.
    #[default]
    A4,
    /// US Letter.
    Letter,
    /// ISO A5.
    A5,
}

/// Page margins that replace the theme's, in points.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Margins {
    /// Left, to the outer edge.
    pub left: Option<f32>,
    /// Right.
    pub right: Option<f32>,
    /// Top of the text.
    pub top: Option<f32>,
    /// Bottom of the text.
    pub bottom: Option<f32>,
}

/// Options of the EPUB backend.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Epub {
    /// Accessibility standard the files are claimed to meet; `none` claims nothing.
    pub conforms_to: String,
    /// Who evaluated that claim.
    pub certified_by: Option<String>,
    /// A style sheet that replaces the tool's own, beside the configuration.
    pub css: Option<String>,
}

impl Default for Epub {
    fn default() -> Self {
        Self {
            conforms_to: "EPUB Accessibility 1.1 - WCAG 2.1 Level AA".to_owned(),
            certified_by: None,
            css: None,
        }
    }
}

/// A volume of several articles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// Its title.
    pub title: String,
    /// Its subtitle.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// Its cover image, as a site path.
    #[serde(default)]
    pub cover: Option<String>,
    /// Its articles in order: files, or folders for all articles in them, beside the configuration.
    pub sources: Vec<String>,
    /// Where it lists what its links lead to.
    #[serde(default)]
    pub references: ReferenceLists,
}

/// Where a volume lists the works and pages that its links lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceLists {
    /// At the end of each article, numbered anew in each.
    #[default]
    Article,
    /// At the end of the book, numbered through, a work that several articles cite once.
    Book,
}

/// Options of the text backend.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Text {
    /// Display columns of a line.
    #[schemars(range(min = 40, max = 200))]
    pub width: u16,
    /// Whether typographic characters are folded to ASCII.
    pub ascii: bool,
}

impl Default for Text {
    fn default() -> Self {
        Self { width: 72, ascii: false }
    }
}
