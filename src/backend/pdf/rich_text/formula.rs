//! Lines of formulas: letters as variables, scripts raised and lowered.

use super::super::font::{Family, Slant};
use super::super::tags::TagId;
use super::super::theme::TextStyle;
use super::{Collector, Inherited, RichText, SCRIPT_SIZE, SUBSCRIPT_DROP, SUPERSCRIPT_RISE};
use crate::typography::math::INVISIBLE_TIMES;
use crate::typography::math::scripts::first_script;

impl Collector<'_> {
    /// A line of a displayed formula as the content of `tag`.
    pub fn formula_line(&mut self, text: &str, base: &TextStyle, tag: TagId) -> RichText {
        let mut out = RichText::default();
        self.math(text, &mut Inherited::of(base, tag), &mut out);
        out
    }

    /// A line of a formula, with the scripts in it that have no characters of their own.
    pub(super) fn math(&mut self, text: &str, state: &mut Inherited, out: &mut RichText) {
        let mut rest = text;
        while let Some(script) = first_script(rest) {
            self.signs(script.before, state, out);
            let before = state.style;
            let shift = if script.raised { SUPERSCRIPT_RISE } else { -SUBSCRIPT_DROP };
            state.style.rise += shift * state.style.size;
            state.style.size *= SCRIPT_SIZE;
            out.glued.push(out.text.len());
            self.signs(script.text, state, out);
            state.style = before;
            rest = script.after;
        }
        self.signs(rest, state, out);
    }

    /// Letters of a formula are variables: italic; figures and signs are upright.
    fn signs(&mut self, text: &str, state: &mut Inherited, out: &mut RichText) {
        let before = state.style;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let variable = |c: char| c.is_alphabetic();
            let end = rest.find(|c: char| variable(c) != variable(first)).unwrap_or(rest.len());
            let (piece, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if first == INVISIBLE_TIMES {
                rest = rest.strip_prefix(first).unwrap_or_default();
                continue;
            }
            state.style.font.family = Family::Serif;
            let single = piece.chars().count() == 1;
            state.style.font.slant = if variable(first) && single { Slant::Italic } else { Slant::Upright };
            self.push(piece, state, out);
            rest = tail;
        }
        state.style = before;
    }
}
