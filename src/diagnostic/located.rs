//! Findings tied to the lines they are about.

use std::path::PathBuf;

use super::Diagnostic;
use crate::source::{LineColumn, LineIndex, Span};

/// A finding with its file and the lines around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The file, as the user named it.
    pub path: PathBuf,
    /// The lines it is about; none when it is about the whole file.
    pub excerpt: Option<Excerpt>,
}

/// The source lines a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where the span starts in the source.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
    /// Number of the first line of `text`.
    pub first_line: u32,
    /// The lines, at most [`Excerpt::MAX_LINES`], each cut to what fits a screen.
    pub text: String,
    /// The span within `text`, in bytes.
    pub range: std::ops::Range<usize>,
}

/// A text whose lines are known, for the findings on it.
pub(super) struct Lines<'t> {
    text: &'t str,
    index: LineIndex,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, index: LineIndex::new(text) }
    }

    pub(super) fn locate(&self, mut diagnostic: Diagnostic, path: PathBuf) -> Located {
        diagnostic.span = diagnostic.span.map(|span| self.narrow(span, diagnostic.about.as_deref()));
        let excerpt = diagnostic.span.map(|span| self.cut(span));
        Located { diagnostic, path, excerpt }
    }

    /// The words within the span that the finding is about, where they stand there as they are.
    fn narrow(&self, span: Span, words: Option<&str>) -> Span {
        let found = words
            .zip(self.text.get(span.range()))
            .and_then(|(words, text)| Some((words, text.find(words)?)))
            .map(|(words, at)| span.range().start + at..span.range().start + at + words.len());
        found.map_or(span, |range| Span::new(span.source, range))
    }

    fn cut(&self, span: Span) -> Excerpt {
        const REACH: usize = Excerpt::REACH;
        let (text, index) = (self.text, &self.index);
        let start = index.line_column(text, span.start as usize);
        let end = index.line_column(text, span.end as usize);
        let offset = text.floor_char_boundary((span.start as usize).min(text.len()));
        let first = index.line_range(text, start.line).unwrap_or(0..text.len());
        let last_line = end.line.min(start.line + Excerpt::MAX_LINES - 1).max(start.line);
        let last = index.line_range(text, last_line).unwrap_or_else(|| first.clone());
        let from = text.ceil_char_boundary(first.start.max(offset.saturating_sub(REACH))).min(offset);
        let stop = (span.end as usize).clamp(offset, last.end.max(offset));
        let to = text.floor_char_boundary(last.end.min(stop.min(offset + 8 * REACH) + REACH)).max(offset);
        let stop = text.floor_char_boundary(stop.min(to)).max(offset);
        Excerpt {
            start,
            end,
            first_line: start.line,
            text: text.get(from..to).unwrap_or_default().to_owned(),
            range: offset - from..stop - from,
        }
    }
}

impl Excerpt {
    /// Lines kept of a long span.
    pub const MAX_LINES: u32 = 3;
    /// Bytes kept on either side of the start of the span, on one line.
    const REACH: usize = 120;
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn an_excerpt_holds_its_span() {
        let text = "one\ntwo µ three\nfour\nfive\nsix\n";
        let from = text.find("µ").unwrap();
        let span = Span::new(SourceId(0), from..from + "µ three".len());
        let located = Diagnostic::new(Code::BrokenLink, "x").at(span).locate("a.md", Some(text));
        let excerpt = located.excerpt.unwrap();
        assert_eq!(excerpt.start.to_string(), "2:5");
        assert_eq!(excerpt.text.get(excerpt.range.clone()), Some("µ three"));
        assert_eq!(excerpt.text, "two µ three");
    }

    #[test]
    fn an_excerpt_of_a_long_span_is_cut() {
        let text = "µ".repeat(10_000);
        let located = Diagnostic::new(Code::BrokenLink, "x")
            .at(Span::new(SourceId(0), 5_001..19_999))
            .locate("a", Some(&text));
        let excerpt = located.excerpt.unwrap();
        assert!(excerpt.text.len() < 2_000);
        assert!(excerpt.text.get(excerpt.range).is_some());
    }

    #[test]
    fn a_finding_about_words_stands_at_them() {
        let text = "A word and µ another\n";
        let whole = Span::new(SourceId(0), 0..text.len() - 1);
        let at = |words: &str| {
            let found = Diagnostic::new(Code::MissingGlyph, "x").at(whole).about(words);
            found.locate("a.md", Some(text)).excerpt.unwrap().start.to_string()
        };
        assert_eq!(at("µ"), "1:12");
        assert_eq!(at("absent"), "1:1");
    }

    #[test]
    fn many_findings_on_a_long_line_are_placed_one_by_one() {
        let text = "µ[](x)".repeat(20_000);
        let found: Vec<Diagnostic> = (0..20_000)
            .map(|n| Diagnostic::new(Code::EmptyLink, "x").at(Span::new(SourceId(0), n * 7 + 2..n * 7 + 7)))
            .collect();
        let located = super::super::locate_all(found, std::path::Path::new("a.md"), &text);
        let columns: Vec<u32> =
            located.iter().map(|located| located.excerpt.as_ref().unwrap().start.column).collect();
        assert!(columns.iter().zip(0..).all(|(column, n)| *column == n * 6 + 2), "{:?}", &columns[..9]);
    }
}
