//! The command line, as types.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use pepexport::config::ReferenceLists;
use pepexport::export::Shard;

use crate::job::STREAM;

/// The name that means every format.
pub const ALL_FORMATS: &str = "all";

const EXAMPLES: &str = "\
Examples:
  pepexport                                   export content/ in every format to dist/
  pepexport --format pdf                      only PDF
  pepexport content/articles/cerebrolysin.md  one article
  pepexport -f epub,text -o out content/      two formats, into another folder
  pepexport --book \"Peptide Guides\" content/  all articles in one volume
  pepexport --shard 2/4                       the second of four parts; then: pepexport merge
  pepexport check                             what could be better, without writing anything
  pepexport -f text -o - article.md | less    one article to standard output

Exit status: 0 if everything was exported; 1 if some article had an error (the others are exported);
2 if the arguments or the configuration are wrong.";

/// Turns Markdown articles into print-ready PDF, EPUB, JSON-LD and plain text.
///
/// An article is a Markdown file with front matter. Without SOURCES, the folder content/ beside pepexport.yaml is
/// exported.
#[derive(Debug, Parser)]
#[command(name = "pepexport", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do instead of exporting.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What to export, and how.
    #[command(flatten)]
    pub export: Export,
}

/// What to do instead of exporting.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell what is wrong with the articles, and write nothing
    Check(Check),
    /// Make of the parts that `--shard` exported what one run would have written
    Merge(Merge),
    /// Write a commented pepexport.yaml and a sample article, to start with
    Init {
        /// The folder to write them to; existing files are never touched
        #[arg(value_name = "DIR", default_value = ".")]
        folder: PathBuf,
    },
    /// Tell more about a kind of finding: what it means, why it matters, and what to do
    Explain {
        /// The name that stands in brackets with the finding; all are listed without it
        code: Option<String>,
    },
    /// Show how an article is understood: its document model as text
    Dump(Dump),
    /// List the fonts that each script would be set in, bundled, yours and this machine's
    Fonts {
        /// Configuration file [default: the nearest pepexport.yaml at or above the working directory]
        #[arg(short, long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print a JSON Schema, for editors that complete and check as you type
    Schema {
        /// What the schema describes
        #[arg(value_name = "OF")]
        of: Schema,
    },
    /// Print a script that teaches a shell to complete pepexport's arguments
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, in roff
    Man,
}

/// Arguments of an export.
#[derive(Debug, Args)]
pub struct Export {
    /// Formats to write; repeat the option or separate with commas
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',', default_value = ALL_FORMATS, value_parser = formats())]
    pub format: Vec<String>,

    /// Folder for the artifacts, or - for one article in one format on standard output [default: dist]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Bind all sources in one volume with this title (pdf, epub, text)
    #[arg(long, value_name = "TITLE")]
    pub book: Option<String>,

    /// Export only the I-th of N parts, on N machines or in N jobs; `pepexport merge` makes the whole of them
    #[arg(long, value_name = "I/N", conflicts_with = "book")]
    pub shard: Option<Shard>,

    /// Make everything anew, also what did not change since an earlier run
    #[arg(long)]
    pub force: bool,

    /// Where that volume lists what its links lead to: after each article, or once, numbered through
    #[arg(long, value_name = "WHERE", value_enum, requires = "book", default_value = "article")]
    pub references: References,

    /// Offer the feed at /.well-known/feeddata-toc and feeddata-general too (draft “Schema.org Feeds”)
    #[arg(long)]
    pub well_known: bool,

    /// What to read.
    #[command(flatten)]
    pub input: Input,

    /// How to run.
    #[command(flatten)]
    pub running: Running,
}

/// Arguments of a merge.
#[derive(Debug, Args)]
pub struct Merge {
    /// Folders that shards were exported to, or folders that hold such folders [default: the output folder]
    #[arg(value_name = "DIR")]
    pub folders: Vec<PathBuf>,

    /// Folder for the whole [default: dist beside the configuration]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Configuration file [default: the nearest pepexport.yaml at or above the working directory]
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How to run.
    #[command(flatten)]
    pub running: Running,
}

/// Where a volume lists its references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum References {
    /// At the end of each article
    Article,
    /// At the end of the book
    Book,
}

