//! From content to lines: collected, shaped, broken; what no font can draw is reported.

use super::super::lines::{Fit, Line, Setter, Shaped};
use super::super::rich_text::{Collector, RichText};
use super::super::tags::{TagId, TagTree};
use super::super::theme::TextStyle;
use super::{Stacker, UNBOUNDED};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Inline;
use crate::source::Span;

impl Stacker<'_> {
    pub(super) fn collector(&mut self) -> Collector<'_> {
        Collector {
            tags: &mut self.out.tags,
            theme: self.theme,
            prefix: &self.prefix,
            // Where the whole book has one list, its entries belong to no part.
            references: if self.publication.references.is_empty() { &self.prefix } else { "" },
            labels: self.labels,
            direction: self.language.direction(),
            pages: self.pages,
        }
    }

    /// Collects content under a tag and notes the footnotes it calls.
    pub(super) fn collect(&mut self, content: &[Inline], style: &TextStyle, tag: TagId) -> RichText {
        let rich = self.collector().collect(content, style, tag);
        for (_, number) in &rich.notes {
            self.call(*number);
        }
        rich
    }

    /// Collects content outside the tag tree: what is only measured, or painted as an artifact.
    pub(super) fn unread(&self, content: &[Inline], style: &TextStyle) -> RichText {
        let mut tags = TagTree::new();
        let root = tags.root();
        Collector {
            tags: &mut tags,
            theme: self.theme,
            prefix: "",
            references: "",
            labels: self.labels,
            direction: self.language.direction(),
            pages: self.pages,
        }
        .collect(content, style, root)
    }

    pub(super) fn collect_plain(&mut self, text: &str, style: &TextStyle, tag: TagId) -> RichText {
        self.collector().plain(text, style, tag)
    }

    /// Shapes a paragraph and hands it to `then`; characters that no face has become diagnostics.
    pub(super) fn shaped<R>(
        &mut self,
        rich: &RichText,
        style: &TextStyle,
        span: Span,
        hyphenate: bool,
        then: impl FnOnce(&Shaped<'_>) -> R,
    ) -> R {
        let mut missing = Vec::new();
        let widths = self.object_widths(rich, style);
        let width = |index: usize| widths.get(index).copied().unwrap_or(0.0);
        let mut setter = Setter {
            fonts: self.fonts,
            language: self.language,
            missing: &mut missing,
            runts: self.in_table,
            hyphenate,
            fixed_direction: self.fixed_direction,
            object_width: &width,
            memory: self.memory,
        };
        let result = then(&setter.shape(rich));
        for cluster in missing {
            self.report_missing(&cluster, span);
        }
        result
    }

    /// Sets a paragraph in lines of at most `width`.
    pub(super) fn lines(
        &mut self,
        rich: &RichText,
        style: &TextStyle,
        width: f32,
        fit: Fit,
        span: Span,
    ) -> Vec<Line> {
        let hyphenate = fit == Fit::Justified;
        let mut lines = self.shaped(rich, style, span, hyphenate, |shaped| shaped.lines(width, fit, style));
        for line in lines.iter_mut().filter(|line| line.opposite && width < UNBOUNDED) {
            line.shift(width - line.width);
            line.width = width;
        }
        lines
    }

    /// Sets text in lines that begin where the article's do, whatever the text begins with: where something stands at
    /// their end.
    pub(super) fn lines_at_start(
        &mut self,
        rich: &RichText,
        style: &TextStyle,
        width: f32,
        span: Span,
    ) -> Vec<Line> {
        self.fixed_direction = true;
        let lines = self.lines(rich, style, width, Fit::Ragged, span);
        self.fixed_direction = false;
        lines
    }

    pub(super) fn report_missing(&mut self, cluster: &str, span: Span) {
        let code_points: Vec<String> = cluster.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let message = format!("no font can draw “{}” ({})", cluster.escape_debug(), code_points.join(" "));
        if self.out.diagnostics.iter().any(|known| known.message == message) {
            return;
        }
        let finding = Diagnostic::new(Code::MissingGlyph, message).at(span).about(cluster);
        self.out.diagnostics.push(finding.help(
            "a visible replacement stands in the PDF; name a folder with a font that has it in `pdf.fonts`",
        ));
    }
}
