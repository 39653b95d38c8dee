//! One publication through the backends of the run, each artifact written as soon as it is made.

use rayon::prelude::*;

use super::guard::guarded;
use super::manifest::{Origin, Record};
use super::timings::Step;
use super::workshop::{Workshop, sort};
use crate::backend::site_wide::{FileSize, Fragment, Rendered};
use crate::backend::{Artifact, Backend, Format};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, Warned};
use crate::model::{Binding, Publication};

/// What became of a publication.
#[derive(Default)]
pub struct Made {
    /// What the backends noticed, in the order of the formats; a finding of two formats once.
    pub found: Vec<Diagnostic>,
    /// The files that were written.
    pub records: Vec<Record>,
    /// What site-wide files need to know, by format.
    pub fragments: Vec<(&'static str, Fragment)>,
    /// Sizes of the main files.
    pub sizes: Vec<FileSize>,
    /// The main artifact, when it is not written to a file.
    pub output: Option<Vec<u8>>,
    /// Whether every format was made and written.
    pub complete: bool,
}

/// Renders a publication in every format of the job.
pub fn produce(workshop: &Workshop<'_>, publication: Publication, origin: &Origin) -> Made {
    let binding = publication.binding;
    let editions = workshop.editions(publication);
    let one = |backend: &&'static dyn Backend| {
        let edition = editions.of(backend.format())?;
        Some(produce_one(workshop, *backend, edition, origin))
    };
    // With many articles the threads are busy with one each. Nesting further would only let a thread that waits for
    // one article begin another, and hold both in memory.
    let binds = |backend: &&&'static dyn Backend| binding == Binding::Article || backend.format().binds_books;
    let formats: Vec<&&'static dyn Backend> = workshop.job.formats.iter().filter(binds).collect();
    let made: Vec<Made> = if binding == Binding::Book || workshop.few_articles() {
        formats.into_par_iter().filter_map(one).collect()
    } else {
        formats.into_iter().filter_map(one).collect()
    };

    let mut whole = Made { complete: true, ..Made::default() };
    for made in made {
        for diagnostic in made.found {
            if !whole.found.contains(&diagnostic) {
                whole.found.push(diagnostic);
            }
        }
        whole.records.extend(made.records);
        whole.fragments.extend(made.fragments);
        whole.sizes.extend(made.sizes);
        whole.output = whole.output.or(made.output);
        whole.complete &= made.complete;
    }
    whole
}

fn produce_one(
    workshop: &Workshop<'_>,
    backend: &dyn Backend,
    publication: &Publication,
    origin: &Origin,
) -> Made {
    let format = backend.format();
    let for_site = publication.binding == Binding::Article && workshop.collects(format.name);
    let render = || match for_site {
        true => backend.render_for_site(publication, &workshop.context()),
        false => Ok(backend
            .render(publication, &workshop.context())?
            .map(|artifacts| Rendered { artifacts, fragment: None })),
    };
    let rendered = guarded(format.title, || workshop.clock.time(Step::Render, Some(format.name), render));
    let mut made = Made { complete: true, ..Made::default() };
    match or_reason(format, rendered) {
        Err(found) => {
            made.found = found;
            made.complete = false;
        }
        Ok(Warned { value: Rendered { artifacts, fragment }, diagnostics }) => {
            made.found = diagnostics;
            made.fragments.extend(fragment.map(|fragment| (format.name, fragment)));
            for artifact in artifacts {
                let put = || put(workshop, format, publication, origin, artifact, &mut made);
                workshop.clock.time(Step::Write, Some(format.name), put);
            }
        }
    }
    sort(&mut made.found);
    made
}

/// Writes one artifact.
fn put(
    workshop: &Workshop<'_>,
    format: &'static Format,
    publication: &Publication,
    origin: &Origin,
    artifact: Artifact,
    made: &mut Made,
) {
    let path = format!("{}/{}.{}", format.name, publication.route, artifact.extension);
    match workshop.output.put(&path, &artifact.bytes) {
        Err(problem) => {
            made.found.push(problem);
            made.complete = false;
        }
        Ok(()) => {
            made.records.push(Record::new(path, format.name, origin.clone(), &artifact.bytes));
            if artifact.extension == format.extension {
                made.sizes.push(FileSize { format: format.name, bytes: artifact.bytes.len() as u64 });
                if workshop.output.is_memory() {
                    made.output = Some(artifact.bytes);
                }
            }
        }
    }
}

/// A failure always says why, also when the backend does not.
fn or_reason<T>(format: &Format, rendered: Outcome<T>) -> Outcome<T> {
    rendered.map_err(|mut found| {
        if !found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            found.push(Diagnostic::new(Code::RenderFailed, format!("{} could not be made", format.title)));
        }
        found
    })
}
