//! Inline content.

use super::Writer;
use super::links::valid;
use super::page::direction;
use crate::backend::epub::volume::{one_line, reference_of};
use crate::model::{Citation, FootnoteCall, Image, Inline, Link, LinkTarget, Passage, plain_text};

/// The mark of a note: a link from its mention to its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A footnote's letter.
    Footnote {
        /// Number of the footnote.
        number: u32,
        /// Which call this is.
        mention: u32,
    },
    /// A reference's number.
    Reference {
        /// Number of the reference.
        number: u32,
        /// Which mention this is.
        mention: u32,
    },
}

impl Writer<'_, '_> {
    /// Writes inline content.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.xml.text(text),
            Inline::Emphasis(content) => self.within("em", content),
            Inline::Strong(content) => self.within("strong", content),
            Inline::Strikethrough(content) => self.within("del", content),
            Inline::Subscript(content) => self.within("sub", content),
            Inline::Superscript(content) => self.within("sup", content),
            Inline::Code(text) => self.xml.leaf("code", &[], text),
            Inline::Math(tex) => self.inline_math(tex),
            Inline::Link(link) => self.link(link),
            Inline::Citation(citation) => self.citation(citation),
            Inline::Image(image) => self.inline_image(image),
            Inline::FootnoteCall(call) => self.footnote_call(call),
            Inline::Passage(passage) => self.passage(passage),
            Inline::SoftBreak => self.xml.line(),
            Inline::LineBreak => {
                self.xml.empty("br", &[]);
                self.xml.line();
            }
        }
    }

    fn within(&mut self, name: &'static str, content: &[Inline]) {
        self.xml.open(name, &[]);
        self.inlines(content);
        self.xml.close();
    }

    fn passage(&mut self, passage: &Passage) {
        let mut attributes = Vec::new();
        if let Some(language) = &passage.language {
            attributes.extend([("lang", language.as_str()), ("xml:lang", language.as_str())]);
        }
        attributes.extend(passage.direction.map(|given| ("dir", direction(given))));
        self.xml.open("span", &attributes);
        self.inlines(&passage.content);
        self.xml.close();
    }

    fn link(&mut self, link: &Link) {
        let href = match &link.target {
            LinkTarget::Web(url) | LinkTarget::Contact(url) => Some(url.clone()),
            LinkTarget::Anchor(anchor) => self.part.ids.get(anchor).map(|id| format!("#{id}")),
            LinkTarget::Article(article) if article.bound => self.volume.href(article),
            LinkTarget::Article(article) => article.url.clone(),
            LinkTarget::Nowhere(_) | LinkTarget::Unresolved(_) => None,
        };
        let mark = reference_of(link).map(|number| Mark::Reference { number, mention: link.mention });
        let title = link.title.as_deref().and_then(one_line);
        self.anchor(href.as_deref(), "link", title.as_deref(), &link.content, mark);
    }

    fn citation(&mut self, citation: &Citation) {
        let class = if citation.author_year { "citation" } else { "link" };
        let mark = Mark::Reference { number: citation.reference, mention: citation.mention };
        self.anchor(Some(&citation.url), class, None, &citation.content, Some(mark));
    }

    /// A link, then its mark. Where no link may stand the content stands alone, and the mark waits.
    fn anchor(
        &mut self,
        href: Option<&str>,
        class: &str,
        title: Option<&str>,
        content: &[Inline],
        mark: Option<Mark>,
    ) {
        match href.filter(|_| !self.in_link && !content.is_empty()) {
            None => self.inlines(content),
            Some(href) => {
                let href = valid(href);
                let mut attributes = vec![("class", class), ("href", &*href)];
                attributes.extend(title.map(|title| ("title", title)));
                if plain_text(content).is_empty() {
                    // An image without text: the address is the only name the link has.
                    attributes.push(("aria-label", &*href));
                }
                self.xml.open("a", &attributes);
                self.in_link = true;
                self.inlines(content);
                self.in_link = false;
                self.xml.close();
            }
        }
        self.waiting.extend(mark);
        if !self.in_link {
            for mark in std::mem::take(&mut self.waiting) {
                self.mark(&mark);
            }
        }
    }

    fn footnote_call(&mut self, call: &FootnoteCall) {
        let mark = Mark::Footnote { number: call.number, mention: call.mention };
        if self.in_link { self.waiting.push(mark) } else { self.mark(&mark) }
    }

    fn inline_image(&mut self, image: &Image) {
        match self.picture(image) {
            Some(picture) => self.image(&picture, &image.alt, "inline"),
            None => self.missing_image(image, "span"),
        }
    }
}
