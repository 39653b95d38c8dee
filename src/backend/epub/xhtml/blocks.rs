//! Blocks.

use super::Writer;
use crate::model::{
    Block, BlockKind, Callout, CalloutKind, CodeBlock, Definition, Figure, Inline, List, ListItem,
    ListMarker, plain_text,
};

impl Writer<'_, '_> {
    /// Writes blocks that stand inside something else.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Writes one block.
    pub(super) fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.inner_heading(heading),
            BlockKind::Paragraph(content) => self.paragraph(content),
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(entries) => self.definitions(entries),
            BlockKind::BlockQuote(blocks) => self.quote(blocks),
            BlockKind::Callout(callout) => self.callout(callout),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Math(tex) => self.display_math(tex),
            BlockKind::ThematicBreak => {
                self.xml.empty("hr", &[]);
                self.xml.line();
            }
            BlockKind::Faq(faq) => {
                self.inner_heading(&faq.heading);
                self.blocks(&faq.body);
            }
            BlockKind::Question(question) => {
                self.inner_heading(&question.heading);
                self.blocks(&question.answer);
            }
            BlockKind::Disclaimer(content) => self.disclaimer(content),
        }
    }

    fn paragraph(&mut self, content: &[Inline]) {
        self.classed_paragraph(&[], content);
    }

    fn classed_paragraph(&mut self, attributes: &[(&str, &str)], content: &[Inline]) {
        if content.is_empty() {
            return;
        }
        self.xml.open("p", attributes);
        self.inlines(content);
        self.xml.close_line();
    }

    fn list(&mut self, list: &List) {
        if list.items.is_empty() {
            return;
        }
        let tasks = list.items.iter().any(|item| item.task.is_some());
        let class = match (tasks, list.tight) {
            (true, _) => Some("tasks"),
            (false, true) => None,
            (false, false) => Some("loose"),
        };
        let mut attributes: Vec<_> = class.map(|class| ("class", class)).into_iter().collect();
        let start;
        let name = match list.marker {
            ListMarker::Bullet => "ul",
            ListMarker::Ordered { start: 1 } => "ol",
            ListMarker::Ordered { start: first } => {
                start = first.to_string();
                attributes.push(("start", &start));
                "ol"
            }
        };
        self.xml.open(name, &attributes);
        self.xml.line();
        for item in &list.items {
            self.item(item, list.tight);
        }
        self.xml.close_line();
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        self.xml.open("li", &[]);
        // A word character, not a form control: nothing here can be ticked, and it reads aloud.
        match item.task {
            Some(true) => self.xml.text("☑ "),
            Some(false) => self.xml.text("☐ "),
            None => {}
        }
        self.bare_blocks(&item.blocks, tight);
        self.xml.close_line();
    }

    /// Blocks of an item; its first paragraph needs no element of its own where items stand close.
    fn bare_blocks(&mut self, blocks: &[Block], bare: bool) {
        match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), .. }, rest)) if bare => {
                self.inlines(content);
                if !rest.is_empty() {
                    self.xml.line();
                }
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
    }

    fn definitions(&mut self, entries: &[Definition]) {
        if entries.is_empty() {
            return;
        }
        self.xml.open("dl", &[]);
        self.xml.line();
        for entry in entries {
            self.xml.open("dt", &[]);
            self.inlines(&entry.term);
            self.xml.close_line();
            // A term needs a definition (HTML, 4.4.9).
            if entry.definitions.is_empty() {
                self.xml.leaf_line("dd", &[], "");
            }
            for definition in &entry.definitions {
                self.xml.open("dd", &[]);
                self.bare_blocks(definition, definition.len() == 1);
                self.xml.close_line();
            }
        }
        self.xml.close_line();
    }

    fn quote(&mut self, blocks: &[Block]) {
        self.xml.open("blockquote", &[]);
        self.xml.line();
        match blocks.split_last() {
            Some((Block { kind: BlockKind::Paragraph(content), .. }, before))
                if !before.is_empty() && is_attribution(content) =>
            {
                self.blocks(before);
                self.classed_paragraph(&[("class", "attribution")], content);
            }
            _ => self.blocks(blocks),
        }
        self.xml.close_line();
    }

    fn callout(&mut self, callout: &Callout) {
        // `doc-tip` may stand on `aside` alone, which would be a landmark each time; `note` is what it specialises.
        let (class, role) = match callout.kind {
            CalloutKind::Takeaways => ("callout takeaways", "doc-abstract"),
            CalloutKind::Finding => ("callout finding", "note"),
            CalloutKind::Important => ("callout important", "doc-notice"),
            CalloutKind::Warning => ("callout warning", "doc-notice"),
            CalloutKind::Note => ("callout aside", "note"),
            CalloutKind::Tip => ("callout aside", "note"),
        };
        self.labelled_section(class, role, &callout.label, |writer| writer.blocks(&callout.blocks));
    }

    /// The closing disclaimer.
    pub(super) fn disclaimer(&mut self, content: &[Inline]) {
        self.labelled_section("disclaimer", "doc-notice", &self.labels.disclaimer, |writer| {
            writer.paragraph(content);
        });
    }

    /// A section that begins with its label. It has no accessible name besides: named, it would be a landmark, and
    /// several of one name could not be told apart.
    fn labelled_section(&mut self, class: &str, role: &str, label: &str, inside: impl FnOnce(&mut Self)) {
        self.xml.open("section", &[("class", class), ("role", role)]);
        self.xml.line();
        if !label.is_empty() {
            self.xml.leaf_line("p", &[("class", "label")], label);
        }
        inside(self);
        self.xml.close_line();
    }

    fn code(&mut self, code: &CodeBlock) {
        let class = code.language.as_deref().map(|language| format!("language-{language}"));
        let class = class.filter(|class| !class.contains(char::is_whitespace));
        let attributes: Vec<_> = class.as_deref().map(|class| ("class", class)).into_iter().collect();
        // Code runs from left to right in any script (HTML, 4.5.15).
        self.xml.open("pre", &[("dir", "ltr")]);
        self.xml.leaf("code", &attributes, &code.text);
        self.xml.close_line();
    }

    fn figure(&mut self, figure: &Figure) {
        self.xml.open("figure", &[]);
        self.xml.line();
        match self.picture(&figure.image) {
            Some(picture) => self.image(&picture, &figure.image.alt, ""),
            None => self.missing_image(&figure.image, "p"),
        }
        self.xml.line();
        if let Some(caption) = &figure.caption {
            self.xml.open("figcaption", &[]);
            if let Some(number) = figure.number {
                let label = self.labels.figure.replace("{number}", &number.to_string());
                self.caption_label(&label);
            }
            self.inlines(caption);
            self.xml.close_line();
        }
        self.xml.close_line();
    }

    /// “Figure 1.” before a caption.
    pub(super) fn caption_label(&mut self, label: &str) {
        self.xml.leaf("span", &[("class", "label")], &format!("{label}."));
        self.xml.text(" ");
    }
}

/// Whether the last paragraph of a quotation names its source.
fn is_attribution(content: &[Inline]) -> bool {
    plain_text(content).starts_with(['—', '–', '―'])
}
