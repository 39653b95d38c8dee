//! The faces of one document: which glyphs it uses, the subset that holds them, and what each is read as.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;

use super::reading::{alone, units};
use crate::backend::pdf::font::{Face, FaceId, Fonts};
use crate::backend::pdf::fragment::{GlyphRun, Layout, Shape};

/// A face as one document uses it.
///
/// A glyph has one code for each text it stands for: the hyphen that is a soft hyphen here and U+2010 there reads
/// right in both places, in every program that knows character codes.
#[derive(Debug)]
pub struct Typeface {
    /// Its name among the resources of every page.
    pub resource: String,
    /// The subset of the font file.
    pub program: Vec<u8>,
    /// The codes in order; the first is code 1.
    pub codes: Vec<Code>,
    /// The glyph of a space, which runs may need without holding it.
    pub space: Option<u16>,
    /// A glyph that has no width and no ink, to say characters that have no glyph of their own.
    pub carrier: Option<u16>,
    /// The glyphs in use.
    glyphs: ByGlyph<Glyph>,
}

/// Something of each glyph in use, by its id in the face: few of thousands are.
#[derive(Debug)]
struct ByGlyph<T> {
    /// By id: one more than the index among those in use; 0 for what is not.
    places: Vec<u16>,
    used: Vec<(u16, T)>,
}

impl<T> Default for ByGlyph<T> {
    fn default() -> Self {
        Self { places: Vec::new(), used: Vec::new() }
    }
}

impl<T> ByGlyph<T> {
    fn index(&self, glyph: u16) -> Option<usize> {
        usize::from(*self.places.get(usize::from(glyph))?).checked_sub(1)
    }

    fn get(&self, glyph: u16) -> Option<&T> {
        self.used.get(self.index(glyph)?).map(|(_, of)| of)
    }

    fn get_mut(&mut self, glyph: u16) -> Option<&mut T> {
        let index = self.index(glyph)?;
        self.used.get_mut(index).map(|(_, of)| of)
    }

    fn insert(&mut self, glyph: u16, of: T) {
        let id = usize::from(glyph);
        if self.places.len() <= id {
            self.places.resize(id + 1, 0);
        }
        self.used.push((glyph, of));
        if let (Some(place), Ok(number)) = (self.places.get_mut(id), u16::try_from(self.used.len())) {
            *place = number;
        }
    }
}

/// A character code: a glyph and what it is read as.
#[derive(Debug)]
pub struct Code {
    /// The glyph's number in the subset.
    pub glyph: u16,
    /// The glyph's advance in 1/1000 em, as the file says it.
    pub width: i32,
    /// What it is read as.
    pub text: Box<str>,
}

/// A glyph in use.
#[derive(Debug)]
struct Glyph {
    width: i32,
    /// The code to use where what it is read as is said otherwise. Its own text is what the glyph mostly stands for.
    any: u16,
    /// Whether it stands for that text itself, and not only for a part of more.
    is_read: bool,
    /// The letter of ASCII that this code is read as.
    letter: Option<u8>,
    /// The codes of its other texts. The sign for what no face can draw may have thousands.
    others: BTreeMap<Box<str>, u16>,
}

impl Typeface {
    /// Whether a byte has room for each of its codes.
    pub fn is_narrow(&self) -> bool {
        self.codes.len() <= usize::from(u8::MAX)
    }

    /// The code of a glyph, and its advance in 1/1000 em.
    pub fn code(&self, glyph: u16, text: Option<&str>) -> Option<(u16, i32)> {
        let glyph = self.glyphs.get(glyph)?;
        let own = || self.codes.get(usize::from(glyph.any).checked_sub(1)?);
        let reads = |text: &str| own().is_some_and(|code| *code.text == *text);
        let code = match text {
            Some(text) if !(glyph.is_read && reads(text)) => *glyph.others.get(text)?,
            Some(_) | None => glyph.any,
        };
        Some((code, glyph.width))
    }

