//! Making what is missing of a publication, and keeping what the next run may know of it.

use super::earlier::{Seen, Tracked, forget};
use super::inputs::Part;
use super::manifest::Origin;
use super::produce::{Made, Product, produce};
use super::store::{Identity, KeptFragment, Key};
use super::workshop::Workshop;
use crate::backend::Backend;
use crate::diagnostic::Diagnostic;
use crate::enrich::Question;
use crate::model::Publication;

/// A publication that was read to be made.
pub struct Fresh<'p> {
    /// It.
    pub publication: Publication,
    /// Where is kept what is made of it.
    pub key: Key,
    /// What is kept track of. None if it is not, or when it is no longer what the survey saw: then it is made in all
    /// formats, and nothing is kept of it.
    pub tracked: Option<&'p Tracked<'p>>,
    /// What the catalog knows of it, when it is an article.
    pub identity: Option<Identity>,
    /// Its parts with what they were told.
    pub parts: Vec<Part<'p>>,
    /// What was noticed of them, part by part.
    pub noticed: &'p [Vec<Diagnostic>],
    /// Where its artifacts come from.
    pub origin: Origin,
}

/// Makes a publication in these formats, but for those that an earlier run made. Gives what it became, and the fragments
/// that are kept of it.
pub fn renew(
    workshop: &Workshop<'_>,
    fresh: Fresh<'_>,
    earlier: Vec<Product>,
    formats: &[&'static dyn Backend],
) -> (Made, Vec<(&'static str, KeptFragment)>) {
    let Fresh { publication, key, tracked, identity, parts, noticed, origin } = fresh;
    let earlier = if tracked.is_some() { earlier } else { Vec::new() };
    let is_made = |backend: &&'static dyn Backend| {
        earlier.iter().any(|product| product.format == backend.format().name)
    };
    let missing: Vec<_> = formats.iter().copied().filter(|backend| !is_made(backend)).collect();
    let common = tracked.map(|tracked| tracked.common(workshop, &parts));
    let before = workshop.store.zip(tracked).and_then(|(store, tracked)| store.recall(tracked.key));

    let forgotten = forget(workshop, key, &publication.route, &missing);
    let mut products = produce(workshop, publication, &missing);
    for product in &mut products {
        product.fingerprint =
            common.map(|common| workshop.inputs.of_format(product.format, common, product.machine_fonts));
    }
    products.extend(earlier);
    workshop.sort_by_format(&mut products);

    let fragments = tracked.map(|tracked| {
        let asked = |part: Part<'_>| -> Vec<Question> {
            part.answers.into_iter().map(|(question, _)| question).collect()
        };
        let questions = parts.into_iter().map(asked).collect();
        tracked.keep(workshop, before, Seen { identity, common, questions, found: noticed }, &products)
    });
    let mut made = Made::of(products, &origin);
    if let Err(problem) = forgotten {
        made.found.push(problem);
        made.complete = false;
    }
    (made, fragments.unwrap_or_default())
}
