//! Pass two: each article through all backends to its files.

use rayon::prelude::*;

use super::earlier::{Earlier, Tracked};
use super::fingerprint::Digest;
use super::guard::guarded;
use super::inputs::Part;
use super::produce::{Made, Product};
use super::renew::{Fresh, renew};
use super::severity;
use super::store::Identity;
use super::survey::Survey;
use super::workshop::{Reading, Workshop, each_once};
use super::{Progress, Report, Stage};
use crate::diagnostic::{Diagnostic, Located, Warned, locate_all};
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
    match (&tracked, earlier) {
        (Some(tracked), Some(earlier)) if earlier.products.len() == formats.len() => {
            unchanged(workshop, source, tracked, earlier, of_survey)
        }
        (tracked, earlier) => {
            let earlier = earlier.map(|earlier| earlier.products).unwrap_or_default();
            make(workshop, source, tracked.as_ref(), earlier, of_survey)
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
    severity::drop_untold(workshop.job, &mut found);
    // The places of findings are shown in the text.
    let text = (!found.is_empty()).then(|| load::read(source).ok()).flatten();
    let text = text.map(|text| text.value).unwrap_or_default();
    Exported { found: locate_all(each_once(found), &source.path, &text), made }
}

/// Makes an article, but for the formats that an earlier run made.
fn make(
    workshop: &Workshop<'_>,
    source: &Source,
    tracked: Option<&Tracked<'_>>,
    earlier: Vec<Product>,
    of_survey: Option<&Diagnostic>,
) -> Exported {
    let mut reading = Reading::default();
    let bound = workshop.routes([source]);
    let prepared = guarded("reading", || workshop.prepare(source, &bound, &mut reading));
    let Reading { text, content, answers } = reading;
    let (mut found, made) = match prepared {
        Err(problems) => (problems, Made::default()),
        Ok(Warned { value: document, diagnostics }) => {
            // A source that changed since the survey is not the one that the catalog knows: the next run will see.
            let tracked = tracked.filter(|_| content == workshop.text_of(source));
            let known = workshop.entry(source).zip(content);
            let noticed = [diagnostics];
            let fresh = Fresh {
                key: workshop.key(source),
                tracked,
                identity: known.map(|(entry, text)| {
                    let slug = document.metadata.places.get(&Field::Slug).copied();
                    Identity::of(
                        entry,
                        document.metadata.draft,
                        slug,
                        workshop.inputs.of_identity(source, text),
                    )
                }),
                parts: known.map(|(entry, text)| Part { source, text, entry, answers }).into_iter().collect(),
                noticed: &noticed,
                origin: workshop.origin(source),
                publication: Publication::article(document),
            };
            let (mut made, fragments) = renew(workshop, fresh, earlier, &workshop.job.formats);
            if let Some(tracked) = tracked {
                workshop.note(source.id.0 as usize, tracked.key, fragments, &made.sizes);
            }
            let mut found: Vec<Diagnostic> = of_survey.into_iter().cloned().collect();
            found.extend(noticed.into_iter().flatten());
            found.append(&mut made.found);
            (found, made)
        }
    };
    severity::drop_untold(workshop.job, &mut found);
    Exported { found: locate_all(each_once(found), &source.path, &text), made }
}
