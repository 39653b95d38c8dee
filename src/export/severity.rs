//! The one place where findings are weighed: the `check` section of the configuration, and `--strict`.

use super::Job;
use crate::config::Level;
use crate::diagnostic::{Located, Severity};

/// The findings as the job weighs them; those that are off are left out.
pub fn weigh(job: &Job, found: Vec<Located>) -> Vec<Located> {
    found.into_iter().filter_map(|located| weighed(job, located)).collect()
}

fn weighed(job: &Job, mut located: Located) -> Option<Located> {
    let diagnostic = &mut located.diagnostic;
    if diagnostic.severity == Severity::Warning {
        match job.settings.config.check.get(diagnostic.code.name()) {
            Some(Level::Off) => return None,
            Some(Level::Error) => diagnostic.severity = Severity::Error,
            Some(Level::Warn) | None => {}
        }
        if job.strict {
            diagnostic.severity = Severity::Error;
        }
    }
    Some(located)
}
