//! Headings and the sections they open.
//!
//! A heading in the flow opens a `section` that ends before the next heading of its level or above. Its element is
//! that of its depth, `h2` below the title's `h1`, so no level is ever skipped.

use super::Writer;
use crate::model::{Anchor, Block, BlockKind, Faq, Heading, Inline, Question, plain_text};

/// What a section is.
#[derive(Clone, Copy)]
enum Section {
    Plain,
    Questions,
}

/// An open section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// Level of its heading, as written.
    level: u8,
    /// Whether the heading says anything, and so is one.
    titled: bool,
}

impl Writer<'_, '_> {
    /// Writes blocks of the article's own flow, where headings open sections.
    pub(super) fn flow(&mut self, blocks: &[Block]) {
        let base = self.sections.len();
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => {
                    self.close_sections(base, heading.level);
                    self.open_section(heading, Section::Plain);
                }
                BlockKind::Faq(faq) => {
                    let Faq { heading, body } = faq.as_ref();
                    self.close_sections(base, heading.level);
                    self.open_section(heading, Section::Questions);
                    self.flow(body);
                    self.close_section();
                }
                BlockKind::Question(question) => {
                    let Question { heading, answer } = question.as_ref();
                    self.close_sections(base, heading.level);
                    self.open_section(heading, Section::Plain);
                    self.flow(answer);
                    self.close_section();
                }
                // It is about the whole article, not about the last section.
                BlockKind::Disclaimer(content) => {
                    self.close_sections(base, 0);
                    self.disclaimer(content);
                }
                BlockKind::Paragraph(_)
                | BlockKind::List(_)
                | BlockKind::DefinitionList(_)
                | BlockKind::BlockQuote(_)
                | BlockKind::Callout(_)
                | BlockKind::Code(_)
                | BlockKind::Table(_)
                | BlockKind::Figure(_)
                | BlockKind::Math(_)
                | BlockKind::ThematicBreak => self.block(block),
            }
        }
        self.close_sections(base, 0);
    }

    /// A heading inside a quote, a list or a note: it opens no section.
    pub(super) fn inner_heading(&mut self, heading: &Heading) {
        let id = self.heading_id(&heading.anchor);
        self.heading(self.depth() + 1, id.as_deref(), &heading.content);
    }

    fn open_section(&mut self, heading: &Heading, section: Section) {
        let id = self.heading_id(&heading.anchor);
        let mut attributes = match section {
            Section::Plain => vec![],
            Section::Questions => vec![("class", "faq"), ("epub:type", "qna"), ("role", "doc-qna")],
        };
        attributes.extend(id.as_deref().map(|id| ("id", id)));
        self.xml.open("section", &attributes);
        self.xml.line();
        let titled = !plain_text(&heading.content).is_empty();
        self.sections.push(Open { level: heading.level, titled });
        self.heading(self.depth(), None, &heading.content);
    }

    /// Closes the sections above `base` whose heading is of `level` or below.
    fn close_sections(&mut self, base: usize, level: u8) {
        while self.sections.len() > base && self.sections.last().is_some_and(|open| open.level >= level) {
            self.close_section();
        }
    }

    /// How many headings stand above what is written now.
    fn depth(&self) -> usize {
        self.sections.iter().filter(|open| open.titled).count()
    }

    fn close_section(&mut self) {
        self.sections.pop();
        self.xml.close_line();
    }

    /// The heading of a section at a depth, the title's sections being at 1.
    fn heading(&mut self, depth: usize, id: Option<&str>, content: &[Inline]) {
        let id: Vec<_> = id.map(|id| ("id", id)).into_iter().collect();
        // A heading that says nothing would be read out as one: what it holds stands as a paragraph.
        let name = if plain_text(content).is_empty() { "p" } else { element(depth) };
        if name == "p" && content.is_empty() && id.is_empty() {
            return;
        }
        self.xml.open(name, &id);
        self.inlines(content);
        self.xml.close_line();
    }

    /// The id of the heading with an anchor, the first time it is asked for.
    fn heading_id(&mut self, anchor: &Anchor) -> Option<String> {
        let id = self.part.ids.get(anchor)?;
        self.anchored.insert(anchor.clone()).then(|| id.clone())
    }
}

/// The heading element of a depth below the title.
fn element(depth: usize) -> &'static str {
    match depth {
        0 | 1 => "h2",
        2 => "h3",
        3 => "h4",
        4 => "h5",
        _ => "h6",
    }
}
