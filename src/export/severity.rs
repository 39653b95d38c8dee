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

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;
    use crate::diagnostic::Code;
    use crate::load::Sources;

    #[test]
    fn a_quiet_run_tells_what_weighs_as_an_error() {
        let warning = Diagnostic::new(Code::MissingAuthor, "no author");
        let error = Diagnostic::new(Code::RenderFailed, "no page");
        let told = |strict, errors_only| {
            let job = Job { strict, errors_only, ..Job::new(Settings::default(), Sources::default()) };
            let mut found = vec![warning.clone(), error.clone()];
            drop_untold(&job, &mut found);
            found.iter().filter_map(|found| weight(&job, found)).collect::<Vec<_>>()
        };
        assert_eq!(told(false, false), [Severity::Warning, Severity::Error]);
        assert_eq!(told(false, true), [Severity::Error]);
        assert_eq!(told(true, true), [Severity::Error, Severity::Error]);
    }
}
