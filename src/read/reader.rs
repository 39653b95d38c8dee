//! The source being read, and what was noticed in it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::characters::unsound;

/// One source text on its way to a document.
pub(super) struct Reader<'a> {
    source: SourceId,
    /// The whole text, front matter included: every range counts in it.
    pub(super) text: &'a str,
    /// What was noticed so far, in order.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Names of the HTML elements that were reported as dropped.
    dropped: BTreeSet<String>,
    /// Abbreviations that were expanded, with what they stand for.
    expanded: BTreeSet<(String, String)>,
    too_deep: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: SourceId, text: &'a str) -> Self {
        Self {
            source,
            text,
            diagnostics: Vec::new(),
            dropped: BTreeSet::new(),
            expanded: BTreeSet::new(),
            too_deep: false,
        }
    }

    pub(super) fn source(&self) -> SourceId {
        self.source
    }

    /// The span of a byte range. Ends inside a character (where the parser replaced some, places within a line may
    /// be a little off) move outwards.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let end = self.text.ceil_char_boundary(range.end.min(self.text.len()));
        Span::new(self.source, self.text.floor_char_boundary(range.start.min(end))..end)
    }

    /// The span of a block: the range without the line ends and spaces that follow it.
    pub(super) fn block_span(&self, range: Range<usize>) -> Span {
        let whole = self.span(range).range();
        let length = self.slice(&whole).trim_end().len();
        self.span(whole.start..whole.start + length)
    }

    /// The text of a range; empty where the range is none of this text.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Reports characters that no document may hold, once a document.
    pub(super) fn report_unsound_characters(&mut self) {
        let Some((range, count)) = unsound(self.text) else { return };
        let first = self.slice(&range).chars().next().map_or(0, u32::from);
        let message = match count {
            1 => format!("U+{first:04X} is a control character"),
            _ => format!("U+{first:04X} is a control character, the first of {count} in this file"),
        };
        let finding = Diagnostic::new(Code::ControlCharacters, message).at(self.span(range));
        let help = match first {
            0 => "delete it: no document may hold it, and “\u{FFFD}” stands in its place",
            _ => "delete it: no document may hold it, and it is left out",
        };
        self.report(finding.help(help));
    }

    /// What was noticed, in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
        self.diagnostics
    }

    /// Takes note of something.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports that blocks or marks are nested deeper than the limit, once a document.
    pub(super) fn report_depth(&mut self, range: Range<usize>, limit: usize) {
        if std::mem::replace(&mut self.too_deep, true) {
            return;
        }
        self.report(
            Diagnostic::new(Code::NestingTooDeep, format!("this is nested more than {limit} levels deep"))
                .at(self.block_span(range))
                .help("nest less; the content stays, at the level of the limit"),
        );
    }

    /// Whether an abbreviation should be expanded here: the first time, and not where the author did it beside the
    /// element.
    pub(super) fn expands(&mut self, short: &str, long: &str, range: &Range<usize>) -> bool {
        let reach = long.len() + 8;
        let before = self.text.floor_char_boundary(range.start.saturating_sub(reach))..range.start;
        let after = range.end..self.text.ceil_char_boundary(range.end.saturating_add(reach));
        let (before, after) = (self.slice(&before).to_lowercase(), self.slice(&after).to_lowercase());
        let long = long.to_lowercase();
        let said = before.trim_end().strip_suffix('(').is_some_and(|text| text.trim_end().ends_with(&long))
            || after.trim_start().strip_prefix('(').is_some_and(|text| text.trim_start().starts_with(&long));
        self.expanded.insert((short.to_owned(), long)) && !said
    }

    /// Reports an HTML element that was dropped, once for each name.
    pub(super) fn report_dropped(&mut self, name: &str, range: Range<usize>, why: &str, help: &str) {
        if self.dropped.insert(name.to_owned()) {
            self.report(
                Diagnostic::new(Code::RawHtmlDropped, format!("<{name}> {why}"))
                    .at(self.span(range))
                    .help(help),
            );
        }
    }

    /// Reports an HTML element that was dropped with its content.
    pub(super) fn report_embedded(&mut self, name: &str, range: Range<usize>) {
        let why = "was dropped, and so was its content";
        self.report_dropped(
            name,
            range,
            why,
            "a document cannot run or embed this; link to it, or show an image",
        );
    }
}
