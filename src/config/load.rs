//! Finding, reading and checking `pepexport.yaml`.
//!
//! Every mistake in the file is reported in one run, each at its own line: unknown keys by a walk along the schema
//! that is derived from the types, wrong types one after another as serde meets them, unsound values last.

use std::path::{Component, Path, PathBuf};

use serde_yaml::Value;

use super::keys::{self, Shape};
use super::places::{self, Part, Step};
use super::{Config, VerifiedWorks, validate};
use crate::diagnostic::{Code, Diagnostic, Located, io_reason};
use crate::source::{SourceId, Span, read_past};

/// What the configuration file is called.
pub const FILE_NAME: &str = "pepexport.yaml";

/// The largest configuration that is read, in bytes.
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The most mistakes of type that are reported in one file.
const MAX_TYPE_ERRORS: usize = 50;

/// What rooms below this one have to say about a configuration: its terms, its names of formats.
pub type Further<'a> = &'a dyn Fn(&Config) -> Vec<Finding>;

/// A mistake in the configuration: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which kind.
    pub code: Code,
    /// The key it is about.
    pub path: Vec<Step>,
    /// Whether the key itself or its value is wrong.
    pub part: Part,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// The nearest configuration file at or above `start` (a file or a folder), named from the working directory where
/// one of the two lies above the other.
pub fn find(start: &Path) -> Option<PathBuf> {
    // As the user names it first: a folder that is a link belongs to the site it is linked into.
    let named = std::path::absolute(start).ok().map(|path| clean(&path));
    let found = named.as_deref().and_then(nearest).or_else(|| nearest(&start.canonicalize().ok()?))?;
    let here = std::env::current_dir().ok()?;
    Some(relative(&found, &here).unwrap_or(found))
}

fn nearest(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
}

/// Takes `..` out of an absolute path.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// `file` from `here`, when its folder is `here`, below it or above it.
fn relative(file: &Path, here: &Path) -> Option<PathBuf> {
    if let Ok(below) = file.strip_prefix(here) {
        return Some(below.to_path_buf());
    }
    let up = here.strip_prefix(file.parent()?).ok()?;
    let mut path: PathBuf = up.components().map(|_| Component::ParentDir).collect();
    path.push(file.file_name()?);
    Some(path)
}

