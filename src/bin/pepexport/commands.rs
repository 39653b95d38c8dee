//! What each command does.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::CommandFactory;
use pepexport::backend::pdf::{NamedFont, ScriptFonts, fonts_by_script};
use pepexport::config::{load as configuration, schema};
use pepexport::diagnostic::Code;
use pepexport::export::{self, Destination, Job, Report, Settings};
use pepexport::load;

use crate::arguments::{ALL_FORMATS, Arguments, Command, Input, MessageFormat, Schema, Verbosity};
use crate::failure::Failure;
use crate::progress::Bar;
use crate::{explain, job, render, summary};

/// Exports articles. Whether none had an error.
pub fn export(arguments: &Arguments) -> Result<bool, Failure> {
    let asked = &arguments.export;
    let prepared = job::prepare(&asked.input, &asked.running)?;
    let folder = asked.out.clone().unwrap_or_else(|| prepared.default_output());
    let mut job = prepared.job;
    job.formats = job::formats(&asked.format);
    job.force = asked.force;
    job.shard = asked.shard;
    if let Some(title) = &asked.book {
        bind(&mut job, title, asked.format.iter().any(|name| name == ALL_FORMATS))?;
        job.references = asked.references.into();
    }
    if folder.as_os_str() == job::STREAM {
        if job.shard.is_some() {
            return Err(Failure::usage("--shard exports to a folder").help("give one with --out"));
        }
        return to_standard_output(job, arguments);
    }
    job.destination = Destination::Folder(folder.clone());
    if asked.well_known {
        offer_well_known(&mut job)?;
    }
    run(&job, arguments, |report, seconds| summary::exported(report, &folder, seconds))
}

/// Merges shards. Whether all files were written.
pub fn merge(arguments: &Arguments) -> Result<bool, Failure> {
    let Some(Command::Merge(asked)) = &arguments.command else { return Ok(true) };
    let prepared = job::of_merge(asked.config.clone(), &asked.running)?;
    let folder = asked.out.clone().unwrap_or_else(|| prepared.default_output());
    let folders = if asked.folders.is_empty() { vec![folder.clone()] } else { asked.folders.clone() };
    let mut job = prepared.job;
    job.destination = Destination::Folder(folder.clone());
    let start = Instant::now();
    let report = export::merge(job, &folders, &Bar::hidden()).map_err(|problem| {
        let failure = Failure::usage(problem.message);
        problem.help.iter().fold(failure, |failure, help| failure.help(help))
    })?;
    tell(&report, arguments, start, |report, seconds| summary::exported(report, &folder, seconds))
}

/// Checks articles without writing. Whether none had an error.
pub fn check(arguments: &Arguments) -> Result<bool, Failure> {
    let Some(Command::Check(asked)) = &arguments.command else { return Ok(true) };
    let mut job = job::prepare(&asked.input, &asked.running)?.job;
    job.formats = job::formats(&asked.format);
    run(&job, arguments, summary::checked)
}

fn run(
    job: &Job,
    arguments: &Arguments,
    summarise: impl FnOnce(&Report, f64) -> String,
) -> Result<bool, Failure> {
    let start = Instant::now();
    let bar = Bar::new(arguments);
    let report = export::run(job, &bar);
    bar.finish();
    tell(&report, arguments, start, summarise)
}

/// Tells what a run did. Whether there was no error.
fn tell(
    report: &Report,
    arguments: &Arguments,
    start: Instant,
    summarise: impl FnOnce(&Report, f64) -> String,
) -> Result<bool, Failure> {
    show(report, arguments)?;
    let seconds = start.elapsed().as_secs_f64();
    if arguments.running().timings {
        render::lines(summary::timings(report, seconds));
    }
    // Tools read one object a line, and count for themselves.
    if arguments.running().message_format == MessageFormat::Human {
        if arguments.verbosity() == Verbosity::Verbose {
            render::lines(summary::files(report));
        }
        if arguments.verbosity() > Verbosity::Quiet {
            render::lines([summarise(report, seconds)]);
            render::lines(summary::advice(report));
        }
    }
    Ok(report.errors() == 0)
}

/// Shows what was noticed.
fn show(report: &Report, arguments: &Arguments) -> Result<(), Failure> {
    let shown = report.diagnostics.iter().filter(|found| render::is_wanted(found, arguments));
    Ok(render::diagnostics(shown, arguments, true)?)
}

/// Turns the job into that of one volume.
fn bind(job: &mut Job, title: &str, all_formats: bool) -> Result<(), Failure> {
    if title.trim().is_empty() {
        return Err(Failure::usage("--book needs a title"));
    }
    // Who asks for all formats means all that can be had.
    if all_formats {
        job.formats.retain(|backend| backend.format().binds_books);
    }
    if let Some(backend) = job.formats.iter().find(|backend| !backend.format().binds_books) {
        let message = format!("{} cannot bind articles in one volume", backend.format().title);
        return Err(Failure::usage(message).help("leave it out of --format"));
    }
    job.book = Some(title.to_owned());
    Ok(())
}

