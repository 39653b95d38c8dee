//! What artifacts are made of besides the text of their articles: the tool itself, the configuration, and files.
//!
//! Every file's name of content is taken once a run, before anything is made of it. A file that changes while a run goes
//! on may so be used as it is later; then the next run finds another name, and makes the artifact anew.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;
use url::Url;

use super::Job;
use super::fingerprint::{Digest, Fingerprint};
use super::workshop::roots;
use crate::assets::MAX_IMAGE_BYTES;
use crate::backend::{epub, json_ld, pdf};
use crate::catalog::{Catalog, Entry};
use crate::enrich::{Question, Standpoint, addresses};
use crate::load::{Roots, Source};
use crate::model::Date;
use crate::source::read_within;

/// Bytes from the start of a font that tell it from others: they hold a check sum of each of its tables (OpenType,
/// “Table Directory”).
const HEAD_OF_A_FONT: u64 = 64 * 1024;

/// What the artifacts of a run are made of besides the text of their articles.
pub struct Inputs {
    identity: Fingerprint,
    formats: BTreeMap<&'static str, Fingerprint>,
    sites: BTreeMap<&'static str, Fingerprint>,
    roots: Roots,
    base: Option<Url>,
    today: Option<Date>,
    fallback_date: Option<Date>,
    files: Mutex<HashMap<PathBuf, Option<Fingerprint>>>,
    addresses: OnceLock<Fingerprint>,
    machine_fonts: OnceLock<Fingerprint>,
}

/// An article and what it was told.
pub struct Part<'p> {
    /// Its source.
    pub source: &'p Source,
    /// The name of the source's bytes.
    pub text: Fingerprint,
    /// What the catalog knows of it.
    pub entry: &'p Entry,
    /// Its questions with their answers.
    pub answers: Vec<(Question, String)>,
}

impl Inputs {
    /// The inputs of a job, with the user's own fonts and style sheet.
    pub fn new(job: &Job, fonts: &[Vec<u8>], style_sheet: Option<&str>) -> Self {
        let config = &job.settings.config;
        let roots = roots(job);
        let values = serde_json::to_value(config).unwrap_or_default();
        let section = |name: &str, without: &[&str]| {
            let mut section = values.get(name).cloned().unwrap_or(Value::Null);
            if let Some(keys) = section.as_object_mut() {
                keys.retain(|key, _| !without.contains(&key.as_str()));
            }
            section.to_string()
        };
        let mut identity = Digest::default();
        identity.text(env!("CARGO_PKG_VERSION")).text(env!("PEPEXPORT_MADE_OF"));
        // Which articles there are and where files lie changes nothing by itself: what comes of it is looked at.
        identity.text(&section("site", &["assets", "exclude"])).text(&section("labels", &[]));
        let identity = identity.finish();

        let mut inputs = Self {
            identity,
            formats: BTreeMap::new(),
            sites: BTreeMap::new(),
            base: config.site.base(),
            roots,
            today: job.today,
            fallback_date: job.fallback_date,
            files: Mutex::default(),
            addresses: OnceLock::new(),
            machine_fonts: OnceLock::new(),
        };
        for backend in &job.formats {
            let name = backend.format().name;
            let mut digest = Digest::default();
            // Of files that are named, the content counts.
            let not_by_name = ["fonts", "css", "citations_file", "feed_description"];
            digest
                .fingerprint(identity)
                .text(name)
                .text(backend.version())
                .text(&section(name, &not_by_name));
            if name == pdf::FORMAT.name {
                fonts.iter().for_each(|font| {
                    digest.fingerprint(Fingerprint::of(font));
                });
            }
            if name == epub::FORMAT.name {
                digest.optional(style_sheet);
            }
            if name == json_ld::FORMAT.name {
                digest.text(&format!("{:?}", config.jsonld.works));
                let logo = config.site.organization.logo.as_deref();
                inputs.add_site_file(logo, &mut digest);
            }
            let format = digest.finish();
            inputs.formats.insert(name, format);
            digest.optional(config.jsonld.feed_description.as_deref());
            digest.text(if config.jsonld.well_known { "well-known" } else { "" });
            inputs.sites.insert(name, digest.finish());
        }
        inputs
    }

