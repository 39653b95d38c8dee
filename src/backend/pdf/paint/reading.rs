//! What text the glyphs of a run stand for, as a reader's copy, search and speech get it.

use std::borrow::Cow;
use std::ops::Range;

use super::content::exact;
use crate::backend::pdf::fragment::{Glyph, GlyphRun};
use crate::backend::pdf::invisible::{is_ignorable, is_space};

/// Glyphs that together stand for a piece of text: mostly one glyph, one character.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit<'a> {
    /// Places in the run's glyphs as they are read. Empty for a space that has no glyph, such as the one at the end of
    /// a line.
    pub glyphs: Range<usize>,
    /// The text.
    pub text: Cow<'a, str>,
}

/// A glyph of a run by its place in the order of reading, and its index.
fn read_at(run: &GlyphRun, place: usize) -> Option<(usize, &Glyph)> {
    let index = if run.backwards { run.glyphs.len().checked_sub(place + 1)? } else { place };
    run.glyphs.get(index).map(|glyph| (index, glyph))
}

/// The run as units in reading order; none if its glyphs are not in reading order (reordered vowels), and so only the
/// run as a whole can be read.
pub fn units(run: &GlyphRun) -> Option<Units<'_>> {
    let is_in_order = match run.backwards {
        true => is_in_order(run, run.glyphs.iter().rev()),
        false => is_in_order(run, run.glyphs.iter()),
    };
    is_in_order.then_some(Units { run, glyph: 0, byte: 0 })
}

/// Whether each cluster is a piece of the text that begins where the one before ends, or later.
fn is_in_order<'a>(run: &GlyphRun, glyphs: impl Iterator<Item = &'a Glyph>) -> bool {
    let is_ascii = run.text.is_ascii();
    let mut end = 0;
    for glyph in glyphs.filter(|glyph| !is_later_of_cluster(glyph)) {
        let is_text = match is_ascii {
            true => glyph.end as usize <= run.text.len(),
            false => run.text.get(bytes(glyph)).is_some(),
        };
        if glyph.start < end || !is_text {
            return false;
        }
        end = glyph.end;
    }
    true
}

/// What each glyph is read as by itself: second best for runs that have no units, for programs that know no
/// replacement text.
pub fn alone(run: &GlyphRun) -> impl Iterator<Item = Option<Cow<'_, str>>> {
    let text = |glyph: &Glyph| run.text.get(bytes(glyph)).map(spoken).filter(|text| !text.is_empty());
    run.glyphs.iter().map(move |glyph| if is_later_of_cluster(glyph) { None } else { text(glyph) })
}

fn is_later_of_cluster(glyph: &Glyph) -> bool {
    glyph.start >= glyph.end
}

fn bytes(glyph: &Glyph) -> Range<usize> {
    glyph.start as usize..glyph.end as usize
}

/// Iterator of [`units`].
#[derive(Debug, Clone)]
pub struct Units<'a> {
    run: &'a GlyphRun,
    glyph: usize,
    byte: usize,
}

impl<'a> Iterator for Units<'a> {
    type Item = Unit<'a>;

    fn next(&mut self) -> Option<Unit<'a>> {
        let from = self.glyph;
        if self.letter().is_some() {
            let text = self.run.text.get(self.byte - 1..self.byte).unwrap_or_default();
            return Some(Unit { glyphs: from..from + 1, text: Cow::Borrowed(text) });
        }
        let text_from = self.byte;
        let Some((_, first)) = read_at(self.run, from) else {
            // What is left has no glyph: a space must still be read, or words join.
            let rest = self.run.text.get(text_from..)?;
            self.byte = self.run.text.len();
            return rest.contains(is_space).then_some(Unit { glyphs: from..from, text: Cow::Borrowed(" ") });
        };
        if !is_later_of_cluster(first) && text_from < first.start as usize {
            let gap = self.run.text.get(text_from..first.start as usize).unwrap_or_default();
            self.byte = first.start as usize;
            if !gap.is_empty()
                && gap.chars().all(|c| is_space(c) || is_ignorable(c))
                && gap.contains(is_space)
            {
                return Some(Unit { glyphs: from..from, text: Cow::Borrowed(" ") });
            }
        }
        self.glyph = from + 1;
        while read_at(self.run, self.glyph).is_some_and(|(_, glyph)| is_later_of_cluster(glyph)) {
            self.glyph += 1;
        }
        let range = bytes(first);
        if range.is_empty() {
            return Some(Unit { glyphs: from..self.glyph, text: Cow::Borrowed("") });
        }
        self.byte = range.end;
        Some(Unit { glyphs: from..self.glyph, text: spoken(self.run.text.get(range).unwrap_or_default()) })
    }
}

