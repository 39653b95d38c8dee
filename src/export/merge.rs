//! Shards to a whole: the files of all in one folder, the files of the whole site, one manifest.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::inputs::Inputs;
use super::manifest::{self, Ledger, Record, Scope, hexadecimal_sha256};
use super::shard::Part;
use super::store::{Key, Store};
use super::survey::Survey;
use super::timings::{Clock, Step};
use super::workshop::{Equipment, Workshop};
use super::write::{Folder, Output};
use super::{Job, Progress, Report, formats, join};
use crate::backend::Backend;
use crate::backend::site_wide::FileSize;
use crate::diagnostic::io_reason;

/// Why shards cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmergeable {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Unmergeable {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn help(self, help: &str) -> Self {
        Self { help: Some(help.to_owned()), ..self }
    }
}

/// A shard and the folder that it was exported to.
struct Found {
    folder: PathBuf,
    file: PathBuf,
    part: Part,
}

/// Merges the shards in these folders, or in folders in them, into the job's folder: its files are then exactly those that
/// one run would have written. Of the job the configuration, the project and the destination count; all else the shards
/// say. In the job's folder itself shards may lie too.
///
/// # Errors
/// The shards are not all those of one site, in one state, by one version; or files of theirs are missing.
pub fn merge(job: Job, folders: &[PathBuf], progress: &dyn Progress) -> Result<Report, Unmergeable> {
    let found = complete(find(folders)?)?;
    let job = as_exported(job, &found)?;
    let mut report = Report::default();
    let output = match Output::open(&job, progress) {
        Ok(output) => output,
        Err(problem) => {
            report.diagnostics.push(*problem);
            return Ok(report);
        }
    };
    let Output::Folder(folder) = &output else { return Ok(report) };
    let clock = Clock::of(&job);
    let inputs = Inputs::new(&job, &[], None);
    same_configuration(&found, &inputs)?;

    let store = Store::of_merge(folder);
    let ledger = Ledger::read(folder);
    let survey = Survey::default();
    let whole = found.iter().all(|found| found.part.whole);
    let fragments = join::fragments(&job, whole, &output, &ledger, &mut report);
    let equipment = Equipment {
        output: &output,
        store: Some(&store),
        ledger: &ledger,
        inputs: &inputs,
        fragments: &fragments,
        clock: &clock,
        fonts: Vec::new(),
        style_sheet: None,
    };
    let workshop = Workshop::new(&job, &survey, equipment);

    for Found { folder: from, part, .. } in &found {
        gather(from, part, folder, &store, &ledger, &mut report)?;
    }
    for Found { part, .. } in &found {
        for (place, source) in &part.articles {
            let key = Key::article(source);
            let Some(results) = store.results(key) else { continue };
            let mut sizes = Vec::new();
            let mut left = Vec::new();
            for format in job.formats.iter().map(|backend| backend.format()) {
                let Some(results) = results.formats.get(format.name) else { continue };
                let main = results.files.iter().find(|file| file.main);
                sizes.extend(main.map(|file| FileSize { format: format.name, bytes: file.bytes }));
                left.extend(results.fragment.clone().map(|fragment| (format.name, fragment)));
            }
            workshop.note(*place, key, left, &sizes);
        }
    }
    join::join(&workshop, &fragments, &mut report);
    let scope = Scope::of(&job, found.iter().flat_map(|found| found.part.drafts.iter().cloned()).collect());
    clock.time(Step::Manifest, None, || manifest::update(folder, ledger, &store, &job, scope, &mut report));
    for Found { file, folder: from, .. } in &found {
        if is_same(from, folder.path()) {
            // A merge that is ended here is done again, with the same outcome.
            let _ = fs::remove_file(file);
        }
    }
    report.articles = found.iter().map(|found| found.part.complete).sum();
    report.timings = clock.read();
    Ok(report)
}

/// The shards in folders, or in the folders in them.
fn find(folders: &[PathBuf]) -> Result<Vec<Found>, Unmergeable> {
    let mut found: Vec<Found> = Vec::new();
    let mut seen = BTreeSet::new();
    for folder in folders {
        let mut files = Part::files(folder);
        if files.is_empty() {
            let inside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
            let mut inside: Vec<PathBuf> = inside.filter(|path| path.is_dir()).collect();
            inside.sort();
            files = inside.iter().flat_map(|folder| Part::files(folder)).collect();
        }
        if files.is_empty() {
            return Err(Unmergeable::new(format!("there is no shard in {}", folder.display()))
                .help("name the folders that `pepexport --shard I/N` wrote to"));
        }
        for file in files {
            if !seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())) {
                continue;
            }
            let Some(part) = Part::read(&file) else {
                return Err(Unmergeable::new(format!("{} cannot be read by this version", file.display()))
                    .help("export all shards and merge them with one version"));
            };
            let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
            found.push(Found { folder, file, part });
        }
    }
    Ok(found)
}

