//! What an earlier run made and what this one would make just so: it stays as it is.

use std::io::Read;
use std::{fs, io};

use sha2::{Digest as _, Sha256};

use super::fingerprint::{Digest, Fingerprint};
use super::inputs::Part;
use super::manifest::{Record, hexadecimal};
use super::produce::Product;
use super::store::{Finding, Identity, Kept, KeptFile, KeptFragment, Key, Results};
use super::timings::Step;
use super::workshop::Workshop;
use super::write::Output;
use crate::backend::Backend;
use crate::diagnostic::{Code, Diagnostic, io_reason};
use crate::enrich::Question;
use crate::load::Source;
use crate::model::Route;
use crate::source::SourceId;

/// A publication whose artifacts are kept track of.
pub struct Tracked<'p> {
    /// Where it is kept.
    pub key: Key,
    /// Its route.
    pub route: Route,
    /// Its parts, in order.
    pub sources: Vec<&'p Source>,
    /// What it is made of besides its parts.
    pub own: Fingerprint,
}

/// What an earlier run left of a publication.
pub struct Earlier {
    /// What was noticed while its parts were read and completed, part by part.
    pub found: Vec<Vec<Diagnostic>>,
    /// What is still as it would be made now, by format.
    pub products: Vec<Product>,
    /// The fragments of those.
    pub fragments: Vec<(&'static str, KeptFragment)>,
}

/// What was seen of a publication when it was read to be made.
pub struct Seen<'s> {
    /// What the catalog knows of it, when it is an article.
    pub identity: Option<Identity>,
    /// What all formats make it of.
    pub common: Option<Fingerprint>,
    /// What was asked of everything outside it, part by part.
    pub questions: Vec<Vec<Question>>,
    /// What was noticed, part by part.
    pub found: &'s [Vec<Diagnostic>],
}

impl Tracked<'_> {
    fn ids(&self) -> Vec<SourceId> {
        self.sources.iter().map(|source| source.id).collect()
    }

    /// What an earlier run left of it in these formats. `None` when it left nothing that is still so.
    pub fn recall(&self, workshop: &Workshop<'_>, formats: &[&'static dyn Backend]) -> Option<Earlier> {
        workshop.clock.time(Step::Compare, None, || {
            let results = workshop.store?.results(self.key)?;
            let ids = self.ids();
            let common = self.common_now(workshop, &results).filter(|now| results.common == Some(*now))?;
            let found: Option<Vec<_>> =
                results.found.iter().map(|found| Finding::diagnostics(found, &ids)).collect();
            let mut earlier = Earlier { found: found?, products: Vec::new(), fragments: Vec::new() };
            for format in formats.iter().map(|backend| backend.format()) {
                let Some(kept) = results.formats.get(format.name) else { continue };
                let now = workshop.inputs.of_format(format.name, common, kept.machine_fonts);
                let stands = || kept.files.iter().all(|file| self.stands(workshop, format.name, file));
                if kept.fingerprint != now || !stands() {
                    continue;
                }
                earlier.products.extend(Product::unchanged(format, kept, &ids));
                earlier.fragments.extend(kept.fragment.clone().map(|fragment| (format.name, fragment)));
            }
            Some(earlier)
        })
    }

    /// What all formats would make it of now, when it asked what it asked then.
    fn common_now(&self, workshop: &Workshop<'_>, results: &Results) -> Option<Fingerprint> {
        if results.questions.len() != self.sources.len() || results.found.len() != self.sources.len() {
            return None;
        }
        let mut digest = Digest::default();
        digest.fingerprint(self.own);
        for (source, questions) in self.sources.iter().zip(&results.questions) {
            let entry = workshop.entry(source)?;
            let from = workshop.inputs.standpoint(workshop.catalog(), source, entry);
            let answers = questions.iter().map(|question| (question.clone(), question.answer(&from)));
            let part = Part { source, text: workshop.text_of(source)?, entry, answers: answers.collect() };
            workshop.inputs.add_part(&part, workshop.catalog(), &mut digest);
        }
        Some(digest.finish())
    }

    /// What all formats make it of, when these are its parts.
    pub fn common(&self, workshop: &Workshop<'_>, parts: &[Part<'_>]) -> Fingerprint {
        let mut digest = Digest::default();
        digest.fingerprint(self.own);
        for part in parts {
            workshop.inputs.add_part(part, workshop.catalog(), &mut digest);
        }
        digest.finish()
    }

    /// Whether a file is one of the publication's, and as it was written.
    fn stands(&self, workshop: &Workshop<'_>, format: &str, file: &KeptFile) -> bool {
        let own = format!("{format}/{}.", self.route);
        let is_own = file.path.strip_prefix(&own).is_some_and(|extension| !extension.contains('/'));
        is_own && stands(workshop, self.key, file)
    }

    /// Keeps what was made. `before` is what was kept until now; of other formats it stays.
    pub fn keep(
        &self,
        workshop: &Workshop<'_>,
        before: Option<Kept>,
        seen: Seen<'_>,
        products: &[Product],
    ) -> Vec<(&'static str, KeptFragment)> {
        let Some(store) = workshop.store else { return Vec::new() };
        let Seen { identity, common, questions, found } = seen;
        let ids = self.ids();
        let mut kept = Kept {
            identity,
            made: Results {
                common,
                questions,
                found: found.iter().map(|found| Finding::all_of(found, &ids)).collect(),
                ..Results::default()
            },
            fragments: Vec::new(),
        };
        let made_anew = |name: &str| products.iter().any(|made| made.format == name && !made.unchanged);
        if let Some(before) = before {
            for (name, mut results) in before.made.formats {
                if made_anew(&name) {
                    continue;
                }
                if let Some(fragment) = &mut results.fragment {
                    let end = fragment.start.saturating_add(fragment.length);
                    let Some(bytes) = before.fragments.get(fragment.start..end) else { continue };
                    fragment.start = kept.fragments.len();
                    kept.fragments.extend_from_slice(bytes);
                }
                kept.made.formats.insert(name, results);
            }
        }
        for product in products.iter().filter(|product| product.complete && !product.unchanged) {
            let Some(fingerprint) = product.fingerprint else { continue };
            let fragment = product.fragment.as_ref().map(|fragment| {
                let start = kept.fragments.len();
                kept.fragments.extend_from_slice(&fragment.bytes);
                KeptFragment {
                    key: fragment.key.clone(),
                    content: Fingerprint::of(&fragment.bytes),
                    start,
                    length: fragment.bytes.len(),
                }
            });
            let results = super::store::FormatResults {
                fingerprint,
                machine_fonts: product.machine_fonts,
                found: Finding::all_of(&product.found, &ids),
                files: product.files.clone(),
                fragment,
            };
            kept.made.formats.insert(product.format.to_owned(), results);
        }
        // What cannot be kept is made anew by the next run; who needs a fragment now is told that it is gone.
        let _ = store.keep(self.key, &kept);
        let of_formats = |product: &Product| {
            let results = kept.made.formats.get(product.format)?;
            Some((product.format, results.fragment.clone()?))
        };
        products.iter().filter_map(of_formats).collect()
    }
}

