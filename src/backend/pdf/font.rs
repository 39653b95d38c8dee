//! The faces that PDF text is set in, parsed once per process.

mod colour;
mod face;
mod measures;
mod plans;
mod shelf;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

pub use self::colour::{Emoji, is_meant_in_colour};
use self::face::Bytes;
pub use self::face::Face;
pub use self::measures::Measures;
use self::shelf::Shelf;
pub use self::shelf::{Region, Wish};

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

#[cfg(test)]
mod tests {
    use super::*;

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
