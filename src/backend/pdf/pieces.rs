//! Cutting a shaped paragraph into the pieces that lines are made of.

use std::ops::Range;

use super::break_lines::{Piece, SPLIT_PENALTY};
use super::lines::Cluster;
use super::rich_text::RichText;
use crate::model::Language;
use crate::typography::break_points::{BreakKind, BreakPoint, break_points, glue_runt};

/// Stands in text where an author allows a word to be divided. A line that ends there shows a hyphen.
const SOFT_HYPHEN: char = '\u{AD}';

/// Where a paragraph may be cut, besides where every text may.
pub(super) struct Cuts<'a> {
    /// Main language of the text.
    pub language: &'a Language,
    /// Whether a short last word may stand alone on the last line.
    pub runts: bool,
    /// Offsets at which a word may be divided, in order.
    pub divisions: &'a [usize],
    /// Width of the hyphen of a word divided at an offset.
    pub hyphen: &'a dyn Fn(usize) -> f32,
}

/// A paragraph in pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Pieces {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// The clusters of each.
    pub ranges: Vec<Range<usize>>,
    /// Offsets to break at when nothing else helps.
    pub reserve: Vec<usize>,
}

impl Pieces {
    /// Adds a piece with its clusters.
    pub fn push(&mut self, piece: Piece, range: Range<usize>) {
        self.pieces.push(piece);
        self.ranges.push(range);
    }
}

/// Cuts a paragraph where it may break.
pub(super) fn pieces(rich: &RichText, clusters: &[Cluster], cuts: &Cuts<'_>) -> Pieces {
    let points = points(rich, cuts);
    let most = points.len() + cuts.divisions.len() + 1;
    let mut out =
        Pieces { pieces: Vec::with_capacity(most), ranges: Vec::with_capacity(most), reserve: Vec::new() };
    let mut divisions = cuts.divisions.iter().copied().filter(|at| begins_cluster(clusters, *at)).peekable();
    let mut cutter = Cutter { rich, clusters, cuts, from: 0, next: 0 };
    for point in points {
        while let Some(at) = divisions.next_if(|at| *at < point.offset) {
            cutter.cut(at, Cut::Hyphen, &mut out);
        }
        divisions.next_if_eq(&point.offset);
        match point.kind {
            BreakKind::Emergency => out.reserve.push(point.offset),
            BreakKind::Mandatory => cutter.cut(point.offset, Cut::Forced, &mut out),
            BreakKind::Opportunity | BreakKind::Url => {
                let before = rich.text.get(..point.offset).unwrap_or_default();
                let cut = if before.ends_with(SOFT_HYPHEN) {
                    Cut::Hyphen
                } else if before.ends_with(' ') {
                    Cut::Space
                } else {
                    Cut::Within
                };
                cutter.cut(point.offset, cut, &mut out);
            }
        }
    }
    for at in divisions {
        cutter.cut(at, Cut::Hyphen, &mut out);
    }
    cutter.cut(rich.text.len(), Cut::Space, &mut out);
    out
}

/// The places where the paragraph may break, with those that its marks and its last word forbid put aside.
fn points(rich: &RichText, cuts: &Cuts<'_>) -> Vec<BreakPoint> {
    let mut points = break_points(&rich.text, cuts.language);
    points.retain(|point| {
        point.offset > 0
            && point.offset < rich.text.len()
            && (point.kind == BreakKind::Mandatory || !rich.glued.contains(&point.offset))
    });
    if !cuts.runts {
        glue_runt(&rich.text, &mut points);
    }
    points
}

/// A word may not be divided within a ligature.
fn begins_cluster(clusters: &[Cluster], offset: usize) -> bool {
    clusters.binary_search_by_key(&offset, Cluster::start).is_ok()
}

/// How a piece ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cut {
    /// At the end of a line, wherever it is.
    Forced,
    /// After a space, or at the paragraph's end.
    Space,
    /// Within a word that shows no hyphen: a URL, a word with a hyphen of its own.
    Within,
    /// Within a word that does.
    Hyphen,
}

struct Cutter<'a> {
    rich: &'a RichText,
    clusters: &'a [Cluster],
    cuts: &'a Cuts<'a>,
    /// Where the next piece begins in the text.
    from: usize,
    /// Its first cluster.
    next: usize,
}

impl Cutter<'_> {
    /// Ends a piece at an offset.
    fn cut(&mut self, offset: usize, cut: Cut, out: &mut Pieces) {
        if offset <= self.from {
            return;
        }
        let text = self.rich.text.get(self.from..offset).unwrap_or_default();
        let word_end = self.from + text.trim_end_matches([' ', '\n']).len();
        let (mut advance, mut trimmed, mut spaces, mut letters, mut trailing) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let first = self.next;
        while let Some(cluster) = self.clusters.get(self.next).filter(|cluster| cluster.start() < offset) {
            advance += cluster.advance;
            if cluster.start() < word_end {
                trimmed = advance;
                if cluster.space {
                    spaces += cluster.advance;
                } else if cluster.has_glyphs() {
                    letters += cluster.advance;
                }
            } else if cluster.space {
                trailing += cluster.advance;
            }
            self.next += 1;
        }
        let hyphen = if cut == Cut::Hyphen { (self.cuts.hyphen)(offset) } else { 0.0 };
        let penalty = match cut {
            Cut::Within | Cut::Hyphen => SPLIT_PENALTY,
            Cut::Forced | Cut::Space => 0.0,
        };
        let ends_line = cut == Cut::Forced;
        let piece = Piece { advance, trimmed, ends_line, penalty, spaces, trailing, letters, hyphen };
        out.push(piece, first..self.next);
        self.from = offset;
    }
}
