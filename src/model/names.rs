//! Strings that became types: routes, anchors, asset paths, languages.

use std::fmt;

/// The place of an article in the site, without leading slash or extension: `articles/cerebrolysin`.
///
/// It is made of clean segments (no `.`, `..`, empty or hidden ones), so it is safe as a relative path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(String);

impl Route {
    /// Builds a route from path segments, dropping what would not be clean. Never empty: `index` stands in.
    pub fn from_segments<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        let clean: Vec<String> = segments
            .into_iter()
            .map(|segment| {
                let safe = |c: &char| {
                    !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
                };
                segment.as_ref().chars().filter(safe).collect::<String>()
            })
            .map(|segment| segment.trim_matches(['.', ' ']).to_owned())
            .filter(|segment| !segment.is_empty())
            .collect();
        Self(if clean.is_empty() { "index".to_owned() } else { clean.join("/") })
    }

    /// The route as text, segments joined by `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn slug(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The same route with another last segment.
    #[must_use]
    pub fn with_slug(&self, slug: &str) -> Self {
        let parents = self.0.rsplit_once('/').map(|(parents, _)| parents);
        Self::from_segments(parents.into_iter().flat_map(|parents| parents.split('/')).chain([slug]))
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a place in a document: an EPUB fragment, a PDF named destination, a JSON-LD `@id` alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Anchor(String);

impl Anchor {
    /// Wraps a name. White space is not allowed in an HTML id (HTML, 3.2.6), so each run of it becomes `-`.
    pub fn new(name: &str) -> Self {
        Self(name.split_whitespace().collect::<Vec<_>>().join("-"))
    }

    /// The name, without `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file below the site's asset root or beside its sources. Equal paths are one file.
///
/// The path is absolute or relative to the working directory and was checked to lie inside a root.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssetPath {
    /// Where the file lies.
    pub file: std::path::PathBuf,
    /// How the site names it, with `/` and without the root: `images/articles/x.webp`. Free of machine paths.
    pub name: String,
}

/// A language as a BCP 47 tag (RFC 5646), well-formed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

/// The main direction of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextDirection {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

impl Language {
    /// English, the default.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// Reads a tag: subtags of 1 to 8 letters or digits joined by `-` (`_` is taken as `-`), the first of 2 to 8
    /// letters. Case is set as RFC 5646, 2.1.1 recommends. `None` if it is not well-formed.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut canonical = Vec::new();
        for (i, subtag) in tag.trim().split(['-', '_']).enumerate() {
            let alphanumeric = subtag.chars().all(|c| c.is_ascii_alphanumeric());
            let letters = subtag.chars().all(|c| c.is_ascii_alphabetic());
            if subtag.is_empty()
                || subtag.len() > 8
                || !alphanumeric
                || (i == 0 && (!letters || subtag.len() < 2))
            {
                return None;
            }
            let lower = subtag.to_ascii_lowercase();
            canonical.push(match (i, lower.len(), letters) {
                (0, _, _) => lower,
                (_, 2, true) => lower.to_ascii_uppercase(),
                (_, 4, true) => {
                    let mut chars = lower.chars();
                    chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
                }
                _ => lower,
            });
        }
        Some(Self(canonical.join("-")))
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language subtag: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The direction of the language's usual script (or of the script subtag, when one is given).
    pub fn direction(&self) -> TextDirection {
        const SCRIPTS: [&str; 8] = ["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"];
        const LANGUAGES: [&str; 13] =
            ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"];
        let script = self.0.split('-').skip(1).find(|subtag| subtag.len() == 4);
        let right_to_left = match script {
            Some(script) => SCRIPTS.contains(&script),
            None => LANGUAGES.contains(&self.primary()),
        };
        if right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_cannot_escape() {
        assert_eq!(Route::from_segments(["..", "a", ".", "", "b/../c"]).as_str(), "a/b..c");
        assert_eq!(
            Route::from_segments(["articles", "x"]).with_slug("../../etc/passwd").as_str(),
            "articles/etcpasswd"
        );
        assert_eq!(Route::from_segments([".."]).as_str(), "index");
    }

    #[test]
    fn language_tags_are_canonical_or_refused() {
        assert_eq!(Language::parse("EN_us").unwrap().as_str(), "en-US");
        assert_eq!(Language::parse("zh-hans").unwrap().as_str(), "zh-Hans");
        assert!(Language::parse("english language").is_none());
        assert!(Language::parse("").is_none());
        assert_eq!(Language::parse("ar").unwrap().direction(), TextDirection::RightToLeft);
        assert_eq!(Language::parse("az-Arab").unwrap().direction(), TextDirection::RightToLeft);
    }
}
