//! Setting a paragraph: shaping, breaking, and the lines that come of it.

use std::ops::Range;

use super::break_lines::{Piece, SPLIT_PENALTY, balanced_width, break_after_colon, total_fit};
use super::direction::{Levels, runs_right_to_left, visual_order};
use super::flow::moved;
use super::font::{FaceId, Family, Fonts};
use super::fragment::{Glyph, GlyphRun, Mark, Owner, Rect, Shape};
use super::justify::{Spread, justified_fit};
use super::pieces::{Cuts, Pieces, pieces};
use super::rich_text::{OBJECT, RichText, RunStyle, Stretch};
use super::shape::{Direction, shape};
use super::theme::{Strokes, TextStyle};
use crate::model::{Language, TextDirection};
use crate::typography::hyphenation::Hyphenator;

/// Link areas this close are one, in points.
const TOUCHING: f32 = 0.01;

/// A line, placed horizontally: `x` from the paragraph's left edge, `y` from the top of the line box.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What is painted.
    pub marks: Vec<Mark>,
    /// Width without the space at its end.
    pub width: f32,
    /// Areas of links: index into the paragraph's links, area.
    pub links: Vec<(usize, Rect)>,
    /// Footnotes called.
    pub notes: Vec<u32>,
    /// Objects to be painted: index into the paragraph's objects, left edge.
    pub objects: Vec<(usize, f32)>,
    /// Whether it ends in the middle of a word.
    pub hyphenated: bool,
    /// Whether its paragraph runs against the article, and so begins at the other edge of the column.
    pub opposite: bool,
}

impl Line {
    /// Moves all that is on the line.
    pub fn shift(&mut self, by: f32) {
        for mark in std::mem::take(&mut self.marks) {
            self.marks.push(moved(mark, by, 0.0));
        }
        self.links.iter_mut().for_each(|(_, area)| area.x += by);
        self.objects.iter_mut().for_each(|(_, x)| *x += by);
    }
}

/// How lines are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// An even rag over the whole width.
    Ragged,
    /// The narrowest width that keeps the number of lines: titles.
    Balanced,
    /// Both edges straight, words divided.
    Justified,
}

/// What setting needs besides the text.
pub struct Setter<'a> {
    /// The faces.
    pub fonts: &'a Fonts,
    /// Main language of the text.
    pub language: &'a Language,
    /// Characters no face could draw, in order of appearance.
    pub missing: &'a mut Vec<String>,
    /// Whether a short last word may stand alone on the last line: in narrow cells it does less harm than a hole above.
    pub runts: bool,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Whether the paragraph runs as the article does, whatever it begins with.
    pub fixed_direction: bool,
    /// Widths of objects by index.
    pub object_width: &'a dyn Fn(usize) -> f32,
}

/// A cluster: the smallest piece of text that has a width of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// Byte range in the paragraph's text.
    pub start: usize,
    end: usize,
    /// Width.
    pub advance: f32,
    stretch: usize,
    face: FaceId,
    /// Range in the glyph list.
    glyphs: (usize, usize),
    /// Its level (UAX 9): odd runs right to left.
    level: u8,
    /// Whether it is a word space that justification may stretch.
    pub space: bool,
}

impl Cluster {
    /// Whether it is drawn as letters are; an object within the text is not.
    pub fn has_glyphs(&self) -> bool {
        self.glyphs.0 < self.glyphs.1
    }
}

/// The hyphen of a style.
#[derive(Debug, Clone, Copy)]
struct Hyphen {
    face: FaceId,
    glyph: u16,
    advance: f32,
}

#[derive(Debug, Clone, Copy)]
struct SetGlyph {
    id: u16,
    advance: f32,
    dx: f32,
    dy: f32,
}

/// A paragraph that was shaped, ready to be broken at any width.
#[derive(Debug)]
pub struct Shaped<'a> {
    rich: &'a RichText,
    clusters: Vec<Cluster>,
    glyphs: Vec<SetGlyph>,
    pieces: Vec<(Range<usize>, Piece)>,
    /// Offsets of breaks that typographers avoid, for pieces wider than the measure.
    reserve: Vec<usize>,
    /// The hyphen of each stretch.
    hyphens: Vec<Option<Hyphen>>,
    /// The level of the paragraph.
    base: u8,
    /// Whether the article runs right to left: lines then begin at their right edge, and `x` is measured from there.
    mirrored: bool,
}

