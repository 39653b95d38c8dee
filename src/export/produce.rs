//! One publication through backends, each artifact written as soon as it is made.

use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use super::guard::guarded;
use super::manifest::{Origin, Record, hexadecimal_sha256};
use super::store::{Finding, FormatResults, KeptFile};
use super::timings::Step;
use super::workshop::{Workshop, sort};
use crate::backend::site_wide::{FileSize, Fragment, Rendered};
use crate::backend::{Artifact, Backend, Format};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, Warned};
use crate::model::{Binding, Publication};
use crate::source::SourceId;

/// What a format made of a publication.
pub struct Product {
    /// Name of the format.
    pub format: &'static str,
    /// What the backend noticed.
    pub found: Vec<Diagnostic>,
    /// The files that were written.
    pub files: Vec<KeptFile>,
    /// Whether fonts of the machine had a part in it.
    pub machine_fonts: bool,
    /// What site-wide files need to know.
    pub fragment: Option<Fragment>,
    /// The main artifact, when it is not written to a file.
    pub output: Option<Vec<u8>>,
    /// Whether all of it was made and written.
    pub complete: bool,
    /// All that it was made of, when that is known.
    pub fingerprint: Option<Fingerprint>,
    /// Whether an earlier run made it.
    pub unchanged: bool,
}

impl Product {
    fn new(format: &'static Format) -> Self {
        Self {
            format: format.name,
            found: Vec::new(),
            files: Vec::new(),
            machine_fonts: false,
            fragment: None,
            output: None,
            complete: true,
            fingerprint: None,
            unchanged: false,
        }
    }

    /// What an earlier run made of a publication of these parts. Its fragment stays where it is.
    pub fn unchanged(format: &'static Format, kept: &FormatResults, parts: &[SourceId]) -> Option<Self> {
        Some(Self {
            found: Finding::diagnostics(&kept.found, parts)?,
            files: kept.files.clone(),
            machine_fonts: kept.machine_fonts,
            fingerprint: Some(kept.fingerprint),
            unchanged: true,
            ..Self::new(format)
        })
    }
}

/// What became of a publication.
#[derive(Default)]
pub struct Made {
    /// What the backends noticed, in the order of the formats; a finding of two formats once.
    pub found: Vec<Diagnostic>,
    /// The files that were written.
    pub written: Vec<Record>,
    /// The files that an earlier run wrote, and that would be the same.
    pub unchanged: Vec<Record>,
    /// Sizes of the main files.
    pub sizes: Vec<FileSize>,
    /// The main artifact, when it is not written to a file.
    pub output: Option<Vec<u8>>,
    /// Whether every format was made and written.
    pub complete: bool,
}

impl Made {
    /// What the formats made together, in their order.
    pub fn of(products: Vec<Product>, origin: &Origin) -> Self {
        let mut whole = Self { complete: true, ..Self::default() };
        for product in products {
            for diagnostic in product.found {
                if !whole.found.contains(&diagnostic) {
                    whole.found.push(diagnostic);
                }
            }
            let main = product.files.iter().filter(|file| file.main);
            whole.sizes.extend(main.map(|file| FileSize { format: product.format, bytes: file.bytes }));
            let records = product
                .files
                .into_iter()
                .map(|file| Record::new(file, product.format, origin.clone(), product.fingerprint));
            if product.unchanged { &mut whole.unchanged } else { &mut whole.written }.extend(records);
            whole.output = whole.output.or(product.output);
            whole.complete &= product.complete;
        }
        whole
    }
}

/// Renders a publication in these formats.
pub fn produce(
    workshop: &Workshop<'_>,
    publication: Publication,
    formats: &[&'static dyn Backend],
) -> Vec<Product> {
    let binding = publication.binding;
    let editions = workshop.editions(publication, formats);
    let one = |backend: &&'static dyn Backend| {
        let edition = editions.of(backend.format())?;
        Some(produce_one(workshop, *backend, edition))
    };
    // With many articles the threads are busy with one each. Nesting further would only let a thread that waits for
    // one article begin another, and hold both in memory.
    if binding == Binding::Book || workshop.few_articles() {
        formats.into_par_iter().filter_map(one).collect()
    } else {
        formats.iter().filter_map(one).collect()
    }
}

fn produce_one(workshop: &Workshop<'_>, backend: &dyn Backend, publication: &Publication) -> Product {
    let format = backend.format();
    let render = || backend.render_for_site(publication, &workshop.context());
    let rendered = guarded(format.title, || workshop.clock.time(Step::Render, Some(format.name), render));
    let mut product = Product::new(format);
    match or_reason(format, rendered) {
        Err(found) => {
            product.found = found;
            product.complete = false;
        }
        Ok(Warned { value: Rendered { artifacts, fragment, machine_fonts }, diagnostics }) => {
            product.found = diagnostics;
            product.fragment = fragment;
            product.machine_fonts = machine_fonts;
            for artifact in artifacts {
                let put = || put(workshop, format, publication, artifact, &mut product);
                workshop.clock.time(Step::Write, Some(format.name), put);
            }
        }
    }
    sort(&mut product.found);
    product
}

/// Writes one artifact.
fn put(
    workshop: &Workshop<'_>,
    format: &'static Format,
    publication: &Publication,
    artifact: Artifact,
    product: &mut Product,
) {
    let path = format!("{}/{}.{}", format.name, publication.route, artifact.extension);
    match workshop.output.put(&path, &artifact.bytes) {
        Err(problem) => {
            product.found.push(problem);
            product.complete = false;
        }
        Ok(()) => {
            let main = artifact.extension == format.extension;
            let bytes = artifact.bytes.len() as u64;
            let sha256 = hexadecimal_sha256(&artifact.bytes);
            product.files.push(KeptFile { path, bytes, sha256, main });
            if main && workshop.output.is_memory() {
                product.output = Some(artifact.bytes);
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
