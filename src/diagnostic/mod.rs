//! What the tool tells about its input: findings with a stable code, a place, and what to do.
//!
//! Meaning lives here; how a finding is shown (colours, underlines, JSON) is the binary's business.

mod codes;
mod located;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::source::Span;

pub use codes::Code;
use located::Lines;
pub use located::{Excerpt, Located};

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
    /// The words within the span that it is about; in a configuration, the key (`site.base_url`). Ties the place closer
    /// than the one who noticed it could.
    pub about: Option<String>,
}

impl Diagnostic {
    /// A finding of the code's default severity.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            span: None,
            message: message.into(),
            help: None,
            about: None,
        }
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

    /// The same finding, about these words within its span, or about this key of a configuration.
    #[must_use]
    pub fn about(mut self, words: impl Into<String>) -> Self {
        self.about = Some(words.into());
        self
    }

    /// Ties the finding to the text it is about, so that it can be shown after the text is dropped. For several
    /// findings on one text, [`locate_all`] reads its lines once.
    pub fn locate(self, path: impl Into<PathBuf>, text: Option<&str>) -> Located {
        match text {
            Some(text) => Lines::new(text).locate(self, path.into()),
            None => Located { diagnostic: self, path: path.into(), excerpt: None },
        }
    }
}

/// Ties findings to the text they are about, and sorts them by their places; those without one come first.
pub fn locate_all(found: Vec<Diagnostic>, path: &Path, text: &str) -> Vec<Located> {
    if found.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text);
    let mut located: Vec<Located> =
        found.into_iter().map(|diagnostic| lines.locate(diagnostic, path.to_path_buf())).collect();
    located.sort_by_key(|located| located.diagnostic.span);
    located
}

/// Why the system refused something, without its number for the reason: `permission denied`.
pub fn io_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = words.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
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
