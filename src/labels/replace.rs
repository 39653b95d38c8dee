//! Replacing terms: what the configuration (or a regional variant) says instead.

use std::fmt;

use super::{KINDS, Labels};
use crate::config::OneOrMany;

/// A replacement that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidTerm {
    /// The key below `labels`: a language tag.
    pub language: String,
    /// The key below it; empty when the tag itself is wrong.
    pub term: String,
    /// What is wrong.
    pub problem: TermProblem,
}

/// What is wrong with a replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermProblem {
    /// The key is no BCP 47 tag.
    NoLanguage,
    /// There is no such term. Holds the most similar one.
    Unknown(Option<String>),
    /// One text is needed where several stand.
    NeedsOne,
    /// So many texts are needed.
    NeedsMany(usize),
    /// A text is empty.
    Empty,
    /// The text lacks a placeholder.
    LacksPlaceholder(&'static str),
    /// The text has a placeholder that is never filled.
    UnknownPlaceholder(String),
}

impl InvalidTerm {
    pub(super) fn language(tag: &str) -> Self {
        Self { language: tag.to_owned(), term: String::new(), problem: TermProblem::NoLanguage }
    }

    /// Path of the key in the configuration: `labels.de.contents`.
    pub fn path(&self) -> String {
        let end = if self.term.is_empty() { String::new() } else { format!(".{}", self.term) };
        format!("labels.{}{end}", self.language)
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match &self.problem {
            TermProblem::NoLanguage => "use a language tag such as `en`, `de-AT` or `zh-Hant`".to_owned(),
            TermProblem::Unknown(Some(similar)) => format!("did you mean `{similar}`?"),
            TermProblem::Unknown(None) => format!("the terms are {}", names().join(", ")),
            TermProblem::NeedsOne => "write one text, without brackets".to_owned(),
            TermProblem::NeedsMany(1) => "write a list with at least one text".to_owned(),
            TermProblem::NeedsMany(count) => format!("write a list of {count} texts"),
            TermProblem::Empty => "leave the key out to keep the tool's own term".to_owned(),
            TermProblem::LacksPlaceholder(name) => format!("write `{{{name}}}` where the value goes"),
            TermProblem::UnknownPlaceholder(name) => format!("nothing fills `{{{name}}}`: leave it out"),
        }
    }
}

impl fmt::Display for InvalidTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        match &self.problem {
            TermProblem::NoLanguage => write!(f, "`{}` is not a language tag", self.language),
            TermProblem::Unknown(_) => write!(f, "there is no term `{}`", self.term),
            TermProblem::NeedsOne => write!(f, "`{path}` has several texts and needs one"),
            TermProblem::NeedsMany(1) => write!(f, "`{path}` needs a list"),
            TermProblem::NeedsMany(count) => write!(f, "`{path}` needs {count} texts"),
            TermProblem::Empty => write!(f, "`{path}` is empty"),
            TermProblem::LacksPlaceholder(name) => write!(f, "`{path}` lacks `{{{name}}}`"),
            TermProblem::UnknownPlaceholder(name) => write!(f, "`{path}` has the placeholder `{{{name}}}`"),
        }
    }
}

impl std::error::Error for InvalidTerm {}

