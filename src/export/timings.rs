//! Where the time of a run goes: seconds a step and a format, added up over all threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Job;

/// What a run does with an article, and at its end with all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Every article is read for the catalog.
    Survey,
    /// What an earlier run made is compared with what this one would make.
    Compare,
    /// An article is read to be exported.
    Read,
    /// Its document is completed.
    Enrich,
    /// Its punctuation is set, for the formats that people read.
    Typeset,
    /// A backend makes its artifacts.
    Render,
    /// They are written, with their SHA-256.
    Write,
    /// The files of the whole site are joined.
    Join,
    /// The manifest is brought up to date.
    Manifest,
}

impl Step {
    /// The steps, in their order.
    const ALL: [Self; 9] = [
        Self::Survey,
        Self::Compare,
        Self::Read,
        Self::Enrich,
        Self::Typeset,
        Self::Render,
        Self::Write,
        Self::Join,
        Self::Manifest,
    ];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Compare => "compare",
            Self::Read => "read",
            Self::Enrich => "enrich",
            Self::Typeset => "typeset",
            Self::Render => "render",
            Self::Write => "write",
            Self::Join => "join",
            Self::Manifest => "manifest",
        }
    }

    /// Whether each format has its own share of it.
    fn is_of_a_format(self) -> bool {
        match self {
            Self::Render | Self::Write | Self::Join => true,
            Self::Survey | Self::Compare | Self::Read | Self::Enrich | Self::Typeset | Self::Manifest => {
                false
            }
        }
    }
}

/// The time that a step took, added up over all threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The step.
    pub step: Step,
    /// Name of the format, for a step that each format has.
    pub format: Option<&'static str>,
    /// How often it was taken.
    pub times: u64,
    /// How long it took.
    pub spent: Duration,
}

/// Takes the time of steps, when the job wants to know.
#[derive(Debug, Default)]
pub struct Clock {
    /// Empty when nobody wants to know: then the clock is not looked at.
    dials: Vec<Dial>,
}

/// The time of one step in one format.
#[derive(Debug)]
struct Dial {
    step: Step,
    format: Option<&'static str>,
    times: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Clock {
    /// The clock of a job.
    pub fn of(job: &Job) -> Self {
        let mut dials = Vec::new();
        for step in Step::ALL.into_iter().filter(|_| job.timings) {
            let formats = job.formats.iter().map(|backend| Some(backend.format().name));
            let formats: Vec<_> = if step.is_of_a_format() { formats.collect() } else { vec![None] };
            dials.extend(formats.into_iter().map(|format| Dial {
                step,
                format,
                times: AtomicU64::new(0),
                nanoseconds: AtomicU64::new(0),
            }));
        }
        Self { dials }
    }

    /// Does some work, and takes its time.
    pub fn time<T>(&self, step: Step, format: Option<&str>, work: impl FnOnce() -> T) -> T {
        let Some(dial) = self.dials.iter().find(|dial| dial.step == step && dial.format == format) else {
            return work();
        };
        let begun = Instant::now();
        let done = work();
        let nanoseconds = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        dial.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        dial.times.fetch_add(1, Ordering::Relaxed);
        done
    }

    /// The times of the steps that were taken.
    pub fn read(&self) -> Vec<Timing> {
        let read = |dial: &Dial| Timing {
            step: dial.step,
            format: dial.format,
            times: dial.times.load(Ordering::Relaxed),
            spent: Duration::from_nanos(dial.nanoseconds.load(Ordering::Relaxed)),
        };
        self.dials.iter().map(read).filter(|timing| timing.times > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Settings, all};
    use crate::load::Sources;

    #[test]
    fn a_clock_counts_what_it_is_asked_for() {
        let mut job = Job::new(Settings::default(), Sources::default());
        job.formats = all().to_vec();
        let off = Clock::of(&job);
        assert_eq!(off.time(Step::Render, Some("pdf"), || 7), 7);
        assert_eq!(off.read(), []);
        job.timings = true;
        let clock = Clock::of(&job);
        for _ in 0..3 {
            clock.time(Step::Render, Some("text"), || ());
        }
        clock.time(Step::Read, None, || ());
        let told: Vec<_> = clock.read().iter().map(|t| (t.step.name(), t.format, t.times)).collect();
        assert_eq!(told, [("read", None, 1), ("render", Some("text"), 3)]);
    }
}