/// Reads a configuration file. The paths in it become relative to where the file was found.
///
/// # Errors
/// The file cannot be read, or holds mistakes: all of them, in the order of the file.
pub fn read(path: &Path, further: Further<'_>) -> Result<Config, Vec<Located>> {
    let unreadable = |what: &str| {
        let message = format!("the configuration could not be read: {what}");
        vec![Diagnostic::new(Code::InvalidConfig, message).locate(path, None)]
    };
    let bytes = read_past(path, MAX_BYTES).map_err(|error| unreadable(&io_reason(&error)))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(unreadable(&format!("it is larger than {MAX_BYTES} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match parse(text, further) {
        Ok(mut config) => {
            config.resolve_paths(path.parent().unwrap_or(Path::new("")));
            if let Some(file) = &config.jsonld.citations_file {
                config.jsonld.works = VerifiedWorks::read(Path::new(file)).map_err(|found| vec![*found])?;
            }
            Ok(config)
        }
        Err(diagnostics) => {
            Err(diagnostics.into_iter().map(|finding| finding.locate(path, Some(text))).collect())
        }
    }
}

/// Reads the text of a configuration.
///
/// # Errors
/// All mistakes, in the order of the file.
pub fn parse(text: &str, further: Further<'_>) -> Result<Config, Vec<Diagnostic>> {
    let mut value: Value = serde_yaml::from_str(text).map_err(|error| vec![syntax(text, &error)])?;
    let schema = super::schema::config();
    let mut findings = Vec::new();
    keys::prune(&mut value, Shape::root(&schema), &mut Vec::new(), &mut findings);
    let config = deserialize(value, Shape::root(&schema), &mut findings);
    findings.extend(validate::validate(&config));
    findings.extend(further(&config));
    if findings.is_empty() {
        return Ok(config);
    }
    let mut diagnostics: Vec<Diagnostic> =
        findings.into_iter().map(|finding| finding.into_diagnostic(text)).collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Err(diagnostics)
}

/// Types the value. A part of the wrong type becomes a finding and counts as absent.
fn deserialize(mut value: Value, schema: Shape<'_>, findings: &mut Vec<Finding>) -> Config {
    for _ in 0..MAX_TYPE_ERRORS {
        let error = match serde_path_to_error::deserialize::<_, Config>(value.clone()) {
            Ok(config) => return config,
            Err(error) => error,
        };
        let path = places::steps(error.path());
        let message = error.inner().to_string();
        findings.push(keys::type_error(&value, schema, &path, &message));
        if !places::remove(&mut value, &path) {
            break;
        }
    }
    Config::default()
}

fn syntax(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let whole = error.to_string();
    // The place is shown beside the message; serde's own mention of it would repeat it.
    let what = whole.split(" at line ").next().unwrap_or(&whole);
    let diagnostic = Diagnostic::new(Code::InvalidConfig, format!("this is not valid YAML: {what}"))
        .help("check the indentation, and put texts with `: `, `#`, `{` or `[` in quotes");
    match error.location() {
        Some(location) => {
            let start = text.floor_char_boundary(location.index());
            diagnostic.at(Span::new(SourceId::default(), start..places::scalar_end(text, start)))
        }
        None => diagnostic,
    }
}

impl Finding {
    /// A value that is not sound.
    pub fn invalid(path: &[&str], message: impl Into<String>) -> Self {
        Self {
            code: Code::InvalidConfig,
            path: path.iter().map(|key| Step::Key((*key).to_owned())).collect(),
            part: Part::Value,
            message: message.into(),
            help: None,
        }
    }

    /// The same finding, about the key instead of its value.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        self.part = Part::Key;
        self
    }

    /// The same finding, about one item of a list.
    #[must_use]
    pub fn at_item(mut self, index: usize) -> Self {
        self.path.push(Step::Index(index));
        self
    }

    /// The same finding, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn into_diagnostic(self, text: &str) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, self.message);
        diagnostic.span = places::find(text, &self.path, self.part);
        diagnostic.help = self.help;
        diagnostic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &Config) -> Vec<Finding> {
        Vec::new()
    }

    fn mistakes(text: &str) -> Vec<String> {
        let Err(diagnostics) = parse(text, &nothing) else { return Vec::new() };
        diagnostics
            .into_iter()
            .map(|diagnostic| {
                let excerpt = diagnostic.clone().locate("c.yaml", Some(text)).excerpt;
                let place = excerpt.map_or_else(
                    || "nowhere".to_owned(),
                    |e| format!("{} {:?}", e.start, e.text.get(e.range.clone()).unwrap()),
                );
                let help = diagnostic.help.unwrap_or_default();
                format!("{place} {}: {} ({help})", diagnostic.code, diagnostic.message)
            })
            .collect()
    }

    #[test]
    fn an_empty_file_and_empty_sections_are_the_defaults() {
        for text in ["", "# nothing\n", "site:\npdf:\n  # paper: a4\n", "site: {name: }\n", "---\n{}\n"] {
            assert_eq!(parse(text, &nothing), Ok(Config::default()), "{text:?}");
        }
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let text = "\
site:
  nmae: Example
  language: 12
  copyright_year: soon
  exclude: drafts
base_url: https://example.org
pdf:
  paper: A4  # the usual
  justify: \"yes\"
  margins: {top: 3, button: 4}
text: {width: 20}
labels:
  de:
    contents: {a: b}
check:
  missing-alts: off
  long-title: no
site_name: x
";
        let expected = [
            "2:3 \"nmae\" unknown-config-key: there is no key `site.nmae` (did you mean `name`?)",
            "3:13 \"12\" invalid-config: `site.language` must be a text, and is the number 12 (put it in quotes: \"12\")",
            "4:19 \"soon\" invalid-config: `site.copyright_year` must be a whole number from 0 to 65535, and is “soon” ()",
            "5:12 \"drafts\" invalid-config: `site.exclude` must be a list of texts, and is “drafts” (write it as a list: [\"drafts\"])",
            "6:1 \"base_url\" unknown-config-key: there is no key `base_url` (this key belongs elsewhere: `site.base_url`)",
            "8:10 \"A4\" invalid-config: `pdf.paper` must be `a4`, `letter` or `a5`, and is “A4” (did you mean `a4`?)",
            "9:12 \"\\\"yes\\\"\" invalid-config: `pdf.justify` must be `true` or `false`, and is “yes” ()",
            "10:21 \"button\" unknown-config-key: there is no key `pdf.margins.button` (did you mean `bottom`?)",
            "11:15 \"20\" invalid-config: a line has from 40 to 200 columns, not 20 ()",
            "14:15 \"{a: b}\" invalid-config: `labels.de.contents` must be a text or a list of texts, and is a section ()",
            "16:3 \"missing-alts\" invalid-config: there is no rule `missing-alts` (did you mean `missing-alt`?)",
            "17:15 \"no\" invalid-config: `check.long-title` must be `off`, `warn` or `error`, and is “no” ()",
            "18:1 \"site_name\" unknown-config-key: there is no key `site_name` (the keys here are books, check, epub, jsonld, labels, pdf, site, text)",
        ];
        similar_asserts::assert_eq!(mistakes(text).join("\n"), expected.join("\n"));
    }

    #[test]
    fn what_is_no_yaml_is_told_at_its_line() {
        let told = mistakes("site:\n  name: a: b\n");
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("2:10 "), "{}", told[0]);
        assert!(mistakes("site: {name: x, name: y}")[0].contains("duplicate"), "a key twice");
        assert_eq!(
            mistakes("- a\n"),
            ["nowhere invalid-config: the configuration must be a section with keys, and is a list ()"]
        );
    }

    #[test]
    fn no_text_makes_it_panic() {
        let deep = "[".repeat(5_000);
        let bomb = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n";
        for text in [
            deep.as_str(),
            bomb,
            "\u{0}",
            "? [a]\n: b\n",
            "1: 2\n",
            "!x site: 1\n",
            "site: !x {y: 1}\n",
            "*a",
        ] {
            assert!(!mistakes(text).is_empty(), "{text:.20}");
        }
    }

    #[test]
    fn a_file_is_named_from_the_working_directory() {
        let named = |file: &str, here: &str| {
            relative(Path::new(file), Path::new(here)).map(|path| path.to_string_lossy().into_owned())
        };
        assert_eq!(named("/a/b/c.yaml", "/a/b").as_deref(), Some("c.yaml"));
        assert_eq!(named("/a/b/c.yaml", "/a").as_deref(), Some("b/c.yaml"));
        assert_eq!(named("/a/c.yaml", "/a/b/d").as_deref(), Some("../../c.yaml"));
        assert_eq!(named("/x/c.yaml", "/a/b"), None);
        assert_eq!(clean(Path::new("/a/b/../c")), Path::new("/a/c"));
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, "epub: {css: look.css}\npdf: {fonts: [/f]}\n").unwrap();
        let config = read(&file, &nothing).unwrap();
        assert_eq!(Path::new(&config.site.assets), folder.path().join("assets"));
        assert_eq!(config.epub.css.map(PathBuf::from), Some(folder.path().join("look.css")));
        assert_eq!(config.pdf.fonts, ["/f"]);
    }
}