    /// The code of a glyph that stands for a letter of ASCII, as most do, and its advance in 1/1000 em.
    pub fn code_of_letter(&self, glyph: u16, letter: u8) -> Option<(u16, i32)> {
        let found = self.glyphs.get(glyph)?;
        match found.letter == Some(letter) {
            true => Some((found.any, found.width)),
            false => self.code(glyph, Some(char::from(letter).encode_utf8(&mut [0; 4]))),
        }
    }
}

/// The faces a layout uses, each subset to the glyphs it uses.
///
/// # Errors
/// The name of a face whose file cannot be subset.
pub fn typefaces(layout: &Layout, fonts: &Fonts) -> Result<BTreeMap<FaceId, Typeface>, String> {
    let mut tallies: BTreeMap<FaceId, Tally> = BTreeMap::new();
    for mark in layout.pages.iter().flat_map(|page| &page.marks) {
        if let Shape::Glyphs(run) = &mark.shape {
            tallies.entry(run.face).or_default().count(run, fonts);
        }
    }
    let mut typefaces = BTreeMap::new();
    for (id, tally) in tallies {
        let Some(face) = fonts.face(id) else { continue };
        let resource = format!("F{}", typefaces.len());
        typefaces.insert(id, tally.subset(resource, face)?);
    }
    Ok(typefaces)
}

/// How often each glyph stands for which text, by glyph id in the face.
#[derive(Default)]
struct Tally {
    glyphs: ByGlyph<Texts>,
}

/// How often a glyph stands for which text.
#[derive(Default)]
struct Texts {
    /// A letter of ASCII, counted apart: most glyphs only ever stand for one.
    letter: Option<(u8, u32)>,
    others: BTreeMap<Box<str>, u32>,
}

impl Texts {
    fn add(&mut self, text: &str) {
        match self.others.get_mut(text) {
            Some(count) => *count += 1,
            None => drop(self.others.insert(text.into(), 1)),
        }
    }

    /// The most frequent, and the others.
    fn sorted(mut self) -> (Option<Box<str>>, BTreeMap<Box<str>, u32>) {
        if let Some((letter, count)) = self.letter {
            let letter: Box<str> = char::from(letter).encode_utf8(&mut [0; 4]).into();
            if self.others.is_empty() {
                return (Some(letter), self.others);
            }
            *self.others.entry(letter).or_default() += count;
        }
        let main = most_frequent(&self.others);
        if let Some(main) = &main {
            self.others.remove(main);
        }
        (main, self.others)
    }
}

impl Tally {
    fn count(&mut self, run: &GlyphRun, fonts: &Fonts) {
        let Some(mut units) = units(run) else {
            run.glyphs.iter().zip(alone(run)).for_each(|(glyph, text)| self.add(glyph.id, text.as_deref()));
            return;
        };
        let carrier = fonts.face(run.face).filter(|_| run.backwards).and_then(|face| face.carrier());
        loop {
            while let Some((index, letter)) = units.letter() {
                if let Some(glyph) = run.glyphs.get(index) {
                    self.add_letter(glyph.id, letter);
                }
            }
            let Some(unit) = units.next() else { break };
            if let Some((carrier, spelling)) =
                carrier.and_then(|carrier| Some((carrier, unit.spelling(run)?)))
            {
                let id = |index: usize| run.glyphs.get(index).map(|glyph| glyph.id);
                id(spelling.base).into_iter().for_each(|base| self.add(base, Some(spelling.first)));
                let carried = spelling.rest.chars();
                carried.for_each(|c| self.add(carrier, Some(c.encode_utf8(&mut [0; 4]))));
                spelling.silent.iter().copied().filter_map(id).for_each(|mark| self.add(mark, None));
                continue;
            }
            if unit.glyphs.is_empty() {
                if let Some(space) = fonts.face(run.face).and_then(|face| face.glyph(' ')) {
                    self.add(space, Some(&unit.text));
                }
                continue;
            }
            let glyphs = unit.indices(run).filter_map(|index| run.glyphs.get(index));
            match unit.parts() {
                Some(parts) => glyphs.zip(parts).for_each(|(glyph, part)| self.add(glyph.id, Some(part))),
                None => glyphs.for_each(|glyph| self.add(glyph.id, None)),
            }
        }
    }

