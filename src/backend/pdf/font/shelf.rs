//! Fonts that are not ours: the user's own, and those of the machine. They draw what the bundled faces cannot.
//!
//! A machine may have a thousand faces. What each is called is read when the first text asks for one; which characters it
//! has, when it is a candidate; and the whole file only when it is chosen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fontdb::{Database, Source, Stretch, Style};

use super::colour::{self, Emoji, Pictures, first_drawn};
use super::{Bytes, Face, Family, Slant, Weight};
use crate::source::read_within;

/// The largest font file that is read, in bytes. Collections of the East Asian scripts have some thirty megabytes.
const MAX_FONT_BYTES: u64 = 96 * 1024 * 1024;

/// Faces in the order in which they are asked.
#[derive(Debug, Default)]
pub struct Shelf {
    volumes: Vec<Volume>,
}

/// A face that may be needed.
struct Volume {
    family: String,
    style: Style,
    weight: u16,
    stretch: Stretch,
    monospaced: bool,
    source: Source,
    /// Its number in a collection.
    index: u32,
    coverage: OnceLock<Coverage>,
    face: OnceLock<Option<Face>>,
    pictures: Pictures,
}

impl std::fmt::Debug for Volume {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.family, self.weight)
    }
}

/// What a text wants of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wish {
    /// The family of the style it replaces.
    pub family: Family,
    /// The weight.
    pub weight: Weight,
    /// The slant.
    pub slant: Slant,
    /// Whose forms the Han characters have.
    pub region: Region,
}

/// The standards of East Asian character forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// Simplified Chinese.
    China,
    /// Traditional Chinese.
    Taiwan,
    /// Traditional Chinese of Hong Kong.
    HongKong,
    /// Japanese.
    Japan,
    /// Korean.
    Korea,
}

impl Region {
    /// The forms that readers of a language (BCP 47) are used to.
    pub fn of(language: &str) -> Self {
        let mut subtags = language.split('-');
        match subtags.next() {
            Some("ja") => Self::Japan,
            Some("ko") => Self::Korea,
            Some("yue") => Self::HongKong,
            Some("zh" | "nan" | "hak") => {
                let rest: Vec<&str> = subtags.collect();
                if rest.contains(&"HK") || rest.contains(&"MO") {
                    Self::HongKong
                } else if rest.contains(&"Hant") || rest.contains(&"TW") {
                    Self::Taiwan
                } else {
                    Self::China
                }
            }
            _ => Self::China,
        }
    }

    /// How such fonts are named.
    fn mark(self) -> &'static str {
        match self {
            Self::China => "SC",
            Self::Taiwan => "TC",
            Self::HongKong => "HK",
            Self::Japan => "JP",
            Self::Korea => "KR",
        }
    }
}

impl Shelf {
    /// The faces of font files, in their order.
    pub fn of_files(files: &[Vec<u8>]) -> Self {
        let mut volumes = Vec::new();
        for file in files {
            let mut database = Database::new();
            let ids = database.load_font_source(Source::Binary(std::sync::Arc::new(file.clone())));
            volumes.extend(ids.iter().filter_map(|id| database.face(*id)).filter_map(Volume::of));
        }
        Self { volumes }
    }

    /// The faces of this machine, looked for once a process.
    pub fn of_this_machine() -> &'static Self {
        static MACHINE: OnceLock<Shelf> = OnceLock::new();
        MACHINE.get_or_init(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            Self::sorted(&database)
        })
    }

    /// Folders have no order of their own: the faces are sorted by their names.
    fn sorted(database: &Database) -> Self {
        let mut volumes: Vec<Volume> = database.faces().filter_map(Volume::of).collect();
        volumes.sort_by(|a, b| a.key().cmp(&b.key()));
        Self { volumes }
    }

    /// The files that the faces lie in, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        let files: BTreeSet<&Path> = self.volumes.iter().filter_map(Volume::path).collect();
        files.into_iter().map(Path::to_path_buf).collect()
    }

    /// How many faces there are.
    pub fn len(&self) -> usize {
        self.volumes.len()
    }

    /// A face by its place.
    pub fn face(&self, place: usize) -> Option<&Face> {
        self.volumes.get(place)?.face()
    }

    /// What the face at a place is called, and where it lies.
    pub fn name(&self, place: usize) -> Option<(&str, Option<&Path>)> {
        self.volumes.get(place).map(|volume| (volume.family.as_str(), volume.path()))
    }

    /// The place of the face that draws a cluster best.
    pub fn find(&self, cluster: &str, wish: Wish) -> Option<usize> {
        let first = first_drawn(cluster)?;
        let mut candidates: Vec<(Rank, usize)> = self
            .volumes
            .iter()
            .enumerate()
            .filter(|(_, volume)| volume.coverage().draws(first))
            .map(|(place, volume)| (volume.rank(wish), place))
            .collect();
        candidates.sort_unstable();
        candidates
            .into_iter()
            .map(|(_, place)| place)
            .find(|place| self.face(*place).is_some_and(|face| face.covers(cluster)))
    }
}

impl Shelf {
    /// A cluster in the pictures of the first face that has them.
    pub fn emoji(&self, cluster: &str) -> Option<Emoji> {
        let first = first_drawn(cluster)?;
        self.volumes
            .iter()
            .filter(|volume| volume.coverage().shows(first))
            .find_map(|volume| colour::emoji(volume.face()?, &volume.pictures, cluster))
    }
}

