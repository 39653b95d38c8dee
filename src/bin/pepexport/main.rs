//! The `pepexport` command: arguments become a job, the library does it, and what it noticed is shown.

mod arguments;
mod commands;
mod explain;
mod failure;
mod init;
mod job;
mod progress;
mod render;
mod sarif;
mod summary;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::Failure;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit status when an article had an error.
const SOME_FAILED: u8 = 1;
/// Exit status when nothing could begin: wrong arguments, a wrong configuration.
const NOT_STARTED: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    failure::keep_panics_quiet(arguments.verbosity());
    let done = std::panic::catch_unwind(|| run(&arguments)).unwrap_or_else(|_| Err(Failure::mistake()));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(SOME_FAILED),
        // Whoever reads the output has seen enough.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.show(&arguments);
            ExitCode::from(NOT_STARTED)
        }
    }
}

/// Does what was asked. Whether everything went well.
fn run(arguments: &Arguments) -> Result<bool, Failure> {
    match &arguments.command {
        None => commands::export(arguments),
        Some(Command::Check(_)) => commands::check(arguments),
        Some(Command::Merge(_)) => commands::merge(arguments),
        Some(Command::Init { folder }) => init::init(folder),
        Some(Command::Explain { code }) => commands::explain(code.as_deref()),
        Some(Command::Dump(_)) => commands::dump(arguments),
        Some(Command::Fonts { config }) => commands::fonts(config.clone()),
        Some(Command::Schema { of }) => commands::schema(*of),
        Some(Command::Completions { shell }) => commands::completions(*shell),
        Some(Command::Man) => commands::man(),
    }
}