    fn texts(&mut self, glyph: u16) -> Option<&mut Texts> {
        if self.glyphs.index(glyph).is_none() {
            self.glyphs.insert(glyph, Texts::default());
        }
        self.glyphs.get_mut(glyph)
    }

    fn add(&mut self, glyph: u16, text: Option<&str>) {
        if let Some((texts, text)) = self.texts(glyph).zip(text) {
            texts.add(text);
        }
    }

    fn add_letter(&mut self, glyph: u16, letter: u8) {
        let Some(texts) = self.texts(glyph) else { return };
        match &mut texts.letter {
            Some((known, count)) if *known == letter => *count += 1,
            Some(_) => texts.add(char::from(letter).encode_utf8(&mut [0; 4])),
            None => texts.letter = Some((letter, 1)),
        }
    }

    fn subset(self, resource: String, face: &Face) -> Result<Typeface, String> {
        let mut remapper = GlyphRemapper::new();
        let mut characters: Option<BTreeMap<u16, char>> = None;
        let mut codes = Vec::new();
        // What else glyphs stand for: glyph id in the face, number in the subset, text.
        let mut others: Vec<(u16, u16, Box<str>)> = Vec::new();
        let mut glyphs = ByGlyph::default();
        let mut used = self.glyphs.used;
        used.sort_unstable_by_key(|(id, _)| *id);
        for (id, texts) in used {
            let (main, texts) = texts.sorted();
            let number = remapper.remap(id);
            others.extend(texts.into_keys().map(|text| (id, number, text)));
            let letter = main.as_deref().and_then(|text| match text.as_bytes() {
                [letter] => Some(*letter),
                _ => None,
            });
            let is_read = main.is_some();
            let text = main.unwrap_or_else(|| {
                // A glyph that is only ever read as part of a run still needs a mapping (ISO 19005-2, 6.2.11.7.2);
                // one without a character reads as nothing.
                let characters = characters.get_or_insert_with(|| face.characters());
                characters.get(&id).copied().unwrap_or('\u{200B}').to_string().into()
            });
            let width = face.advance(id).round() as i32;
            codes.push(Code { glyph: number, width, text });
            glyphs.insert(id, Glyph { width, any: number, is_read, letter, others: BTreeMap::new() });
        }
        let program = subsetter::subset(face.bytes(), face.index(), &remapper)
            .map_err(|error| format!("{}: {error}", face.post_script_name()))?;
        if has_free_codes(&program) {
            for (id, number, text) in others {
                let (Ok(code), Some(glyph)) = (u16::try_from(codes.len() + 1), glyphs.get_mut(id)) else {
                    break;
                };
                glyph.others.insert(text.clone(), code);
                codes.push(Code { glyph: number, width: glyph.width, text });
            }
        }
        Ok(Typeface { resource, program, codes, space: face.glyph(' '), carrier: face.carrier(), glyphs })
    }
}

/// Whether codes can be other than the glyph's number: for TrueType outlines the PDF file maps codes to glyphs; in
/// CFF outlines the font program does (ISO 32000-1, 9.7.4.2).
fn has_free_codes(program: &[u8]) -> bool {
    !program.starts_with(b"OTTO") && !program.starts_with(&[1, 0])
}

/// The most frequent text; among equals the first by code points, so that the order of pages does not matter.
fn most_frequent(texts: &BTreeMap<Box<str>, u32>) -> Option<Box<str>> {
    texts.iter().max_by(|(a, m), (b, n)| m.cmp(n).then_with(|| b.cmp(a))).map(|(text, _)| text.clone())
}
