//! A part of a site that one of several machines exports, and what it leaves for the others.
//!
//! A shard takes the articles whose routes fall to it by a stable hash. It reads all others too, so that links lead where they
//! lead in a run of the whole. Instead of the manifest and the files of the whole site it writes a manifest of its own;
//! [`merge`](super::merge) makes of those of all shards what one run would have written.

use std::fmt;
use std::fs;
use std::io;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::fingerprint::{Digest, Fingerprint};
use super::inputs::Inputs;
use super::manifest::{self, Record, VERSION};
use super::survey::Survey;
use super::write::{Folder, Output};
use super::{Job, Report};
use crate::diagnostic::{Code, Diagnostic, Located, io_reason};
use crate::model::Route;

/// Which part of a site a run exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shard {
    number: NonZeroU32,
    of: NonZeroU32,
}

impl Shard {
    /// Shard `number` of so many; they count from 1. `None` when there are not so many.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        let (number, of) = (NonZeroU32::new(number)?, NonZeroU32::new(of)?);
        (number <= of).then_some(Self { number, of })
    }

    /// Its number, from 1.
    pub fn number(self) -> u32 {
        self.number.get()
    }

    /// How many shards there are.
    pub fn of(self) -> u32 {
        self.of.get()
    }

    /// Whether an article or a book with this route falls to it: by a hash of the route alone, so that an article stays with
    /// its shard whatever others come and go.
    pub fn has(self, route: &Route) -> bool {
        Fingerprint::of(route.as_str().as_bytes()).modulo(self.of) == self.number.get() - 1
    }

    /// Whether it tells what is noticed about the site as a whole.
    pub fn is_first(self) -> bool {
        self.number.get() == 1
    }

    /// The file that it leaves.
    fn file(self) -> String {
        format!("{PREFIX}{}-of-{}{SUFFIX}", self.number, self.of)
    }
}

const PREFIX: &str = "shard-";
const SUFFIX: &str = ".json";

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// A text that names no shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoShard;

impl fmt::Display for NoShard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a shard is written I/N, from 1/N to N/N")
    }
}

impl std::error::Error for NoShard {}

impl FromStr for Shard {
    type Err = NoShard;

    fn from_str(text: &str) -> Result<Self, NoShard> {
        let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text.parse().map_err(|_| NoShard),
            false => Err(NoShard),
        };
        let (shard, of) = text.split_once('/').ok_or(NoShard)?;
        Self::new(number(shard)?, number(of)?).ok_or(NoShard)
    }
}

/// What a shard leaves for the merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    version: u32,
    /// Its number, from 1.
    pub shard: u32,
    /// How many shards there are.
    pub of: u32,
    /// The name of all that must be the same for all shards: tool, configuration, sources, options.
    pub made_of: Fingerprint,
    /// What site-wide files are made of besides articles, by format.
    pub site: Vec<(String, Fingerprint)>,
    /// `site.base_url` as the run had it.
    pub base_url: Option<String>,
    /// Whether the feed is offered under `.well-known` too.
    pub well_known: bool,
    /// The formats.
    pub formats: Vec<String>,
    /// The folders that were exported.
    pub roots: Vec<String>,
    /// Whether these are folders, all of them.
    pub whole: bool,
    /// Its sources that are drafts.
    pub drafts: Vec<String>,
    /// Its articles, each with its place among those of all shards.
    pub articles: Vec<(usize, String)>,
    /// How many of them were exported in all formats.
    pub complete: usize,
    /// Its artifacts.
    pub artifacts: Vec<Record>,
}