/// The shards in order, when they are all of one whole.
fn complete(mut found: Vec<Found>) -> Result<Vec<Found>, Unmergeable> {
    found.sort_by_key(|found| found.part.shard);
    let Some(first) = found.first() else {
        return Err(Unmergeable::new("there is no shard to merge"));
    };
    let of = first.part.of;
    for other in &found {
        if other.part.of != of {
            return Err(Unmergeable::new(format!(
                "{} is one of {of} shards, and {} one of {}",
                first.file.display(),
                other.file.display(),
                other.part.of
            ))
            .help("merge the shards of one export; remove those of others"));
        }
    }
    for (one, other) in found.iter().zip(found.iter().skip(1)) {
        if one.part.shard == other.part.shard {
            let (number, one, other) = (one.part.shard, one.file.display(), other.file.display());
            return Err(Unmergeable::new(format!(
                "shard {number} of {of} is there twice: {one} and {other}"
            )));
        }
    }
    let there: BTreeSet<u32> = found.iter().map(|found| found.part.shard).collect();
    let missing: Vec<String> = (1..=of).filter(|n| !there.contains(n)).map(|n| format!("{n}/{of}")).collect();
    if !missing.is_empty() {
        let (few, more) = missing.split_at(missing.len().min(12));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        return Err(Unmergeable::new(format!("shards are missing: {}{more}", few.join(", ")))
            .help("export them with --shard, and name their folders too"));
    }
    if let Some(other) = found.iter().find(|other| other.part.made_of != first.part.made_of) {
        return Err(Unmergeable::new(format!(
            "shards {} and {} differ in sources, configuration, options or version of pepexport",
            first.part.shard, other.part.shard
        ))
        .help("export all shards of one state with one version and the same options"));
    }
    Ok(found)
}

/// The job as the shards were exported.
fn as_exported(mut job: Job, found: &[Found]) -> Result<Job, Unmergeable> {
    let Some(Found { part, .. }) = found.first() else { return Ok(job) };
    let config = &mut job.settings.config;
    config.site.base_url.clone_from(&part.base_url);
    config.jsonld.well_known = part.well_known;
    let named: Option<Vec<&'static dyn Backend>> =
        part.formats.iter().map(|name| formats::named(name)).collect();
    job.formats =
        named.ok_or_else(|| Unmergeable::new("the shards have a format that this version does not know"))?;
    job.sources.folders = part.roots.iter().map(|root| job.project.join(root)).collect();
    Ok(job)
}

fn same_configuration(found: &[Found], inputs: &Inputs) -> Result<(), Unmergeable> {
    let site = found.iter().flat_map(|found| &found.part.site);
    for (format, made_of) in site {
        if inputs.of_site(format) != *made_of {
            return Err(Unmergeable::new("the configuration here is not that of the shards")
                .help("merge in the project in the state that was exported, with the same version"));
        }
    }
    Ok(())
}

/// Takes the files of a shard, and what it kept of its articles, into the folder of the whole.
fn gather(
    from: &Path,
    part: &Part,
    into: &Folder,
    store: &Store<'_>,
    ledger: &Ledger,
    report: &mut Report,
) -> Result<(), Unmergeable> {
    let here = is_same(from, into.path());
    let fail = |path: &str, what: String| {
        Unmergeable::new(format!("{path} of shard {} of {}: {what}", part.shard, part.of))
            .help("export the shard again, and take all files of its folder along")
    };
    let articles = part.articles.iter().map(|(_, source)| Key::article(source));
    let keys: BTreeSet<Key> = articles.chain(part.artifacts.iter().map(Record::key)).collect();
    if !here {
        // Before any of their artifacts changes.
        let owners = part.artifacts.iter().filter_map(|record| ledger.get(&record.path).map(Record::key));
        for key in keys.iter().copied().chain(owners) {
            store.forget(key).map_err(|error| fail("what was kept", io_reason(&error)))?;
        }
    }
    for record in &part.artifacts {
        if !is_clean(&record.path) {
            return Err(fail(&record.path, "it would lie outside the folder".to_owned()));
        }
        let path = from.join(&record.path);
        if here {
            let size = fs::metadata(&path).map(|data| data.len());
            match size {
                Ok(size) if size == record.bytes => continue,
                Ok(_) => return Err(fail(&record.path, "it was changed".to_owned())),
                Err(error) => return Err(fail(&record.path, io_reason(&error))),
            }
        }
        let bytes = fs::read(&path).map_err(|error| fail(&record.path, io_reason(&error)))?;
        if bytes.len() as u64 != record.bytes || hexadecimal_sha256(&bytes) != record.sha256 {
            return Err(fail(&record.path, "it was changed".to_owned()));
        }
        into.put(&record.path, &bytes).map_err(|problem| Unmergeable::new(problem.message))?;
    }
    if !here {
        for key in &keys {
            match store.adopt(*key, from) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(fail("what was kept", io_reason(&error))),
            }
        }
    }
    let (written, unchanged) = match here {
        true => (Vec::new(), part.artifacts.clone()),
        false => (part.artifacts.clone(), Vec::new()),
    };
    report.keep_records(written, unchanged);
    Ok(())
}

/// Whether a path stays below the folder that it is taken from.
fn is_clean(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}