    /// The name of what the catalog's entry of an article is made of.
    pub fn of_identity(&self, source: &Source, text: Fingerprint) -> Fingerprint {
        Digest::default().fingerprint(self.identity).text(source.route.as_str()).fingerprint(text).finish()
    }

    /// The name of what the site-wide files of a format are made of besides fragments.
    pub fn of_site(&self, format: &str) -> Fingerprint {
        self.sites.get(format).copied().unwrap_or(self.identity)
    }

    /// Where an article stands that asks.
    pub fn standpoint<'s>(
        &'s self,
        catalog: &'s Catalog,
        source: &'s Source,
        entry: &'s Entry,
    ) -> Standpoint<'s> {
        Standpoint {
            catalog,
            roots: &self.roots,
            base: self.base.as_ref(),
            file: &source.path,
            route: &entry.route,
            path: &entry.path,
        }
    }

    /// Adds what a part of a publication is made of.
    pub fn add_part(&self, part: &Part<'_>, catalog: &Catalog, digest: &mut Digest) {
        let Part { source, text, entry, answers } = part;
        digest.text(source.route.as_str()).fingerprint(*text);
        let future = match (entry.published, self.today) {
            (Some(published), Some(today)) => published.iso_date() > today.iso_date(),
            _ => false,
        };
        digest.text(if future { "future" } else { "" });
        let undated = entry.published.is_none() && entry.updated.is_none();
        let stands_in = self.fallback_date.filter(|_| undated).map(|date| date.to_string());
        digest.optional(stands_in.as_deref());
        let from = self.standpoint(catalog, source, entry);
        for (question, answer) in answers {
            digest.text(&format!("{question:?}")).text(answer);
            if *question == Question::Addresses {
                let name = || Fingerprint::of(addresses(catalog).as_bytes());
                digest.fingerprint(*self.addresses.get_or_init(name));
            }
            if let Some(image) = question.image(&from) {
                self.add_file(&image.file, digest);
            }
        }
    }

    /// Adds a file that the site serves under a path.
    pub fn add_site_file(&self, path: Option<&str>, digest: &mut Digest) {
        digest.optional(path);
        let rooted = path.map(|path| format!("/{}", path.trim_start_matches('/')));
        let asset = rooted.and_then(|path| self.roots.asset(&path, Path::new("")).ok());
        if let Some(asset) = asset {
            self.add_file(&asset.file, digest);
        }
    }

    /// The name of all that a format makes a publication of. `common` is what all formats make it of.
    pub fn of_format(&self, format: &str, common: Fingerprint, machine_fonts: bool) -> Fingerprint {
        let mut digest = Digest::default();
        digest.fingerprint(common);
        digest.fingerprint(self.formats.get(format).copied().unwrap_or(self.identity));
        if machine_fonts {
            digest.fingerprint(*self.machine_fonts.get_or_init(of_machine_fonts));
        }
        digest.finish()
    }

    fn add_file(&self, file: &Path, digest: &mut Digest) {
        let name = |name: Option<Fingerprint>| name.map(|name| name.to_string());
        let known = self.files.lock().unwrap_or_else(PoisonError::into_inner).get(file).copied();
        let content = known.unwrap_or_else(|| {
            let content = of_file(file);
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            *files.entry(file.to_path_buf()).or_insert(content)
        });
        digest.optional(name(content).as_deref());
    }
}

/// The name of a file's content; none of what cannot be used.
fn of_file(file: &Path) -> Option<Fingerprint> {
    read_within(file, MAX_IMAGE_BYTES).ok().map(|bytes| Fingerprint::of(&bytes))
}

/// The name of what fonts this machine has.
fn of_machine_fonts() -> Fingerprint {
    let mut digest = Digest::default();
    for file in pdf::machine_fonts() {
        digest.text(&file.to_string_lossy());
        let mut head = Vec::new();
        let read = fs::File::open(&file).and_then(|file| {
            let size = file.metadata()?.len();
            file.take(HEAD_OF_A_FONT).read_to_end(&mut head)?;
            Ok(size)
        });
        digest.bytes(&read.unwrap_or_default().to_le_bytes()).fingerprint(Fingerprint::of(&head));
    }
    digest.finish()
}