/// Forgets what is kept of a publication, and of whatever else its files were made of before: they are about to be written.
///
/// # Errors
/// The store cannot be changed.
pub fn forget(
    workshop: &Workshop<'_>,
    key: Key,
    route: &Route,
    formats: &[&'static dyn Backend],
) -> Result<(), Diagnostic> {
    let Some(store) = workshop.store else { return Ok(()) };
    let paths = formats.iter().map(|backend| {
        let format = backend.format();
        format!("{}/{route}.{}", format.name, format.extension)
    });
    let owners = paths.filter_map(|path| workshop.ledger.get(&path).map(Record::key));
    for key in owners.chain([key]) {
        store.forget(key).map_err(|error| {
            let message = format!("what was kept of it cannot be removed: {}", io_reason(&error));
            Diagnostic::new(Code::UnwritableArtifact, message)
        })?;
    }
    Ok(())
}

/// Whether a file is as it was written. The manifest vouches for it when the file has its size; otherwise its bytes do.
pub fn stands(workshop: &Workshop<'_>, key: Key, file: &KeptFile) -> bool {
    let Output::Folder(folder) = workshop.output else { return false };
    let path = folder.path().join(&file.path);
    let Ok(data) = fs::symlink_metadata(&path) else { return false };
    if !data.is_file() || data.len() != file.bytes {
        return false;
    }
    let vouched =
        |record: &Record| record.bytes == file.bytes && record.sha256 == file.sha256 && record.key() == key;
    workshop.ledger.get(&file.path).is_some_and(vouched)
        || sha256_of(&path).is_ok_and(|sha256| sha256 == file.sha256)
}

fn sha256_of(path: &std::path::Path) -> io::Result<String> {
    let mut file = fs::File::open(path)?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hexadecimal(&sha256.finalize()));
        }
        sha256.update(buffer.get(..read).unwrap_or_default());
    }
}