impl Units<'_> {
    /// The next unit where it is as most are: one glyph for one letter of ASCII, which follows the text before it.
    /// Says which glyph and which letter; none where the next unit is another.
    pub fn letter(&mut self) -> Option<(usize, u8)> {
        let index = self.glyph;
        let glyph = self.run.glyphs.get(index).filter(|_| !self.run.backwards)?;
        let is_next = glyph.start as usize == self.byte && glyph.end == glyph.start + 1;
        if !is_next || self.run.glyphs.get(index + 1).is_some_and(is_later_of_cluster) {
            return None;
        }
        let letter = *self.run.text.as_bytes().get(self.byte).filter(|byte| (b' '..=b'~').contains(byte))?;
        (self.glyph, self.byte) = (index + 1, self.byte + 1);
        Some((index, letter))
    }
}

/// Whether a text is letters, figures, marks and spaces of ASCII.
fn is_plain_ascii(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

impl Unit<'_> {
    /// Its glyphs' indices in the run, in the order of reading.
    pub fn indices(&self, run: &GlyphRun) -> impl Iterator<Item = usize> + use<> {
        let (backwards, count) = (run.backwards, run.glyphs.len());
        self.glyphs.clone().map(move |place| if backwards { count - 1 - place } else { place })
    }

    /// The text of each of the unit's glyphs, so that one after the other they read as the unit; none if there are
    /// more glyphs than characters.
    pub fn parts(&self) -> Option<impl Iterator<Item = &str>> {
        let glyphs = self.glyphs.len().max(1);
        self.text.chars().nth(glyphs - 1)?;
        let mut rest = self.text.as_ref();
        Some((1..=glyphs).map(move |number| {
            let length =
                if number < glyphs { rest.chars().next().map_or(0, char::len_utf8) } else { rest.len() };
            let (part, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            rest = after;
            part
        }))
    }
}

/// How a unit of a backwards run is read by programs that put characters in order by their place: each character by a
/// code of its own. A code of several characters comes back from them in the wrong order, and a raised mark as a word
/// of its own.
#[derive(Debug, PartialEq)]
pub struct Spelling<'a> {
    /// Index of the glyph that is read as the first character.
    pub base: usize,
    /// The first character.
    pub first: &'a str,
    /// What follows it: read by empty glyphs that stand at the base's left edge.
    pub rest: &'a str,
    /// Indices of the glyphs that are only seen: marks above and below.
    pub silent: Vec<usize>,
}

impl Unit<'_> {
    /// How to spell the unit; none if each of its glyphs stands for one character and on the baseline.
    pub fn spelling(&self, run: &GlyphRun) -> Option<Spelling<'_>> {
        let mut indices = self.indices(run);
        let base = indices.next()?;
        let silent: Vec<usize> = indices.collect();
        let is_raised = |&index: &usize| run.glyphs.get(index).is_some_and(|glyph| exact(glyph.dy) != 0.0);
        let has_more = self.text.chars().nth(silent.len() + 1).is_some();
        if !has_more && !silent.iter().any(is_raised) {
            return None;
        }
        let (first, rest) = self.text.split_at_checked(self.text.chars().next()?.len_utf8())?;
        Some(Spelling { base, first, rest, silent })
    }
}

