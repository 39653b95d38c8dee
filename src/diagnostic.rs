//! What the tool tells about its input: findings with a stable code, a place, and what to do.
//!
//! Meaning lives here; how a finding is shown (colours, underlines, JSON) is the binary's business.

use std::fmt;
use std::path::PathBuf;

use crate::source::{LineColumn, LineIndex, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is worth a look; everything was exported.
    Warning,
    /// An article could not be read, or an artifact not written.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Declares the codes: variant, name as users write it, severity by default, what it means.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// A kind of finding. Its name is stable: it stands in messages, in the `check` section of the
        /// configuration and in tools' output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes, in the order of their groups.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code's name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The severity when nothing is configured.
            pub fn default_severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    // Files
    UnreadableSource "unreadable-source" Error "A source could not be read.";
    SourceTooLarge "source-too-large" Error "A source is larger than the limit.";
    InvalidUtf8 "invalid-utf8" Warning "A source holds bytes that are not UTF-8; each was replaced by U+FFFD.";
    UnwritableArtifact "unwritable-artifact" Error "An artifact could not be written.";
    BrokenManifest "broken-manifest" Warning "The manifest of an earlier run cannot be read; it is written anew.";
    RenderFailed "render-failed" Error "A backend could not make its artifact.";
    EmptyBook "empty-book" Warning "A book of the configuration has no article that is exported.";
    DuplicateRoute "duplicate-route" Error "Two sources have the same route.";
    DuplicateAddress "duplicate-address" Warning "Two articles have the same address on the site; feeds list one of them.";
    PartialSite "partial-site" Warning "Files of the whole site were not written, because this run exports a part of it.";
    OutsideSource "outside-source" Warning "A link in a source folder leads out of it; it was not followed.";
    NoSources "no-sources" Warning "A source folder holds no Markdown file.";
    UnsafeSlug "unsafe-slug" Warning "A slug held characters that no file name or URL should; it was sanitised.";

    // Configuration
    InvalidConfig "invalid-config" Error "The configuration is not valid.";
    UnknownConfigKey "unknown-config-key" Error "The configuration has a key that pepexport does not know.";
    MissingBaseUrl "missing-base-url" Warning "Without site.base_url, identifiers stay relative and there is no feed.";
    MissingSiteName "missing-site-name" Warning "Without site.name, the publisher has no name.";
    UnknownLanguage "unknown-language" Warning "The tool has no terms for this language; English is used.";
    IdleOption "idle-option" Warning "An option of the configuration has no effect in this version.";
    FeedDescription "feed-description" Warning "The description of the feed is shorter or longer than search engines take.";
    MissingLogo "missing-logo" Warning "The publisher has no logo.";

    // Front matter
    InvalidFrontMatter "invalid-front-matter" Error "The front matter is not valid YAML or TOML.";
    InvalidField "invalid-field" Warning "A front matter field has a value of the wrong kind; it counts as absent.";
    InvalidDate "invalid-date" Warning "A date is not a calendar date; it counts as absent.";
    DateOrder "date-order" Warning "An article was updated before it was published; the update counts as absent.";
    FutureDate "future-date" Warning "An article's date of publication lies in the future.";
    MissingTitle "missing-title" Warning "An article has neither a title nor a first heading; its file name is used.";
    MissingDescription "missing-description" Warning "An article has no description.";
    MissingDate "missing-date" Warning "An article has no date of publication.";
    MissingAuthor "missing-author" Warning "An article has no author; the organisation stands in.";
    MissingCover "missing-cover" Warning "An article has no image.";
    UnknownAuthor "unknown-author" Warning "An author is not among site.authors; only the name is known.";
    AuthorName "author-name" Warning "An author's name is an account, or holds titles.";
    DirectionControl "direction-control" Warning "A field holds characters that override the direction of text.";
    LongTitle "long-title" Warning "A title is too long for search results.";
    LongDescription "long-description" Warning "A description is too long for search results.";
    TooManyTags "too-many-tags" Warning "An article has more tags than help anybody.";
    IncompleteReview "incomplete-review" Warning "A review needs both its date and its reviewer.";

    // Structure
    SkippedHeadingLevel "skipped-heading-level" Warning "A heading skips a level.";
    EmptyHeading "empty-heading" Warning "A heading has no text.";
    DuplicateAnchor "duplicate-anchor" Warning "Two headings have the same explicit anchor.";
    NotAQuestion "not-a-question" Warning "A heading in the FAQ is no question.";
    EmptyAnswer "empty-answer" Warning "A question has no answer.";
    RaggedTable "ragged-table" Warning "A table row has more or fewer cells than its header.";
    TableWithoutHeader "table-without-header" Warning "A table's header row is empty.";
    UncalledFootnote "uncalled-footnote" Warning "A footnote is never called.";
    RawHtmlDropped "raw-html-dropped" Warning "HTML that has no meaning in a document was dropped; its text stays.";
    NestingTooDeep "nesting-too-deep" Warning "Blocks are nested deeper than the limit; the innermost were flattened.";

    // Links
    BrokenLink "broken-link" Warning "A link leads to no article or file.";
    BrokenAnchor "broken-anchor" Warning "A link leads to an anchor that does not exist.";
    EmptyLink "empty-link" Warning "A link has no text.";
    UnsafeLink "unsafe-link" Warning "A link has a scheme that no document should carry; its text stays.";

    // Images
    MissingImage "missing-image" Warning "An image file does not exist.";
    BrokenImage "broken-image" Warning "An image file cannot be decoded.";
    RemoteImage "remote-image" Warning "An image lies on the network; its text is shown, linked.";
    MissingAlt "missing-alt" Warning "An image has no alternative text.";
    SmallImage "small-image" Warning "An image is too small for its use.";

    // Citations
    CitationLabels "citation-labels" Warning "One work is cited under two different labels.";
    CitationIdentifiers "citation-identifiers" Warning "One label is used for two different works.";
    CitationRecord "citation-record" Warning "A citation's label differs from the verified record of the work.";
    CitationYear "citation-year" Warning "The year in the text differs from the year of the citation beside it.";

    // Fonts
    UnreadableFont "unreadable-font" Warning "A font file or folder cannot be read, or is no TrueType font.";
    UnreadableStyleSheet "unreadable-style-sheet" Warning "The style sheet of `epub.css` cannot be read; the tool's own is used.";
    MissingGlyph "missing-glyph" Warning "No font can draw a character; a visible replacement stands in.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// How much it weighs, before configuration.
    pub severity: Severity,
    /// Where; none when the finding is about no text.
    pub span: Option<Span>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of the code's default severity.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.default_severity(), span: None, message: message.into(), help: None }
    }

    /// The same finding, at a place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same finding, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Ties the finding to the text it is about, so that it can be shown after the text is dropped.
    pub fn locate(self, path: impl Into<PathBuf>, text: Option<&str>) -> Located {
        let excerpt = self.span.zip(text).map(|(span, text)| Excerpt::cut(text, span));
        Located { diagnostic: self, path: path.into(), excerpt }
    }
}

