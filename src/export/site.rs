//! What a run can say about the site as a whole, once.

use std::path::{Path, PathBuf};

use super::workshop::roots;
use super::{Job, Report};
use crate::assets::Assets;
use crate::backend::{json_ld, pdf};
use crate::config::load::FILE_NAME;
use crate::diagnostic::{Code, Diagnostic, Located};
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
                Diagnostic::new(Code::MissingBaseUrl, message).help(
                    "set `site.base_url` in pepexport.yaml, or give --base-url https://www.example.org",
                ),
            );
        }
        if site.name.is_none() {
            let message = "without `site.name`, the publisher has no name in JSON-LD";
            found.push(
                Diagnostic::new(Code::MissingSiteName, message).help("set `site.name` in pepexport.yaml"),
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
    report.take(job, locate(job, read.diagnostics));
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
            report.take(job, locate(job, vec![problem]));
            None
        }
    }
}

/// Ties findings to the configuration as a whole.
pub fn locate(job: &Job, found: Vec<Diagnostic>) -> Vec<Located> {
    let path: PathBuf = job.project.join(FILE_NAME);
    found.into_iter().map(|diagnostic| diagnostic.locate(&path, None)).collect()
}
