//! Cutting a shaped paragraph into the pieces that lines are made of.

use std::ops::Range;

use super::break_lines::{Piece, SPLIT_PENALTY};
use super::lines::Cluster;
use super::rich_text::RichText;
use crate::model::Language;
use crate::typography::break_points::{BreakKind, break_points, glue_runt};

/// Cuts a paragraph where it may break. Also returns the places to break at when nothing else helps.
pub(super) fn pieces(
    rich: &RichText,
    clusters: &[Cluster],
    language: &Language,
    runts: bool,
) -> (Vec<(Range<usize>, Piece)>, Vec<usize>) {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut push = |range: Range<usize>, ends_line: bool, next: usize| {
        let text = rich.text.get(range.clone()).unwrap_or("");
        let word_end = range.start + text.trim_end_matches([' ', '\n']).len();
        let (mut advance, mut trimmed) = (0.0, 0.0);
        let mut upto = next;
        while let Some(cluster) = clusters.get(upto).filter(|cluster| cluster.start < range.end) {
            advance += cluster.advance;
            if cluster.start < word_end {
                trimmed = advance;
            }
            upto += 1;
        }
        let split = !ends_line && !text.ends_with(' ') && range.end < rich.text.len();
        let penalty = if split { SPLIT_PENALTY } else { 0.0 };
        pieces.push((next..upto, Piece { advance, trimmed, ends_line, penalty }));
        upto
    };
    let mut next = 0;
    let mut reserve = Vec::new();
    let mut points = break_points(&rich.text, language);
    if !runts {
        glue_runt(&rich.text, &mut points);
    }
    for point in points {
        let mandatory = point.kind == BreakKind::Mandatory;
        if point.offset <= from || point.offset >= rich.text.len() {
            continue;
        }
        if point.kind == BreakKind::Emergency {
            reserve.push(point.offset);
            continue;
        }
        if !mandatory && rich.glued.contains(&point.offset) {
            continue;
        }
        next = push(from..point.offset, mandatory, next);
        from = point.offset;
    }
    if from < rich.text.len() {
        push(from..rich.text.len(), false, next);
    }
    (pieces, reserve)
}