impl Setter<'_> {
    /// Shapes a paragraph and finds where it may break.
    pub fn shape<'t>(&mut self, rich: &'t RichText) -> Shaped<'t> {
        let mut clusters = Vec::with_capacity(rich.text.len());
        let mut glyphs = Vec::with_capacity(rich.text.len());
        let levels = Levels::of(&rich.text, self.language.direction(), self.fixed_direction);
        for (index, stretch) in rich.stretches.iter().enumerate() {
            self.shape_stretch(rich, (index, stretch), &levels, &mut clusters, &mut glyphs);
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
        let Pieces { pieces, reserve } = pieces(rich, &clusters, &cuts);
        let mirrored = self.language.direction() == TextDirection::RightToLeft;
        Shaped { rich, clusters, glyphs, pieces, reserve, hyphens, base: levels.base(), mirrored }
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
    ) {
        let Some(source) = rich.text.get(stretch.range.clone()) else { return };
        if source.chars().eq([OBJECT]) {
            let object = rich.objects.iter().position(|(at, _)| *at == stretch.range.start);
            let advance = object.map_or(0.0, |object| (self.object_width)(object));
            let at = (glyphs.len(), glyphs.len());
            clusters.push(Cluster {
                start: stretch.range.start,
                end: stretch.range.end,
                advance,
                stretch: index,
                face: FaceId(0),
                glyphs: at,
                level: levels.at(stretch.range.start),
                space: false,
            });
            return;
        }
        // A forced line end is read as a space, so that the words on either side do not join.
        let text = source.replace('\n', " ");
        let language = stretch.language.as_deref().unwrap_or(self.language.as_str());
        let style = &stretch.style;
        let first = clusters.len();
        for part in of_one_level(stretch.range.clone(), levels) {
            let level = levels.at(part.start);
            let offset = part.start - stretch.range.start;
            let Some(text) = text.get(offset..offset + part.len()) else { continue };
            let direction =
                if runs_right_to_left(level) { Direction::RightToLeft } else { Direction::LeftToRight };
            let shaped = shape(self.fonts, text, style.font, language, direction);
            for range in &shaped.missing {
                if let Some(cluster) = text.get(range.clone()) {
                    self.missing.push(cluster.to_owned());
                }
            }
            for (face, glyph) in shaped.runs.iter().flat_map(|run| run.glyphs.iter().map(|g| (run.face, g))) {
                let start = part.start + glyph.cluster as usize;
                let advance = style.fixed_advance.unwrap_or(glyph.advance) * style.size + style.tracking;
                let at = glyphs.len();
                glyphs.push(SetGlyph {
                    id: glyph.id,
                    advance,
                    dx: glyph.dx * style.size,
                    dy: glyph.dy * style.size,
                });
                match clusters.last_mut().filter(|last| last.stretch == index && last.start == start) {
                    Some(last) => {
                        last.advance += advance;
                        last.glyphs.1 = at + 1;
                    }
                    None => clusters.push(Cluster {
                        start,
                        end: stretch.range.end,
                        advance,
                        stretch: index,
                        face,
                        glyphs: (at, at + 1),
                        level,
                        space: divisible(stretch)
                            && text
                                .get(glyph.cluster as usize..)
                                .is_some_and(|rest| rest.starts_with([' ', '\u{A0}'])),
                    }),
                }
            }
        }
        if self.hyphenate {
            self.even_spaces(stretch, clusters.get_mut(first..).unwrap_or_default());
        }
        let mut next = stretch.range.end;
        for cluster in clusters.iter_mut().skip(first).rev() {
            cluster.end = next.max(cluster.start);
            next = cluster.start;
        }
        // Text before the first glyph (a soft hyphen, say) belongs to the first cluster.
        if let Some(cluster) = clusters.get_mut(first) {
            cluster.start = stretch.range.start;
        }
    }
}

