//! The one place where findings are weighed: the `check` section of the configuration, and `--strict`.

use super::Job;
use crate::config::Level;
use crate::diagnostic::{Diagnostic, Located, Severity};

/// A finding as the job weighs it; none if it is not told.
pub fn weigh(job: &Job, mut located: Located) -> Option<Located> {
    located.diagnostic.severity = weight(job, &located.diagnostic)?;
    Some(located)
}

/// Drops the findings that are not told, before time is spent on their places.
pub fn drop_untold(job: &Job, found: &mut Vec<Diagnostic>) {
    found.retain(|diagnostic| weight(job, diagnostic).is_some());
}

fn weight(job: &Job, diagnostic: &Diagnostic) -> Option<Severity> {
    let severity = match (diagnostic.severity, job.settings.config.check.get(diagnostic.code.name())) {
        (Severity::Warning, Some(Level::Off)) => return None,
        (Severity::Warning, Some(Level::Error)) => Severity::Error,
        (Severity::Warning, Some(Level::Warn) | None) if job.strict => Severity::Error,
        (severity, _) => severity,
    };
    (severity == Severity::Error || !job.errors_only).then_some(severity)
}