/// Why the system refused something, without its number for the reason: `permission denied`.
pub fn io_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = words.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

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

impl Excerpt {
    /// Lines kept of a long span.
    pub const MAX_LINES: u32 = 3;
    /// Bytes kept on either side of the start of the span, on one line.
    const REACH: usize = 120;

    fn cut(text: &str, span: Span) -> Self {
        let index = LineIndex::new(text);
        let start = index.line_column(text, span.start as usize);
        let end = index.line_column(text, span.end as usize);
        let offset = text.floor_char_boundary((span.start as usize).min(text.len()));
        let first = index.line_range(text, start.line).unwrap_or(0..text.len());
        let last_line = end.line.min(start.line + Self::MAX_LINES - 1).max(start.line);
        let last = index.line_range(text, last_line).unwrap_or_else(|| first.clone());
        let from = text.ceil_char_boundary(first.start.max(offset.saturating_sub(Self::REACH))).min(offset);
        let stop = (span.end as usize).clamp(offset, last.end.max(offset));
        let to = text
            .floor_char_boundary(last.end.min(stop.min(offset + 8 * Self::REACH) + Self::REACH))
            .max(offset);
        let stop = text.floor_char_boundary(stop.min(to)).max(offset);
        Self {
            start,
            end,
            first_line: start.line,
            text: text.get(from..to).unwrap_or_default().to_owned(),
            range: offset - from..stop - from,
        }
    }
}

/// A value and what was noticed while it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value without findings.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Changes the value and keeps the findings.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: change(self.value), diagnostics: self.diagnostics }
    }

    /// Takes the value and moves the findings to `sink`.
    pub fn drain_into(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}

/// A value with its warnings, or the findings that prevented it (at least one error).
pub type Outcome<T> = Result<Warned<T>, Vec<Diagnostic>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names
                .iter()
                .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit()))
        );
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

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
}
