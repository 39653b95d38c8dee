//! The faces that PDF text is set in, parsed once per process.

mod colour;
mod measures;
mod plans;
mod shelf;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use harfrust::font::name::NameId;
use harfrust::unicode::{Decomposed, compose, decompose};
use harfrust::{Direction, Language, Script, ShapePlan};

pub use self::colour::{Emoji, is_meant_in_colour};
pub use self::measures::Measures;
use self::plans::Plans;
use self::shelf::Shelf;
pub use self::shelf::{Region, Wish};
use super::invisible::{is_ignorable, is_plain_space};

/// A face among the loaded ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The family a style asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// The author's voice: text, title, section titles.
    Serif,
    /// Apparatus: labels, tables, captions, references, folios.
    Sans,
    /// Code.
    Mono,
}

/// The weight a style asks for. Bold is 600: see the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Bold,
}

/// Upright or italic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slant {
    /// Upright.
    Upright,
    /// Italic.
    Italic,
}

/// All faces a run may use: first the bundled twelve, then the user's own, then those of the machine.
#[derive(Debug)]
pub struct Fonts {
    bundled: Vec<Face>,
    own: Shelf,
    /// Whether the fonts of the machine may be used.
    machine: bool,
    found: RwLock<Found>,
    emoji: RwLock<InColour>,
}

/// Which face draws a cluster that no bundled face has.
type Found = HashMap<(Box<str>, Wish), Option<FaceId>>;

/// Clusters in colour, shared by whoever sets them.
type InColour = HashMap<Box<str>, Option<Arc<Emoji>>>;

/// Clusters that are remembered; the limit only guards against hostile input.
const MOST_FOUND: usize = 1 << 16;

/// How many faces a family has: two weights, two slants.
const FACES_A_FAMILY: u16 = 4;

macro_rules! bundled {
    ($($file:literal),+ $(,)?) => {
        [$(include_bytes!(concat!("../../../assets/fonts/", $file)).as_slice()),+]
    };
}

/// In the order of [`Fonts::face_for`]: family, then weight, then slant.
const BUNDLED: [&[u8]; 12] = bundled![
    "SourceSerif4_400Regular.ttf",
    "SourceSerif4_400Regular_Italic.ttf",
    "SourceSerif4_600SemiBold.ttf",
    "SourceSerif4_600SemiBold_Italic.ttf",
    "SourceSans3_400Regular.ttf",
    "SourceSans3_400Regular_Italic.ttf",
    "SourceSans3_600SemiBold.ttf",
    "SourceSans3_600SemiBold_Italic.ttf",
    "SourceCodePro_400Regular.ttf",
    "SourceCodePro_400Regular_Italic.ttf",
    "SourceCodePro_600SemiBold.ttf",
    "SourceCodePro_600SemiBold_Italic.ttf",
];

