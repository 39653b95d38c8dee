//! From a paragraph's text to clusters with widths, and the pieces that lines are made of.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use super::super::direction::{Levels, runs_right_to_left};
use super::super::font::{Emoji, FaceId, Family};
use super::super::pieces::{Cuts, pieces};
use super::super::rich_text::{OBJECT, RichText, Stretch};
use super::super::shape::{Direction, shape};
use super::{Cluster, Hyphen, Set, SetGlyph, Setter, Shaped, place};
use crate::model::{Language, TextDirection};
use crate::typography::hyphenation::Hyphenator;

impl Setter<'_> {
    /// Shapes a paragraph and finds where it may break.
    pub fn shape<'t>(&mut self, rich: &'t RichText) -> Shaped<'t> {
        let set = match self.memory {
            Some(memory) => memory.recall(self, rich, |this| Rc::new(this.set(rich))),
            None => Rc::new(self.set(rich)),
        };
        Shaped { rich, set, mirrored: self.language.direction() == TextDirection::RightToLeft }
    }

    fn set(&mut self, rich: &RichText) -> Set {
        let known_missing = self.missing.len();
        let mut clusters = Vec::with_capacity(rich.text.len());
        let mut glyphs = Vec::with_capacity(rich.text.len());
        let mut emoji = Vec::new();
        let levels = Levels::of(&rich.text, self.language.direction(), self.fixed_direction);
        for (index, stretch) in rich.stretches.iter().enumerate() {
            self.shape_stretch(rich, (index, stretch), &levels, &mut clusters, &mut glyphs, &mut emoji);
        }
        let divisions = if self.hyphenate { self.divisions(rich) } else { Vec::new() };
        let hyphens = if divisions.is_empty() && !rich.text.contains('\u{AD}') {
            Vec::new()
        } else {
            rich.stretches.iter().map(|stretch| self.hyphen(stretch)).collect()
        };
        let hyphen = |offset: usize| {
            let at = rich.stretches.partition_point(|stretch| stretch.range.end < offset);
            hyphens.get(at).copied().flatten().map_or(0.0, |hyphen: Hyphen| hyphen.advance)
        };
        let cuts =
            Cuts { language: self.language, runts: self.runts, divisions: &divisions, hyphen: &hyphen };
        let pieces = pieces(rich, &clusters, &cuts);
        let missing = self.missing.get(known_missing..).unwrap_or_default().to_vec();
        Set { clusters, glyphs, pieces, emoji, hyphens, base: levels.base(), missing }
    }

    /// In a justified line all word spaces are one size, whatever letters stand beside them.
    fn even_spaces(&self, stretch: &Stretch, clusters: &mut [Cluster]) {
        for cluster in clusters.iter_mut().filter(|cluster| cluster.space) {
            let Some(face) = self.fonts.face(cluster.face) else { continue };
            if let Some(space) = face.glyph(' ') {
                cluster.advance = face.advance(space) / 1000.0 * stretch.style.size + stretch.style.tracking;
            }
        }
    }

    /// Where words may be divided: in text that is read as text, by the patterns of its language.
    fn divisions(&self, rich: &RichText) -> Vec<usize> {
        let mut points = Vec::new();
        let mut at = 0;
        while let Some(first) = rich.stretches.get(at) {
            // A word may change its style halfway: patterns see it whole.
            let same = |stretch: &&Stretch| {
                stretch.language == first.language && divisible(stretch) == divisible(first)
            };
            let count = rich.stretches.iter().skip(at).take_while(same).count().max(1);
            let end = rich.stretches.get(at + count - 1).map_or(first.range.end, |last| last.range.end);
            let language = first.language.as_deref().and_then(Language::parse);
            if divisible(first)
                && let Some(hyphenator) = Hyphenator::of(language.as_ref().unwrap_or(self.language))
            {
                hyphenator.points(&rich.text, first.range.start..end, &mut points);
            }
            at += count;
        }
        points
    }

    fn hyphen(&self, stretch: &Stretch) -> Option<Hyphen> {
        let style = &stretch.style;
        let shaped = shape(self.fonts, "-", style.font, self.language.as_str(), Direction::LeftToRight);
        let run = shaped.runs.first()?;
        let glyph = run.glyphs.first()?;
        Some(Hyphen { face: run.face, glyph: glyph.id, advance: glyph.advance * style.size + style.tracking })
    }

    fn shape_stretch(
        &mut self,
        rich: &RichText,
        (index, stretch): (usize, &Stretch),
        levels: &Levels,
        clusters: &mut Vec<Cluster>,
        glyphs: &mut Vec<SetGlyph>,
        emoji: &mut Vec<(usize, Arc<Emoji>)>,
    ) {
        let Some(source) = rich.text.get(stretch.range.clone()) else { return };
        if source.chars().eq([OBJECT]) {
            let object = rich.objects.iter().position(|(at, _)| *at == stretch.range.start);
            let advance = object.map_or(0.0, |object| (self.object_width)(object));
            let at = place(glyphs.len());
            clusters.push(Cluster {
                start: place(stretch.range.start),
                end: place(stretch.range.end),
                advance,
                stretch: place(index),
                face: FaceId(0),
                glyphs: (at, at),
                level: levels.at(stretch.range.start),
                space: false,
            });
            return;
        }
        // A forced line end is read as a space, so that the words on either side do not join.
        let text: Cow<'_, str> =
            if source.contains('\n') { source.replace('\n', " ").into() } else { source.into() };
        let language = stretch.language.as_deref().unwrap_or(self.language.as_str());
        let style = &stretch.style;
        let is_divisible = divisible(stretch);
        let first = clusters.len();
        for part in of_one_level(stretch.range.clone(), levels) {
            let level = levels.at(part.start);
            let offset = part.start - stretch.range.start;
            let Some(text) = text.get(offset..offset + part.len()) else { continue };
            let direction =
                if runs_right_to_left(level) { Direction::RightToLeft } else { Direction::LeftToRight };
            let shaped = shape(self.fonts, text, style.font, language, direction);
            emoji.extend(
                shaped.emoji.iter().map(|(range, emoji)| (part.start + range.start, Arc::clone(emoji))),
            );
            for range in &shaped.missing {
                if let Some(cluster) = text.get(range.clone()) {
                    self.missing.push(cluster.to_owned());
                }
            }
            for (face, glyph) in shaped.runs.iter().flat_map(|run| run.glyphs.iter().map(|g| (run.face, g))) {
                let start = place(part.start + glyph.cluster as usize);
                let advance = style.fixed_advance.unwrap_or(glyph.advance) * style.size + style.tracking;
                let at = place(glyphs.len());
                glyphs.push(SetGlyph {
                    id: glyph.id,
                    advance,
                    dx: glyph.dx * style.size,
                    dy: glyph.dy * style.size,
                });
                match clusters.last_mut().filter(|last| last.stretch() == index && last.start == start) {
                    Some(last) => {
                        last.advance += advance;
                        last.glyphs.1 = at + 1;
                    }
                    None => clusters.push(Cluster {
                        start,
                        end: place(stretch.range.end),
                        advance,
                        stretch: place(index),
                        face,
                        glyphs: (at, at + 1),
                        level,
                        space: is_divisible
                            && matches!(
                                text.as_bytes().get(glyph.cluster as usize..),
                                Some([b' ', ..] | [0xC2, 0xA0, ..])
                            ),
                    }),
                }
            }
        }
        if self.hyphenate {
            self.even_spaces(stretch, clusters.get_mut(first..).unwrap_or_default());
        }
        let mut next = place(stretch.range.end);
        for cluster in clusters.iter_mut().skip(first).rev() {
            cluster.end = next.max(cluster.start);
            next = cluster.start;
        }
        // Text before the first glyph (a soft hyphen, say) belongs to the first cluster.
        if let Some(cluster) = clusters.get_mut(first) {
            cluster.start = place(stretch.range.start);
        }
    }
}

/// The parts of a range that have one level each.
fn of_one_level(range: Range<usize>, levels: &Levels) -> SmallVec<[Range<usize>; 2]> {
    if levels.is_even() {
        return smallvec![range];
    }
    let mut parts: SmallVec<[Range<usize>; 2]> = SmallVec::new();
    for at in range {
        match parts.last_mut() {
            Some(last) if levels.at(last.start) == levels.at(at) => last.end = at + 1,
            _ => parts.push(at..at + 1),
        }
    }
    parts
}

/// Whether a stretch is text whose words may be divided and whose spaces may stretch: not code, and no space that
/// stands for a kern.
fn divisible(stretch: &Stretch) -> bool {
    stretch.style.font.family != Family::Mono && stretch.style.fixed_advance.is_none()
}
