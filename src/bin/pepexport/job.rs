//! Arguments become a job, once. The clock, the environment and standard input are asked here and nowhere else.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pepexport::backend::Backend;
use pepexport::config::load as configuration;
use pepexport::export::{self, Job, Settings};
use pepexport::load::{self, Given, MAX_SOURCE_BYTES, Sources};
use pepexport::model::Date;

use crate::arguments::{ALL_FORMATS, Input, Running};
use crate::failure::Failure;

/// The source that means standard input, and the output that means standard output.
pub const STREAM: &str = "-";
/// The folder of articles when none is named.
const CONTENT: &str = "content";
/// The folder of artifacts when none is named.
const DIST: &str = "dist";

/// A job without formats and destination, and the folder that default paths lie in.
pub struct Prepared {
    /// The job.
    pub job: Job,
    /// Where the default output folder lies.
    base: PathBuf,
}

/// Reads the configuration and finds the sources.
pub fn prepare(input: &Input, running: &Running) -> Result<Prepared, Failure> {
    let config = match (&input.config, input.sources.first()) {
        (Some(config), _) => Some(config.clone()),
        (None, Some(first)) if first.as_os_str() != STREAM => configuration::find(first),
        (None, _) => configuration::find(Path::new(".")),
    };
    let mut settings = match &config {
        Some(config) => Settings::read(config).map_err(Failure::Config)?,
        None => Settings::default(),
    };
    if let Some(url) = &input.base_url {
        settings.set_base_url(url).map_err(|problem| {
            let failure = Failure::usage(format!("--base-url: {}", problem.message));
            problem.help.iter().fold(failure, |failure, help| failure.help(help))
        })?;
    }
    let project = config.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
    let (given, base) = given(input, &project)?;
    let sources = load::find(&given, &settings.config.site.exclude);
    let job = Job {
        project,
        // Who names sources wants those.
        books: input.sources.is_empty(),
        drafts: input.drafts,
        strict: running.strict,
        errors_only: running.quiet,
        timings: running.timings,
        threads: running.jobs,
        today: today(),
        fallback_date: source_date()?,
        ..Job::new(settings, sources)
    };
    Ok(Prepared { job, base })
}

/// A job that shards are merged by, and the folder that default paths lie in.
pub fn of_merge(config: Option<PathBuf>, running: &Running) -> Result<Prepared, Failure> {
    let config = config.or_else(|| configuration::find(Path::new(".")));
    let settings = match &config {
        Some(config) => Settings::read(config).map_err(Failure::Config)?,
        None => Settings::default(),
    };
    let base = config.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
    let job = Job {
        project: base.clone(),
        strict: running.strict,
        errors_only: running.quiet,
        timings: running.timings,
        threads: running.jobs,
        ..Job::new(settings, Sources::default())
    };
    Ok(Prepared { job, base })
}

impl Prepared {
    /// The folder for artifacts when none is named: in the working directory when sources are, else beside the
    /// configuration.
    pub fn default_output(&self) -> PathBuf {
        self.base.join(DIST)
    }
}

/// The formats by name, each once, in their own order.
pub fn formats(names: &[String]) -> Vec<&'static dyn Backend> {
    let wanted = |backend: &&'static dyn Backend| {
        names.iter().any(|name| name == ALL_FORMATS || name == backend.format().name)
    };
    export::all().iter().copied().filter(wanted).collect()
}

fn given(input: &Input, project: &Path) -> Result<(Vec<Given>, PathBuf), Failure> {
    if input.sources.is_empty() {
        let content = project.join(CONTENT);
        if !content.is_dir() {
            return Err(Failure::usage(format!(
                "there is nothing to export: no folder {}",
                content.display()
            ))
            .help("name Markdown files or folders, or begin with `pepexport init`"));
        }
        return Ok((vec![Given::Path(content)], project.to_path_buf()));
    }
    let mut given = Vec::new();
    for source in &input.sources {
        if source.as_os_str() == STREAM {
            if given.iter().any(|given| matches!(given, Given::StandardInput(_))) {
                return Err(Failure::usage("standard input can be read once only"));
            }
            given.push(Given::StandardInput(standard_input()?));
        } else {
            given.push(Given::Path(source.clone()));
        }
    }
    Ok((given, PathBuf::new()))
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // One byte past the limit is enough to tell that there are more.
    io::stdin().lock().take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn today() -> Option<Date> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Date::from_unix_seconds(i64::try_from(since.as_secs()).ok()?)
}

/// `SOURCE_DATE_EPOCH`, as reproducible-builds.org specifies it.
fn source_date() -> Result<Option<Date>, Failure> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = value.to_str().and_then(|text| text.trim().parse().ok());
    match seconds.and_then(Date::from_unix_seconds) {
        Some(date) => Ok(Some(date)),
        None => Err(Failure::usage(format!(
            "SOURCE_DATE_EPOCH is {}, which is not a number of seconds since 1970",
            value.to_string_lossy()
        ))),
    }
}
