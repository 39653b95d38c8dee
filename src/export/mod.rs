//! The fan-out: every article once through `read` and `enrich` into the catalog, then once more through all backends
//! to the disk.
//!
//! An article's results depend on nothing but its source and the catalog, and come back in the order of the sources,
//! so neither the number of threads nor their pace can be seen in any output. Of an article that is done only its
//! findings and the manifest's records of its files are kept.

mod article;
mod book;
mod dump;
mod earlier;
mod fingerprint;
mod formats;
mod fragments;
mod guard;
mod inputs;
mod job;
mod join;
mod manifest;
mod merge;
mod produce;
mod readings;
mod renew;
mod settings;
mod severity;
mod shard;
mod site;
mod store;
mod survey;
mod timings;
mod workshop;
mod write;

pub use dump::dump;
pub use formats::{all, named, names};
pub use job::{Destination, Job, Progress, Report, Silent, Stage};
pub use merge::{Unmergeable, merge};
pub use settings::Settings;
pub use shard::{NoShard, Shard};
pub use timings::{Step, Timing};

use inputs::Inputs;
use manifest::{Ledger, Scope};
use store::Store;
use survey::Archive;
use timings::Clock;
use workshop::{Equipment, Workshop};

/// Stack of a worker thread, in bytes: deep documents recurse.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Exports the job's articles.
pub fn run(job: &Job, progress: &dyn Progress) -> Report {
    let threads = job.threads.map_or(0, std::num::NonZeroUsize::get);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK_BYTES).build() {
        Ok(pool) => pool.install(|| export(job, progress)),
        // A system that gives no more threads still has this one.
        Err(_) => export(job, progress),
    }
}

fn export(job: &Job, progress: &dyn Progress) -> Report {
    let mut report = Report::default();
    let output = match write::Output::open(job, progress) {
        Ok(output) => output,
        Err(problem) => {
            report.diagnostics.push(*problem);
            return report;
        }
    };
    let mut of_site = Report::default();
    of_site.take(job, job.sources.diagnostics.clone());
    of_site.take(job, site::check(job));
    let fonts = site::fonts(job, &mut of_site);
    let style_sheet = site::style_sheet(job, &mut of_site);
    if job.shard.is_none_or(Shard::is_first) {
        report.diagnostics.append(&mut of_site.diagnostics);
    }
    if let Err(problem) = shard::begin(job, &output) {
        report.diagnostics.push(*problem);
        return report;
    }
    let clock = Clock::of(job);
    let inputs = Inputs::new(job, &fonts, style_sheet.as_deref());
    let store = output.folder().map(|folder| Store::new(folder, !job.force));
    let ledger = output.folder().map(Ledger::read).unwrap_or_default();

    let archive = Archive { store: store.as_ref(), inputs: &inputs };
    let survey = survey::survey(job, &archive, progress, &clock);
    let whole = join::is_site(job) && job.shard.is_none();
    let fragments = join::fragments(job, whole, &output, &ledger, &mut report);
    let equipment = Equipment {
        output: &output,
        store: store.as_ref(),
        ledger: &ledger,
        inputs: &inputs,
        fragments: &fragments,
        clock: &clock,
        fonts,
        style_sheet,
    };
    let workshop = Workshop::new(job, &survey, equipment);
    match &job.book {
        None => article::export_all(&workshop, &survey, progress, &mut report),
        Some(title) => book::export(title, &workshop, &survey, progress, &mut report),
    }
    if job.books && job.book.is_none() {
        book::export_configured(&workshop, &survey, &mut report);
    }
    join::join(&workshop, &fragments, &mut report);
    if let (Some(folder), Some(store)) = (output.folder(), &store) {
        clock.time(Step::Manifest, None, || match job.shard {
            Some(part) => shard::end(job, part, folder, &inputs, &survey, &mut report),
            None => {
                let scope = Scope::of(job, survey.drafts_of(job));
                manifest::update(folder, ledger, store, job, scope, &mut report);
            }
        });
    }
    report.timings = clock.read();
    report
}
