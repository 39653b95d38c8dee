//! The terms the tool comes with, each language read when it is first asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Labels, replace};
use crate::config::OneOrMany;
use crate::model::Language;

const DATA: &str = include_str!("../../assets/labels.yaml");

struct Entry {
    tag: &'static str,
    /// The language it differs from, when it says only what differs.
    like: Option<&'static str>,
    yaml: &'static str,
    labels: OnceLock<Labels>,
}

/// The documents of the data by tag. Only split here, not read.
fn entries() -> &'static BTreeMap<&'static str, Entry> {
    static ENTRIES: OnceLock<BTreeMap<&'static str, Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let documents = DATA.split("\n---\n").skip(1);
        documents
            .filter_map(|document| {
                let (first, rest) = document.split_once('\n').unwrap_or((document, ""));
                let tag = first.strip_prefix("tag: ")?;
                let entry = match rest.strip_prefix("like: ") {
                    None => Entry { tag, like: None, yaml: document, labels: OnceLock::new() },
                    Some(rest) => {
                        let (like, yaml) = rest.split_once('\n').unwrap_or((rest, ""));
                        Entry { tag, like: Some(like.trim_end()), yaml, labels: OnceLock::new() }
                    }
                };
                Some((tag, entry))
            })
            .collect()
    })
}

impl Entry {
    fn labels(&self) -> &Labels {
        self.labels.get_or_init(|| self.read().unwrap_or_default())
    }

    /// `None` would be a mistake in the data, which the tests exclude.
    fn read(&self) -> Option<Labels> {
        let Some(like) = self.like else {
            return serde_yaml::from_str(self.yaml).ok();
        };
        let mut labels = find(like)?.clone();
        self.tag.clone_into(&mut labels.tag);
        let changes: BTreeMap<String, OneOrMany> = serde_yaml::from_str(self.yaml).unwrap_or_default();
        for (term, value) in &changes {
            replace::replace(&mut labels, term, value).ok()?;
        }
        Some(labels)
    }
}

/// The terms of a tag.
pub(super) fn find(tag: &str) -> Option<&'static Labels> {
    entries().get(tag).map(Entry::labels)
}

/// Whether there are terms of a tag.
pub(super) fn has(tag: &str) -> bool {
    entries().contains_key(tag)
}

/// The terms that stand in for unknown languages.
pub(super) fn english() -> &'static Labels {
    static NONE: OnceLock<Labels> = OnceLock::new();
    find("en").unwrap_or_else(|| NONE.get_or_init(Labels::default))
}

/// All tags, in alphabetical order.
pub(super) fn tags() -> Vec<&'static str> {
    entries().keys().copied().collect()
}

/// The bundled languages that say only what differs from this one.
pub(super) fn regions_of(language: &Language) -> Vec<Language> {
    let like = entries().values().filter(|entry| entry.like == Some(language.as_str()));
    like.filter_map(|entry| Language::parse(entry.tag)).collect()
}
