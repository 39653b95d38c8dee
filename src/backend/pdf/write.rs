//! A layout to the bytes of a PDF file.

use std::fmt;

use super::finish::finish;
use super::font::Fonts;
use super::fragment::Layout;
use super::paint::paint;

/// Why a layout cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// A font file cannot be reduced to the glyphs in use: the name of the face and what is wrong.
    Font(String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Font(what) => write!(f, "the font cannot be embedded: {what}"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes a layout as PDF 1.7 that is PDF/UA-1 and PDF/A-2a. The same layout gives the same bytes.
///
/// # Errors
/// A font that the layout uses cannot be embedded. The bundled fonts always can.
pub fn write(mut layout: Layout, fonts: &Fonts) -> Result<Vec<u8>, WriteError> {
    let painted = paint(&mut layout, fonts).map_err(WriteError::Font)?;
    Ok(finish(painted, &layout, fonts))
}

#[cfg(test)]
mod tests;
