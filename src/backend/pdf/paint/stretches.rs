//! Glyph runs cut where the way they are read changes.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::content::exact;
use super::reading::{Spelling, Unit, Units, alone, spoken, units};
use super::text::Shown;
use super::typeface::Typeface;
use crate::backend::pdf::fragment::GlyphRun;

/// A stretch of a run that is read in one way.
#[derive(Debug)]
pub struct Stretch {
    /// The operators that show it.
    pub shown: Shown,
    /// What it is read as, where its codes would be read as something else.
    pub instead: Option<String>,
}

/// The stretches of a run.
pub type Stretches = SmallVec<[Stretch; 1]>;

/// Cuts a run where the way it is read changes. Nearly every run is one stretch.
pub fn stretches(run: &GlyphRun, typeface: &Typeface) -> Stretches {
    let mut cutter = Cutter {
        run,
        typeface,
        pen: 0.0,
        scale: 1000.0 / f64::from(run.size * run.expansion),
        is_silent: false,
        stretches: Stretches::new(),
    };
    match units(run) {
        Some(units) if run.backwards => cutter.backwards(units),
        None => {
            cutter.replaced((0..).zip(alone(run)));
            cutter.instead(&spoken(&run.text));
        }
        Some(mut units) => loop {
            cutter.letters(&mut units);
            let Some(unit) = units.next() else { break };
            if unit.glyphs.is_empty() {
                cutter.space();
            } else if !cutter.plain(&unit) {
                cutter.replaced(unit.glyphs.clone().map(|index| (index, None)));
                cutter.instead(&unit.text);
            }
        },
    }
    cutter.stretches
}

struct Cutter<'a> {
    run: &'a GlyphRun,
    typeface: &'a Typeface,
    /// Where the next glyph's origin is, in points from the run's.
    pen: f64,
    /// From points to 1/1000 em.
    scale: f64,
    /// Whether glyphs are seen and not read.
    is_silent: bool,
    stretches: Stretches,
}

/// A code and the width of its glyph, in 1/1000 em.
type Code = (u16, i32);

/// How a glyph of a backwards run is shown.
#[derive(Debug, Clone, Default)]
struct Coded {
    /// Codes of empty glyphs that stand before it.
    before: Vec<Code>,
    code: Option<Code>,
    /// Whether it is seen and not read.
    is_silent: bool,
}