impl Part {
    /// What a run of a shard leaves.
    pub fn of(job: &Job, shard: Shard, inputs: &Inputs, survey: &Survey<'_>, report: &mut Report) -> Self {
        let config = &job.settings.config;
        let formats: Vec<String> =
            job.formats.iter().map(|backend| backend.format().name.to_owned()).collect();
        let roots: Vec<String> = manifest::root_names(job).into_iter().collect();
        let mut made_of = Digest::default();
        for format in &formats {
            made_of.text(format).fingerprint(inputs.of_site(format));
        }
        made_of.text(&serde_json::to_string(&config.books).unwrap_or_default());
        made_of.optional(job.fallback_date.map(|date| date.to_string()).as_deref());
        made_of.text(if job.drafts { "drafts" } else { "" }).text(if job.books { "books" } else { "" });
        roots.iter().for_each(|root| {
            made_of.text(root);
        });
        for source in &job.sources.articles {
            made_of.text(&manifest::name(&job.project, &source.path));
            made_of.optional(survey.texts.get(&source.id).map(ToString::to_string).as_deref());
        }
        let own = survey.chosen.iter().filter(|source| survey.is_of(Some(shard), source));
        let drafts = job.sources.articles.iter().filter(|source| survey.drafts.contains(&source.id));
        let name = |source: &crate::load::Source| manifest::name(&job.project, &source.path);
        let mut artifacts = std::mem::take(&mut report.records);
        artifacts.sort_by(|a, b| a.path.cmp(&b.path));
        let sites = job.formats.iter().filter(|backend| backend.site_files().is_some());
        Self {
            version: VERSION,
            shard: shard.number(),
            of: shard.of(),
            made_of: made_of.finish(),
            site: sites
                .map(|backend| (backend.format().name.to_owned(), inputs.of_site(backend.format().name)))
                .collect(),
            base_url: config.site.base_url.clone(),
            well_known: config.jsonld.well_known,
            formats,
            roots,
            whole: super::join::is_site(job),
            drafts: drafts.filter(|source| shard.has(&source.route)).map(name).collect(),
            articles: own.map(|source| (source.id.0 as usize, name(source))).collect(),
            complete: report.articles,
            artifacts,
        }
    }

    /// Writes it into the shard's folder.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, folder: &Folder) -> Result<(), Box<Located>> {
        let Some(shard) = Shard::new(self.shard, self.of) else { return Ok(()) };
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let file = shard.file();
        folder
            .put(&file, text.as_bytes())
            .map_err(|problem| Box::new(problem.locate(folder.path().join(&file), None)))
    }

    /// Reads what a shard left. `None` when this version cannot read it.
    pub fn read(file: &Path) -> Option<Self> {
        let part: Self = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
        (part.version == VERSION && Shard::new(part.shard, part.of).is_some()).then_some(part)
    }

    /// The files that shards left in a folder, in order.
    pub fn files(folder: &Path) -> Vec<PathBuf> {
        let is_one = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.strip_prefix(PREFIX)
                .and_then(|name| name.strip_suffix(SUFFIX))
                .is_some_and(|name| name.replace("-of-", "/").parse::<Shard>().is_ok())
        };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> = entries.filter(is_one).collect();
        files.sort();
        files
    }
}

/// Makes an output folder ready: what shards left there that are no longer so is removed.
///
/// # Errors
/// It cannot be removed.
pub fn begin(job: &Job, output: &Output) -> Result<(), Box<Located>> {
    let Output::Folder(folder) = output else { return Ok(()) };
    let stale = match job.shard {
        Some(shard) => vec![folder.path().join(shard.file())],
        // A run of all leaves nothing to merge.
        None => Part::files(folder.path()),
    };
    for file in stale {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let message = format!("what a shard left cannot be removed: {}", io_reason(&error));
                return Err(Box::new(Diagnostic::new(Code::UnwritableArtifact, message).locate(file, None)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Leaves what the merge needs.
pub fn end(
    job: &Job,
    shard: Shard,
    folder: &Folder,
    inputs: &Inputs,
    survey: &Survey<'_>,
    report: &mut Report,
) {
    if let Err(problem) = Part::of(job, shard, inputs, survey, report).write(folder) {
        report.diagnostics.push(*problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_falls_to_one_shard() {
        for of in [1, 2, 3, 7] {
            let shards: Vec<Shard> = (1..=of).map(|number| Shard::new(number, of).unwrap()).collect();
            let mut sizes = vec![0; shards.len()];
            for n in 0..700 {
                let route = Route::from_segments(["articles", &format!("article-{n}")]);
                let own: Vec<usize> = (0..shards.len()).filter(|at| shards[*at].has(&route)).collect();
                let [at] = own.as_slice() else { panic!("{route}: {own:?}") };
                sizes[*at] += 1;
            }
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            assert!(*least * 2 > *most, "{sizes:?}");
        }
    }

    #[test]
    fn the_share_of_a_shard_is_the_same_in_every_version() {
        let share = |name: &str| {
            let route = Route::from_segments(name.split('/'));
            (1..=3).find(|number| Shard::new(*number, 3).unwrap().has(&route)).unwrap()
        };
        let own = ["a", "b", "c", "d", "articles/cerebrolysin", "é"].map(share);
        assert_eq!(own, [3, 2, 1, 1, 1, 3]);
    }

    #[test]
    fn shards_are_written_as_fractions() {
        assert_eq!("2/7".parse(), Ok(Shard::new(2, 7).unwrap()));
        for text in ["", "2", "0/3", "4/3", "1/0", "+1/3", "1/3/4", "a/b", "1/ 3", "/"] {
            assert_eq!(text.parse::<Shard>(), Err(NoShard), "{text}");
        }
    }
}
