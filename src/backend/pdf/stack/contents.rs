//! Tables of contents, with leaders and page numbers.

use super::super::destinations::part_prefix;
use super::super::flow::{PageBreak, PlacedLink, Slab, moved};
use super::super::fragment::{LinkTarget, Mark, Owner, Rect};
use super::super::gap::Gap;
use super::super::lines::Fit;
use super::super::numbering::PageNumbers;
use super::super::tags::{Attributes, Role, TagId};
use super::super::theme::TextStyle;
use super::Stacker;
use crate::model::{Document, Language, OutlineEntry, outline};
use crate::source::Span;

/// Anchor of an article's title.
pub const TITLE: &str = "title";
/// Anchor of the list of references.
pub const REFERENCES: &str = "references-and-links";

/// Distance between the dots of a leader, on a grid all over the page.
const DOT_GRID: f32 = 6.0;
/// How far before the right edge leaders end.
const LEADER_END: f32 = 36.0;
/// How far the second level stands in.
const INDENT: f32 = 18.0;

impl Stacker<'_> {
    /// The contents of a long article: its sections.
    pub(super) fn article_contents(&mut self, document: &Document, pages: &PageNumbers, tag: TagId) {
        let toc = self.contents_title(tag);
        for entry in sections(document, self.labels) {
            let place = format!("{}{}", self.prefix, entry.anchor);
            self.contents_line(&entry.title, &place, pages, (2, self.language), toc);
        }
        self.after = 6.0 * self.theme.u;
    }

    /// The contents of a book: its articles and their sections.
    pub(super) fn book_contents(&mut self, pages: Option<&PageNumbers>) {
        let none = PageNumbers::new();
        let pages = pages.unwrap_or(&none);
        let root = self.out.tags.root();
        self.keep = PageBreak::Opener;
        self.push(
            self.full_rule(super::super::theme::Strokes::OPENER, self.theme.colours.head),
            Gap::NONE,
            PageBreak::Opener,
        );
        self.after = Gap::fixed(super::super::theme::Strokes::OPENER_GAP);
        self.pending.section = Some(self.labels.contents.clone());
        let toc = self.contents_title(root);
        for part in &self.publication.parts {
            let prefix = part_prefix(part.route.as_str());
            let language = &part.metadata.language;
            self.contents_line(&part.metadata.title, &prefix, pages, (1, language), toc);
            let labels = self.context.labels(&part.metadata.language);
            let sections_of = self.out.tags.tag(toc, Role::Toc);
            for entry in sections(part, labels) {
                let place = format!("{prefix}{}", entry.anchor);
                self.contents_line(&entry.title, &place, pages, (2, language), sections_of);
            }
        }
        if !self.publication.references.is_empty() {
            let title = self.labels.references_title(&self.publication.references);
            self.contents_line(title, REFERENCES, pages, (1, self.language), toc);
        }
    }

    fn contents_title(&mut self, tag: TagId) -> TagId {
        let page = self.theme.page;
        let style = self.theme.styles.h2;
        let title = self.out.tags.tag(tag, Role::Heading(2));
        let words = self.labels.contents.clone();
        let rich = self.collect_plain(&words, &style, title);
        let lines = self.lines(&rich, &style, page.full(), Fit::Balanced, Span::default());
        self.push_whole(lines, &rich, &style, page.x0, 3.0 * self.theme.u, Span::default());
        self.after = 2.0 * self.theme.u;
        self.keep = PageBreak::Never;
        self.out.tags.tag(tag, Role::Toc)
    }

    /// One line: words, leader, page number; the whole of it is a link.
    fn contents_line(
        &mut self,
        words: &str,
        destination: &str,
        pages: &PageNumbers,
        (level, language): (u8, &Language),
        toc: TagId,
    ) {
        let page = self.theme.page;
        let u = self.theme.u;
        let (style, indent, before) = match level {
            1 => (self.theme.styles.contents_1, 0.0, 3.5 * u),
            _ => (self.theme.styles.contents_2, INDENT, 0.5 * u),
        };
        let language = (language != self.language).then(|| language.as_str().to_owned());
        let item = self.out.tags.tag_with(toc, Role::Toci, Attributes { language, ..Attributes::default() });
        let reference = self.out.tags.tag(item, Role::Reference);
        let link = self.out.tags.tag(reference, Role::Link);
        let x = page.x1() + indent;
        let right = page.x1() + page.measure;
        let rich = self.collect_plain(words, &style, link);
        let lines = self.lines_at_start(&rich, &style, right - LEADER_END - x, Span::default());
        let number = pages.get(destination).cloned().unwrap_or_default();
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let width = line.width;
            let mut slab = self.line_slab(line, &rich, &style, x, Span::default());
            if index + 1 == count {
                self.page_number(&number, &style, right, link, &mut slab);
                if level > 1 {
                    self.leader(x + width, right - LEADER_END, &style, &mut slab);
                }
            }
            slab.links.push(PlacedLink {
                tag: link,
                area: Rect { x, y: 0.0, width: right - x, height: style.leading },
                target: LinkTarget::Destination(destination.into()),
                contents: words.into(),
            });
            let rule = if index == 0 { PageBreak::Allowed } else { PageBreak::Never };
            self.push(slab, if index == 0 { before } else { Gap::NONE }, rule);
        }
        if level == 1 {
            self.keep = PageBreak::Never;
        }
    }

    fn page_number(&mut self, number: &str, style: &TextStyle, right: f32, tag: TagId, slab: &mut Slab) {
        if number.is_empty() {
            return;
        }
        let rich = self.collect_plain(&format!(" {number}"), style, tag);
        for line in self.lines_at_start(&rich, style, LEADER_END * 2.0, Span::default()) {
            let x = right - line.width;
            slab.marks.extend(line.marks.into_iter().map(|mark| moved(mark, x, 0.0)));
        }
    }

    fn leader(&mut self, from: f32, to: f32, style: &TextStyle, slab: &mut Slab) {
        let dots = style.coloured(self.theme.colours.muted);
        let dot: Vec<Mark> = self.artifact_line(".", &dots, 0.0, DOT_GRID, Span::default());
        let mut x = ((from + DOT_GRID) / DOT_GRID).ceil() * DOT_GRID;
        while x + DOT_GRID <= to {
            slab.marks.extend(
                dot.iter().map(|mark| moved(Mark { owner: Owner::Decoration, ..mark.clone() }, x, 0.0)),
            );
            x += DOT_GRID;
        }
    }
}

/// The sections of an article that its contents name: the top of its outline, and the references.
fn sections(document: &Document, labels: &crate::labels::Labels) -> Vec<OutlineEntry> {
    let mut entries = outline(&document.blocks);
    if !document.references.is_empty() {
        entries.push(references_entry(document, labels));
    }
    entries
}

/// The outline entry of the list of references.
pub fn references_entry(document: &Document, labels: &crate::labels::Labels) -> OutlineEntry {
    OutlineEntry {
        level: 2,
        anchor: crate::model::Anchor::new(REFERENCES),
        title: labels.references_title(&document.references).to_owned(),
        children: Vec::new(),
    }
}