impl Cutter<'_> {
    fn code(&self, index: usize, text: Option<&str>) -> Option<Code> {
        self.typeface.code(self.run.glyphs.get(index)?.id, text)
    }

    /// Adds the units of a run that is read from right to left, as reversed characters (ISO 32000-1, 14.8.2.3.3).
    fn backwards(&mut self, units: Units<'_>) {
        // Spaces without a glyph are read last or first.
        let mut codes: Vec<Coded> = vec![Coded::default(); self.run.glyphs.len()];
        let (mut is_plain, mut first, mut last) = (true, false, false);
        for unit in units {
            if unit.glyphs.is_empty() {
                let at_start = unit.glyphs.start == 0;
                first |= at_start;
                last |= !at_start;
                continue;
            }
            is_plain = match unit.spelling(self.run).filter(|_| self.typeface.carrier.is_some()) {
                Some(spelling) => self.spelt(&spelling, &mut codes),
                None => self.each(&unit, &mut codes),
            };
            if !is_plain {
                break;
            }
        }
        if !is_plain {
            self.replaced((0..).zip(alone(self.run)));
            self.instead(&spoken(&self.run.text));
            return;
        }
        if last {
            self.space();
        }
        for (index, coded) in codes.into_iter().enumerate() {
            for carried in coded.before {
                self.push(true, carried, self.pen * self.scale, 0.0);
            }
            if let Some(code) = coded.code {
                self.is_silent = coded.is_silent;
                self.glyph(index, code, true);
                self.is_silent = false;
            }
        }
        if first {
            self.space();
        }
        self.stretches.iter_mut().for_each(|stretch| stretch.shown.backwards = true);
    }

    /// Finds the codes of a unit each of whose glyphs is read as a part of it; false if there are none.
    fn each(&self, unit: &Unit<'_>, codes: &mut [Coded]) -> bool {
        let Some(parts) = unit.parts() else { return false };
        unit.indices(self.run).zip(parts).all(|(index, part)| {
            let code = self.code(index, Some(part));
            codes.get_mut(index).into_iter().for_each(|coded| coded.code = code);
            code.is_some()
        })
    }

    /// Finds the codes of a unit that is spelt; false if there are none.
    fn spelt(&self, spelling: &Spelling<'_>, codes: &mut [Coded]) -> bool {
        let Some(carrier) = self.typeface.carrier else { return false };
        for &index in &spelling.silent {
            if let Some(coded) = codes.get_mut(index) {
                *coded = Coded { code: self.code(index, None), is_silent: true, ..Coded::default() };
            }
        }
        let carried = |c: char| self.typeface.code(carrier, Some(c.encode_utf8(&mut [0; 4])));
        let Some(before) = spelling.rest.chars().rev().map(carried).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let code = self.code(spelling.base, Some(spelling.first));
        if let Some(coded) = codes.get_mut(spelling.base) {
            *coded = Coded { before, code, is_silent: false };
        }
        code.is_some()
    }

    /// Adds the letters of ASCII that come next, each of them a glyph: nearly all of most runs.
    fn letters(&mut self, units: &mut Units<'_>) {
        while let Some(mut letter) = units.letter() {
            let Self { run, typeface, pen, scale, stretches, .. } = self;
            let Some(shown) = open(stretches, true, (run, typeface)) else { return };
            let other = loop {
                let Some(glyph) = run.glyphs.get(letter.0) else { break None };
                let Some((code, width)) = typeface.code_of_letter(glyph.id, letter.1) else {
                    break Some(letter);
                };
                shown.push(code, width, (*pen + f64::from(glyph.dx)) * *scale, exact(glyph.dy));
                *pen += f64::from(glyph.advance);
                match units.letter() {
                    Some(next) => letter = next,
                    None => break None,
                }
            };
            if let Some((index, letter)) = other {
                self.replaced(std::iter::once((index, None)));
                self.instead(char::from(letter).encode_utf8(&mut [0; 4]));
            }
        }
    }

    /// Adds a unit whose codes read as it does; false if there are no such codes.
    fn plain(&mut self, unit: &Unit<'_>) -> bool {
        let first = unit.glyphs.start;
        if unit.glyphs.len() == 1 {
            let code = self.code(first, Some(&unit.text));
            code.into_iter().for_each(|code| self.glyph(first, code, true));
            return code.is_some();
        }
        let codes: Option<Vec<_>> = unit.parts().and_then(|parts| {
            unit.glyphs.clone().zip(parts).map(|(i, part)| self.code(i, Some(part))).collect()
        });
        codes.iter().flatten().zip(first..).for_each(|(&code, index)| self.glyph(index, code, true));
        codes.is_some()
    }

    /// Adds glyphs whose text is said otherwise; each may have a text by itself.
    fn replaced<'t>(&mut self, glyphs: impl Iterator<Item = (usize, Option<Cow<'t, str>>)>) {
        for (index, alone) in glyphs {
            let best = alone.and_then(|text| self.code(index, Some(&text)));
            if let Some(code) = best.or_else(|| self.code(index, None)) {
                self.glyph(index, code, false);
            }
        }
    }

    /// Says what the glyphs just replaced are read as.
    fn instead(&mut self, text: &str) {
        if let Some(Stretch { instead: Some(instead), .. }) = self.stretches.last_mut() {
            instead.push_str(text);
        }
    }

    fn glyph(&mut self, index: usize, code: (u16, i32), is_plain: bool) {
        if let Some(glyph) = self.run.glyphs.get(index) {
            let at = (self.pen + f64::from(glyph.dx)) * self.scale;
            self.pen += f64::from(glyph.advance);
            self.push(is_plain, code, at, exact(glyph.dy));
        }
    }

    /// Adds a space that the run does not hold. It takes no room: the next glyph stands where it stands.
    fn space(&mut self) {
        if let Some(code) = self.typeface.space.and_then(|id| self.typeface.code(id, Some(" "))) {
            self.push(true, code, self.pen * self.scale, 0.0);
        }
    }

    fn push(&mut self, is_plain: bool, (code, width): (u16, i32), at: f64, rise: f32) {
        if let Some(shown) = open(&mut self.stretches, is_plain, (self.run, self.typeface)) {
            shown.silent(self.is_silent);
            shown.push(code, width, at, rise);
        }
    }
}

/// What is shown by the stretch that is open; a new one, if that reads otherwise.
fn open<'a>(
    stretches: &'a mut Stretches,
    is_plain: bool,
    (run, typeface): (&GlyphRun, &Typeface),
) -> Option<&'a mut Shown> {
    if stretches.last().is_none_or(|last| last.instead.is_none() != is_plain) {
        // The text is added when the glyphs are.
        let instead = (!is_plain).then(String::new);
        let codes = if stretches.is_empty() { run.glyphs.len() } else { 0 };
        stretches.push(Stretch { shown: Shown::of(typeface, codes), instead });
    }
    stretches.last_mut().map(|last| &mut last.shown)
}
