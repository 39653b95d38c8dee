//! Documents built by hand, for the tests of passes.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::labels::Terms;
use crate::load::Roots;
use crate::model::{
    Anchor, Block, BlockKind, Document, FootnoteCall, Heading, Image, ImageSource, Inline, Language, Link,
    LinkTarget, Metadata, Route,
};
use crate::source::{SourceId, Span};

use super::{Setting, Surroundings};

pub fn span() -> Span {
    Span::new(SourceId(0), 0..1)
}

pub fn block(kind: BlockKind) -> Block {
    Block { kind, span: span() }
}

pub fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

pub fn strong(words: &str) -> Inline {
    Inline::Strong(vec![text(words)])
}

pub fn emphasis(words: &str) -> Inline {
    Inline::Emphasis(vec![text(words)])
}

pub fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(vec![text(words)]))
}

pub fn heading(level: u8, words: &str) -> Block {
    let content = if words.is_empty() { vec![] } else { vec![text(words)] };
    block(BlockKind::Heading(Heading { level, anchor: Anchor::new(""), content, span: span() }))
}

pub fn image(source: &str, alt: &str) -> Inline {
    Inline::Image(Box::new(Image {
        source: ImageSource::Unresolved(source.to_owned()),
        alt: alt.to_owned(),
        decorative: false,
        title: None,
        span: span(),
    }))
}

pub fn call(label: &str) -> Inline {
    Inline::FootnoteCall(Box::new(FootnoteCall {
        label: label.to_owned(),
        number: 0,
        mention: 0,
        span: span(),
    }))
}

pub fn link(target: &str, content: Vec<Inline>) -> Inline {
    Inline::Link(Box::new(Link {
        target: LinkTarget::Unresolved(target.to_owned()),
        title: None,
        content,
        reference: None,
        mention: 0,
        span: span(),
    }))
}

pub fn document(blocks: Vec<Block>) -> Document {
    let mut metadata = Metadata::new(Language::english());
    metadata.title = "The article".to_owned();
    Document {
        source: SourceId(0),
        route: Route::from_segments(["articles", "the-article"]),
        metadata,
        subtitle: None,
        blocks,
        footnotes: Vec::new(),
        references: Vec::new(),
    }
}

pub fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.name()).collect()
}

/// Runs one pass with the tool's own terms and no configuration.
pub fn identify_with(document: Document, pass: super::Identify) -> (Document, Vec<Diagnostic>) {
    identify_in(&Config::default(), document, pass)
}

pub fn identify_in(
    config: &Config,
    mut document: Document,
    pass: super::Identify,
) -> (Document, Vec<Diagnostic>) {
    let terms = Terms::default();
    let mut findings = Vec::new();
    pass(&mut document, &Setting { config, terms: &terms }, &mut findings);
    (document, findings)
}

/// What a run looks like to a pass that looks beyond the document.
pub struct World {
    pub config: Config,
    pub catalog: Catalog,
    pub roots: Roots,
    pub file: PathBuf,
    pub bound: BTreeSet<Route>,
    pub today: Option<crate::model::Date>,
}

impl World {
    /// No configuration, no other article, and folders that do not exist.
    pub fn new() -> Self {
        Self {
            config: Config::default(),
            catalog: Catalog::default(),
            roots: Roots { assets: "nowhere/assets".into(), sources: vec!["nowhere/content".into()] },
            file: "nowhere/content/articles/the-article.md".into(),
            bound: BTreeSet::from([Route::from_segments(["articles", "the-article"])]),
            today: None,
        }
    }

    /// The same, with a base URL.
    pub fn with_base() -> Self {
        let mut world = Self::new();
        world.config.site.base_url = Some("https://example.org".to_owned());
        world
    }

    pub fn complete(
        &self,
        mut document: Document,
        passes: &[super::Complete],
    ) -> (Document, Vec<Diagnostic>) {
        let terms = Terms::default();
        let setting = Setting { config: &self.config, terms: &terms };
        let around = Surroundings {
            catalog: &self.catalog,
            roots: &self.roots,
            file: &self.file,
            bound: &self.bound,
            today: self.today,
            asked: None,
        };
        let mut findings = Vec::new();
        super::address::run(&mut document, &setting, &mut findings);
        for pass in passes {
            pass(&mut document, &setting, &around, &mut findings);
        }
        (document, findings)
    }
}