/// Where a term is kept.
enum Slot<'a> {
    One(&'a mut String),
    Maybe(&'a mut Option<String>),
    Some(&'a mut Vec<String>),
    Exactly(&'a mut [String]),
}

/// Plural categories (CLDR).
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Terms that hold one text, with the placeholders they need.
const TERMS: [(&str, &[&str]); 23] = [
    ("contents", &[]),
    ("references_and_links", &[]),
    ("references", &[]),
    ("footnotes", &[]),
    ("page_of", &["page", "pages"]),
    ("see_page", &["page"]),
    ("figure", &["number"]),
    ("table", &["number"]),
    ("disclaimer", &[]),
    ("continued", &[]),
    ("by", &["authors"]),
    ("published", &["date"]),
    ("updated", &["date"]),
    ("reviewed", &["date", "reviewer"]),
    ("cover", &[]),
    ("title_page", &[]),
    ("image", &[]),
    ("image_missing", &[]),
    ("back_to_text", &[]),
    ("guide", &["number"]),
    ("home", &[]),
    ("date", &["day", "month", "year"]),
    ("colon", &[]),
];

/// Terms that hold several texts, or that may be absent.
const OTHERS: [&str; 6] = ["faq_headings", "disclaimer_phrases", "months", "list", "quotes", "first_day"];

/// The names of all terms.
fn names() -> Vec<String> {
    let grouped = |group: &str, keys: &[&str]| -> Vec<String> {
        keys.iter().map(|key| format!("{group}.{key}")).collect()
    };
    let kinds = KINDS.map(|(_, key)| key);
    let mut names: Vec<String> =
        TERMS.iter().map(|(name, _)| *name).chain(OTHERS).map(str::to_owned).collect();
    names.extend(grouped("callouts", &kinds));
    names.extend(grouped("callout_words", &kinds));
    names.extend(grouped("references_count", &CATEGORIES));
    names.extend(grouped("minutes", &CATEGORIES));
    names
}

/// Replaces a term of `labels`.
pub(super) fn replace(labels: &mut Labels, term: &str, value: &OneOrMany) -> Result<(), TermProblem> {
    let Some(slot) = slot(labels, term) else {
        return Err(TermProblem::Unknown(similar(term)));
    };
    let needed = TERMS.iter().find(|(name, _)| *name == term).map_or(&[][..], |(_, needed)| needed);
    match (slot, value) {
        (Slot::One(place), OneOrMany::One(text)) => {
            check(text, needed, term)?;
            place.clone_from(text);
        }
        (Slot::Maybe(place), OneOrMany::One(text)) => {
            check(text, needed, term)?;
            *place = Some(text.clone());
        }
        (Slot::One(_) | Slot::Maybe(_), OneOrMany::Many(_)) => return Err(TermProblem::NeedsOne),
        (Slot::Some(place), value) => {
            let texts = match value {
                OneOrMany::One(text) => vec![text.clone()],
                OneOrMany::Many(texts) if texts.is_empty() => return Err(TermProblem::NeedsMany(1)),
                OneOrMany::Many(texts) => texts.clone(),
            };
            texts.iter().try_for_each(|text| check(text, &[], term))?;
            *place = texts;
        }
        (Slot::Exactly(place), OneOrMany::Many(texts)) if texts.len() == place.len() => {
            texts.iter().try_for_each(|text| check(text, &[], term))?;
            place.clone_from_slice(texts);
        }
        (Slot::Exactly(place), _) => return Err(TermProblem::NeedsMany(place.len())),
    }
    Ok(())
}

fn slot<'a>(labels: &'a mut Labels, term: &str) -> Option<Slot<'a>> {
    if let Some((group, key)) = term.split_once('.') {
        let kind = KINDS.iter().any(|(_, kind)| *kind == key);
        let category = CATEGORIES.contains(&key);
        return match group {
            "callouts" if kind => Some(Slot::One(labels.callouts.entry(key.to_owned()).or_default())),
            "callout_words" if kind => {
                Some(Slot::Some(labels.callout_words.entry(key.to_owned()).or_default()))
            }
            "references_count" if category => {
                Some(Slot::One(labels.references_count.entry(key.to_owned()).or_default()))
            }
            "minutes" if category => Some(Slot::One(labels.minutes.entry(key.to_owned()).or_default())),
            _ => None,
        };
    }
    let one = match term {
        "contents" => &mut labels.contents,
        "references_and_links" => &mut labels.references_and_links,
        "references" => &mut labels.references,
        "footnotes" => &mut labels.footnotes,
        "page_of" => &mut labels.page_of,
        "see_page" => &mut labels.see_page,
        "figure" => &mut labels.figure,
        "table" => &mut labels.table,
        "disclaimer" => &mut labels.disclaimer,
        "continued" => &mut labels.continued,
        "by" => &mut labels.by,
        "published" => &mut labels.published,
        "updated" => &mut labels.updated,
        "reviewed" => &mut labels.reviewed,
        "cover" => &mut labels.cover,
        "title_page" => &mut labels.title_page,
        "image" => &mut labels.image,
        "image_missing" => &mut labels.image_missing,
        "back_to_text" => &mut labels.back_to_text,
        "guide" => &mut labels.guide,
        "home" => &mut labels.home,
        "date" => &mut labels.date,
        "colon" => &mut labels.colon,
        "first_day" => return Some(Slot::Maybe(&mut labels.first_day)),
        "faq_headings" => return Some(Slot::Some(&mut labels.faq_headings)),
        "disclaimer_phrases" => return Some(Slot::Some(&mut labels.disclaimer_phrases)),
        "months" => return Some(Slot::Exactly(&mut labels.months)),
        "list" => return Some(Slot::Exactly(&mut labels.list)),
        "quotes" => return Some(Slot::Exactly(&mut labels.quotes)),
        _ => return None,
    };
    Some(Slot::One(one))
}

/// Whether a text can stand for a term.
fn check(text: &str, needed: &[&'static str], term: &str) -> Result<(), TermProblem> {
    if text.is_empty() {
        return Err(TermProblem::Empty);
    }
    for name in needed {
        if !text.contains(&format!("{{{name}}}")) {
            return Err(TermProblem::LacksPlaceholder(name));
        }
    }
    let counted = term.starts_with("references_count.") || term.starts_with("minutes.");
    for part in text.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        let filled = needed.contains(&name) || (counted && name == "count");
        if !filled {
            return Err(TermProblem::UnknownPlaceholder(name.to_owned()));
        }
    }
    Ok(())
}

/// The name most like `term`, if any is.
fn similar(term: &str) -> Option<String> {
    let near = |name: &String| strsim::damerau_levenshtein(name, term);
    names().into_iter().min_by_key(near).filter(|name| near(name) <= (term.len() / 3).max(1))
}
