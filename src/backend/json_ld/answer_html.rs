//! `Answer.text`: an answer as the HTML that Google documented for it, written from the model by an allow-list.
//!
//! Elements: `h1`–`h6 br ol ul li a p strong em`. The one attribute is `href`, an absolute http or https URL. Whatever
//! else the model holds becomes its text.

use super::address::web_url;
use super::scope::Scope;
use super::text::{self, is_unwanted};
use crate::config::HeadingAnchors;
use crate::model::{Block, BlockKind, Callout, Inline, LinkTarget, List, ListMarker, Row, Table};

/// The answer as HTML. `None` when it says nothing.
pub(super) fn write(scope: &Scope<'_>, answer: &[Block]) -> Option<String> {
    written(Html { scope, whole: false, out: String::new() }, answer)
}

/// A whole article as HTML of the same few elements, its disclaimer included.
pub(super) fn write_article(scope: &Scope<'_>) -> Option<String> {
    written(Html { scope, whole: true, out: String::new() }, &scope.document.blocks)
}

fn written(mut html: Html<'_>, blocks: &[Block]) -> Option<String> {
    html.blocks(blocks);
    (!html.out.is_empty()).then_some(html.out)
}

struct Html<'a> {
    scope: &'a Scope<'a>,
    /// Whether this is all of the article.
    whole: bool,
    out: String,
}

impl Html<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.element("p", &self.inlines(content, true)),
            BlockKind::Heading(heading) => self.heading(heading.level, &heading.content),
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(entries) => {
                for entry in entries {
                    self.element("p", &wrap("strong", &self.inlines(&entry.term, true)));
                    entry.definitions.iter().for_each(|definition| self.blocks(definition));
                }
            }
            BlockKind::BlockQuote(blocks) => self.blocks(blocks),
            BlockKind::Callout(callout) => self.callout(callout),
            BlockKind::Code(code) => self.element("p", &lines(&code.text)),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => {
                let caption = figure.caption.as_deref().map(|caption| self.inlines(caption, true));
                let alt = escape(&text::clean(&figure.image.alt));
                let repeats = caption.as_ref() == Some(&alt);
                self.element("p", if repeats { "" } else { &alt });
                self.element("p", &caption.unwrap_or_default());
            }
            BlockKind::Math(tex) => self.element("p", &lines(tex)),
            BlockKind::Faq(faq) => {
                self.heading(faq.heading.level, &faq.heading.content);
                self.blocks(&faq.body);
            }
            BlockKind::Question(question) => {
                self.heading(question.heading.level, &question.heading.content);
                self.blocks(&question.answer);
            }
            BlockKind::Disclaimer(content) if self.whole => {
                self.element("p", &wrap("em", &self.inlines(content, true)));
            }
            // The disclaimer of the article is no part of an answer, even when it follows the last one.
            BlockKind::ThematicBreak | BlockKind::Disclaimer(_) => {}
        }
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        let name = match level {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        self.element(name, &self.inlines(content, true));
    }

    fn list(&mut self, list: &List) {
        let name = match list.marker {
            ListMarker::Bullet => "ul",
            ListMarker::Ordered { .. } => "ol",
        };
        let items = self.within(|html| {
            for item in &list.items {
                let task = match item.task {
                    None => "",
                    Some(true) => "☑ ",
                    Some(false) => "☐ ",
                };
                let content = html.within(|html| html.item(&item.blocks, list.tight));
                html.element("li", &format!("{task}{content}"));
            }
        });
        self.element(name, &items);
    }

    /// The content of an item: paragraphs of a tight list stand without mark-up.
    fn item(&mut self, blocks: &[Block], tight: bool) {
        for block in blocks {
            if let BlockKind::Paragraph(content) = &block.kind
                && tight
            {
                let content = self.inlines(content, true);
                if !self.out.is_empty() && !self.out.ends_with('>') {
                    self.out.push(' ');
                }
                self.out.push_str(content.trim());
            } else {
                self.block(block);
            }
        }
    }

    /// The label stands before the first paragraph, or alone.
    fn callout(&mut self, callout: &Callout) {
        let label = escape(&text::clean(&callout.label));
        match callout.blocks.split_first() {
            Some((first, rest)) if !label.is_empty() => {
                let colon = &self.scope.labels.colon;
                if let BlockKind::Paragraph(content) = &first.kind {
                    let label = wrap("strong", &format!("{label}{}", colon.trim_end()));
                    self.element("p", &format!("{label} {}", self.inlines(content, true).trim_start()));
                    self.blocks(rest);
                } else {
                    self.element("p", &wrap("strong", &label));
                    self.blocks(&callout.blocks);
                }
            }
            _ => self.blocks(&callout.blocks),
        }
    }

    fn table(&mut self, table: &Table) {
        if let Some(caption) = &table.caption {
            self.element("p", &self.inlines(caption, true));
        }
        for row in std::iter::once(&table.header).chain(&table.rows) {
            self.element("p", &self.row(row));
        }
    }

    fn row(&self, row: &Row) -> String {
        let cells = row.cells.iter().map(|cell| self.inlines(cell, true).trim().to_owned());
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// Writes an element, unless it would be empty.
    fn element(&mut self, name: &str, content: &str) {
        self.out.push_str(&wrap(name, content.trim()));
    }

    /// What `write` writes, on its own.
    fn within(&self, write: impl FnOnce(&mut Self)) -> String {
        let mut inner = Self { out: String::new(), ..*self };
        write(&mut inner);
        inner.out
    }

    /// Inline content. `linked` tells whether a link may stand here: links do not nest.
    fn inlines(&self, content: &[Inline], linked: bool) -> String {
        let mut out = String::new();
        for inline in content {
            out.push_str(&self.inline(inline, linked));
        }
        out
    }

    fn inline(&self, inline: &Inline, linked: bool) -> String {
        match inline {
            Inline::Text(words) | Inline::Code(words) | Inline::Math(words) => escape(words),
            Inline::Emphasis(content) => wrap("em", &self.inlines(content, linked)),
            Inline::Strong(content) => wrap("strong", &self.inlines(content, linked)),
            Inline::Strikethrough(content) => self.inlines(content, linked),
            Inline::Subscript(content) => escape(&text::lowered(content)),
            Inline::Superscript(content) => escape(&text::raised(content)),
            Inline::Link(link) => self.anchor(self.target(&link.target), &link.content, linked),
            Inline::Citation(citation) => self.anchor(web_url(&citation.url), &citation.content, linked),
            Inline::Image(image) => escape(&image.alt),
            Inline::Passage(passage) => self.inlines(&passage.content, linked),
            Inline::FootnoteCall(_) => String::new(),
            Inline::SoftBreak => " ".to_owned(),
            Inline::LineBreak => "<br>".to_owned(),
        }
    }

    fn anchor(&self, url: Option<String>, content: &[Inline], linked: bool) -> String {
        match url.filter(|_| linked) {
            Some(url) => {
                let content = self.inlines(content, false);
                if content.trim().is_empty() {
                    return content;
                }
                format!("<a href=\"{}\">{content}</a>", attribute(&url))
            }
            None => self.inlines(content, linked),
        }
    }

    /// Where a link leads, when that is an absolute URL of the web.
    fn target(&self, target: &LinkTarget) -> Option<String> {
        match target {
            LinkTarget::Web(url) => web_url(url),
            LinkTarget::Anchor(anchor) if self.scope.site.heading_anchors == HeadingAnchors::Github => {
                web_url(&self.scope.ids.place(anchor))
            }
            LinkTarget::Article(article) => article.url.as_deref().and_then(web_url),
            LinkTarget::Unresolved(_)
            | LinkTarget::Contact(_)
            | LinkTarget::Anchor(_)
            | LinkTarget::Nowhere(_) => None,
        }
    }
}

