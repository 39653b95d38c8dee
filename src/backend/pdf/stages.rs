//! The stages of making a PDF, one by one, for benchmarks. Nothing else should want them: they change as the layout does.

use super::font::{Family, Fonts, Slant, Weight};
use super::fragment::Layout;
use super::gap::Closeness;
use super::layout::lay_out;
use super::paginate::paginate;
use super::paint::{Painted, paint, typefaces};
use super::shape::{Direction, FontStyle, shape};
use super::stack::{Stacked, stack};
use super::theme::Theme;
use crate::backend::Context;
use crate::model::{Publication, plain_text_of_blocks};

/// A publication on its way to a PDF, in the bundled fonts.
pub struct Stages<'a> {
    publication: &'a Publication,
    context: &'a Context<'a>,
    theme: Theme,
}

/// What the layout gives.
pub struct LaidOut(Layout);
/// What painting gives.
pub struct Sheets(Layout, Painted);
/// The strip before it is cut into pages.
pub struct Strip(Stacked);

impl<'a> Stages<'a> {
    /// The way of a publication.
    pub fn new(publication: &'a Publication, context: &'a Context<'a>) -> Self {
        let theme = Theme::new(&context.config.pdf, publication.binding);
        Self { publication, context, theme }
    }

    /// Shapes all text of the body in one style; how many glyphs there are.
    pub fn shape(&self) -> usize {
        let style = FontStyle { family: Family::Serif, weight: Weight::Regular, slant: Slant::Upright };
        self.publication
            .parts
            .iter()
            .flat_map(|part| &part.blocks)
            .map(|block| {
                let text = plain_text_of_blocks(std::slice::from_ref(block));
                let shaped = shape(Fonts::bundled(), &text, style, "en", Direction::LeftToRight);
                shaped.runs.iter().map(|run| run.glyphs.len()).sum::<usize>()
            })
            .sum()
    }

    /// Collects, shapes and breaks all paragraphs.
    pub fn stack(&self) -> Strip {
        Strip(stack(self.publication, self.context, &self.theme, Fonts::bundled(), None, None, true))
    }

    /// Cuts the strip into pages; how many there are.
    pub fn paginate(&self, strip: &Strip) -> usize {
        paginate(&strip.0.flow, &self.theme, Closeness::Usual).len()
    }

    /// The whole layout.
    pub fn lay_out(&self) -> LaidOut {
        LaidOut(lay_out(self.publication, self.context, Fonts::bundled()).value)
    }

    /// Subsets the faces; how many there are.
    pub fn subset(&self, laid: &LaidOut) -> usize {
        typefaces(&laid.0, Fonts::bundled()).map_or(0, |typefaces| typefaces.len())
    }

    /// Paints the pages, faces subset and pages compressed on the way.
    pub fn paint(&self, laid: LaidOut) -> Option<Sheets> {
        let mut layout = laid.0;
        let painted = paint(&mut layout, Fonts::bundled()).ok()?;
        Some(Sheets(layout, painted))
    }

    /// Writes the file.
    pub fn finish(&self, sheets: Sheets) -> Vec<u8> {
        super::finish::finish(sheets.1, &sheets.0, Fonts::bundled())
    }
}
