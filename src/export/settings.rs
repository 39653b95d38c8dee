//! The configuration with what the rooms after it make of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::formats;
use crate::config::load::{self, Finding};
use crate::config::{Config, validate};
use crate::diagnostic::{Diagnostic, Located};
use crate::labels::Terms;

/// A sound configuration, and the terms of every language with its replacements.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The configuration.
    pub config: Config,
    /// The terms.
    pub terms: Terms,
    /// The file that the configuration was read from.
    pub file: Option<PathBuf>,
}

impl Settings {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// All mistakes in the file, in its order.
    pub fn read(path: &Path) -> Result<Self, Vec<Located>> {
        let config = load::read(path, &further)?;
        // Replacements that cannot be used were refused just now.
        let terms = Terms::bundled(&config.labels).unwrap_or_default();
        Ok(Self { config, terms, file: Some(path.to_path_buf()) })
    }

    /// Replaces `site.base_url`.
    ///
    /// # Errors
    /// It is not the address of a site.
    pub fn set_base_url(&mut self, url: &str) -> Result<(), Diagnostic> {
        self.config.site.base_url = Some(url.to_owned());
        match self.config.site.base() {
            Some(_) => Ok(()),
            None => {
                let finding = validate::base_url(url);
                Err(Diagnostic { help: finding.help, ..Diagnostic::new(finding.code, finding.message) })
            }
        }
    }
}

/// What only the rooms after the configuration can find: names of formats, terms.
fn further(config: &Config) -> Vec<Finding> {
    let mut findings = encodings(config);
    findings.extend(terms(&config.labels));
    findings
}

fn encodings(config: &Config) -> Vec<Finding> {
    let formats = formats::names();
    let unknown =
        config.jsonld.encodings.iter().enumerate().filter(|(_, name)| !formats.contains(&name.as_str()));
    unknown
        .map(|(index, name)| {
            Finding::invalid(&["jsonld", "encodings"], format!("“{name}” is not a format"))
                .at_item(index)
                .help(validate::did_you_mean(name, "the formats are", &formats))
        })
        .collect()
}

fn terms(labels: &BTreeMap<String, BTreeMap<String, crate::config::OneOrMany>>) -> Vec<Finding> {
    use crate::labels::TermProblem;
    let invalid = Terms::bundled(labels).err().unwrap_or_default();
    invalid
        .into_iter()
        .map(|term| {
            let path = ["labels", term.language.as_str(), term.term.as_str()];
            let path = path.get(..if term.term.is_empty() { 2 } else { 3 }).unwrap_or(&path);
            let finding = Finding::invalid(path, term.to_string()).help(term.help());
            match term.problem {
                TermProblem::NoLanguage | TermProblem::Unknown(_) => finding.at_key(),
                TermProblem::NeedsOne
                | TermProblem::NeedsMany(_)
                | TermProblem::Empty
                | TermProblem::LacksPlaceholder(_)
                | TermProblem::UnknownPlaceholder(_) => finding,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_terms_are_checked_at_their_place() {
        let text =
            "jsonld:\n  encodings: [pdf, epubb]\nlabels:\n  de:\n    contens: Inhalt\n    page_of: Seite\n";
        let told: Vec<String> = load::parse(text, &further)
            .unwrap_err()
            .into_iter()
            .map(|diagnostic| {
                let place = text.get(diagnostic.span.unwrap().range()).unwrap();
                format!("{place}: {} ({})", diagnostic.message, diagnostic.help.unwrap_or_default())
            })
            .collect();
        assert_eq!(
            told,
            [
                "epubb: “epubb” is not a format (did you mean `epub`?)",
                "contens: there is no term `contens` (did you mean `contents`?)",
                "Seite: `labels.de.page_of` lacks `{page}` (write `{page}` where the value goes)",
            ]
        );
    }

    #[test]
    fn the_defaults_are_sound() {
        assert_eq!(further(&Config::default()), []);
        assert!(Settings::default().set_base_url("example.org").is_err());
    }
}
