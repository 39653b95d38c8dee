//! Blocks of running text: paragraphs, headings, quotations, displayed mathematics, breaks.

use super::super::flow::{PageBreak, Separator, Slab};
use super::super::fragment::{Mark, Owner, Rect, Shape};
use super::super::gap::Gap;
use super::super::lines::{Fit, Line};
use super::super::rich_text::RichText;
use super::super::tags::{Role, TagId};
use super::super::theme::{Strokes, TextStyle};
use super::{Column, Stacker};
use crate::model::{Block, BlockKind, Faq, Heading, Inline, Question, plain_text};
use crate::source::Span;

impl Stacker<'_> {
    /// A paragraph of the column's text.
    pub(super) fn paragraph(&mut self, content: &[Inline], column: Column, tag: TagId, span: Span) {
        let space = 2.0 * self.theme.u;
        let tag = self.out.tags.tag(tag, Role::P);
        let rich = self.collect(content, &column.body, tag);
        self.set(&rich, &column.body, column, self.text_space(space), span);
        self.space_after(space);
    }

    /// Sets collected text in a column, with no lone line at the top or foot of a page.
    pub(super) fn set(
        &mut self,
        rich: &RichText,
        style: &TextStyle,
        column: Column,
        before: Gap,
        span: Span,
    ) {
        let lines = self.lines(rich, style, column.width, column.fit, span);
        self.push_lines(lines, rich, style, column.x, before, span);
    }

    /// Pushes the lines of a paragraph: at least two on either side of a page break, none inside three, and no word is
    /// divided over pages.
    pub(super) fn push_lines(
        &mut self,
        lines: Vec<Line>,
        rich: &RichText,
        style: &TextStyle,
        x: f32,
        before: Gap,
        span: Span,
    ) {
        let count = lines.len();
        let mut within_word = false;
        for (index, line) in lines.into_iter().enumerate() {
            let rule = match index {
                0 => PageBreak::Allowed,
                _ if count <= 3 || index == 1 || index + 1 == count || within_word => PageBreak::Never,
                _ => PageBreak::Allowed,
            };
            within_word = line.hyphenated;
            let slab = self.line_slab(line, rich, style, x, span);
            self.push(slab, if index == 0 { before } else { Gap::NONE }, rule);
        }
    }

    /// Pushes lines that stay together.
    pub(super) fn push_whole(
        &mut self,
        lines: Vec<Line>,
        rich: &RichText,
        style: &TextStyle,
        x: f32,
        before: Gap,
        span: Span,
    ) {
        for (index, line) in lines.into_iter().enumerate() {
            let slab = self.line_slab(line, rich, style, x, span);
            let (before, rule) =
                if index == 0 { (before, PageBreak::Allowed) } else { (Gap::NONE, PageBreak::Never) };
            self.push(slab, before, rule);
        }
    }

    /// A heading. It keeps with what follows.
    pub(super) fn heading(&mut self, heading: &Heading, column: Column, tag: TagId, span: Span) {
        let u = self.theme.u;
        let styles = &self.theme.styles;
        let page = &self.theme.page;
        let (style, before, after) = match heading.level {
            0..=2 => (styles.h2, 6.0 * u, 2.0 * u),
            3 => (styles.h3, if self.after_section_title() { 2.0 * u } else { 4.0 * u }, 0.5 * u),
            4 => (styles.h4, 3.0 * u, Gap::NONE),
            _ => (styles.h5, 3.0 * u, Gap::NONE),
        };
        let hangs = heading.level <= 2 && column.outer;
        let (x, width) = if hangs { (page.x0, page.full()) } else { (column.x, column.width) };
        self.pending.destinations.push(format!("{}{}", self.prefix, heading.anchor));
        if heading.level <= 2 && column.outer {
            self.pending.section = Some(plain_text(&heading.content));
        }
        self.level = heading.level.clamp(2, 6).min(self.level + 1);
        let tag = self.out.tags.tag(tag, Role::Heading(self.level));
        let rich = self.collect(&heading.content, &style, tag);
        let fit = if heading.level <= 2 { Fit::Balanced } else { Fit::Ragged };
        let lines = self.lines(&rich, &style, width, fit, span);
        self.push_whole(lines, &rich, &style, x, before, span);
        self.after = after;
        self.headed = true;
        self.keep = PageBreak::Never;
    }

    /// Whether a section title stands directly above: its small space below it is still pending.
    fn after_section_title(&self) -> bool {
        self.headed
            && self.out.flow.slabs.last().is_some_and(|slab| slab.height == self.theme.styles.h2.leading)
    }

    pub(super) fn faq(&mut self, faq: &Faq, column: Column, tag: TagId, span: Span) {
        self.heading(&faq.heading, column, tag, span);
        let mut questions = 0;
        for block in &faq.body {
            if matches!(block.kind, BlockKind::Question(_)) {
                questions += 1;
                if questions > 1 {
                    self.separate(column);
                }
            }
            self.block(block, column, tag);
            self.footnotes(tag);
        }
    }

    /// A hair rule between two questions.
    fn separate(&mut self, column: Column) {
        let u = self.theme.u;
        self.after = self.after.max(6.0 * u);
        self.pending.separator = Some(Separator {
            x: column.x,
            width: column.width,
            below: 2.0 * u,
            stroke: Strokes::THIN,
            colour: self.theme.colours.hair,
        });
    }

    pub(super) fn question(&mut self, question: &Question, column: Column, tag: TagId, span: Span) {
        self.heading(&question.heading, column, tag, span);
        self.blocks(&question.answer, column, tag);
    }

    /// A quotation: indents only. A last paragraph that opens with a dash names its author.
    pub(super) fn quote(&mut self, blocks: &[Block], column: Column, tag: TagId) {
        let space = 3.0 * self.theme.u;
        let inner = column.indented(24.0_f32.min(column.width * 0.1), 24.0_f32.min(column.width * 0.1));
        let tag = self.out.tags.tag(tag, Role::BlockQuote);
        self.space_after(space);
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content)
                    if index > 0 && index + 1 == blocks.len() && is_attribution(content) =>
                {
                    self.keep = PageBreak::Never;
                    let style = self.theme.styles.table.coloured(self.theme.colours.muted);
                    let tag = self.out.tags.tag(tag, Role::P);
                    let rich = self.collect(content, &style, tag);
                    self.set(&rich, &style, inner.ragged(), self.theme.u, block.span);
                }
                _ => self.block(block, inner, tag),
            }
            self.footnotes(tag);
        }
        self.space_after(space);
    }

    pub(super) fn display_math(&mut self, tex: &str, column: Column, tag: TagId, span: Span) {
        let inner = column.indented(24.0_f32.min(column.width * 0.1), 0.0);
        if self.built_up_formula(tex, inner, tag, span) {
            return;
        }
        let space = 3.0 * self.theme.u;
        let style = self.theme.styles.math;
        let paragraph = self.out.tags.tag(tag, Role::P);
        let content = [Inline::Math(tex.to_owned())];
        let rich = self.collect(&content, &style, paragraph);
        let lines = self.lines(&rich, &style, inner.width, Fit::Ragged, span);
        self.push_whole(lines, &rich, &style, inner.x, space, span);
        self.space_after(space);
    }

    pub(super) fn thematic_break(&mut self, column: Column) {
        let space = 4.0 * self.theme.u;
        let width = Strokes::THEMATIC_BREAK.min(column.width);
        let rect = Rect { x: column.x, y: 0.0, width, height: Strokes::THIN };
        let mark =
            Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour: self.theme.colours.rule } };
        self.push(
            Slab { height: Strokes::THIN, marks: vec![mark], ..Slab::default() },
            space,
            PageBreak::Never,
        );
        self.space_after(space);
    }
}

/// Whether a paragraph of a quotation names its source.
fn is_attribution(content: &[Inline]) -> bool {
    plain_text(content).starts_with(['—', '–', '―']) || plain_text(content).starts_with("--")
}
