//! Findings on standard error: for people with the source line, for tools as JSON.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::ColorChoice;
use pepexport::diagnostic::{Excerpt, Located, Severity};
use serde_json::json;

use crate::arguments::{Arguments, Color, MessageFormat, Running, Verbosity};

/// Whether a finding is to be shown at all.
pub fn is_wanted(found: &Located, arguments: &Arguments) -> bool {
    arguments.verbosity() > Verbosity::Quiet || found.diagnostic.severity == Severity::Error
}

/// Shows findings.
pub fn diagnostics<'f>(found: impl IntoIterator<Item = &'f Located>, running: &Running) -> io::Result<()> {
    let mut err = stream(running);
    for located in found {
        let text = match running.message_format {
            MessageFormat::Human => format!("{}\n\n", human(located)),
            MessageFormat::Json => format!("{}\n", json(located)),
        };
        err.write_all(text.as_bytes())?;
    }
    err.flush()
}

/// Shows why nothing could begin.
pub fn failure(message: &str, help: Option<&str>, running: &Running) -> io::Result<()> {
    let text = match running.message_format {
        MessageFormat::Human => {
            let title = Group::with_title(Level::ERROR.primary_title(clean(message)));
            let group = match help {
                Some(help) => title.element(Level::HELP.message(clean(help))),
                None => title,
            };
            format!("{}\n", Renderer::styled().render(&[group]))
        }
        MessageFormat::Json => {
            let mut object = serde_json::Map::new();
            object.insert("code".to_owned(), json!("usage"));
            object.insert("severity".to_owned(), json!("error"));
            object.insert("message".to_owned(), json!(message));
            object.insert("help".to_owned(), json!(help));
            format!("{}\n", serde_json::Value::Object(object))
        }
    };
    let mut err = stream(running);
    err.write_all(text.as_bytes())?;
    err.flush()
}

/// Shows plain lines.
pub fn lines(lines: impl IntoIterator<Item = String>) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for line in lines {
        writeln!(err, "{line}")?;
    }
    Ok(())
}

/// Standard error, which takes colours off unless they are wanted. `auto` heeds NO_COLOR, CLICOLOR and TERM.
fn stream(running: &Running) -> anstream::AutoStream<io::StderrLock<'static>> {
    let choice = match running.color {
        Color::Auto => anstream::AutoStream::choice(&io::stderr()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    anstream::AutoStream::new(io::stderr().lock(), choice)
}

fn human(located: &Located) -> String {
    let diagnostic = &located.diagnostic;
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let path = clean(&located.path.to_string_lossy());
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    group = match &located.excerpt {
        None => group.element(Origin::path(path)),
        Some(excerpt) => {
            let origin = Origin::path(path)
                .line(excerpt.start.line as usize)
                .char_column(excerpt.start.column as usize);
            group.element(origin).element(snippet(excerpt))
        }
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    Renderer::styled().render(&[group])
}

fn snippet(excerpt: &Excerpt) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.first_line as usize)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(excerpt.range.clone()))
}

/// Text from articles without the control characters that could steer a terminal.
fn clean(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}

/// One finding as one line of JSON. Lines and columns count from 1, columns in characters; `end_column` is one past the
/// last. A finding about a whole file has no place.
fn json(located: &Located) -> serde_json::Value {
    let diagnostic = &located.diagnostic;
    let (start, end) = match &located.excerpt {
        Some(excerpt) => (Some(excerpt.start), Some(excerpt.end)),
        None => (None, None),
    };
    json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.to_string(),
        "file": located.path.to_string_lossy(),
        "line": start.map(|at| at.line),
        "column": start.map(|at| at.column),
        "end_line": end.map(|at| at.line),
        "end_column": end.map(|at| at.column),
        "message": diagnostic.message,
        "help": diagnostic.help,
    })
}
