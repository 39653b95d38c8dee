//! Finding sources and reading their bytes: limits on size, no way out of the roots.

mod fonts;
mod roots;
mod sources;
mod style_sheet;
mod text;

pub use fonts::{MAX_FONT_BYTES, fonts};
pub use roots::{AssetProblem, Roots, normalise};
pub use sources::{Given, Source, Sources, find};
pub use style_sheet::{MAX_STYLE_SHEET_BYTES, style_sheet};
pub use text::{MAX_SOURCE_BYTES, bytes, read, text};

/// Extensions of the files that are articles.
pub const EXTENSIONS: [&str; 2] = ["md", "markdown"];