impl Shaped<'_> {
    /// Width of the widest piece that cannot be broken.
    pub fn min_width(&self) -> f32 {
        self.pieces.iter().map(|(_, piece)| piece.trimmed).fold(0.0, f32::max)
    }

    /// Width when only forced line ends break.
    pub fn max_width(&self) -> f32 {
        let (mut widest, mut line) = (0.0f32, 0.0);
        for (_, piece) in &self.pieces {
            widest = widest.max(line + piece.trimmed);
            line = if piece.ends_line { 0.0 } else { line + piece.advance };
        }
        widest
    }

    /// Breaks the paragraph into lines of at most `width`.
    pub fn lines(&self, width: f32, fit: Fit, base: &TextStyle) -> Vec<Line> {
        let pieces = self.fitted(width);
        let mut measures: Vec<Piece> = pieces.iter().map(|(_, piece)| *piece).collect();
        let ragged = |ends: Vec<usize>| ends.into_iter().map(|end| (end, Spread::NONE)).collect();
        let chosen: Vec<(usize, Spread)> = match fit {
            Fit::Ragged => ragged(total_fit(&measures, width)),
            Fit::Balanced => {
                if let Some(colon) = self.colon(&pieces) {
                    break_after_colon(&mut measures, colon, width);
                }
                ragged(total_fit(&measures, balanced_width(&measures, width)))
            }
            Fit::Justified => {
                justified_fit(&measures, width).into_iter().map(|line| (line.end, line.spread)).collect()
            }
        };
        let mut lines = Vec::with_capacity(chosen.len());
        let mut from = 0;
        for (end, spread) in chosen {
            let first = pieces.get(from).map_or(0, |(range, _)| range.start);
            let (last, piece) =
                pieces.get(end - 1).map_or((first, None), |(range, piece)| (range.end, Some(piece)));
            let hyphenated = end < pieces.len() && piece.is_some_and(|piece| piece.hyphen > 0.0);
            lines.push(self.line(first..last, base, spread, hyphenated));
            from = end;
        }
        lines
    }

    /// The piece of a title that ends in its colon.
    fn colon(&self, pieces: &[(Range<usize>, Piece)]) -> Option<usize> {
        let ends_in_colon = |range: &Range<usize>| {
            let clusters = self.clusters.get(range.clone()).unwrap_or_default();
            let text =
                clusters.first().zip(clusters.last()).and_then(|(a, b)| self.rich.text.get(a.start..b.end));
            text.is_some_and(|text| text.trim_end().ends_with(':'))
        };
        pieces.iter().position(|(range, _)| ends_in_colon(range))
    }

    /// The pieces; those wider than the measure are cut where typographers would rather not, or between any clusters.
    fn fitted(&self, width: f32) -> Vec<(Range<usize>, Piece)> {
        let mut fitted = Vec::with_capacity(self.pieces.len());
        for (range, piece) in &self.pieces {
            if piece.trimmed <= width || range.len() < 2 {
                fitted.push((range.clone(), *piece));
            } else {
                self.cut(range.clone(), piece, width, &mut fitted);
            }
        }
        fitted
    }

    fn cut(&self, range: Range<usize>, piece: &Piece, width: f32, fitted: &mut Vec<(Range<usize>, Piece)>) {
        let mut start = range.start;
        let mut used = 0.0;
        // The last avoided break since `start`, and the width up to it.
        let mut avoided: Option<(usize, f32)> = None;
        for at in range.clone() {
            let Some(cluster) = self.clusters.get(at) else { break };
            if at > start && self.reserve.contains(&cluster.start) {
                avoided = Some((at, used));
            }
            if at > start && used + cluster.advance > width {
                let (end, advance) = avoided.take().unwrap_or((at, used));
                let spaces = self.spaces(start..end);
                let part = Piece {
                    advance,
                    trimmed: advance,
                    spaces,
                    letters: advance - spaces,
                    penalty: SPLIT_PENALTY,
                    ..Piece::default()
                };
                fitted.push((start..end, part));
                start = end;
                used -= advance;
            }
            used += cluster.advance;
        }
        let space_after = piece.advance - piece.trimmed;
        let spaces = self.spaces(start..range.end);
        let rest = Piece {
            advance: used,
            trimmed: (used - space_after).max(0.0),
            spaces: (spaces - piece.trailing).max(0.0),
            letters: (used - spaces).min(piece.letters),
            ..*piece
        };
        fitted.push((start..range.end, rest));
    }

    /// Width of the word spaces among clusters.
    fn spaces(&self, range: Range<usize>) -> f32 {
        let clusters = self.clusters.get(range).unwrap_or_default();
        clusters.iter().filter(|cluster| cluster.space).map(|cluster| cluster.advance).sum()
    }

    /// Places the clusters of one line: they are painted as they are read, each where it is seen.
    fn line(&self, range: Range<usize>, base: &TextStyle, spread: Spread, hyphenated: bool) -> Line {
        let mut line =
            Line { hyphenated, opposite: runs_right_to_left(self.base) != self.mirrored, ..Line::default() };
        let mut clusters = self.clusters.get(range).unwrap_or_default().to_vec();
        for cluster in clusters.iter_mut().filter(|cluster| cluster.has_glyphs()) {
            cluster.advance *= if cluster.space { spread.space } else { spread.letter };
        }
        // Space at the end of a line stands at its end, whatever is before it (UAX 9, L1).
        let trailing = self.trailing_spaces(&clusters);
        let words = clusters.len() - trailing;
        clusters.iter_mut().skip(words).for_each(|cluster| cluster.level = self.base);
        let trailing: f32 = clusters.iter().skip(words).map(|cluster| cluster.advance).sum();
        let runs = runs(&clusters);
        let hyphen = clusters.last().filter(|_| hyphenated).and_then(|last| self.hyphen_after(last));
        let widths: Vec<f32> = (1..=runs.len())
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
            let Some(stretch) = self.rich.stretches.get(first.stretch) else { break };
            let end = run.last().map_or(first.end, |last| last.end);
            if first.glyphs.0 == first.glyphs.1
                && self.rich.text.get(first.start..first.end).is_some_and(|text| text.chars().eq([OBJECT]))
            {
                if let Some(object) = self.rich.objects.iter().position(|(at, _)| *at == first.start) {
                    line.objects.push((object, x));
                }
            } else {
                self.run(run, stretch, first.start..end, x, width, base, spread.letter, &mut line);
            }
            line.notes.extend(
                self.rich
                    .notes
                    .iter()
                    .filter(|(at, _)| (first.start..end).contains(at))
                    .map(|(_, number)| *number),
            );
        }
        if let Some(hyphen) = hyphen {
            paint_hyphen(hyphen, spread.letter, &mut line);
        }
        trim_decoration(&mut line);
        line
    }

    /// Where each run of a line stands, from the edge where the article's lines begin.
    fn places(
        &self,
        clusters: &[Cluster],
        runs: &[Range<usize>],
        widths: &[f32],
        width: f32,
        trailing: f32,
    ) -> Vec<f32> {
        let levels: Vec<u8> =
            runs.iter().map(|run| clusters.get(run.start).map_or(self.base, |first| first.level)).collect();
        let mut places = vec![0.0; runs.len()];
        let mut x = if runs_right_to_left(self.base) { -trailing } else { 0.0 };
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
        let hyphen = self.hyphens.get(last.stretch).copied().flatten()?;
        (hyphen.face == last.face && !runs_right_to_left(last.level)).then_some(hyphen)
    }

    /// How many clusters at the end of a line are space.
    fn trailing_spaces(&self, clusters: &[Cluster]) -> usize {
        let space = |cluster: &&Cluster| {
            self.rich
                .text
                .get(cluster.start..cluster.end)
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
            let set = self.glyphs.get(cluster.glyphs.0..cluster.glyphs.1).unwrap_or_default();
            for (i, glyph) in set.iter().enumerate() {
                let (start, end) =
                    if i == 0 { (cluster.start, cluster.end) } else { (cluster.end, cluster.end) };
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

/// The parts of a range that have one level each.
fn of_one_level(range: Range<usize>, levels: &Levels) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for at in range {
        match parts.last_mut() {
            Some(last) if levels.at(last.start) == levels.at(at) => last.end = at + 1,
            _ => parts.push(at..at + 1),
        }
    }
    parts
}

/// Clusters in a row that are of one stretch, one face and one level.
fn runs(clusters: &[Cluster]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
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
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
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

/// Whether a stretch is text whose words may be divided and whose spaces may stretch: not code, and no space that
/// stands for a kern.
fn divisible(stretch: &Stretch) -> bool {
    stretch.style.font.family != Family::Mono && stretch.style.fixed_advance.is_none()
}
