//! What the tool understands of one article, for people who wonder why it looks as it does.

use super::Job;
use super::inputs::Inputs;
use super::manifest::Ledger;
use super::survey::{self, Archive};
use super::timings::Clock;
use super::workshop::{Equipment, Reading, Workshop};
use super::write::Output;
use super::{Report, Silent};
use crate::model;

/// The document model of the job's first article as readable text, after all passes. `None`, with the reasons in the
/// report, when the article cannot be read.
pub fn dump(job: &Job) -> (Option<String>, Report) {
    let mut report = Report::default();
    report.take(job, job.sources.diagnostics.clone());
    let (clock, inputs, ledger) = (Clock::default(), Inputs::new(job, &[], None), Ledger::default());
    let survey = survey::survey(job, &Archive { store: None, inputs: &inputs }, &Silent, &clock);
    survey.failed.values().for_each(|found| report.take(job, found.clone()));
    let Some(source) = survey.chosen.first() else { return (None, report) };
    let equipment = Equipment {
        output: &Output::Nowhere,
        store: None,
        ledger: &ledger,
        inputs: &inputs,
        fragments: &[],
        clock: &clock,
        fonts: Vec::new(),
        style_sheet: None,
    };
    let workshop = Workshop::new(job, &survey, equipment);
    let mut reading = Reading::default();
    let prepared = workshop.prepare(source, &workshop.routes([*source]), &mut reading);
    let text = reading.text;
    let (document, found) = match prepared {
        Ok(prepared) => (Some(prepared.value), prepared.diagnostics),
        Err(found) => (None, found),
    };
    let located = found.into_iter().map(|diagnostic| diagnostic.locate(&source.path, Some(&text)));
    report.take(job, located.collect());
    (document.map(|document| model::dump(&document, &text)), report)
}
