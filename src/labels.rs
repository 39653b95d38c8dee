//! What the tool itself writes into a document, and the words it recognises, in the article's language.
//!
//! The terms are data: `assets/labels.yaml`, one entry a language.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{CalloutKind, Date, Language};

/// The terms of one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// “Contents”.
    pub contents: String,
    /// “References and links”.
    pub references_and_links: String,
    /// “References”.
    pub references: String,
    /// “Footnotes”.
    pub footnotes: String,
    /// “Page {page} of {pages}”.
    pub page_of: String,
    /// “page {page}”, a cross-reference in a book.
    pub see_page: String,
    /// “Figure {number}”.
    pub figure: String,
    /// “Table {number}”.
    pub table: String,
    /// “Disclaimer”.
    pub disclaimer: String,
    /// “continued”.
    pub continued: String,
    /// “By {authors}”.
    pub by: String,
    /// “Published {date}”.
    pub published: String,
    /// “Updated {date}”.
    pub updated: String,
    /// “Reviewed {date} by {reviewer}”.
    pub reviewed: String,
    /// “Cover”.
    pub cover: String,
    /// “Title page”.
    pub title_page: String,
    /// “Image”: stands where an image is missing.
    pub image: String,
    /// “Image not available”.
    pub image_missing: String,
    /// “Back to text”: the accessible name of a backlink.
    pub back_to_text: String,
    /// “Guide {number}”: an article's place in a book.
    pub guide: String,
    /// “Home”: the first crumb.
    pub home: String,
    /// Counted “reference and link” forms by CLDR plural category: `one`, `few`, `many`, `other`.
    pub references_count: BTreeMap<String, String>,
    /// Counted “minute read” forms likewise.
    pub minutes: BTreeMap<String, String>,
    /// Names of call-outs by kind: `takeaways`, `finding`, `important`, `warning`, `note`, `tip`.
    pub callouts: BTreeMap<String, String>,
    /// Bold words that open a call-out, lower case, by kind.
    pub callout_words: BTreeMap<String, Vec<String>>,
    /// Headings of a FAQ, lower case.
    pub faq_headings: Vec<String>,
    /// Phrases of a disclaimer, lower case.
    pub disclaimer_phrases: Vec<String>,
    /// The twelve months, as they stand in a date.
    pub months: Vec<String>,
    /// CLDR long date: `{day} {month} {year}`.
    pub date: String,
    /// CLDR list separators: between two, between others, before the last: [" and ", ", ", ", and "].
    pub list: [String; 3],
    /// Quotation marks: outer open, outer close, inner open, inner close.
    pub quotes: [String; 4],
    /// What stands between a label and its text: “: ”, in French “ : ”.
    pub colon: String,
}

/// The terms of every language the tool has, with the configuration's replacements.
#[derive(Debug, Clone)]
pub struct Terms {
    by_language: BTreeMap<String, Labels>,
    english: Labels,
}

impl Terms {
    /// The terms for a language: its own tag's, else its primary subtag's, else English.
    pub fn of(&self, language: &Language) -> &Labels {
        let find = |tag: &str| self.by_language.get(tag);
        find(language.as_str()).or_else(|| find(language.primary())).unwrap_or(&self.english)
    }
}

impl Labels {
    /// The name of a kind of call-out.
    pub fn callout(&self, kind: CalloutKind) -> &str {
        self.callouts.get(kind_key(kind)).map_or("", String::as_str)
    }

    /// A date in words.
    pub fn date(&self, date: Date) -> String {
        let month = self.months.get(usize::from(date.month()).saturating_sub(1)).map_or("", String::as_str);
        self.date
            .replace("{day}", &date.day().to_string())
            .replace("{month}", month)
            .replace("{year}", &date.year().to_string())
    }
}

fn kind_key(kind: CalloutKind) -> &'static str {
    match kind {
        CalloutKind::Takeaways => "takeaways",
        CalloutKind::Finding => "finding",
        CalloutKind::Important => "important",
        CalloutKind::Warning => "warning",
        CalloutKind::Note => "note",
        CalloutKind::Tip => "tip",
    }
}
