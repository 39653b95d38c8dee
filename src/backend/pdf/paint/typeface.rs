//! The faces of one document: which glyphs it uses, the subset that holds them, and what each is read as.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;

use super::reading::units;
use crate::backend::pdf::font::{Face, FaceId, Fonts};
use crate::backend::pdf::fragment::{GlyphRun, Layout, Shape};

/// A face as one document uses it.
#[derive(Debug)]
pub struct Typeface {
    /// Its name among the resources of every page.
    pub resource: String,
    /// The face.
    pub face: FaceId,
    /// The subset of the font file.
    pub program: Vec<u8>,
    /// By glyph id in the face.
    used: Vec<Option<UsedGlyph>>,
    /// Glyph ids in the face, by their number in the subset.
    order: Vec<u16>,
    /// The glyph of a space, which runs may need without holding it.
    pub space: Option<u16>,
}

/// A glyph in use.
#[derive(Debug)]
pub struct UsedGlyph {
    /// Its number in the subset, and its code in text strings.
    pub code: u16,
    /// Its advance in 1/1000 em, as the file says it.
    pub width: i32,
    /// What it is read as where nothing else is said.
    pub text: Box<str>,
}

impl Typeface {
    /// A glyph in use.
    pub fn glyph(&self, id: u16) -> Option<&UsedGlyph> {
        self.used.get(usize::from(id))?.as_ref()
    }

    /// All glyphs in use, in the order of the subset.
    pub fn glyphs(&self) -> impl Iterator<Item = &UsedGlyph> {
        self.order.iter().filter_map(|&id| self.glyph(id))
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
        typefaces.insert(id, tally.subset(resource, id, face)?);
    }
    Ok(typefaces)
}

/// How often each glyph stands for which text, by glyph id in the face.
#[derive(Default)]
struct Tally {
    glyphs: Vec<Option<Vec<(Box<str>, u32)>>>,
}

impl Tally {
    fn count(&mut self, run: &GlyphRun, fonts: &Fonts) {
        let Some(units) = units(run) else {
            run.glyphs.iter().for_each(|glyph| self.add(glyph.id, None));
            return;
        };
        for unit in units {
            match run.glyphs.get(unit.glyphs).unwrap_or_default() {
                [] => {
                    if let Some(space) = fonts.face(run.face).and_then(|face| face.glyph(' ')) {
                        self.add(space, Some(" "));
                    }
                }
                [glyph] => {
                    self.add(glyph.id, Some(&unit.text).filter(|text| !text.is_empty()).map(AsRef::as_ref))
                }
                several => several.iter().for_each(|glyph| self.add(glyph.id, None)),
            }
        }
    }

    fn add(&mut self, glyph: u16, text: Option<&str>) {
        let index = usize::from(glyph);
        if self.glyphs.len() <= index {
            self.glyphs.resize_with(index + 1, || None);
        }
        let Some(slot) = self.glyphs.get_mut(index) else { return };
        let texts = slot.get_or_insert_default();
        let Some(text) = text else { return };
        match texts.iter_mut().find(|(known, _)| **known == *text) {
            Some((_, count)) => *count += 1,
            None => texts.push((text.into(), 1)),
        }
    }

    fn subset(self, resource: String, id: FaceId, face: &Face) -> Result<Typeface, String> {
        let mut remapper = GlyphRemapper::new();
        let mut order = vec![0];
        let mut reverse: Option<BTreeMap<u16, char>> = None;
        let mut used: Vec<Option<UsedGlyph>> = Vec::with_capacity(self.glyphs.len());
        for (index, texts) in self.glyphs.into_iter().enumerate() {
            used.push(texts.map(|texts| {
                let glyph = u16::try_from(index).unwrap_or(0);
                let code = remapper.remap(glyph);
                if usize::from(code) == order.len() {
                    order.push(glyph);
                }
                let text = most_frequent(texts).unwrap_or_else(|| {
                    let reverse = reverse.get_or_insert_with(|| face.characters());
                    // Text that is only ever read as part of a cluster still needs a mapping of its own
                    // (ISO 19005-2, 6.2.11.7.2); a mark without a character reads as nothing.
                    reverse.get(&glyph).copied().unwrap_or('\u{200B}').to_string().into()
                });
                UsedGlyph { code, width: face.advance(glyph).round() as i32, text }
            }));
        }
        let program = subsetter::subset(face.bytes(), 0, &remapper)
            .map_err(|error| format!("{}: {error}", face.post_script_name()))?;
        Ok(Typeface { resource, face: id, program, used, order, space: face.glyph(' ') })
    }
}

/// The most frequent text; among equals the first by code points, so that the order of pages does not matter.
fn most_frequent(texts: Vec<(Box<str>, u32)>) -> Option<Box<str>> {
    texts.into_iter().max_by(|(a, m), (b, n)| m.cmp(n).then_with(|| b.cmp(a))).map(|(text, _)| text)
}
