//! One face: its characters, its measures, how text is shaped in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use harfrust::font::name::NameId;
use harfrust::unicode::{Decomposed, compose, decompose};
use harfrust::{Direction, Language, Script, ShapePlan};

use super::measures::Measures;
use super::plans::Plans;
use crate::backend::pdf::invisible::{is_ignorable, is_plain_space};

/// One face. Cloning shares everything.
#[derive(Clone)]
pub struct Face {
    bytes: Bytes,
    /// Its number in a collection.
    index: u32,
    font: harfrust::Font,
    measures: Measures,
    /// Whether every printable ASCII character has a glyph: then ASCII needs no look-up.
    covers_ascii: bool,
    plans: Arc<Plans>,
}

/// Where the bytes of a face live.
#[derive(Clone)]
pub(super) enum Bytes {
    Bundled(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Face {
    pub(super) fn parse(bytes: Bytes, index: u32) -> Option<Self> {
        let font = match &bytes {
            Bytes::Bundled(bytes) => harfrust::Font::new(*bytes, index)?,
            Bytes::Shared(bytes) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(bytes));
                harfrust::Font::new(shared, index)?
            }
        };
        let charmap = font.charmap();
        if !charmap.has_unicode() {
            return None;
        }
        let covers_ascii = (' '..='~').all(|c| charmap.map_unicode(c).is_some());
        let measures = Measures::of(&font);
        Some(Self { bytes, index, font, measures, covers_ascii, plans: Arc::default() })
    }

    /// The font file, for subsetting.
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Bundled(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }

    /// Its number in the file, when that is a collection.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Design units to the em.
    pub fn units_per_em(&self) -> u16 {
        self.font.units_per_em()
    }

    /// Font-wide measures.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// The PostScript name, with only characters that such a name may have.
    pub fn post_script_name(&self) -> String {
        let name: String = self
            .font
            .names()
            .get(NameId::POSTSCRIPT_NAME)
            .and_then(|name| name.english_or_first())
            .map(|name| {
                name.name()
                    .chars()
                    .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
                    .collect()
            })
            .unwrap_or_default();
        if name.is_empty() { "Untitled".to_owned() } else { name }
    }

    /// Advance of a glyph in 1/1000 em, exact to the design unit.
    pub fn advance(&self, glyph: u16) -> f32 {
        self.font.glyph_metrics().h_advance(u32::from(glyph).into()) * 1000.0
            / f32::from(self.units_per_em().max(1))
    }

    /// Lower and upper end of a glyph's ink, upwards from the baseline in 1/1000 em.
    pub fn extent(&self, glyph: u16) -> Option<(f32, f32)> {
        let face = ttf_parser::Face::parse(self.bytes(), self.index).ok()?;
        let bounds = face.glyph_bounding_box(ttf_parser::GlyphId(glyph))?;
        let em = f32::from(self.units_per_em().max(1)) / 1000.0;
        Some((f32::from(bounds.y_min) / em, f32::from(bounds.y_max) / em))
    }

    /// The glyph of a character alone, without shaping.
    pub fn glyph(&self, c: char) -> Option<u16> {
        self.font.charmap().map_unicode(c).and_then(|id| u16::try_from(id.to_u32()).ok())
    }

    /// A glyph without width and ink that can be read as anything: in TrueType outlines, as only there a glyph has
    /// more than one code.
    pub fn carrier(&self) -> Option<u16> {
        const INVISIBLE: [char; 5] = ['\u{200B}', '\u{34F}', '\u{FEFF}', '\u{200C}', '\u{200D}'];
        let face = ttf_parser::Face::parse(self.bytes(), self.index).ok()?;
        face.tables().glyf?;
        let is_empty = |&glyph: &u16| {
            self.advance(glyph) == 0.0 && face.glyph_bounding_box(ttf_parser::GlyphId(glyph)).is_none()
        };
        INVISIBLE.into_iter().filter_map(|c| self.glyph(c)).find(is_empty)
    }

