//! Why nothing could begin, and how that is said.

use std::io;

use pepexport::diagnostic::{Located, io_reason};

use crate::arguments::{Arguments, Verbosity};
use crate::render;

/// Why nothing could begin, or go on.
#[derive(Debug)]
pub enum Failure {
    /// The arguments make no sense together.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// The configuration has mistakes.
    Config(Vec<Located>),
    /// The terminal or a pipe failed.
    Stream(io::Error),
}

impl Failure {
    /// Arguments that make no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// The same, with advice.
    #[must_use]
    pub fn help(self, advice: impl Into<String>) -> Self {
        match self {
            Self::Usage { message, .. } => Self::Usage { message, help: Some(advice.into()) },
            other => other,
        }
    }

    /// A mistake in the tool itself.
    pub fn mistake() -> Self {
        Self::usage("a mistake in pepexport stopped it").help("please report what you did; -v shows more")
    }

    /// Whether the reader of the output went away.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Stream(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Says it on standard error.
    pub fn show(&self, arguments: &Arguments) {
        match self {
            Self::Config(found) => {
                if let Err(error) = render::diagnostics(found, arguments, false) {
                    render::complaint(&io_reason(&error), None, arguments);
                }
            }
            Self::Usage { message, help } => render::failure(message, help.as_deref(), arguments),
            Self::Stream(error) => {
                let message = format!("the output could not be written: {}", io_reason(error));
                render::complaint(&message, None, arguments);
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

/// The library turns a panic of a backend into a finding; the default message with its thread and line would only
/// stand beside it. It is shown when more was asked for.
pub fn keep_panics_quiet(verbosity: Verbosity) {
    if verbosity < Verbosity::Verbose && std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}
