//! How an article and a book begin: title blocks.

use super::super::flow::{PageBreak, Slab};
use super::super::fragment::{Mark, Owner, Rect, Shape};
use super::super::gap::{Closeness, Gap};
use super::super::lines::{Fit, Line};
use super::super::rich_text::RichText;
use super::super::tags::{Attributes, Role, TagId};
use super::super::theme::{LONG_TITLE, Strokes, TextStyle};
use super::Stacker;
use crate::model::{Binding, Document, Field, Inline, Metadata};
use crate::source::Span;

impl Stacker<'_> {
    /// Cover or rule, category, title, deck, meta line, rule.
    pub(super) fn opener(&mut self, document: &Document, tag: TagId) {
        let page = self.theme.page;
        let styles = self.theme.styles;
        let u = self.theme.u;
        let metadata = &document.metadata;
        let place =
            |field: Field| metadata.places.get(&field).copied().unwrap_or(Span::new(document.source, 0..0));
        self.keep = PageBreak::Opener;
        self.first = true;
        // In a book the part itself is a destination, and always the top of its page.
        if self.publication.binding == Binding::Book {
            let name = self.prefix.clone();
            self.pending.destinations.push(name);
        }
        let gap = self.opener_image(metadata, tag, place(Field::Image));
        self.after = gap;
        self.category_line(metadata, tag);
        let style =
            if metadata.title.chars().count() > LONG_TITLE { styles.long_title } else { styles.title };
        self.level = 1;
        let title = self.out.tags.tag(tag, Role::Heading(1));
        let rich = self.collect_plain(&metadata.title, &style, title);
        self.pending.destinations.push(format!("{}{}", self.prefix, super::contents::TITLE));
        self.opener_text(&rich, &style, Fit::Balanced, page.x0, page.full(), 1.5 * u, place(Field::Title));
        let mut after = 3.0 * u;
        if let Some(subtitle) = &document.subtitle {
            let tag = self.out.tags.tag(tag, Role::P);
            let rich = self.collect(subtitle, &styles.h3, tag);
            self.opener_text(
                &rich,
                &styles.h3,
                Fit::Balanced,
                page.x1(),
                page.measure,
                2.0 * u,
                place(Field::Title),
            );
            after = 2.0 * u;
        }
        if let Some(description) = &metadata.description {
            let tag = self.out.tags.tag(tag, Role::P);
            let rich = self.collect_plain(description, &styles.deck, tag);
            self.opener_text(
                &rich,
                &styles.deck,
                Fit::Ragged,
                page.x1(),
                page.measure,
                after,
                place(Field::Description),
            );
            after = 2.5 * u;
        }
        let meta = self.meta_line(document);
        if !meta.is_empty() {
            let tag = self.out.tags.tag(tag, Role::P);
            let rich = self.collect_plain(&meta, &styles.meta, tag);
            self.opener_text(
                &rich,
                &styles.meta,
                Fit::Ragged,
                page.x1(),
                page.measure,
                after,
                place(Field::Title),
            );
            after = 3.0 * u;
        }
        self.keep = PageBreak::Never;
        self.push(self.full_rule(Strokes::THIN, self.theme.colours.rule), after, PageBreak::Never);
        self.after = Gap::fixed(Strokes::OPENER_GAP) + 2.0 * u;
        self.keep = PageBreak::Allowed;
        self.limit_opener();
    }

    /// Nothing of a title block is left behind at a page's foot.
    fn limit_opener(&mut self) {
        let from =
            self.out.flow.slabs.iter().rposition(|slab| slab.break_before == PageBreak::Opener).unwrap_or(0);
        let to = self.out.flow.slabs.len();
        self.limit_breaks(from..to, PageBreak::Never);
    }

    /// The cover, or the heavy rule that stands for it. Returns the space below.
    fn opener_image(&mut self, metadata: &Metadata, tag: TagId, span: Span) -> Gap {
        let Some((image, rect, clip)) = self.cover(span) else {
            let slab = self.full_rule(Strokes::OPENER, self.theme.colours.head);
            self.push(slab, Gap::NONE, PageBreak::Opener);
            return Gap::fixed(Strokes::OPENER_GAP);
        };
        let alt = metadata.cover.as_ref().map(|cover| cover.alt.clone()).filter(|alt| !alt.is_empty());
        let owner = match alt {
            Some(alt) => {
                let figure = self.out.tags.tag_with(
                    tag,
                    Role::Figure,
                    Attributes { alt: Some(alt), ..Attributes::default() },
                );
                Owner::Content(self.out.tags.slot(figure))
            }
            // A cover nobody described is ornament.
            None => Owner::Decoration,
        };
        let mark = Mark { owner, shape: Shape::Image { image, rect, clip } };
        self.push(
            Slab { height: clip.height, marks: vec![mark], ..Slab::default() },
            Gap::NONE,
            PageBreak::Opener,
        );
        Gap::fixed(Strokes::COVER_GAP)
    }

    fn category_line(&mut self, metadata: &Metadata, tag: TagId) {
        let page = self.theme.page;
        let style = self.theme.styles.category;
        let category = metadata.categories.first().map(|category| category.name.clone());
        let guide = (self.publication.binding == Binding::Book)
            .then(|| self.labels.guide.replace("{number}", &(self.part + 1).to_string()));
        let words: Vec<String> = guide.into_iter().chain(category).collect();
        if words.is_empty() {
            return;
        }
        let words = words.join(" · ");
        let tag = self.out.tags.tag(tag, Role::P);
        let rich = self.collect_plain(&capitals(&words), &style, tag);
        let mut lines = self.lines(&rich, &style, page.full(), Fit::Ragged, Span::default());
        restore(&mut lines, &rich.text, &words);
        self.push_whole(lines, &rich, &style, page.x0, Gap::NONE, Span::default());
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a line of the title block has its own style, place and space"
    )]
    fn opener_text(
        &mut self,
        rich: &RichText,
        style: &TextStyle,
        fit: Fit,
        x: f32,
        width: f32,
        before: Gap,
        span: Span,
    ) {
        let lines = self.lines(rich, style, width, fit, span);
        self.push_whole(lines, rich, style, x, before, span);
    }

    /// What is known of author and dates, in words, and how many references there are.
    fn meta_line(&self, document: &Document) -> String {
        let metadata = &document.metadata;
        let labels = self.labels;
        let mut parts = Vec::new();
        let names: Vec<&str> = metadata.authors.iter().map(|author| author.name.as_str()).collect();
        if !names.is_empty() {
            parts.push(labels.by.replace("{authors}", &labels.join(&names)));
        }
        if let Some(date) = metadata.published {
            parts.push(labels.published.replace("{date}", &labels.date(date)));
        }
        if let Some(date) = metadata.updated {
            parts.push(labels.updated.replace("{date}", &labels.date(date)));
        }
        if let Some(review) = &metadata.review {
            let words = labels.reviewed.replace("{date}", &labels.date(review.date));
            parts.push(words.replace("{reviewer}", &review.reviewer.name));
        }
        if !document.references.is_empty() {
            parts.push(labels.count(&labels.references_count, document.references.len()));
        }
        // Each fact stays on one line: lines break between them.
        parts.iter().map(|part| part.replace(' ', "\u{A0}")).collect::<Vec<_>>().join(" · ")
    }

    /// A rule over the full width.
    pub(super) fn full_rule(&self, stroke: f32, colour: super::super::fragment::Colour) -> Slab {
        let page = self.theme.page;
        let rect = Rect { x: page.x0, y: 0.0, width: page.full(), height: stroke };
        let mark = Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour } };
        Slab { height: stroke, marks: vec![mark], ..Slab::default() }
    }

    /// The title page of a book.
    pub(super) fn book_title(&mut self) {
        let page = self.theme.page;
        let styles = self.theme.styles;
        let metadata = &self.publication.metadata;
        let root = self.out.tags.root();
        self.keep = PageBreak::Opener;
        self.push(self.full_rule(Strokes::OPENER, self.theme.colours.head), Gap::NONE, PageBreak::Opener);
        self.after = Gap::fixed(Strokes::OPENER_GAP);
        if let Some(publisher) = &self.context.config.site.name {
            let tag = self.out.tags.tag(root, Role::P);
            let rich = self.collect_plain(&capitals(publisher), &styles.category, tag);
            let mut lines = self.lines(&rich, &styles.category, page.full(), Fit::Ragged, Span::default());
            restore(&mut lines, &rich.text, publisher);
            self.push_whole(lines, &rich, &styles.category, page.x0, Gap::NONE, Span::default());
        }
        let tag = self.out.tags.tag(root, Role::Heading(1));
        let rich: Vec<Inline> = vec![Inline::Text(metadata.title.clone())];
        let rich = self.collect(&rich, &styles.book_title, tag);
        // A quarter down the page, whatever stands above.
        let used = self.height(0..self.out.flow.slabs.len(), Closeness::Usual);
        let drop = (page.height * 0.246 - page.opener - used).max(24.0);
        self.after = Gap::NONE;
        self.opener_text(
            &rich,
            &styles.book_title,
            Fit::Balanced,
            page.x0,
            page.full(),
            Gap::fixed(drop),
            Span::default(),
        );
        if let Some(subtitle) = &self.publication.subtitle {
            let tag = self.out.tags.tag(root, Role::P);
            let rich = self.collect_plain(subtitle, &styles.deck, tag);
            self.opener_text(
                &rich,
                &styles.deck,
                Fit::Ragged,
                page.x1(),
                page.measure,
                Gap::fixed(16.0),
                Span::default(),
            );
        }
        let names: Vec<&str> = metadata.authors.iter().map(|author| author.name.as_str()).collect();
        if !names.is_empty() {
            let tag = self.out.tags.tag(root, Role::P);
            let words = self.labels.by.replace("{authors}", &self.labels.join(&names));
            let rich = self.collect_plain(&words, &styles.disclaimer, tag);
            self.opener_text(
                &rich,
                &styles.disclaimer,
                Fit::Ragged,
                page.x1(),
                page.measure,
                Gap::fixed(28.0),
                Span::default(),
            );
        }
        self.limit_opener();
    }
}

/// Capitals for show, character by character; those whose capital is longer stay as they are, so that offsets hold.
fn capitals(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(single), None) if single.len_utf8() == c.len_utf8() => single,
                _ => c,
            }
        })
        .collect()
}

/// Gives lines of capitals the words they stand for, so that a reader's text is as it was written.
fn restore(lines: &mut [Line], shown: &str, words: &str) {
    let mut at = 0;
    for line in lines {
        for mark in &mut line.marks {
            let Shape::Glyphs(run) = &mut mark.shape else { continue };
            let Some(found) = shown.get(at..).and_then(|rest| rest.find(&run.text)) else { continue };
            let range = at + found..at + found + run.text.len();
            at = range.end;
            if let Some(original) = words.get(range) {
                original.clone_into(&mut run.text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_keep_offsets() {
        assert_eq!(capitals("Größe – peptides"), "GRÖßE – PEPTIDES");
    }
}
