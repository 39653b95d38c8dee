//! Placing the clusters of a line: what is painted where, in the order it is read.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};

use super::super::direction::{runs_right_to_left, visual_order};
use super::super::font::FaceId;
use super::super::fragment::{Glyph, GlyphRun, Mark, Owner, Rect, Shape};
use super::super::justify::Spread;
use super::super::rich_text::{OBJECT, RunStyle, Stretch};
use super::super::theme::{Strokes, TextStyle};
use super::{Cluster, Hyphen, Line, Shaped, place};

/// Runs of a line for which no memory is asked: most lines have one, many have some.
const FEW: usize = 6;
/// A width or place for each run of a line.
type FewWidths = SmallVec<[f32; FEW]>;
/// Link areas this close are one, in points.
const TOUCHING: f32 = 0.01;

impl Shaped<'_> {
    /// Places the clusters of one line: they are painted as they are read, each where it is seen.
    pub(super) fn line(
        &self,
        range: Range<usize>,
        base: &TextStyle,
        spread: Spread,
        hyphenated: bool,
    ) -> Line {
        let mut line = Line {
            hyphenated,
            opposite: runs_right_to_left(self.set.base) != self.mirrored,
            ..Line::default()
        };
        let (clusters, words) = self.clusters(range, spread);
        let trailing: f32 = clusters.iter().skip(words).map(|cluster| cluster.advance).sum();
        let runs = runs(&clusters);
        let hyphen = clusters.last().filter(|_| hyphenated).and_then(|last| self.hyphen_after(last));
        let widths: FewWidths = (1..=runs.len())
            .zip(&runs)
            .map(|(number, run)| {
                let own: f32 =
                    clusters.get(run.clone()).unwrap_or_default().iter().map(|cluster| cluster.advance).sum();
                let hyphen = hyphen.filter(|_| number == runs.len());
                own + hyphen.map_or(0.0, |hyphen| hyphen.advance * spread.letter)
            })
            .collect();
        line.width = widths.iter().sum::<f32>() - trailing;
        let places = self.places(&clusters, &runs, &widths, line.width, trailing);
        for ((run, width), x) in runs.into_iter().zip(widths).zip(places) {
            let run = clusters.get(run).unwrap_or_default();
            let Some(first) = run.first() else { continue };
            let Some(stretch) = self.rich.stretches.get(first.stretch()) else { break };
            let end = run.last().map_or(first.end(), Cluster::end);
            if !first.has_glyphs()
                && self
                    .rich
                    .text
                    .get(first.start()..first.end())
                    .is_some_and(|text| text.chars().eq([OBJECT]))
            {
                if let Some(object) = self.rich.objects.iter().position(|(at, _)| *at == first.start()) {
                    line.objects.push((object, x));
                }
            } else {
                self.run(run, stretch, first.start()..end, x, width, base, spread.letter, &mut line);
            }
            line.notes.extend(
                self.rich
                    .notes
                    .iter()
                    .filter(|(at, _)| (first.start()..end).contains(at))
                    .map(|(_, number)| *number),
            );
        }
        if let Some(hyphen) = hyphen {
            paint_hyphen(hyphen, spread.letter, &mut line);
        }
        trim_decoration(&mut line);
        line
    }

    /// The clusters of a line as wide as they are in it, and how many there are before the space at its end. That
    /// stands at its end, whatever is before it (UAX 9, L1).
    fn clusters(&self, range: Range<usize>, spread: Spread) -> (Cow<'_, [Cluster]>, usize) {
        let own = self.set.clusters.get(range).unwrap_or_default();
        let words = own.len() - self.trailing_spaces(own);
        if spread == Spread::NONE && own.iter().skip(words).all(|cluster| cluster.level == self.set.base) {
            return (Cow::Borrowed(own), words);
        }
        let mut clusters = own.to_vec();
        for cluster in clusters.iter_mut().filter(|cluster| cluster.has_glyphs()) {
            cluster.advance *= if cluster.space { spread.space } else { spread.letter };
        }
        clusters.iter_mut().skip(words).for_each(|cluster| cluster.level = self.set.base);
        (Cow::Owned(clusters), words)
    }

    /// Where each run of a line stands, from the edge where the article's lines begin.
    fn places(
        &self,
        clusters: &[Cluster],
        runs: &[Range<usize>],
        widths: &[f32],
        width: f32,
        trailing: f32,
    ) -> FewWidths {
        let levels: SmallVec<[u8; FEW]> = runs
            .iter()
            .map(|run| clusters.get(run.start).map_or(self.set.base, |first| first.level))
            .collect();
        let mut places: FewWidths = smallvec![0.0; runs.len()];
        let mut x = if runs_right_to_left(self.set.base) { -trailing } else { 0.0 };
        for part in visual_order(&levels) {
            let own = widths.get(part).copied().unwrap_or(0.0);
            if let Some(place) = places.get_mut(part) {
                *place = if self.mirrored { width - x - own } else { x };
            }
            x += own;
        }
        places
    }

    /// The hyphen that a line shows after a cluster.
    fn hyphen_after(&self, last: &Cluster) -> Option<Hyphen> {
        let hyphen = self.set.hyphens.get(last.stretch()).copied().flatten()?;
        (hyphen.face == last.face && !runs_right_to_left(last.level)).then_some(hyphen)
    }

    /// How many clusters at the end of a line are space.
    fn trailing_spaces(&self, clusters: &[Cluster]) -> usize {
        let space = |cluster: &&Cluster| {
            self.rich
                .text
                .get(cluster.start()..cluster.end())
                .is_some_and(|text| text.trim_matches([' ', '\n']).is_empty())
        };
        clusters.iter().rev().take_while(space).count()
    }

    #[expect(clippy::too_many_arguments, reason = "one step of `line`, split off for reading")]
    fn run(
        &self,
        run: &[Cluster],
        stretch: &Stretch,
        range: Range<usize>,
        x: f32,
        width: f32,
        base: &TextStyle,
        expansion: f32,
        line: &mut Line,
    ) {
        let style = &stretch.style;
        let baseline = base.baseline();
        let text = self.rich.text.get(range.clone()).unwrap_or("").replace('\n', " ");
        let mut glyphs = Vec::with_capacity(run.len());
        let backwards = run.first().is_some_and(|cluster| runs_right_to_left(cluster.level));
        let place = |offset: usize| u32::try_from(offset - range.start).unwrap_or(u32::MAX);
        for cluster in run {
            let set = self.set.glyphs.get(cluster.glyphs()).unwrap_or_default();
            for (i, glyph) in set.iter().enumerate() {
                let (start, end) =
                    if i == 0 { (cluster.start(), cluster.end()) } else { (cluster.end(), cluster.end()) };
                // A word space is one glyph, as wide as justification has made its cluster.
                let advance =
                    if cluster.space && set.len() == 1 { cluster.advance } else { glyph.advance * expansion };
                glyphs.push(Glyph {
                    id: glyph.id,
                    start: place(start),
                    end: place(end),
                    advance,
                    dx: glyph.dx * expansion,
                    dy: glyph.dy,
                });
            }
        }
        if backwards {
            glyphs.reverse();
        }
        let face = run.first().map_or(FaceId(0), |cluster| cluster.face);
        if !self.set.emoji.is_empty() {
            self.paint_emoji(&glyphs, range.start, (x, width), style, baseline - style.rise, line);
        }
        let shape = Shape::Glyphs(GlyphRun {
            x,
            baseline: baseline - style.rise,
            face,
            size: style.size,
            expansion,
            colour: style.colour,
            text,
            backwards,
            glyphs,
        });
        line.marks.push(Mark { owner: Owner::Content(stretch.slot), shape });
        self.decorate(style, x, width, baseline, base, line);
        if let Some(link) = stretch.link {
            let area = Rect { x, y: 0.0, width, height: base.leading };
            let touches = |last: &Rect| {
                (last.x + last.width - x).abs() < TOUCHING || (x + width - last.x).abs() < TOUCHING
            };
            match line.links.last_mut().filter(|(last, area)| *last == link && touches(area)) {
                Some((_, last)) => {
                    let end = (x + width).max(last.x + last.width);
                    last.x = last.x.min(x);
                    last.width = end - last.x;
                }
                None => line.links.push((link, area)),
            }
        }
    }

    /// Paints the pictures over the spaces that stand for them, which are what is read.
    fn paint_emoji(
        &self,
        glyphs: &[Glyph],
        start: usize,
        (x, width): (f32, f32),
        style: &RunStyle,
        baseline: f32,
        line: &mut Line,
    ) {
        let mut at = 0.0;
        for glyph in glyphs {
            let offset = start + glyph.start as usize;
            let found = self.set.emoji.binary_search_by_key(&offset, |(offset, _)| *offset).ok();
            let emoji = found.filter(|_| glyph.start < glyph.end).and_then(|index| self.set.emoji.get(index));
            for picture in emoji.into_iter().flat_map(|(_, emoji)| &emoji.pictures) {
                let (wide, high) = (picture.width * style.size, picture.height * style.size);
                let left = at + picture.left * style.size;
                // A page that is turned over turns the places of runs, not what is within them.
                let left = if self.mirrored { x + width - left - wide } else { x + left };
                let rect = Rect {
                    x: left,
                    y: baseline - picture.bottom * style.size - high,
                    width: wide,
                    height: high,
                };
                let shape = Shape::Image { image: Arc::clone(&picture.image), rect, clip: rect };
                line.marks.push(Mark { owner: Owner::Decoration, shape });
            }
            at += glyph.advance;
        }
    }

    fn decorate(
        &self,
        style: &RunStyle,
        x: f32,
        width: f32,
        baseline: f32,
        base: &TextStyle,
        line: &mut Line,
    ) {
        let mut rule = |y: f32| {
            let rect = Rect { x, y, width, height: Strokes::UNDERLINE };
            line.marks
                .push(Mark { owner: Owner::Decoration, shape: Shape::Fill { rect, colour: style.colour } });
        };
        if style.underline {
            rule(baseline + 2.0 * base.size / 11.5);
        }
        if style.strike {
            rule(baseline - style.rise - 0.3 * style.size);
        }
    }
}

