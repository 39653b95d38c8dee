//! The kinds of findings: their names, how much they weigh, and a page about each.

use std::fmt;

use super::Severity;

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

            /// A page about it, in Markdown: what it means, why it matters, and what to do.
            pub fn page(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("pages/", $name, ".md")),)* }
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
    Utf16Source "utf16-source" Warning "A source is UTF-16; it was read as that.";
    ControlCharacters "control-characters" Warning "A source holds control characters, which no document may; they are left out.";
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
    UndefinedFootnote "undefined-footnote" Warning "The text calls a footnote that is defined nowhere.";
    RawHtmlDropped "raw-html-dropped" Warning "HTML that has no meaning in a document was dropped; its text stays.";
    NestingTooDeep "nesting-too-deep" Warning "Blocks are nested deeper than the limit; the innermost were flattened.";

    // Links
    BrokenLink "broken-link" Warning "A link leads to no article or file.";
    BrokenAnchor "broken-anchor" Warning "A link leads to an anchor that does not exist.";
    UndefinedReference "undefined-reference" Warning "A link refers to an address that is defined nowhere.";
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
    FormulaAsSource "formula-as-source" Warning "A formula is not understood; its source is shown.";
}

impl Code {
    /// The code with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// The name that a misspelt one is nearest to, when one is near enough.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let far = (name.chars().count() / 3).clamp(1, 5);
        let near = |code: &Self| (strsim::damerau_levenshtein(name, code.name()), code.name());
        // A name may be tens of thousands of characters of anything; none of ours is.
        let short = name.len() <= 64;
        let nearest = Self::ALL.iter().filter(|_| short).map(near).min();
        nearest.filter(|(distance, _)| *distance <= far).map(|(_, name)| name)
    }

    /// Whether the configuration may weigh it otherwise: errors stay errors.
    pub fn is_configurable(self) -> bool {
        self.default_severity() == Severity::Warning
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn every_code_has_a_page_of_its_own() {
        let mut pages: Vec<&str> = Code::ALL.iter().map(|code| code.page()).collect();
        for page in &pages {
            assert!(page.len() > 100 && page.ends_with('\n'), "{page}");
            assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        }
        pages.sort_unstable();
        pages.dedup();
        assert_eq!(pages.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| Code::named(code.name()) == Some(*code)));
    }
}
