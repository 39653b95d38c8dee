//! Formulas: TeX to presentation MathML, with the TeX as their text alternative.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::Writer;
use super::mathml::rewrite;
use crate::backend::epub::xml::{Xml, clean};

/// How the formulas of a page came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::backend::epub) struct Formulas {
    /// How many are MathML.
    pub(in crate::backend::epub) typeset: usize,
    /// How many stay TeX.
    pub(in crate::backend::epub) plain: usize,
}

impl Formulas {
    /// These and others.
    #[must_use]
    pub(in crate::backend::epub) fn and(self, others: Self) -> Self {
        Self { typeset: self.typeset + others.typeset, plain: self.plain + others.plain }
    }
}

/// The most TeX control characters of a formula that is converted. The converter calls itself once for each at the
/// worst, with up to 2 KiB of stack.
const MAX_CONTROLS: usize = 300;

impl Writer<'_, '_> {
    /// A formula within text.
    pub(super) fn inline_math(&mut self, tex: &str) {
        self.formula(tex, MathDisplay::Inline);
    }

    /// A formula on a line of its own.
    pub(super) fn display_math(&mut self, tex: &str) {
        // What scrolls must be reachable by keyboard (WCAG 2.1, 2.1.1), and what is reachable needs a name.
        let name = clean(tex);
        let attributes =
            [("class", "math"), ("role", "group"), ("tabindex", "0"), ("aria-label", name.trim())];
        self.xml.open("div", &attributes);
        self.formula(tex, MathDisplay::Block);
        self.xml.close_line();
    }

    fn formula(&mut self, tex: &str, display: MathDisplay) {
        match mathml(tex, display) {
            Some(mathml) => {
                self.formulas.typeset += 1;
                self.xml.markup(&mathml);
            }
            None => {
                self.formulas.plain += 1;
                self.xml.leaf("code", &[("class", "math")], tex);
            }
        }
    }
}

/// A formula as a `math` element; none when it is not TeX that we can set.
fn mathml(tex: &str, display: MathDisplay) -> Option<String> {
    let controls =
        tex.bytes().filter(|byte| matches!(byte, b'\\' | b'{' | b'^' | b'_' | b'[' | b'\'')).count();
    if controls > MAX_CONTROLS {
        return None;
    }
    let tex = clean(tex);
    // Each formula stands alone: no macro or number passes from one to another.
    let converter = LatexToMathML::new(MathCoreConfig::default()).ok()?;
    let converted = converter.convert_with_local_state(tex.trim(), display).ok()?.mathml;
    let display = match display {
        MathDisplay::Inline => "inline",
        MathDisplay::Block => "block",
    };
    let mut xml = Xml::default();
    xml.open(
        "math",
        &[("xmlns", "http://www.w3.org/1998/Math/MathML"), ("display", display), ("alttext", tex.trim())],
    );
    let before = xml.len();
    rewrite(&converted, &mut xml)?;
    if xml.len() == before {
        return None;
    }
    xml.close();
    Some(xml.finish().trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_with_its_source() {
        assert_eq!(
            mathml(r"V = \frac{D}{c}", MathDisplay::Block).unwrap(),
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\" alttext=\"V = \\frac{D}{c}\">\
             <mi>V</mi><mo>=</mo><mfrac><mi>D</mi><mi>c</mi></mfrac></math>"
        );
    }

    #[test]
    fn what_cannot_be_set_stays_tex() {
        assert_eq!(mathml(r"\frac{a", MathDisplay::Inline), None);
        assert_eq!(mathml(r"\href{javascript:alert(1)}{x}", MathDisplay::Inline), None);
        assert_eq!(mathml("", MathDisplay::Inline), None);
    }

    #[test]
    fn a_hostile_formula_does_not_exhaust_the_stack() {
        for step in ["{", r"\sqrt", r"\left(", "x^{", r"\begin{matrix}", r"\sqrt["] {
            for count in [MAX_CONTROLS, 100_000] {
                let _ = mathml(&step.repeat(count), MathDisplay::Inline);
                let _ = mathml(&format!("{}x", step.repeat(count)), MathDisplay::Inline);
            }
        }
    }
}