/// How far a face is from what is wished for: the less, the better; first things first.
type Rank = (bool, bool, bool, bool, bool, u16, bool);

/// Words in the names of families that are made for something else than running text, or for narrow screens.
const SPECIAL: &[&str] = &[
    "UI",
    "Slanted",
    "Condensed",
    "Display",
    "Looped",
    "Nastaliq",
    "Kufi",
    "Rashi",
    "Mono",
    "Math",
    "Emoji",
    "Music",
    "Unjoined",
    "Supplement",
    "LastResort",
];

/// Words in the names of families whose strokes differ in weight, as those of a serif do.
const MODULATED: &[&str] = &["Serif", "Naskh", "Song", "Ming", "Mincho", "Batang", "Times", "Roman"];

impl Volume {
    fn of(face: &fontdb::FaceInfo) -> Option<Self> {
        Some(Self {
            family: face.families.first()?.0.clone(),
            style: face.style,
            weight: face.weight.0,
            stretch: face.stretch,
            monospaced: face.monospaced,
            source: face.source.clone(),
            index: face.index,
            coverage: OnceLock::new(),
            face: OnceLock::new(),
            pictures: Pictures::default(),
        })
    }

    fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File(path) | Source::SharedFile(path, _) => Some(path),
            Source::Binary(_) => None,
        }
    }

    fn key(&self) -> (&str, u16, bool, u16, Option<&Path>, u32) {
        let leans = self.style != Style::Normal;
        (&self.family, self.weight, leans, self.stretch.to_number(), self.path(), self.index)
    }

    fn rank(&self, wish: Wish) -> Rank {
        let named = |words: &[&str]| self.family.split(' ').any(|word| words.contains(&word));
        let of_region = ["SC", "TC", "HK", "JP", "KR"].into_iter().filter(|mark| named(&[mark]));
        let other_region = {
            let marks: Vec<&str> = of_region.collect();
            !marks.is_empty() && !marks.contains(&wish.region.mark())
        };
        let fixed = self.monospaced || named(&["Mono"]);
        let other_kind = match wish.family {
            Family::Serif => !named(MODULATED),
            Family::Sans => named(MODULATED),
            Family::Mono => !fixed,
        };
        let special = named(SPECIAL) && !(wish.family == Family::Mono && fixed);
        let other_slant = (self.style == Style::Normal) != (wish.slant == Slant::Upright);
        let wanted = match wish.weight {
            Weight::Regular => 400,
            Weight::Bold => 600,
        };
        let other_width = self.stretch != Stretch::Normal;
        // The families of Noto are made to stand beside each other, each for one script.
        let single = !self.family.starts_with("Noto ");
        (other_region, special, other_kind, single, other_width, self.weight.abs_diff(wanted), other_slant)
    }

    fn coverage(&self) -> &Coverage {
        self.coverage.get_or_init(|| {
            self.with_bytes(|bytes| Coverage::of(bytes, self.index)).flatten().unwrap_or_default()
        })
    }

    fn face(&self) -> Option<&Face> {
        let read = || {
            let bytes = self.with_bytes(|bytes| Bytes::Shared(bytes.into()))?;
            Face::parse(bytes, self.index)
        };
        self.face.get_or_init(read).as_ref()
    }

    fn with_bytes<T>(&self, then: impl FnOnce(&[u8]) -> T) -> Option<T> {
        match &self.source {
            Source::Binary(bytes) | Source::SharedFile(_, bytes) => Some(then(bytes.as_ref().as_ref())),
            Source::File(path) => Some(then(&read_within(path, MAX_FONT_BYTES).ok()?)),
        }
    }
}

/// The characters that a face has, as ranges in order.
#[derive(Debug, Default)]
struct Coverage {
    ranges: Vec<(u32, u32)>,
    /// Whether it has pictures of them, not outlines.
    pictures: bool,
}

impl Coverage {
    /// None of a face that cannot be embedded in a PDF: one without outlines and pictures, or one whose maker forbids it.
    fn of(bytes: &[u8], index: u32) -> Option<Self> {
        let face = ttf_parser::Face::parse(bytes, index).ok()?;
        let tables = face.tables();
        // Fonts of pictures may have outlines too, which are empty.
        let pictures = tables.sbix.is_some() || tables.cbdt.is_some();
        let drawn = tables.glyf.is_some() || tables.cff.is_some() || pictures;
        // Of a font of pictures no outlines are embedded.
        let allowed = face.permissions() != Some(ttf_parser::Permissions::Restricted)
            && (pictures || face.is_subsetting_allowed() && face.is_outline_embedding_allowed());
        if !drawn || !allowed {
            return None;
        }
        let mut codes = Vec::new();
        for subtable in tables.cmap?.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            subtable.codepoints(|code| codes.push(code));
        }
        codes.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in codes {
            match ranges.last_mut() {
                Some((_, end)) if code <= end.saturating_add(1) => *end = code,
                _ => ranges.push((code, code)),
            }
        }
        Some(Self { ranges, pictures })
    }

    /// Whether the face draws a character with outlines.
    fn draws(&self, c: char) -> bool {
        !self.pictures && self.has(c)
    }

    /// Whether the face has a picture of a character.
    fn shows(&self, c: char) -> bool {
        self.pictures && self.has(c)
    }

    fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        let after = self.ranges.partition_point(|(first, _)| *first <= code);
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|(_, last)| code <= *last)
    }
}