/// Text as the text layer holds it: every kind of space is a space, ignorable characters are gone.
///
/// A soft hyphen alone stays: it is what a hyphen at the end of a line stands for (ISO 32000-1, 14.8.2.2.3).
pub fn spoken(text: &str) -> Cow<'_, str> {
    // Most glyphs stand for one letter of ASCII.
    if is_plain_ascii(text) {
        return Cow::Borrowed(text);
    }
    let is_plain = |c: char| c == ' ' || !is_space(c) && !is_ignorable(c);
    if text == "\u{AD}" || text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars().filter(|&c| !is_ignorable(c)).map(|c| if is_space(c) { ' ' } else { c }).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::pdf::font::FaceId;
    use crate::backend::pdf::fragment::Colour;

    fn run(text: &str, ranges: &[(u32, u32)]) -> GlyphRun {
        let glyph = |&(start, end): &(u32, u32)| Glyph { id: 1, start, end, advance: 5.0, dx: 0.0, dy: 0.0 };
        GlyphRun {
            x: 0.0,
            baseline: 0.0,
            face: FaceId(0),
            size: 10.0,
            expansion: 1.0,
            colour: Colour(0, 0, 0),
            text: text.to_owned(),
            backwards: false,
            glyphs: ranges.iter().map(glyph).collect(),
        }
    }

    fn read(text: &str, ranges: &[(u32, u32)]) -> Vec<(Range<usize>, String)> {
        let run = run(text, ranges);
        units(&run).unwrap().map(|unit| (unit.glyphs, unit.text.into_owned())).collect()
    }

    fn expect(units: &[(Range<usize>, &str)]) -> Vec<(Range<usize>, String)> {
        units.iter().map(|(glyphs, text)| (glyphs.clone(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_ligature_is_one_unit_of_two_letters() {
        assert_eq!(read("fix", &[(0, 2), (2, 3)]), expect(&[(0..1, "fi"), (1..2, "x")]));
    }

    #[test]
    fn marks_join_their_letter() {
        assert_eq!(read("e\u{301}x", &[(0, 3), (3, 3), (3, 4)]), expect(&[(0..2, "e\u{301}"), (2..3, "x")]));
    }

    #[test]
    fn glyphs_share_the_text_of_their_unit() {
        let parts = |text: &'static str, glyphs| {
            let unit = Unit { glyphs: 0..glyphs, text: Cow::Borrowed(text) };
            unit.parts().map(|parts| parts.map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(parts("fi", 1).unwrap(), ["fi"]);
        assert_eq!(parts("a\u{304}\u{301}", 2).unwrap(), ["a", "\u{304}\u{301}"]);
        assert_eq!(parts(" ", 0).unwrap(), [" "]);
        assert_eq!(parts("d", 2), None);
        assert_eq!(parts("", 1), None);
    }

    #[test]
    fn spaces_without_a_glyph_are_read() {
        assert_eq!(read("a ", &[(0, 1)]), expect(&[(0..1, "a"), (1..1, " ")]));
        assert_eq!(read(" a", &[(1, 2)]), expect(&[(0..0, " "), (0..1, "a")]));
        assert_eq!(read("a", &[(0, 1)]), expect(&[(0..1, "a")]));
        assert_eq!(read("a\u{AD}", &[(0, 1)]), expect(&[(0..1, "a")]));
    }

    #[test]
    fn ignorable_characters_are_not_read() {
        assert_eq!(read("a\u{AD}b\u{A0}c", &[(0, 3), (3, 4), (4, 6), (6, 7)]).len(), 4);
        assert_eq!(read("a\u{AD}\u{A0}", &[(0, 3), (3, 5)]), expect(&[(0..1, "a"), (1..2, " ")]));
        assert_eq!(read("m\u{AD}", &[(0, 1), (1, 3)]), expect(&[(0..1, "m"), (1..2, "\u{AD}")]));
    }

    #[test]
    fn backward_runs_are_read_from_the_right() {
        let run = GlyphRun { backwards: true, ..run("abc", &[(2, 3), (0, 2)]) };
        let units: Vec<_> = units(&run).unwrap().collect();
        assert_eq!(units.iter().map(|unit| unit.text.as_ref()).collect::<Vec<_>>(), ["ab", "c"]);
        assert_eq!(units[0].indices(&run).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn ligatures_and_raised_marks_of_backward_runs_are_spelt() {
        let spelt = |text: &str, ranges: &[(u32, u32)], rise: f32| {
            let mut run = GlyphRun { backwards: true, ..run(text, ranges) };
            run.glyphs[0].dy = rise;
            let unit = units(&run).unwrap().next().unwrap();
            unit.spelling(&run).map(|s| (s.base, s.first.to_owned(), s.rest.to_owned(), s.silent))
        };
        assert_eq!(spelt("لا", &[(0, 4)], 0.0), Some((0, "ل".to_owned(), "ا".to_owned(), vec![])));
        assert_eq!(
            spelt("د\u{64B}", &[(0, 0), (0, 4)], 2.0),
            Some((1, "د".to_owned(), "\u{64B}".to_owned(), vec![0]))
        );
        assert_eq!(spelt("د\u{64B}", &[(0, 0), (0, 4)], 0.0), None);
        assert_eq!(spelt("د", &[(0, 2)], 0.0), None);
    }

    #[test]
    fn runs_out_of_order_have_no_units() {
        assert!(units(&run("ab", &[(1, 2), (0, 1)])).is_none());
        assert!(units(&run("a", &[(0, 9)])).is_none());
        assert!(units(&run("é", &[(0, 1)])).is_none());
    }
}
