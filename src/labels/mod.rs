//! What the tool itself writes into a document, and the words it recognises, in the article's language.
//!
//! The terms are data: `assets/labels.yaml`, one YAML document a language. A language is read when it is first asked
//! for, so that a run pays for the languages it uses.

mod bundled;
mod recognise;
mod replace;

use std::collections::BTreeMap;

use icu_plurals::{PluralCategory, PluralRules};
use serde::Deserialize;

use crate::config::OneOrMany;
use crate::model::{CalloutKind, Date, Language, Reference};

pub use replace::{InvalidTerm, TermProblem};

/// The terms of one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The language, as a BCP 47 tag.
    pub tag: String,
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
    /// The first day of a month, where it is no plain number: “1er”.
    #[serde(default)]
    pub first_day: Option<String>,
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
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// Languages whose terms the configuration changes. All others are the bundled ones.
    replaced: BTreeMap<String, Labels>,
}

impl Terms {
    /// The terms the tool comes with, those in `overrides` replaced (by language tag, then by term; a term of a group
    /// is named with a dot, `callouts.warning`). What replaces a term of `en` also holds for `en-GB`. A language the
    /// tool does not have starts as English.
    ///
    /// # Errors
    /// What is wrong with each replacement that cannot be used.
    pub fn bundled(
        overrides: &BTreeMap<String, BTreeMap<String, OneOrMany>>,
    ) -> Result<Self, Vec<InvalidTerm>> {
        let mut terms = Self::default();
        let mut problems = Vec::new();
        // In order of tags `en` comes before `en-GB`, which builds on it.
        for (tag, replacements) in overrides {
            let Some(language) = Language::parse(tag) else {
                problems.push(InvalidTerm::language(tag));
                continue;
            };
            let regions = bundled::regions_of(&language);
            for language in std::iter::once(language).chain(regions) {
                let mut labels = terms.of(&language).clone();
                language.as_str().clone_into(&mut labels.tag);
                for (term, value) in replacements {
                    if let Err(problem) = replace::replace(&mut labels, term, value) {
                        let problem = InvalidTerm { language: tag.clone(), term: term.clone(), problem };
                        if !problems.contains(&problem) {
                            problems.push(problem);
                        }
                    }
                }
                terms.replaced.insert(labels.tag.clone(), labels);
            }
        }
        if problems.is_empty() { Ok(terms) } else { Err(problems) }
    }

    /// The terms for a language: those of its tag, else of the tag without its last subtag and so on (RFC 4647, 3.4),
    /// else English.
    pub fn of(&self, language: &Language) -> &Labels {
        prefixes(language.as_str()).find_map(|tag| self.find(tag)).unwrap_or_else(|| self.english())
    }

    /// Whether there are terms for a language, so that English need not stand in.
    pub fn knows(&self, language: &Language) -> bool {
        prefixes(language.as_str()).any(|tag| self.replaced.contains_key(tag) || bundled::has(tag))
    }

    /// Tags of the languages the tool comes with, in alphabetical order.
    pub fn tags() -> Vec<&'static str> {
        bundled::tags()
    }

    fn find(&self, tag: &str) -> Option<&Labels> {
        self.replaced.get(tag).or_else(|| bundled::find(tag))
    }

    fn english(&self) -> &Labels {
        self.find("en").unwrap_or_else(|| bundled::english())
    }
}

/// A tag, then the tag without its last subtag, and so on.
fn prefixes(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(before, _)| before))
}

impl Labels {
    /// The name of a kind of call-out.
    pub fn callout(&self, kind: CalloutKind) -> &str {
        self.callouts.get(kind_key(kind)).map_or("", String::as_str)
    }

    /// The heading of a list of references: they are all works, or links are among them.
    pub fn references_title(&self, references: &[Reference]) -> &str {
        match references.iter().all(|reference| reference.work.is_some()) {
            true => &self.references,
            false => &self.references_and_links,
        }
    }

    /// A date in words.
    pub fn date(&self, date: Date) -> String {
        let month = self.months.get(usize::from(date.month()).saturating_sub(1)).map_or("", String::as_str);
        let day = match (&self.first_day, date.day()) {
            (Some(first), 1) => first.clone(),
            (_, day) => day.to_string(),
        };
        self.date.replace("{day}", &day).replace("{month}", month).replace("{year}", &date.year().to_string())
    }

    /// The form of `forms` for a number, by the plural rules of the language (CLDR): “11 references and links”.
    pub fn count(&self, forms: &BTreeMap<String, String>, number: usize) -> String {
        let category = self.plural_category(number);
        let form = forms.get(category).or_else(|| forms.get("other")).map_or("{count}", String::as_str);
        form.replace("{count}", &number.to_string())
    }

    /// Items as a list in words: “A, B, and C”.
    pub fn join<S: AsRef<str>>(&self, items: &[S]) -> String {
        let [two, middle, last] = &self.list;
        let mut text = String::new();
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                text.push_str(match (i + 1 == items.len(), items.len()) {
                    (true, 2) => two,
                    (true, _) => last,
                    (false, _) => middle,
                });
            }
            text.push_str(item.as_ref());
        }
        text
    }

    fn plural_category(&self, number: usize) -> &'static str {
        let locale =
            icu_locale_core::Locale::try_from_str(&self.tag).unwrap_or(icu_locale_core::Locale::UNKNOWN);
        let category = PluralRules::try_new_cardinal((&locale).into())
            .map_or(PluralCategory::Other, |rules| rules.category_for(number));
        match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}

/// The kinds of call-outs with their names in the data.
const KINDS: [(CalloutKind, &str); 6] = [
    (CalloutKind::Takeaways, "takeaways"),
    (CalloutKind::Finding, "finding"),
    (CalloutKind::Important, "important"),
    (CalloutKind::Warning, "warning"),
    (CalloutKind::Note, "note"),
    (CalloutKind::Tip, "tip"),
];

fn kind_key(kind: CalloutKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, key)| key)
}

#[cfg(test)]
mod tests;
