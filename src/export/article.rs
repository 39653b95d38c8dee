//! Pass two: each article through all backends to its files.

use rayon::prelude::*;

use super::earlier::{Earlier, Seen, Tracked, forget};
use super::fingerprint::Digest;
use super::guard::guarded;
use super::inputs::Part;
use super::produce::{Made, Product, produce};
use super::store::Identity;
use super::survey::Survey;
use super::workshop::{Reading, Workshop, each_once};
use super::{Progress, Report, Stage};
use crate::backend::Backend;
use crate::diagnostic::{Diagnostic, Located, locate_all};
use crate::enrich::Question;
use crate::load::{self, Source};
use crate::model::{Field, Publication};

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
    let shard = workshop.job.shard;
    let own: Vec<&Source> =
        survey.chosen.iter().copied().filter(|source| survey.is_of(shard, source)).collect();
    progress.start(Stage::Export, own.len());
    let exported: Vec<Exported> = own
        .par_iter()
        .map(|source| {
            let exported = export(workshop, source, survey.shared_addresses.get(&source.id));
            progress.step();
            exported
        })
        .collect();

    let mut exported = exported.into_iter();
    for source in workshop.job.sources.articles.iter().filter(|source| survey.is_of(shard, source)) {
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

/// Exports an article. What an earlier run made of the same stays as it is.
fn export(workshop: &Workshop<'_>, source: &Source, of_survey: Option<&Diagnostic>) -> Exported {
    let formats = workshop.job.formats.as_slice();
    let tracked = track(workshop, source);
    let earlier = tracked.as_ref().and_then(|tracked| tracked.recall(workshop, formats));
    let is_made = |backend: &&'static dyn Backend| {
        let name = backend.format().name;
        earlier.as_ref().is_some_and(|earlier| earlier.products.iter().any(|made| made.format == name))
    };
    let missing: Vec<&'static dyn Backend> =
        formats.iter().copied().filter(|backend| !is_made(backend)).collect();
    match (tracked, earlier) {
        (Some(tracked), Some(earlier)) if missing.is_empty() => {
            unchanged(workshop, source, &tracked, earlier, of_survey)
        }
        (tracked, earlier) => {
            let earlier = earlier.map(|earlier| earlier.products).unwrap_or_default();
            make(workshop, source, tracked.as_ref(), earlier, &missing, of_survey)
        }
    }
}

/// The article as something that is kept track of, when it is.
fn track<'s>(workshop: &Workshop<'_>, source: &'s Source) -> Option<Tracked<'s>> {
    workshop.text_of(source)?;
    Some(Tracked {
        key: workshop.key(source),
        route: workshop.entry(source)?.route.clone(),
        sources: vec![source],
        own: Digest::default().text("article").finish(),
    })
}

/// Tells again what an earlier run told.
fn unchanged(
    workshop: &Workshop<'_>,
    source: &Source,
    tracked: &Tracked<'_>,
    earlier: Earlier,
    of_survey: Option<&Diagnostic>,
) -> Exported {
    let mut made = Made::of(earlier.products, &workshop.origin(source));
    workshop.note(source.id.0 as usize, tracked.key, earlier.fragments, &made.sizes);
    let mut found: Vec<Diagnostic> = of_survey.into_iter().cloned().collect();
    found.extend(earlier.found.into_iter().flatten());
    found.append(&mut made.found);
    // The places of findings are shown in the text.
    let text = (!found.is_empty()).then(|| load::read(source).ok()).flatten();
    let text = text.map(|text| text.value).unwrap_or_default();
    Exported { found: locate_all(each_once(found), &source.path, &text), made }
}

/// Makes an article in the formats that are `missing`.
fn make(
    workshop: &Workshop<'_>,
    source: &Source,
    tracked: Option<&Tracked<'_>>,
    earlier: Vec<Product>,
    missing: &[&'static dyn Backend],
    of_survey: Option<&Diagnostic>,
) -> Exported {
    let mut reading = Reading::default();
    let bound = workshop.routes([source]);
    let prepared = guarded("reading", || workshop.prepare(source, &bound, &mut reading));
    let mut found: Vec<Diagnostic> = of_survey.into_iter().cloned().collect();
    let made = match prepared {
        Err(problems) => {
            found = problems;
            Made::default()
        }
        Ok(prepared) => {
            let Reading { content, answers, .. } = &mut reading;
            let answers = std::mem::take(answers);
            // A source that changed since the survey is not the one that the catalog knows: the next run will see.
            let tracked = tracked.filter(|_| *content == workshop.text_of(source));
            let document = prepared.value;
            let identity = workshop.entry(source).zip(*content).map(|(entry, text)| {
                let slug = document.metadata.places.get(&Field::Slug).copied();
                let inputs = workshop.inputs.of_identity(source, text);
                Identity::of(entry, document.metadata.draft, slug, inputs)
            });
            let questions: Vec<Question> = answers.iter().map(|(question, _)| question.clone()).collect();
            let common = tracked.zip(workshop.entry(source)).zip(*content).map(|((tracked, entry), text)| {
                tracked.common(workshop, &[Part { source, text, entry, answers }])
            });

            let before = workshop.store.zip(tracked).and_then(|(store, tracked)| store.recall(tracked.key));
            let forgotten = forget(workshop, workshop.key(source), &document.route, missing);
            let mut products = produce(workshop, Publication::article(document), missing);
            for product in &mut products {
                product.fingerprint = common
                    .map(|common| workshop.inputs.of_format(product.format, common, product.machine_fonts));
            }
            products.extend(earlier);
            workshop.sort_by_format(&mut products);
            let noticed = [prepared.diagnostics];
            let fragments = match tracked {
                Some(tracked) => {
                    let seen = Seen { identity, common, questions: vec![questions], found: &noticed };
                    tracked.keep(workshop, before, seen, &products)
                }
                None => Vec::new(),
            };
            let mut made = Made::of(products, &workshop.origin(source));
            if let Some(tracked) = tracked {
                workshop.note(source.id.0 as usize, tracked.key, fragments, &made.sizes);
            }
            found.extend(noticed.into_iter().flatten());
            found.append(&mut made.found);
            if let Err(problem) = forgotten {
                found.push(problem);
                made.complete = false;
            }
            made
        }
    };
    Exported { found: locate_all(each_once(found), &source.path, &reading.text), made }
}
