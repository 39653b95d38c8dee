//! A progress bar on standard error, when that is a terminal and the work is long.

use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pepexport::export::{Progress, Stage};

use crate::arguments::{Arguments, MessageFormat, Verbosity};
use crate::render;

/// Fewer articles than this are done before anybody wonders.
const WORTH_SHOWING: usize = 20;
/// Redraws a second.
const REDRAWS: u8 = 10;

/// The progress bar.
pub struct Bar {
    bar: ProgressBar,
    speaks: bool,
}

impl Bar {
    /// A bar that is drawn when it is of use.
    pub fn new(arguments: &Arguments) -> Self {
        let running = arguments.running();
        let speaks =
            arguments.verbosity() > Verbosity::Quiet && running.message_format == MessageFormat::Human;
        let target = if speaks {
            // It draws nothing when standard error is no terminal.
            ProgressDrawTarget::stderr_with_hz(REDRAWS)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        Self { bar, speaks }
    }

    /// A bar that is never drawn.
    pub fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), speaks: false }
    }

    /// Takes the bar off the terminal.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn wait(&self, folder: &Path) {
        if self.speaks {
            // Nobody is harmed when this cannot be said.
            let _ = render::lines([format!("waiting for another run that writes to {}", folder.display())]);
        }
    }

    fn start(&self, stage: Stage, articles: usize) {
        if articles < WORTH_SHOWING {
            return;
        }
        let name = match stage {
            Stage::Read => "reading",
            Stage::Export => "exporting",
        };
        let style = ProgressStyle::with_template("{msg:>9} [{bar:30}] {pos}/{len} {eta}");
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        self.bar.set_message(name);
        self.bar.set_position(0);
        self.bar.set_length(articles as u64);
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }

    fn step(&self) {
        self.bar.inc(1);
    }
}
