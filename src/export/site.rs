//! What a run can say about the site as a whole, once.

use std::path::{Path, PathBuf};

use super::workshop::roots;
use super::{Job, Report};
use crate::assets::Assets;
use crate::backend::{json_ld, pdf};
use crate::config::load::FILE_NAME;
use crate::config::places::{self, Part};
use crate::diagnostic::{Code, Diagnostic, Located, locate_all};
use crate::load;

/// What the configuration lacks for the formats of this run.
pub fn check(job: &Job) -> Vec<Located> {
    let site = &job.settings.config.site;
    let mut found = Vec::new();
    let assets = Assets::within(roots(job));
    if job.formats.iter().any(|backend| backend.format().name == json_ld::FORMAT.name) {
        if site.base_url.is_none() {
            let message =
                "without `site.base_url`, identifiers in JSON-LD stay relative and there is no feed";
            found.push(
                Diagnostic::new(Code::MissingBaseUrl, message).about("site.base_url").help(
                    "set `site.base_url` in pepexport.yaml, or give --base-url https://www.example.org",
                ),
            );
        }
        if site.name.is_none() {
            let message = "without `site.name`, the publisher has no name in JSON-LD";
            found.push(
                Diagnostic::new(Code::MissingSiteName, message)
                    .about("site.name")
                    .help("set `site.name` in pepexport.yaml"),
            );
        }
        found.extend(json_ld::check_site(&job.settings.config, &assets));
    }
    locate(job, found)
}

/// The user's own fonts, when this run makes PDF.
pub fn fonts(job: &Job, report: &mut Report) -> Vec<Vec<u8>> {
    if !job.formats.iter().any(|backend| backend.format().name == pdf::FORMAT.name) {
        return Vec::new();
    }
    let folders: Vec<PathBuf> = job.settings.config.pdf.fonts.iter().map(PathBuf::from).collect();
    let read = load::fonts(&folders);
    let about = |problem: Diagnostic| problem.about("pdf.fonts");
    report.take(job, locate(job, read.diagnostics.into_iter().map(about).collect()));
    read.value
}

/// The user's own style sheet, when this run makes EPUB.
pub fn style_sheet(job: &Job, report: &mut Report) -> Option<String> {
    let path = job.settings.config.epub.css.as_deref()?;
    if !job.formats.iter().any(|backend| backend.format().name == crate::backend::epub::FORMAT.name) {
        return None;
    }
    match load::style_sheet(Path::new(path)) {
        Ok(style_sheet) => Some(style_sheet),
        Err(problem) => {
            report.take(job, locate(job, vec![problem.about("epub.css")]));
            None
        }
    }
}

/// Ties findings to the configuration, each at the key that it is about where the file has it.
pub fn locate(job: &Job, found: Vec<Diagnostic>) -> Vec<Located> {
    let path = job.settings.file.clone().unwrap_or_else(|| job.project.join(FILE_NAME));
    let text = match &job.settings.file {
        Some(file) if !found.is_empty() => std::fs::read_to_string(file).unwrap_or_default(),
        _ => String::new(),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let placed = |mut diagnostic: Diagnostic| {
        let key = diagnostic.about.as_deref().map(places::undotted);
        diagnostic.span = key.and_then(|key| places::find(text, &key, Part::Key));
        diagnostic
    };
    locate_all(found.into_iter().map(placed).collect(), &path, text)
}
