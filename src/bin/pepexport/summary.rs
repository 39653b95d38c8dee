//! What a run did, in one line.

use std::path::Path;

use pepexport::export::Report;

/// After an export.
pub fn exported(report: &Report, folder: &Path, seconds: f64) -> String {
    let mut line = format!(
        "{}, {} written to {} in {seconds:.2} s",
        count(report.articles, "article"),
        count(report.artifacts.len(), "file"),
        folder.display()
    );
    if report.unchanged > 0 {
        line.push_str(&format!(", {} unchanged", report.unchanged));
    }
    if !report.removed.is_empty() {
        line.push_str(&format!(", {} removed", report.removed.len()));
    }
    line + &findings(report)
}

/// After a check.
pub fn checked(report: &Report, seconds: f64) -> String {
    format!("{} checked in {seconds:.2} s", count(report.articles, "article")) + &findings(report)
}

/// Where the time went, as a table.
pub fn timings(report: &Report, seconds: f64) -> Vec<String> {
    let total: f64 = report.timings.iter().map(|timing| timing.spent.as_secs_f64()).sum();
    let row = |step: &str, format: &str, times: &str, spent: f64| {
        format!("{step:<9} {format:<7} {times:>8} {spent:>10.3} s {:>5.1} %", 100.0 * spent / total.max(1e-9))
    };
    let mut lines = vec![format!("{:<9} {:<7} {:>8} {:>12}", "step", "format", "times", "all threads")];
    lines.extend(report.timings.iter().map(|timing| {
        let times = timing.times.to_string();
        row(timing.step.name(), timing.format.unwrap_or_default(), &times, timing.spent.as_secs_f64())
    }));
    lines.push(row("sum", "", "", total));
    lines.push(format!("added up over the threads; the whole run took {seconds:.3} s"));
    lines
}

/// The files written and removed.
pub fn files(report: &Report) -> Vec<String> {
    let written = report.artifacts.iter().map(|(path, bytes)| format!("wrote {path} ({bytes} bytes)"));
    let removed = report.removed.iter().map(|path| format!("removed {path}"));
    written.chain(removed).collect()
}

/// What the publisher should do with the files of the whole site.
pub fn advice(report: &Report) -> Option<String> {
    (!report.advice.is_empty()).then(|| format!("for robots.txt: {}", report.advice.join(" and ")))
}

fn findings(report: &Report) -> String {
    let parts: Vec<String> =
        [(report.errors(), "error"), (report.warnings(), "warning"), (report.drafts, "draft")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| {
                let left_out = if what == "draft" { " left out" } else { "" };
                format!("{}{left_out}", count(number, what))
            })
            .collect();
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