/// Underlines and link areas end where the words of the line end, not at the space after them.
fn trim_decoration(line: &mut Line) {
    let width = line.width;
    let trim = |rect: &mut Rect| {
        let end = (rect.x + rect.width).min(width);
        rect.x = rect.x.max(0.0);
        rect.width = (end - rect.x).max(0.0);
    };
    for mark in &mut line.marks {
        if let Shape::Fill { rect, .. } = &mut mark.shape {
            trim(rect);
        }
    }
    line.links.iter_mut().for_each(|(_, area)| trim(area));
}

/// Clusters in a row that are of one stretch, one face and one level.
fn runs(clusters: &[Cluster]) -> SmallVec<[Range<usize>; FEW]> {
    let mut runs: SmallVec<[Range<usize>; FEW]> = SmallVec::new();
    for (at, cluster) in clusters.iter().enumerate() {
        let joins = |run: &&mut Range<usize>| {
            clusters.get(run.start).is_some_and(|first| {
                first.stretch == cluster.stretch && first.face == cluster.face && first.level == cluster.level
            })
        };
        match runs.last_mut().filter(joins) {
            Some(run) => run.end = at + 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}

/// Ends a line's last run with a hyphen. A reader gets a soft hyphen, so that the word is one (ISO 32000-1, 14.8.2.2.3).
fn paint_hyphen(hyphen: Hyphen, expansion: f32, line: &mut Line) {
    let Some(run) = line.marks.iter_mut().rev().find_map(|mark| match &mut mark.shape {
        Shape::Glyphs(run) => Some(run),
        Shape::Fill { .. } | Shape::Frame { .. } | Shape::Image { .. } => None,
    }) else {
        return;
    };
    let from = run.text.trim_end_matches('\u{AD}').len();
    run.text.truncate(from);
    run.text.push('\u{AD}');
    for glyph in &mut run.glyphs {
        glyph.end = glyph.end.min(place(from));
    }
    run.glyphs.push(Glyph {
        id: hyphen.glyph,
        start: place(from),
        end: place(run.text.len()),
        advance: hyphen.advance * expansion,
        dx: 0.0,
        dy: 0.0,
    });
}
