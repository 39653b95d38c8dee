//! Findings, for people with the source line on standard error, for tools on standard output as JSON or SARIF.
//!
//! When standard error cannot be written to, nobody is there to be told; the exit status still says how it went. Findings
//! that tools cannot read are another matter: a log that lost them would pass for a clean one, so that fails the run. A
//! reader that went away has seen enough.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::ColorChoice;
use anstream::adapter::strip_str;
use pepexport::diagnostic::{Excerpt, Located, Severity};
use serde::Serialize;

use crate::arguments::{Arguments, Color, MessageFormat, Running, Verbosity};
use crate::sarif;

/// Bytes of findings that are written at once.
const SHOWN_AT_ONCE: usize = 16 * 1024;

/// Whether a finding is to be shown at all.
pub fn is_wanted(found: &Located, arguments: &Arguments) -> bool {
    arguments.verbosity() > Verbosity::Quiet || found.diagnostic.severity == Severity::Error
}

/// Shows findings. `complete` says whether the run came to its end, whatever it found.
///
/// # Errors
/// Tools wait for the findings, and they could not be written.
pub fn diagnostics<'f>(
    found: impl IntoIterator<Item = &'f Located>,
    arguments: &Arguments,
    complete: bool,
) -> io::Result<()> {
    let running = arguments.running();
    match running.message_format {
        MessageFormat::Human => {
            let mut err = people(running);
            let plain = err.current_choice() == ColorChoice::Never;
            let mut text = String::new();
            for located in found {
                let shown = human(located);
                // Taken off piece by piece, colours would cost a call of the system each.
                let shown = if plain { strip_str(&shown).to_string() } else { shown };
                text.extend([shown.as_str(), "\n\n"]);
                if text.len() > SHOWN_AT_ONCE {
                    if err.write_all(text.as_bytes()).is_err() {
                        return Ok(());
                    }
                    text.clear();
                }
            }
            let _ = err.write_all(text.as_bytes());
            Ok(())
        }
        MessageFormat::Json => {
            let mut out = tools(arguments);
            let mut lines = found.into_iter().map(json);
            let written =
                lines.try_for_each(|line| out.write_all(line.as_bytes())).and_then(|()| out.flush());
            unless_closed(written)
        }
        MessageFormat::Sarif => to_tools(&sarif::of_findings(found, complete), arguments),
    }
}

/// Shows why nothing could begin. When tools cannot be told, people are.
pub fn failure(message: &str, help: Option<&str>, arguments: &Arguments) {
    let told = match arguments.running().message_format {
        MessageFormat::Human => return complaint(message, help, arguments),
        MessageFormat::Json => {
            let message = Message {
                code: "usage",
                severity: Severity::Error.to_string(),
                file: None,
                line: None,
                column: None,
                end_line: None,
                end_column: None,
                message,
                help,
            };
            to_tools(&line(&message), arguments)
        }
        MessageFormat::Sarif => to_tools(&sarif::of_failure(message, help), arguments),
    };
    if told.is_err() {
        complaint(message, help, arguments);
    }
}

/// Says on standard error, whatever tools wait for, that something failed.
pub fn complaint(message: &str, help: Option<&str>, arguments: &Arguments) {
    let title = Group::with_title(Level::ERROR.primary_title(clean(message)));
    let group = match help {
        Some(help) => title.element(Level::HELP.message(clean(help))),
        None => title,
    };
    let _ = writeln!(people(arguments.running()), "{}", Renderer::styled().render(&[group]));
}

/// Shows plain lines.
pub fn lines(lines: impl IntoIterator<Item = String>) {
    let mut err = io::stderr().lock();
    for line in lines {
        if writeln!(err, "{}", clean(&line)).is_err() {
            return;
        }
    }
}

fn to_tools(text: &str, arguments: &Arguments) -> io::Result<()> {
    let mut out = tools(arguments);
    unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writing to a reader that went away is no error.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Where tools read.
fn tools(arguments: &Arguments) -> Box<dyn Write> {
    if arguments.holds_standard_output() {
        Box::new(io::stderr().lock())
    } else {
        Box::new(io::BufWriter::new(io::stdout().lock()))
    }
}

/// Standard error, which takes colours off unless they are wanted. `auto` heeds NO_COLOR, CLICOLOR and TERM.
fn people(running: &Running) -> anstream::AutoStream<io::StderrLock<'static>> {
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
    let source = located.excerpt.as_ref().map(padded);
    group = match (&located.excerpt, &source) {
        (Some(excerpt), Some((text, range))) => group.element(
            Snippet::source(text.as_str())
                .path(path)
                .line_start(excerpt.first_line as usize)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(range.clone())),
        ),
        _ => group.element(Origin::path(path)),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    Renderer::styled().render(&[group])
}

/// The lines of an excerpt, and the span in them. The start of a long line is cut off in an excerpt; spaces stand in
/// for it, so that columns count from the start of the line. The renderer trims them.
fn padded(excerpt: &Excerpt) -> (String, std::ops::Range<usize>) {
    let before = excerpt.text.get(..excerpt.range.start).unwrap_or_default().chars().count();
    let missing = (excerpt.start.column as usize).saturating_sub(1 + before);
    let range = excerpt.range.start + missing..excerpt.range.end + missing;
    (format!("{}{}", " ".repeat(missing), excerpt.text), range)
}

/// Text from articles without the control characters that could steer a terminal.
fn clean(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}

/// One finding as one line of JSON. Lines and columns count from 1, columns in characters; `end_column` is one past the
/// last. A finding about a whole file has no place, and its place is null.
#[derive(Serialize)]
struct Message<'m> {
    code: &'m str,
    severity: String,
    file: Option<&'m str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    message: &'m str,
    help: Option<&'m str>,
}

fn json(located: &Located) -> String {
    let diagnostic = &located.diagnostic;
    let start = located.excerpt.as_ref().map(|excerpt| excerpt.start);
    let end = located.excerpt.as_ref().map(|excerpt| excerpt.end);
    let file = located.path.to_string_lossy();
    line(&Message {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.to_string(),
        file: Some(&file),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    })
}

fn line(message: &Message<'_>) -> String {
    // Texts and numbers can always be written as JSON.
    serde_json::to_string(message).unwrap_or_default() + "\n"
}