impl From<References> for ReferenceLists {
    fn from(references: References) -> Self {
        match references {
            References::Article => Self::Article,
            References::Book => Self::Book,
        }
    }
}

/// Arguments of a check.
#[derive(Debug, Args)]
pub struct Check {
    /// Formats to check for; repeat the option or separate with commas
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',', default_value = ALL_FORMATS, value_parser = formats())]
    pub format: Vec<String>,

    /// What to read.
    #[command(flatten)]
    pub input: Input,

    /// How to run.
    #[command(flatten)]
    pub running: Running,
}

/// Arguments of a dump.
#[derive(Debug, Args)]
pub struct Dump {
    /// The article, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Configuration file [default: the nearest pepexport.yaml at or above the article]
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How to run.
    #[command(flatten)]
    pub running: Running,
}

/// What to read.
#[derive(Debug, Clone, Default, Args)]
pub struct Input {
    /// Markdown files, folders of them, or - for standard input [default: content/ beside the configuration]
    #[arg(value_name = "SOURCES")]
    pub sources: Vec<PathBuf>,

    /// Configuration file [default: the nearest pepexport.yaml at or above the first source]
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Include articles with `draft: true`
    #[arg(long)]
    pub drafts: bool,

    /// Address of the site, instead of the configuration's site.base_url
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// How to run and what to say.
#[derive(Debug, Clone, Args)]
pub struct Running {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,

    /// Number of threads [default: one a processor core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Tell on standard error where the time went: seconds a step and a format, added up over the threads
    #[arg(long)]
    pub timings: bool,

    /// How to show what was noticed: for people on standard error, or for tools on standard output (on standard error
    /// when that holds an artifact)
    #[arg(long, value_name = "FORM", value_enum, default_value_t = MessageFormat::Human)]
    pub message_format: MessageFormat,

    /// Whether to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,

    /// Say less: errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Say more: every file that is written
    #[arg(short, long)]
    pub verbose: bool,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// The configuration, pepexport.yaml
    Config,
    /// The front matter of articles
    FrontMatter,
}

/// How to show what was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the source line, for people
    Human,
    /// One JSON object a line: code, severity, file, line, column, end_line, end_column, message, help
    Json,
    /// One SARIF 2.1.0 log, which code hosts and editors read
    Sarif,
}

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Yes
    Always,
    /// No
    Never,
}

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// Findings and a summary.
    Normal,
    /// Every file too.
    Verbose,
}

impl Arguments {
    /// How to run, whatever is to be done.
    pub fn running(&self) -> &Running {
        match &self.command {
            Some(Command::Check(check)) => &check.running,
            Some(Command::Merge(merge)) => &merge.running,
            Some(Command::Dump(dump)) => &dump.running,
            Some(
                Command::Init { .. }
                | Command::Explain { .. }
                | Command::Fonts { .. }
                | Command::Schema { .. }
                | Command::Completions { .. }
                | Command::Man,
            )
            | None => &self.export.running,
        }
    }

    /// Whether standard output holds what was asked for, so that nothing else may stand there.
    pub fn holds_standard_output(&self) -> bool {
        match &self.command {
            None => self.export.out.as_ref().is_some_and(|out| out.as_os_str() == STREAM),
            Some(Command::Check(_) | Command::Merge(_) | Command::Init { .. }) => false,
            Some(
                Command::Dump(_)
                | Command::Explain { .. }
                | Command::Fonts { .. }
                | Command::Schema { .. }
                | Command::Completions { .. }
                | Command::Man,
            ) => true,
        }
    }

    /// How much to say.
    pub fn verbosity(&self) -> Verbosity {
        match self.running() {
            Running { quiet: true, .. } => Verbosity::Quiet,
            Running { verbose: true, .. } => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}

/// The names of the formats, and the one that means all of them.
fn formats() -> impl TypedValueParser<Value = String> {
    let one = |backend: &&'static dyn pepexport::backend::Backend| {
        PossibleValue::new(backend.format().name).help(backend.format().title)
    };
    let all = PossibleValue::new(ALL_FORMATS).help("Every format");
    let names: Vec<PossibleValue> = pepexport::export::all().iter().map(one).chain([all]).collect();
    PossibleValuesParser::new(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