/// An element around content, or nothing around nothing.
fn wrap(name: &str, content: &str) -> String {
    if content.trim().is_empty() { content.to_owned() } else { format!("<{name}>{content}</{name}>") }
}

/// Lines of a code block or formula.
fn lines(text: &str) -> String {
    text.lines().map(|line| escape(line.trim_end())).collect::<Vec<_>>().join("<br>")
}

/// A clean line as a paragraph.
pub(super) fn paragraph(line: &str) -> String {
    wrap("p", &escape(line))
}

/// Clean lines as a list.
pub(super) fn list<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    wrap("ul", &lines.map(|line| wrap("li", &escape(line))).collect::<String>())
}

/// Text in HTML content. White space of the source becomes spaces. What looks like Markdown is written as character
/// references: some consumers take it for a mistake.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let is_space = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let mut characters = text.chars().filter(|c| is_space(*c) || !is_unwanted(*c)).peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // At the ends of this text, others may follow.
            '*' if [before, after].iter().any(|c| c.is_none_or(|c| c == '*')) => out.push_str("&#42;"),
            ']' if after.is_none_or(|c| c == '(') => out.push_str("&#93;"),
            '`' => out.push_str("&#96;"),
            c if is_space(c) => out.push(' '),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// A URL in a quoted attribute. It is ASCII and holds no quotation mark already.
fn attribute(url: &str) -> String {
    url.replace('&', "&amp;").replace('"', "%22").replace('<', "%3C").replace('>', "%3E")
}

#[cfg(test)]
mod tests;
