//! A progress bar on standard error, when that is a terminal and the work is long.

use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pepexport::export::{Progress, Stage};

use crate::arguments::{Arguments, MessageFormat, Verbosity};
use crate::render;

/// What is done sooner than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(800);
/// Redraws a second.
const REDRAWS: u8 = 10;

/// The progress bar.
pub struct Bar {
    bar: ProgressBar,
    begun: Instant,
    /// Whether there is anybody to show it to.
    wanted: bool,
    shown: Once,
}

impl Bar {
    /// A bar that is drawn when it is of use.
    pub fn new(arguments: &Arguments) -> Self {
        let human = arguments.running().message_format == MessageFormat::Human;
        Self::wanted(human && arguments.verbosity() > Verbosity::Quiet)
    }

    /// A bar that is never drawn.
    pub fn hidden() -> Self {
        Self::wanted(false)
    }

    fn wanted(wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:>9} [{bar:30}] {pos}/{len}  {eta} left") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, begun: Instant::now(), wanted, shown: Once::new() }
    }

    fn show_when_long(&self) {
        if self.wanted && self.begun.elapsed() > PATIENCE {
            // It draws nothing when standard error is no terminal.
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(REDRAWS)));
        }
    }

    /// Takes the bar off the terminal.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn wait(&self, folder: &Path) {
        if self.wanted {
            render::lines([format!("waiting for another run that writes to {}", folder.display())]);
        }
    }

    fn start(&self, stage: Stage, articles: usize) {
        self.bar.set_message(match stage {
            Stage::Read => "reading",
            Stage::Export => "exporting",
        });
        self.bar.set_length(articles as u64);
        self.bar.set_position(0);
        self.bar.reset_eta();
        self.show_when_long();
    }

    fn step(&self) {
        self.bar.inc(1);
        self.show_when_long();
    }
}
