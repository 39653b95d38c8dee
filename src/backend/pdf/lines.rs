//! Setting a paragraph: shaping, breaking, and the lines that come of it.

use std::ops::Range;

use super::break_lines::{Piece, SPLIT_PENALTY, balanced_width, break_after_colon, total_fit};
use super::font::{FaceId, Fonts};
use super::fragment::{Glyph, GlyphRun, Mark, Owner, Rect, Shape};
use super::pieces::pieces;
use super::rich_text::{OBJECT, RichText, RunStyle, Stretch};
use super::shape::{Direction, shape};
use super::theme::{Strokes, TextStyle};
use crate::model::Language;

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
}

/// How lines are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// An even rag over the whole width.
    Ragged,
    /// The narrowest width that keeps the number of lines: titles.
    Balanced,
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
    right_to_left: bool,
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
}

impl Setter<'_> {
    /// Shapes a paragraph and finds where it may break.
    pub fn shape<'t>(&mut self, rich: &'t RichText) -> Shaped<'t> {
        let mut clusters = Vec::with_capacity(rich.text.len());
        let mut glyphs = Vec::with_capacity(rich.text.len());
        for (index, stretch) in rich.stretches.iter().enumerate() {
            self.shape_stretch(rich, index, stretch, &mut clusters, &mut glyphs);
        }
        let (pieces, reserve) = pieces(rich, &clusters, self.language, self.runts);
        Shaped { rich, clusters, glyphs, pieces, reserve }
    }

    fn shape_stretch(
        &mut self,
        rich: &RichText,
        index: usize,
        stretch: &Stretch,
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
                right_to_left: false,
            });
            return;
        }
        // A forced line end is read as a space, so that the words on either side do not join.
        let text = source.replace('\n', " ");
        let language = stretch.language.as_deref().unwrap_or(self.language.as_str());
        let style = &stretch.style;
        let shaped = shape(self.fonts, &text, style.font, language, Direction::LeftToRight);
        for range in &shaped.missing {
            if let Some(cluster) = text.get(range.clone()) {
                self.missing.push(cluster.to_owned());
            }
        }
        let first = clusters.len();
        for run in &shaped.runs {
            for glyph in &run.glyphs {
                let start = stretch.range.start + glyph.cluster as usize;
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
                        face: run.face,
                        glyphs: (at, at + 1),
                        right_to_left: run.direction == Direction::RightToLeft,
                    }),
                }
            }
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
        let width = match fit {
            Fit::Ragged => width,
            Fit::Balanced => {
                if let Some(colon) = self.colon(&pieces) {
                    break_after_colon(&mut measures, colon, width);
                }
                balanced_width(&measures, width)
            }
        };
        let mut lines = Vec::new();
        let mut from = 0;
        for end in total_fit(&measures, width) {
            let first = pieces.get(from).map_or(0, |(range, _)| range.start);
            let last = pieces.get(end - 1).map_or(first, |(range, _)| range.end);
            lines.push(self.line(first..last, base));
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
                let (end, part) = avoided.take().unwrap_or((at, used));
                let part_of =
                    Piece { advance: part, trimmed: part, ends_line: false, penalty: SPLIT_PENALTY };
                fitted.push((start..end, part_of));
                start = end;
                used -= part;
            }
            used += cluster.advance;
        }
        let trailing = piece.advance - piece.trimmed;
        fitted
            .push((start..range.end, Piece { advance: used, trimmed: (used - trailing).max(0.0), ..*piece }));
    }

    /// Places the clusters of one line.
    fn line(&self, range: Range<usize>, base: &TextStyle) -> Line {
        let mut line = Line::default();
        let clusters = self.clusters.get(range).unwrap_or_default();
        let mut x = 0.0;
        let mut at = 0;
        while let Some(first) = clusters.get(at) {
            let Some(stretch) = self.rich.stretches.get(first.stretch) else { break };
            let same = |cluster: &&Cluster| {
                cluster.stretch == first.stretch
                    && cluster.face == first.face
                    && cluster.right_to_left == first.right_to_left
            };
            let count = clusters.iter().skip(at).take_while(same).count();
            let run = clusters.get(at..at + count).unwrap_or_default();
            let end = run.last().map_or(first.end, |last| last.end);
            let width: f32 = run.iter().map(|cluster| cluster.advance).sum();
            if first.glyphs.0 == first.glyphs.1
                && self.rich.text.get(first.start..first.end).is_some_and(|text| text.chars().eq([OBJECT]))
            {
                if let Some(object) = self.rich.objects.iter().position(|(at, _)| *at == first.start) {
                    line.objects.push((object, x));
                }
            } else {
                self.run(run, stretch, first.start..end, x, width, base, &mut line);
            }
            line.notes.extend(
                self.rich
                    .notes
                    .iter()
                    .filter(|(at, _)| (first.start..end).contains(at))
                    .map(|(_, number)| *number),
            );
            x += width;
            at += count;
        }
        let trailing = self.trailing_space(clusters);
        line.width = x - trailing;
        trim_decoration(&mut line);
        line
    }

    fn trailing_space(&self, clusters: &[Cluster]) -> f32 {
        let space = |cluster: &&Cluster| {
            self.rich
                .text
                .get(cluster.start..cluster.end)
                .is_some_and(|text| text.trim_matches([' ', '\n']).is_empty())
        };
        clusters.iter().rev().take_while(space).map(|cluster| cluster.advance).sum()
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
        line: &mut Line,
    ) {
        let style = &stretch.style;
        let baseline = base.baseline();
        let text = self.rich.text.get(range.clone()).unwrap_or("").replace('\n', " ");
        let mut glyphs = Vec::with_capacity(run.len());
        let mut push = |cluster: &Cluster| {
            let set = self.glyphs.get(cluster.glyphs.0..cluster.glyphs.1).unwrap_or_default();
            let place = |offset: usize| u32::try_from(offset - range.start).unwrap_or(u32::MAX);
            for (i, glyph) in set.iter().enumerate() {
                let (start, end) =
                    if i == 0 { (cluster.start, cluster.end) } else { (cluster.end, cluster.end) };
                glyphs.push(Glyph {
                    id: glyph.id,
                    start: place(start),
                    end: place(end),
                    advance: glyph.advance,
                    dx: glyph.dx,
                    dy: glyph.dy,
                });
            }
        };
        if run.first().is_some_and(|cluster| cluster.right_to_left) {
            run.iter().rev().for_each(&mut push);
        } else {
            run.iter().for_each(&mut push);
        }
        let face = run.first().map_or(FaceId(0), |cluster| cluster.face);
        let shape = Shape::Glyphs(GlyphRun {
            x,
            baseline: baseline - style.rise,
            face,
            size: style.size,
            colour: style.colour,
            text,
            glyphs,
        });
        line.marks.push(Mark { owner: Owner::Content(stretch.slot), shape });
        self.decorate(style, x, width, baseline, base, line);
        if let Some(link) = stretch.link {
            let area = Rect { x, y: 0.0, width, height: base.leading };
            match line.links.last_mut().filter(|(last, _)| *last == link) {
                Some((_, last)) => last.width = x + width - last.x,
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
    for mark in &mut line.marks {
        if let Shape::Fill { rect, .. } = &mut mark.shape {
            rect.width = rect.width.min(line.width - rect.x).max(0.0);
        }
    }
    for (_, area) in &mut line.links {
        area.width = area.width.min(line.width - area.x).max(0.0);
    }
}
