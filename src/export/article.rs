//! Pass two: each article through all backends to its files.

use rayon::prelude::*;

use super::guard::guarded;
use super::produce::{Made, produce};
use super::survey::Survey;
use super::workshop::{Workshop, each_once};
use super::{Progress, Report, Stage};
use crate::diagnostic::{Diagnostic, Located, locate_all};
use crate::load::Source;
use crate::model::Publication;

/// What is left of an article that was exported.
struct Exported {
    found: Vec<Located>,
    made: Made,
}

/// Exports every article of the survey, in parallel; reports in the order of the sources.
pub fn export_all(
    workshop: &Workshop<'_>,
    survey: &Survey<'_>,
    progress: &dyn Progress,
    report: &mut Report,
) {
    progress.start(Stage::Export, survey.chosen.len());
    let exported: Vec<Exported> = survey
        .chosen
        .par_iter()
        .map(|source| {
            let exported = export(workshop, source, survey.shared_addresses.get(&source.id));
            progress.step();
            exported
        })
        .collect();

    let mut exported = exported.into_iter();
    for source in &workshop.job.sources.articles {
        if survey.drafts.contains(&source.id) {
            report.drafts += 1;
        } else if let Some(found) = survey.failed.get(&source.id) {
            report.take(workshop.job, found.clone());
        } else if let Some(Exported { found, made }) = exported.next() {
            report.articles += usize::from(made.complete);
            report.take(workshop.job, found);
            report.keep(made);
        }
    }
}

fn export(workshop: &Workshop<'_>, source: &Source, of_survey: Option<&Diagnostic>) -> Exported {
    let mut text = String::new();
    let bound = workshop.routes([source]);
    let prepared = guarded("reading", || workshop.prepare(source, &bound, &mut text));
    let (found, made) = match prepared {
        Err(found) => (found, Made::default()),
        Ok(prepared) => {
            let origin = workshop.origin(source);
            let mut made = produce(workshop, Publication::article(prepared.value), &origin);
            workshop.store(source, &std::mem::take(&mut made.fragments), &made.sizes);
            let mut found: Vec<Diagnostic> = of_survey.into_iter().cloned().collect();
            found.extend(prepared.diagnostics);
            found.append(&mut made.found);
            (found, made)
        }
    };
    Exported { found: locate_all(each_once(found), &source.path, &text), made }
}
