//! The list “References and links”, and footnotes.

use super::super::destinations::{note_destination, note_letter, reference_destination};
use super::super::flow::{PageBreak, Slab};
use super::super::gap::{Closeness, Gap};
use super::super::lines::Fit;
use super::super::tags::{Attributes, ListNumbering, Role, TagId};
use super::super::theme::{Strokes, TextStyle};
use super::{Column, Stacker, moved};
use crate::model::{Anchor, Document, Heading, Inline, Link, LinkTarget, Reference};
use crate::source::Span;

/// Space between a reference's number and its text, where numbers hang.
const NUMBER_GAP: f32 = 10.0;
/// How far text stands in where numbers cannot hang, at least.
const NUMBER_INDENT: f32 = 24.0;
/// Space between the widest number and the text there.
const NUMBER_SPACE: f32 = 4.0;
/// How far a footnote's letter hangs out, or its text stands in, at least.
const LETTER_HANG: f32 = 14.0;
/// Room for each letter of a footnote's mark, in em: the widest is m.
const LETTER_WIDTH: f32 = 0.86;
/// Space between the widest mark and the text, in em.
const LETTER_SPACE: f32 = 0.34;

impl Stacker<'_> {
    /// The numbered list of what the article's links lead to.
    pub(super) fn references(&mut self, document: &Document, tag: TagId) {
        if document.references.is_empty() {
            return;
        }
        let title = self.labels.references_title(&document.references);
        let heading = Heading {
            level: 2,
            anchor: Anchor::new(super::contents::REFERENCES),
            content: vec![Inline::Text(title.to_owned())],
            span: Span::new(document.source, 0..0),
        };
        let column = self.page_column();
        self.level = 1;
        self.heading(&heading, column, tag, heading.span);
        self.entries(&document.references, tag);
    }

    /// The one list of a book, which begins as an article does.
    pub(super) fn book_references(&mut self) {
        let references = &self.publication.references;
        if references.is_empty() {
            return;
        }
        let root = self.out.tags.root();
        let tag = self.out.tags.tag(root, Role::Part);
        let page = self.theme.page;
        let style = self.theme.styles.title;
        self.keep = PageBreak::Opener;
        self.push(self.full_rule(Strokes::OPENER, self.theme.colours.head), Gap::NONE, PageBreak::Opener);
        self.after = Gap::fixed(Strokes::OPENER_GAP);
        let title = self.labels.references_title(references).to_owned();
        self.pending.section = Some(title.clone());
        self.pending.destinations.push(super::contents::REFERENCES.to_owned());
        let heading = self.out.tags.tag(tag, Role::Heading(1));
        let rich = self.collect_plain(&title, &style, heading);
        let lines = self.lines(&rich, &style, page.full(), Fit::Balanced, Span::default());
        self.push_whole(lines, &rich, &style, page.x0, 1.5 * self.theme.u, Span::default());
        self.after = 3.0 * self.theme.u;
        self.keep = PageBreak::Never;
        self.entries(references, tag);
    }

    fn entries(&mut self, references: &[Reference], tag: TagId) {
        let column = self.page_column();
        let numbering = Attributes { list_numbering: Some(ListNumbering::Decimal), ..Attributes::default() };
        let list = self.out.tags.tag_with(tag, Role::L, numbering);
        let indent = match self.theme.page.hang > 0.0 {
            true => 0.0,
            false => {
                let last = references.last().map_or(0, |entry| entry.number);
                let widest = self.width_of(&format!("[{last}]"), &self.number_style());
                NUMBER_INDENT.max(widest + NUMBER_SPACE)
            }
        };
        for entry in references {
            self.reference(entry, column, indent, list);
        }
    }

    fn number_style(&self) -> TextStyle {
        self.theme.styles.reference.bold().coloured(self.theme.colours.accent)
    }

    fn reference(&mut self, entry: &Reference, column: Column, indent: f32, list: TagId) {
        let style = self.theme.styles.reference;
        let number_style = self.number_style();
        let item = self.out.tags.tag(list, Role::Li);
        let label = self.out.tags.tag(item, Role::Lbl);
        let number = format!("[{}]", entry.number);
        let rich = self.collect_plain(&number, &number_style, label);
        let inner = if indent > 0.0 { column.indented(indent, 0.0) } else { column };
        for line in self.lines_at_start(&rich, &number_style, column.width, Span::default()) {
            let x = if self.theme.page.hang > 0.0 { column.x - NUMBER_GAP - line.width } else { column.x };
            self.pending.marks.extend(line.marks.into_iter().map(|mark| moved(mark, x, 0.0)));
        }
        self.pending.destinations.push(reference_destination(&self.prefix, entry.number));
        let body = self.out.tags.tag(item, Role::LBody);
        let content = wording(entry);
        let rich = self.collect(&content, &style, body);
        let lines = self.lines(&rich, &style, inner.width, Fit::Ragged, Span::default());
        self.push_whole(lines, &rich, &style, inner.x, self.theme.u, Span::default());
        self.after = Gap::NONE;
    }

    /// Reserves a footnote's place in the flow at its first call.
    pub(super) fn call(&mut self, number: u32) {
        if self.document.is_none_or(|document| document.footnote(number).is_none())
            || self.notes.contains_key(&number)
        {
            return;
        }
        self.notes.insert(number, self.out.flow.notes.len());
        self.out.flow.notes.push(Vec::new());
        self.called.push(number);
    }

    /// Stacks the footnotes called since last time, read after the block that calls them.
    pub(super) fn footnotes(&mut self, tag: TagId) {
        while let Some(number) = (!self.called.is_empty()).then(|| self.called.remove(0)) {
            let Some((document, index)) = self.document.zip(self.notes.get(&number).copied()) else {
                continue;
            };
            let Some(note) = document.footnote(number) else { continue };
            let slabs = self.footnote(note, tag);
            if let Some(place) = self.out.flow.notes.get_mut(index) {
                *place = slabs;
            }
        }
    }

    /// A footnote as slabs of its own: its letter hung beside it.
    fn footnote(&mut self, note: &crate::model::Footnote, tag: TagId) -> Vec<Slab> {
        let style = self.theme.styles.footnote;
        let letter = note_letter(note.number);
        let last = self.document.map_or(0, |document| document.footnotes.len());
        let letters = note_letter(u32::try_from(last).unwrap_or(u32::MAX)).len();
        let hang = LETTER_HANG.max((letters as f32 * LETTER_WIDTH + LETTER_SPACE) * style.size);
        let id = note_destination(&self.prefix, note.number);
        let attributes = Attributes { id: Some(id.clone()), ..Attributes::default() };
        let tag = self.out.tags.tag_with(tag, Role::Note, attributes);
        let label = self.out.tags.tag(tag, Role::Lbl);
        let letter_style = style.bold().coloured(self.theme.colours.accent);
        let rich = self.collect_plain(&letter, &letter_style, label);
        let hangs = self.theme.page.hang > 0.0;
        let column = self.page_column();
        let inner = if hangs { Column { outer: false, ..column } } else { column.indented(hang, 0.0) };
        let inner = Column { body: style, ..inner.ragged() };

        // A note is stacked beside the flow: what the flow was about to do waits.
        let waiting = (
            std::mem::take(&mut self.pending),
            std::mem::take(&mut self.boxes),
            std::mem::take(&mut self.after),
            std::mem::replace(&mut self.first, true),
            std::mem::replace(&mut self.keep, PageBreak::Allowed),
        );
        let from = self.out.flow.slabs.len();
        let x = if hangs { inner.x - hang } else { column.x };
        for line in self.lines_at_start(&rich, &letter_style, hang * 4.0, note.span) {
            self.pending.marks.extend(line.marks.into_iter().map(|mark| moved(mark, x, 0.0)));
        }
        self.pending.destinations.push(id);
        self.blocks(&note.blocks, inner, tag);
        let mut slabs = self.out.flow.slabs.split_off(from.min(self.out.flow.slabs.len()));
        for slab in &mut slabs {
            // Notes are stacked without page breaks: their space, set close, is part of them.
            let before = std::mem::take(&mut slab.before).min(self.theme.u).at(Closeness::Usual);
            slab.height += before;
            slab.marks =
                std::mem::take(&mut slab.marks).into_iter().map(|mark| moved(mark, 0.0, before)).collect();
            slab.links.iter_mut().for_each(|link| link.area.y += before);
        }
        (self.pending, self.boxes, self.after, self.first, self.keep) = waiting;
        slabs
    }

    /// Footnotes that no text calls: they follow the text, so that nothing is lost.
    pub(super) fn uncalled_footnotes(&mut self, document: &Document, tag: TagId) {
        let style = self.theme.styles.footnote;
        let column = Column { body: style, ..self.page_column().ragged() };
        for note in &document.footnotes {
            if self.notes.contains_key(&note.number) {
                continue;
            }
            self.blocks(&note.blocks, column, tag);
        }
    }
}

/// `Hartbauer et al., 2001. PMID 11358484. pubmed.ncbi.nlm.nih.gov/11358484`
fn wording(entry: &Reference) -> Vec<Inline> {
    let mut lead = String::new();
    let bare_url = entry.printed_url();
    if entry.label.trim_end_matches('/') != bare_url && entry.label != entry.url && !entry.label.is_empty() {
        lead.push_str(&entry.label);
        lead.push_str(if entry.label.ends_with(['.', '?', '!', '…']) { " " } else { ". " });
    }
    if let Some(work) = &entry.work {
        lead.push_str(&work.identifier.printed());
        lead.push_str(". ");
    }
    let link = Inline::Link(Box::new(Link {
        target: LinkTarget::Web(entry.url.clone()),
        title: Some(if entry.label.is_empty() { entry.url.clone() } else { entry.label.clone() }),
        content: vec![Inline::Text(bare_url.to_owned())],
        reference: None,
        mention: 0,
        span: Span::default(),
    }));
    vec![Inline::Text(lead), link]
}
