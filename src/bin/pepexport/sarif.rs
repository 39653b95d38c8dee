//! Findings as a log in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0).

use std::path::{Component, Path};

use pepexport::diagnostic::{Code, Located, Severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// Where the format's schema has its name (SARIF 2.1.0, 3.13.3).
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What stays as it is in a relative reference (RFC 3986, 2.3 and 4.2): a colon in it could be taken for a scheme.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The log of a run.
pub fn of_findings<'f>(found: impl IntoIterator<Item = &'f Located>, successful: bool) -> String {
    let found: Vec<&Located> = found.into_iter().collect();
    // Rules in the order of the codes, only those that the run met.
    let met = |code: &Code| found.iter().any(|located| located.diagnostic.code == *code);
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(met).collect();
    let results: Vec<Value> = found.iter().map(|located| result(located, &codes)).collect();
    let rules: Vec<Value> = codes.iter().copied().map(rule).collect();
    log(rules, results, json!({ "executionSuccessful": successful }))
}

/// The log of a run that could not begin.
pub fn of_failure(message: &str, help: Option<&str>) -> String {
    let notification = json!({ "level": "error", "message": { "text": sentences(message, help) } });
    let invocation = json!({ "executionSuccessful": false, "toolExecutionNotifications": [notification] });
    log(Vec::new(), Vec::new(), invocation)
}

fn log(rules: Vec<Value>, results: Vec<Value>, invocation: Value) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "pepexport",
                "version": version,
                "semanticVersion": version,
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// A kind of finding (SARIF 2.1.0, 3.49).
fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "fullDescription": { "text": code.meaning() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": level(code.default_severity()) },
    })
}

/// One finding (SARIF 2.1.0, 3.27).
fn result(located: &Located, codes: &[Code]) -> Value {
    let diagnostic = &located.diagnostic;
    let mut place = json!({ "artifactLocation": { "uri": reference(&located.path) } });
    // Lines and columns count from 1, and an end column is one past the last, as they do with us (3.30).
    if let (Some(excerpt), Some(place)) = (&located.excerpt, place.as_object_mut()) {
        let region = json!({
            "startLine": excerpt.start.line,
            "startColumn": excerpt.start.column,
            "endLine": excerpt.end.line,
            "endColumn": excerpt.end.column,
        });
        place.insert("region".to_owned(), region);
    }
    json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": sentences(&diagnostic.message, diagnostic.help.as_deref()) },
        "locations": [{ "physicalLocation": place }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// What is wrong and what to do, as two sentences.
fn sentences(message: &str, help: Option<&str>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message}. Help: {help}"))
}

/// A path as a URI, or as a reference relative to the folder that the run was started in.
fn reference(path: &Path) -> String {
    if path.is_absolute()
        && let Ok(url) = url::Url::from_file_path(path)
    {
        return url.into();
    }
    let parts: Vec<_> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    utf8_percent_encode(&parts.join("/"), KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(reference(Path::new("./content/a b/µ:x.md")), "content/a%20b/%C2%B5%3Ax.md");
        assert_eq!(reference(Path::new("../a.md")), "../a.md");
        assert_eq!(reference(Path::new("-")), "-");
        #[cfg(unix)]
        assert_eq!(reference(Path::new("/a b/c.md")), "file:///a%20b/c.md");
    }
}
