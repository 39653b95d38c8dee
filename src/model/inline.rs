//! Inline content: what stands within a paragraph.

use super::{Anchor, AssetPath, Language, Route, TextDirection};
use crate::source::Span;

/// A piece of inline content (CommonMark 0.31, 6, and GFM).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text, entities decoded.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck through.
    Strikethrough(Vec<Inline>),
    /// Subscript.
    Subscript(Vec<Inline>),
    /// Superscript.
    Superscript(Vec<Inline>),
    /// Code.
    Code(String),
    /// Mathematics, as TeX source.
    Math(String),
    /// A link that is no citation.
    Link(Box<Link>),
    /// A link to a published work.
    Citation(Box<Citation>),
    /// An image within text.
    Image(Box<Image>),
    /// A call of a footnote.
    FootnoteCall(Box<FootnoteCall>),
    /// A passage in another language or direction.
    Passage(Box<Passage>),
    /// A line end of the source: a space to the reader.
    SoftBreak,
    /// A line break the author asked for.
    LineBreak,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: LinkTarget,
    /// Its advisory title.
    pub title: Option<String>,
    /// What is shown.
    pub content: Vec<Inline>,
    /// Number of its entry among the publication part's references; none when it needs none.
    pub reference: Option<u32>,
    /// Which mention of that entry this is, from 1.
    pub mention: u32,
    /// Where it stands in the source.
    pub span: Span,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// As written; every such target is resolved by the pass `links`, so backends never meet one.
    Unresolved(String),
    /// An absolute http or https URL, normalised.
    Web(String),
    /// A `mailto:` or `tel:` URI.
    Contact(String),
    /// A place in the same document.
    Anchor(Anchor),
    /// Another article of the site.
    Article(ArticleLink),
    /// Nowhere that can be linked: the text is shown alone. Holds what was written.
    Nowhere(String),
}

/// A link to another article of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLink {
    /// Its route.
    pub route: Route,
    /// The place in it.
    pub anchor: Option<Anchor>,
    /// Its title.
    pub title: String,
    /// Its public URL with the anchor; none without a base URL.
    pub url: Option<String>,
    /// Whether the target is bound in the same publication.
    pub bound: bool,
}

/// A link to a published work: a numbered reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Number of the work among the publication part's references, from 1.
    pub reference: u32,
    /// Which mention of the work this is, from 1.
    pub mention: u32,
    /// What is shown.
    pub content: Vec<Inline>,
    /// Whether the text has the author-year form (“Hartbauer et al., 2001”).
    pub author_year: bool,
    /// The work's URL, canonical.
    pub url: String,
    /// Where it stands in the source.
    pub span: Span,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where its data is.
    pub source: ImageSource,
    /// Text alternative; empty when the author gave none.
    pub alt: String,
    /// Whether the author said that the image only adorns: the empty `alt` of HTML (HTML, 4.8.4.4.2). The empty
    /// brackets of Markdown say nothing, so there an alternative is missing.
    pub decorative: bool,
    /// Its title: the caption of a figure.
    pub title: Option<String>,
    /// Where it stands in the source.
    pub span: Span,
}

/// Where the data of an image is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageSource {
    /// As written; every such source is resolved by the pass `images`, so backends never meet one.
    Unresolved(String),
    /// A file inside a root.
    File(AssetPath),
    /// A file that does not exist or may not be read. Holds what was written, or the URL of a cover on the network.
    Missing(String),
}

/// A call of a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootnoteCall {
    /// The author's label.
    pub label: String,
    /// Number of the footnote in its document, from 1 (0 until the pass `footnotes` has run).
    pub number: u32,
    /// Which call of that footnote this is, from 1.
    pub mention: u32,
    /// Where it stands in the source.
    pub span: Span,
}

/// A passage in another language or direction (`<span lang="fr">`, `<bdo>`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its language, where it differs.
    pub language: Option<Language>,
    /// Its direction, where it was given.
    pub direction: Option<TextDirection>,
    /// What is shown.
    pub content: Vec<Inline>,
}