/// Asks for the feed under the names that a draft of Schema.org registers.
fn offer_well_known(job: &mut Job) -> Result<(), Failure> {
    if job.settings.config.site.base_url.is_none() {
        return Err(Failure::usage(
            "--well-known needs the address of the site, for there is no feed without it",
        )
        .help("set `site.base_url` in pepexport.yaml, or give --base-url https://www.example.org"));
    }
    job.settings.config.jsonld.well_known = true;
    Ok(())
}

fn to_standard_output(mut job: Job, arguments: &Arguments) -> Result<bool, Failure> {
    if job.formats.len() != 1 {
        return Err(Failure::usage("standard output takes one format").help("choose one: --format text"));
    }
    if job.book.is_none() && job.sources.articles.len() > 1 {
        return Err(Failure::usage(format!(
            "standard output takes one article, and there are {}",
            job.sources.articles.len()
        ))
        .help("name one file, or bind all of them in one volume with --book TITLE"));
    }
    let media_type = job.formats.first().map_or("", |backend| backend.format().media_type);
    let readable = ["text/", "application/ld+json"].iter().any(|kind| media_type.starts_with(kind));
    if !readable && io::stdout().is_terminal() {
        return Err(Failure::usage("standard output is a terminal, which cannot show this format")
            .help("send it to a file: pepexport … > file"));
    }
    job.destination = Destination::Memory;
    let start = Instant::now();
    let report = export::run(&job, &Bar::hidden());
    show(&report, arguments)?;
    if job.timings {
        render::lines(summary::timings(&report, start.elapsed().as_secs_f64()));
    }
    if let Some(bytes) = &report.output {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()?;
    }
    Ok(report.errors() == 0)
}

/// Shows the document model of one article.
pub fn dump(arguments: &Arguments) -> Result<bool, Failure> {
    let Some(Command::Dump(asked)) = &arguments.command else { return Ok(true) };
    let input = Input {
        sources: vec![asked.file.clone()],
        config: asked.config.clone(),
        drafts: true,
        ..Input::default()
    };
    let job = job::prepare(&input, &asked.running)?.job;
    let (text, report) = export::dump(&job);
    show(&report, arguments)?;
    to_stdout(text.as_deref().unwrap_or_default().as_bytes())?;
    Ok(report.errors() == 0)
}

/// Prints the page about a kind of finding, or the list of all.
pub fn explain(code: Option<&str>) -> Result<bool, Failure> {
    let text = match code {
        None => explain::list(),
        Some(name) => match Code::named(name.trim_matches(['[', ']'])) {
            Some(code) => explain::page(code),
            None => {
                let help = match Code::nearest(name) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`pepexport explain` lists them all".to_owned(),
                };
                return Err(Failure::usage(format!("there is no kind of finding `{name}`")).help(help));
            }
        },
    };
    to_stdout(text.as_bytes())
}

/// Lists the fonts that each script would be set in.
pub fn fonts(config: Option<PathBuf>) -> Result<bool, Failure> {
    let config = config.or_else(|| configuration::find(Path::new(".")));
    let settings = match &config {
        Some(config) => Settings::read(config).map_err(Failure::Config)?,
        None => Settings::default(),
    };
    let folders: Vec<PathBuf> = settings.config.pdf.fonts.iter().map(PathBuf::from).collect();
    let own = load::fonts(&folders);
    let machine = settings.config.pdf.system_fonts.unwrap_or(true);
    let mut lines = String::new();
    let named = |font: &NamedFont| match &font.file {
        Some(file) => format!("{} ({})", font.name, file.display()),
        None => font.name.clone(),
    };
    for ScriptFonts { script, text, apparatus } in fonts_by_script(&own.value, machine) {
        let text = text.as_ref().map_or_else(|| "no font".to_owned(), named);
        lines.push_str(&format!("{script:<17} {text}\n"));
        if let Some(apparatus) = apparatus.as_ref().map(named).filter(|apparatus| *apparatus != text) {
            lines.push_str(&format!("{:<17} {apparatus}\n", ""));
        }
    }
    to_stdout(lines.as_bytes())
}

/// Prints a JSON Schema.
pub fn schema(of: Schema) -> Result<bool, Failure> {
    let schema = match of {
        Schema::Config => schema::config(),
        Schema::FrontMatter => schema::front_matter(),
    };
    to_stdout(format!("{schema:#}\n").as_bytes())
}

/// Prints a completion script.
pub fn completions(shell: clap_complete::Shell) -> Result<bool, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "pepexport", &mut script);
    to_stdout(&script)
}

/// Prints the manual page.
pub fn man() -> Result<bool, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    to_stdout(&page)
}

fn to_stdout(bytes: &[u8]) -> Result<bool, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(true)
}
