//! The PDF backend: a printable guide that looks typeset, reads aloud and archives.
//!
//! ```text
//! shape → break lines → stack blocks → paginate → pages → furniture (running heads, folios) → paint → finish
//! ```

mod alternative;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod bound;
mod break_lines;
mod deflate;
mod destinations;
mod direction;
mod dump;
mod extent;
mod finish;
mod flow;
mod font;
mod font_list;
mod fragment;
mod furniture;
mod gap;
mod image;
#[cfg(test)]
mod in_colour;
mod invisible;
mod justify;
mod layout;
mod lines;
mod mirror;
mod numbering;
mod pages;
mod paginate;
mod paint;
mod pieces;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod read_back;
mod rich_text;
#[cfg(test)]
mod right_to_left;
#[cfg(test)]
mod sample;
mod shape;
mod stack;
#[doc(hidden)]
pub mod stages;
mod tags;
mod theme;
mod write;

pub use font_list::{NamedFont, ScriptFonts, fonts_by_script};

use std::path::PathBuf;

use unicode_properties::UnicodeEmoji;

use font::Fonts;
use fragment::{GlyphRun, Layout, Mark, Shape};
use layout::lay_out;

use super::site_wide::Rendered;
use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned};
use crate::model::Publication;

/// The PDF backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pdf;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "pdf",
    title: "PDF",
    extension: "pdf",
    media_type: "application/pdf",
    binds_books: true,
    typeset: true,
};

impl Backend for Pdf {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        Ok(self.render_for_site(publication, context)?.map(|rendered| rendered.artifacts))
    }

    fn render_for_site(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Rendered> {
        extent::within(publication, context).map_err(|too_long| vec![too_long])?;
        let machine = context.config.pdf.system_fonts.unwrap_or(true);
        let all = (machine || context.assets.has_fonts())
            .then(|| context.assets.fonts(|files| Fonts::with_fallbacks(files, machine)))
            .flatten();
        let fonts = all.as_deref().unwrap_or_else(|| Fonts::bundled());
        let laid = lay_out(publication, context, fonts);
        let machine_fonts = machine && asks_the_machine(&laid, fonts);
        match write::write(laid.value, fonts) {
            Ok(bytes) => {
                let artifacts = vec![Artifact { extension: FORMAT.extension, bytes }];
                let rendered = Rendered { artifacts, fragment: None, machine_fonts };
                Ok(Warned { value: rendered, diagnostics: laid.diagnostics })
            }
            Err(error) => Err(vec![Diagnostic::new(Code::RenderFailed, error.to_string())]),
        }
    }
}

/// Whether a layout would be another one on a machine with other fonts.
fn asks_the_machine(laid: &Warned<Layout>, fonts: &Fonts) -> bool {
    // What stands for an emoji is a glyph of our own.
    let in_colour = |run: &GlyphRun| {
        let drawn = |c: char| c.is_ascii() || fonts.face(run.face).is_none_or(|face| face.glyph(c).is_some());
        run.text.chars().any(|c| !drawn(c) && c.is_emoji_char())
    };
    let drawn = |mark: &Mark| matches!(&mark.shape, Shape::Glyphs(run) if fonts.is_of_machine(run.face) || in_colour(run));
    laid.value.pages.iter().any(|page| page.marks.iter().any(drawn))
        || laid.diagnostics.iter().any(|found| found.code == Code::MissingGlyph)
}

/// The font files of this machine, in order.
pub fn machine_fonts() -> Vec<PathBuf> {
    Fonts::machine_files()
}

/// A layout in readable form, for tests and for the curious.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The pages: what stands where, line by line. Lengths are points from the top left corner.
    pub pages: String,
    /// The tag tree with the text that is read at each tag.
    pub tags: String,
}

/// Lays a publication out with the bundled fonts and describes the result.
pub fn describe(publication: &Publication, context: &Context<'_>) -> Described {
    let layout = lay_out(publication, context, Fonts::bundled()).value;
    Described { pages: dump::pages(&layout), tags: dump::tags(&layout) }
}