    /// The first character of every glyph that has one.
    pub fn characters(&self) -> BTreeMap<u16, char> {
        let mut characters = BTreeMap::new();
        for (code, glyph) in self.font.charmap().unicodes() {
            if let (Ok(glyph), Some(c)) = (u16::try_from(glyph.to_u32()), char::from_u32(code)) {
                characters.entry(glyph).or_insert(c);
            }
        }
        characters
    }

    /// Whether the face can draw a whole grapheme cluster.
    ///
    /// Canonically equal spellings count (é as one character or as two); ignorable characters need no glyph.
    pub fn covers(&self, cluster: &str) -> bool {
        let mut previous = None;
        for c in cluster.chars() {
            if is_ignorable(c) {
                continue;
            }
            if !self.covers_char(c) {
                // A mark without a glyph of its own is drawn if it composes with the letter before it.
                let composed =
                    previous.and_then(|p: char| compose(u32::from(p), u32::from(c))).and_then(char::from_u32);
                match composed {
                    Some(composed) if self.covers_char(composed) => previous = Some(composed),
                    _ => return false,
                }
            } else {
                previous = Some(c);
            }
        }
        true
    }

    fn covers_char(&self, c: char) -> bool {
        if c.is_ascii() && self.covers_ascii || is_plain_space(c) {
            return true;
        }
        match c {
            '\u{2011}' => return [c, '\u{2010}', '-'].into_iter().any(|c| self.glyph(c).is_some()),
            // Ligature characters are drawn from their letters.
            '\u{FB00}'..='\u{FB06}' if self.covers_ascii => return true,
            _ => {}
        }
        self.glyph(c).is_some()
            || match decompose(u32::from(c)) {
                Some(Decomposed::Singleton(a)) => self.covers_code(a),
                Some(Decomposed::Pair(a, b)) => self.covers_code(a) && self.covers_code(b),
                None => false,
            }
    }

    fn covers_code(&self, code: u32) -> bool {
        char::from_u32(code).is_some_and(|c| self.covers_char(c))
    }

    /// Whether printable ASCII can be taken for covered.
    pub(in crate::backend::pdf) fn covers_ascii(&self) -> bool {
        self.covers_ascii
    }

    /// The font as the shaper sees it.
    pub(in crate::backend::pdf) fn shaper(&self) -> harfrust::ShaperFont<'_, '_> {
        harfrust::ShaperFont::new(&self.font)
    }

    /// The plan for shaping such text, built once.
    pub(in crate::backend::pdf) fn plan(
        &self,
        direction: Direction,
        script: Script,
        language: Option<&Language>,
    ) -> Arc<ShapePlan> {
        self.plans.get(&self.font, direction, script, language)
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Face").field(&self.post_script_name()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::pdf::font::{Family, Fonts, Slant, Weight};

    fn serif() -> &'static Face {
        let fonts = Fonts::bundled();
        fonts.face(fonts.face_for(Family::Serif, Weight::Regular, Slant::Upright)).unwrap()
    }

    #[test]
    fn measures_are_per_mille_of_the_em() {
        let measures = serif().measures();
        assert_eq!(measures.cap_height, 670);
        assert_eq!(measures.weight, 400);
        assert!(measures.descent < 0 && measures.ascent > 700);
        assert!(!measures.fixed_pitch);
        let fonts = Fonts::bundled();
        let mono = fonts.face(fonts.face_for(Family::Mono, Weight::Regular, Slant::Italic)).unwrap();
        assert!(mono.measures().fixed_pitch);
        assert!(mono.measures().italic_angle < 0.0);
        assert_eq!(mono.advance(mono.glyph('m').unwrap()), 600.0);
    }

    #[test]
    fn coverage_knows_equal_spellings() {
        let face = serif();
        for cluster in ["a", "é", "e\u{301}", "Ж", "ω", "\u{2011}", "\u{A0}", "ﬁ", "a\u{AD}", "\u{2126}"]
        {
            assert!(face.covers(cluster), "{cluster:?}");
        }
        for cluster in ["漢", "👩‍⚕️", "\u{26A0}"] {
            assert!(!face.covers(cluster), "{cluster:?}");
        }
    }
}
