//! The one list of formats. `--format`, its help and the tests derive from it.

use crate::backend::{Backend, epub, json_ld, pdf, text};

/// All backends, in the order in which their artifacts are named everywhere.
pub fn all() -> &'static [&'static dyn Backend] {
    &[&pdf::Pdf, &epub::Epub, &json_ld::JsonLd, &text::Text]
}

/// The names of all formats.
pub fn names() -> Vec<&'static str> {
    all().iter().map(|backend| backend.format().name).collect()
}

/// The backend of a format.
pub fn named(name: &str) -> Option<&'static dyn Backend> {
    all().iter().copied().find(|backend| backend.format().name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_are_unique() {
        let unique = |mut words: Vec<&str>| {
            let count = words.len();
            words.sort_unstable();
            words.dedup();
            words.len() == count
        };
        assert_eq!(names(), ["pdf", "epub", "jsonld", "text"]);
        assert!(unique(all().iter().map(|backend| backend.format().extension).collect()));
        assert!(named("pdf").is_some() && named("docx").is_none());
    }
}
