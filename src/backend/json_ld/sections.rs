//! `WebPageElement` and `Table`: the parts of the article that have an address of their own, and the disclaimer.

use std::collections::BTreeSet;

use serde::Serialize;

use super::node::Ref;
use super::scope::Scope;
use super::text;
use crate::config::{HeadingAnchors, Sections};
use crate::model::{Anchor, Block, BlockKind, Heading, Table, walk};

/// <https://schema.org/WebPageElement> or <https://schema.org/Table>. A table is no `Dataset`, and its rows are not
/// repeated: doses without their caveats are a hazard.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Element {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_part: Vec<Ref>,
}

/// The elements of an article.
#[derive(Debug, Default)]
pub(super) struct Elements {
    /// All of them, in document order.
    pub nodes: Vec<Element>,
    /// Those that are part of the article itself; the others are part of one of these.
    pub top: Vec<Ref>,
}

/// Sections, tables and the disclaimer. `faq_page` tells that the FAQ has a node of its own.
pub(super) fn build(scope: &Scope<'_>, faq_page: bool) -> Elements {
    let mut builder = Builder {
        scope,
        faq_page,
        deepest: match scope.options.sections {
            Sections::None => 0,
            Sections::H2 => 2,
            Sections::H3 => 3,
        },
        elements: Elements::default(),
        ids: BTreeSet::new(),
        open: Vec::new(),
        nearest: None,
        tables: 0,
    };
    builder.flow(&scope.document.blocks);
    builder.open.clear();
    builder.disclaimer();
    builder.elements
}

struct Builder<'a> {
    scope: &'a Scope<'a>,
    faq_page: bool,
    /// The deepest level of headings that become sections.
    deepest: u8,
    elements: Elements,
    ids: BTreeSet<String>,
    /// The sections we are in: level, and place among the nodes.
    open: Vec<(u8, usize)>,
    /// The heading above.
    nearest: Option<(String, Anchor)>,
    tables: usize,
}

impl Builder<'_> {
    fn flow(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => self.heading(heading, true),
                BlockKind::Faq(faq) => {
                    self.heading(&faq.heading, !self.faq_page);
                    self.flow(&faq.body);
                }
                BlockKind::Question(question) => {
                    self.heading(&question.heading, !self.faq_page);
                    self.flow(&question.answer);
                }
                BlockKind::Table(table) => self.table(table),
                // Headings in these are no part of the outline; tables are.
                BlockKind::List(_)
                | BlockKind::DefinitionList(_)
                | BlockKind::BlockQuote(_)
                | BlockKind::Callout(_) => {
                    walk::blocks(std::slice::from_ref(block), &mut |inner| {
                        if let BlockKind::Table(table) = &inner.kind {
                            self.table(table);
                        }
                    });
                }
                BlockKind::Paragraph(_)
                | BlockKind::Code(_)
                | BlockKind::Figure(_)
                | BlockKind::Math(_)
                | BlockKind::ThematicBreak
                | BlockKind::Disclaimer(_) => {}
            }
        }
    }

    /// A heading ends the sections of its level and deeper; it opens one of its own unless the FAQ's nodes stand for it.
    fn heading(&mut self, heading: &Heading, opens: bool) {
        let name = text::of_inlines(&heading.content);
        if name.is_empty() {
            return;
        }
        self.nearest = Some((name.clone(), heading.anchor.clone()));
        if heading.level > self.deepest {
            return;
        }
        while self.open.last().is_some_and(|(level, _)| *level >= heading.level) {
            self.open.pop();
        }
        if opens {
            let id = self.scope.ids.section(&heading.anchor);
            let place = self.add("WebPageElement", id, Some(name), self.address(&heading.anchor), None);
            self.open.push((heading.level, place));
        }
    }

    fn table(&mut self, table: &Table) {
        if !self.scope.options.tables {
            return;
        }
        self.tables += 1;
        let caption =
            table.caption.as_ref().map(|caption| text::of_inlines(caption)).filter(|text| !text.is_empty());
        let name = caption
            .or_else(|| self.nearest.as_ref().map(|(name, _)| name.clone()))
            .or_else(|| self.scope.title());
        let url = self.nearest.as_ref().and_then(|(_, anchor)| self.address(anchor));
        self.add("Table", self.scope.ids.table(self.tables), name, url, None);
    }

    /// The closing disclaimer, wherever the last blocks put it.
    fn disclaimer(&mut self) {
        let mut last = None;
        walk::blocks(&self.scope.document.blocks, &mut |block| {
            if let BlockKind::Disclaimer(content) = &block.kind {
                last = Some(content);
            }
        });
        let text = last.map(|content| text::of_inlines(content)).filter(|text| !text.is_empty());
        if text.is_some() {
            self.add("WebPageElement", self.scope.ids.disclaimer(), None, None, text);
        }
    }

    fn address(&self, anchor: &Anchor) -> Option<String> {
        let linked = self.scope.site.heading_anchors == HeadingAnchors::Github && !anchor.as_str().is_empty();
        linked.then(|| self.scope.ids.place(anchor))
    }

    /// Adds a node to the section we are in, and gives its place.
    fn add(
        &mut self,
        kind: &'static str,
        id: String,
        name: Option<String>,
        url: Option<String>,
        text: Option<String>,
    ) -> usize {
        let id = self.distinct(id);
        let parts = match self.open.last().and_then(|(_, place)| self.elements.nodes.get_mut(*place)) {
            Some(section) => &mut section.has_part,
            None => &mut self.elements.top,
        };
        parts.push(Ref::to(&id));
        self.elements.nodes.push(Element { kind, id, name, url, text, has_part: Vec::new() });
        self.elements.nodes.len() - 1
    }

    /// Anchors are unique in a document; where that was not kept, identifiers are still.
    fn distinct(&mut self, id: String) -> String {
        let mut candidate = id.clone();
        let mut number = 1;
        while !self.ids.insert(candidate.clone()) {
            number += 1;
            candidate = format!("{id}-{number}");
        }
        candidate
    }
}