impl Fonts {
    /// The bundled faces: Source Serif 4, Source Sans 3, Source Code Pro.
    pub fn bundled() -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(|| Self {
            bundled: BUNDLED.iter().filter_map(|bytes| Face::parse(Bytes::Bundled(bytes), 0)).collect(),
            own: Shelf::default(),
            machine: false,
            found: RwLock::default(),
            emoji: RwLock::default(),
        })
    }

    /// The bundled faces, the user's own and, if `machine`, those of this machine, which draw what the bundled ones
    /// cannot. A file that is no font is passed over.
    pub fn with_fallbacks(files: &[Vec<u8>], machine: bool) -> Self {
        let bundled = Self::bundled().bundled.clone();
        Self {
            bundled,
            own: Shelf::of_files(files),
            machine,
            found: RwLock::default(),
            emoji: RwLock::default(),
        }
    }

    /// The face with this id; none if the id is of other fonts.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        match self.place(id) {
            Place::Bundled(index) => self.bundled.get(index),
            Place::Own(index) => self.own.face(index),
            Place::Machine(index) => self.machine.then(|| Shelf::of_this_machine().face(index)).flatten(),
        }
    }

    /// What a face is called, and the file it is in, if it is in one.
    pub fn name(&self, id: FaceId) -> Option<(String, Option<&Path>)> {
        match self.place(id) {
            Place::Bundled(index) => Some((self.bundled.get(index)?.post_script_name(), None)),
            Place::Own(index) => self.own.name(index).map(|(name, path)| (name.to_owned(), path)),
            Place::Machine(index) => {
                Shelf::of_this_machine().name(index).map(|(name, path)| (name.to_owned(), path))
            }
        }
    }

    /// Whether a face is one of ours.
    pub fn is_bundled(&self, id: FaceId) -> bool {
        matches!(self.place(id), Place::Bundled(_))
    }

    /// Whether a face is one of the machine's.
    pub fn is_of_machine(&self, id: FaceId) -> bool {
        matches!(self.place(id), Place::Machine(_))
    }

    /// The font files of this machine, in order.
    pub fn machine_files() -> Vec<PathBuf> {
        Shelf::of_this_machine().files()
    }

    fn place(&self, id: FaceId) -> Place {
        let index = usize::from(id.0);
        let after = index.checked_sub(self.bundled.len());
        match after.map(|index| (index, index.checked_sub(self.own.len()))) {
            None => Place::Bundled(index),
            Some((index, None)) => Place::Own(index),
            Some((_, Some(index))) => Place::Machine(index),
        }
    }

    /// The face that draws a cluster in place of the bundled ones: the user's best, else the machine's.
    pub fn fallback(&self, cluster: &str, wish: Wish) -> Option<FaceId> {
        if self.own.len() == 0 && !self.machine {
            return None;
        }
        let key = (Box::from(cluster), wish);
        if let Some(found) = self.found.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *found;
        }
        let id = |place: usize, before: usize| u16::try_from(self.bundled.len() + before + place).ok();
        let own = self.own.find(cluster, wish).and_then(|place| id(place, 0));
        let machine = || {
            let place = self.machine.then(|| Shelf::of_this_machine().find(cluster, wish)).flatten()?;
            id(place, self.own.len())
        };
        let found = own.or_else(machine).map(FaceId);
        let mut known = self.found.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_FOUND {
            known.insert(key, found);
        }
        found
    }

    /// A cluster in colour: in the user's pictures, else in the machine's.
    pub fn emoji(&self, cluster: &str) -> Option<Arc<Emoji>> {
        if self.own.len() == 0 && !self.machine {
            return None;
        }
        if let Some(known) = self.emoji.read().unwrap_or_else(PoisonError::into_inner).get(cluster) {
            return known.clone();
        }
        let machine = || self.machine.then(|| Shelf::of_this_machine().emoji(cluster)).flatten();
        let emoji = self.own.emoji(cluster).or_else(machine).map(Arc::new);
        let mut known = self.emoji.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_FOUND {
            known.insert(Box::from(cluster), emoji.clone());
        }
        emoji
    }

    /// The face of a style.
    pub fn face_for(&self, family: Family, weight: Weight, slant: Slant) -> FaceId {
        FaceId(FACES_A_FAMILY * family_index(family) + style_index(weight, slant))
    }

    /// The bundled faces to try for a style, best first: its own, the same style of the other families, their upright
    /// regular faces.
    pub fn candidates(
        &self,
        family: Family,
        weight: Weight,
        slant: Slant,
    ) -> impl Iterator<Item = FaceId> + use<> {
        let style = style_index(weight, slant);
        let order = match family {
            Family::Serif => [Family::Serif, Family::Sans, Family::Mono],
            Family::Sans => [Family::Sans, Family::Serif, Family::Mono],
            Family::Mono => [Family::Mono, Family::Sans, Family::Serif],
        };
        let same = order.into_iter().map(move |family| FACES_A_FAMILY * family_index(family) + style);
        let upright = order.into_iter().map(|family| FACES_A_FAMILY * family_index(family));
        same.chain(upright).map(FaceId)
    }
}

/// Where a face is found.
enum Place {
    Bundled(usize),
    Own(usize),
    Machine(usize),
}

fn family_index(family: Family) -> u16 {
    match family {
        Family::Serif => 0,
        Family::Sans => 1,
        Family::Mono => 2,
    }
}

fn style_index(weight: Weight, slant: Slant) -> u16 {
    let weight = match weight {
        Weight::Regular => 0,
        Weight::Bold => 2,
    };
    let slant = match slant {
        Slant::Upright => 0,
        Slant::Italic => 1,
    };
    weight + slant
}

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
enum Bytes {
    Bundled(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Face {
    fn parse(bytes: Bytes, index: u32) -> Option<Self> {
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
    pub(super) fn covers_ascii(&self) -> bool {
        self.covers_ascii
    }

    /// The font as the shaper sees it.
    pub(super) fn shaper(&self) -> harfrust::ShaperFont<'_, '_> {
        harfrust::ShaperFont::new(&self.font)
    }

    /// The plan for shaping such text, built once.
    pub(super) fn plan(
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

    fn serif() -> &'static Face {
        let fonts = Fonts::bundled();
        fonts.face(fonts.face_for(Family::Serif, Weight::Regular, Slant::Upright)).unwrap()
    }

    #[test]
    fn every_style_has_its_face() {
        let fonts = Fonts::bundled();
        let names: Vec<String> = fonts.bundled.iter().map(Face::post_script_name).collect();
        assert_eq!(names.len(), BUNDLED.len());
        let name =
            |family, weight, slant| names[usize::from(fonts.face_for(family, weight, slant).0)].as_str();
        assert_eq!(name(Family::Serif, Weight::Regular, Slant::Upright), "SourceSerif4-Regular");
        assert_eq!(name(Family::Sans, Weight::Bold, Slant::Upright), "SourceSans3-SemiBold");
        assert_eq!(name(Family::Mono, Weight::Bold, Slant::Italic), "SourceCodePro-SemiBoldItalic");
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

    #[test]
    fn a_file_that_is_no_font_is_passed_over() {
        let fonts = Fonts::with_fallbacks(&[b"not a font".to_vec(), BUNDLED[4].to_vec()], false);
        let wish = Wish {
            family: Family::Serif,
            weight: Weight::Regular,
            slant: Slant::Upright,
            region: Region::China,
        };
        assert_eq!(fonts.fallback("a", wish), Some(FaceId(12)));
        assert_eq!(fonts.name(FaceId(12)).unwrap().0, "Source Sans 3");
        assert_eq!(fonts.fallback("漢", wish), None);
        assert!(fonts.face(FaceId(13)).is_none());
    }
}
