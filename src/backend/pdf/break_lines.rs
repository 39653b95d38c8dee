//! Choosing lines: total fit over the whole paragraph (after Knuth and Plass, "Breaking paragraphs into lines", 1981).
//!
//! Ragged text has no stretch to measure badness by, so the cost of a line is the square of what it leaves empty:
//! the sum over the paragraph is least when the rag is even. Justified lines are the business of `justify`.

/// A piece of text that stays on one line: what lies between two places where a line may break.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Piece {
    /// Width with the space after it.
    pub advance: f32,
    /// Width without that space: what counts at the end of a line.
    pub trimmed: f32,
    /// Whether a line must end after it.
    pub ends_line: bool,
    /// Added cost of ending a line after it.
    pub penalty: f32,
    /// Width of the word spaces inside it, which justification may change.
    pub spaces: f32,
    /// Width of those at its end.
    pub trailing: f32,
    /// Width of the letters in it.
    pub letters: f32,
    /// Width of the hyphen that appears when a line ends after it.
    pub hyphen: f32,
}

/// Penalty of a line that ends in a hyphen or inside a URL: as bad as leaving about a seventh of the line empty.
pub const SPLIT_PENALTY: f32 = 0.02;
/// Cost of one more line, so that no paragraph gains a line only for its rag.
const LINE_COST: f32 = 0.01;

/// Breaks pieces into lines of at most `width`. Returns the end of each line as an index into `pieces` (one past its
/// last piece). A piece wider than the line stands alone on one.
pub fn total_fit(pieces: &[Piece], width: f32) -> Vec<usize> {
    #[derive(Clone, Copy)]
    struct Best {
        cost: f32,
        from: usize,
    }
    let unreached = Best { cost: f32::INFINITY, from: 0 };
    let mut best = vec![unreached; pieces.len() + 1];
    if let Some(start) = best.first_mut() {
        start.cost = 0.0;
    }
    for from in 0..pieces.len() {
        let Some(base) = best.get(from).map(|best| best.cost).filter(|cost| cost.is_finite()) else {
            continue;
        };
        let mut before = 0.0;
        for (offset, piece) in pieces.iter().skip(from).enumerate() {
            let end = from + offset + 1;
            let last = end == pieces.len();
            let hyphen = if last { 0.0 } else { piece.hyphen };
            let line = before + piece.trimmed + hyphen;
            let fits = line <= width + TOLERANCE;
            if !fits && offset > 0 {
                if before + piece.trimmed <= width + TOLERANCE {
                    // Only its hyphen is too much: more of the word may fit.
                    before += piece.advance;
                    continue;
                }
                break;
            }
            let empty = if last || piece.ends_line { 0.0 } else { ((width - line) / width).max(0.0) };
            let cost = base + empty * empty + if last { 0.0 } else { piece.penalty } + LINE_COST;
            if let Some(slot) = best.get_mut(end)
                && cost < slot.cost
            {
                *slot = Best { cost, from };
            }
            if piece.ends_line || !fits {
                break;
            }
            before += piece.advance;
        }
    }
    let mut ends = Vec::new();
    let mut end = pieces.len();
    while end > 0 {
        ends.push(end);
        end = best.get(end).map_or(0, |best| best.from.min(end - 1));
    }
    ends.reverse();
    ends
}

/// Rounding of sums of glyph widths that does not count as overfull, in points.
const TOLERANCE: f32 = 0.01;

/// The narrowest width that still gives as many lines as `width` does: a balanced title. It shrinks in steps, not
/// below 45 % of the width.
pub fn balanced_width(pieces: &[Piece], width: f32) -> f32 {
    const STEP: f32 = 6.0;
    const FLOOR: f32 = 0.45;
    let lines = greedy_count(pieces, width);
    let mut narrow = width;
    while narrow - STEP >= width * FLOOR && greedy_count(pieces, narrow - STEP) == lines {
        narrow -= STEP;
    }
    narrow
}

/// Makes a title's line end after its colon, if that takes no more lines.
pub fn break_after_colon(pieces: &mut [Piece], colon: usize, width: f32) {
    let lines = greedy_count(pieces, width);
    if colon + 1 >= pieces.len() || lines < 2 {
        return;
    }
    let Some((before, after)) = pieces.split_at_checked(colon + 1) else { return };
    if greedy_count(before, width).saturating_add(greedy_count(after, width)) > lines {
        return;
    }
    if let Some(piece) = pieces.get_mut(colon) {
        piece.ends_line = true;
    }
}

/// How many lines a greedy setting takes; overfull lines count as too many.
fn greedy_count(pieces: &[Piece], width: f32) -> usize {
    let mut lines = 1;
    let mut used = 0.0;
    for piece in pieces {
        if used > 0.0 && used + piece.trimmed > width + TOLERANCE {
            lines += 1;
            used = 0.0;
        }
        if piece.trimmed > width + TOLERANCE {
            return usize::MAX;
        }
        used += piece.advance;
        if piece.ends_line && used > 0.0 {
            lines += 1;
            used = 0.0;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(widths: &[f32]) -> Vec<Piece> {
        widths.iter().map(|w| Piece { advance: w + 1.0, trimmed: *w, ..Piece::default() }).collect()
    }

    #[test]
    fn the_rag_is_even_where_greedy_would_leave_a_hole() {
        // Greedy fills the first line with two words and leaves the second nearly empty.
        let pieces = words(&[4.0, 5.0, 2.0, 9.0, 3.0]);
        assert_eq!(total_fit(&pieces, 10.0), vec![1, 3, 4, 5]);
    }

    #[test]
    fn no_line_is_over_the_measure_unless_one_piece_is() {
        let pieces = words(&[3.0, 20.0, 3.0]);
        assert_eq!(total_fit(&pieces, 10.0), vec![1, 2, 3]);
    }

    #[test]
    fn forced_ends_are_kept() {
        let mut pieces = words(&[1.0, 1.0, 1.0]);
        pieces[0].ends_line = true;
        assert_eq!(total_fit(&pieces, 100.0), vec![1, 3]);
    }

    #[test]
    fn a_title_breaks_after_its_colon_when_that_costs_no_line() {
        let mut pieces = words(&[40.0, 40.0, 40.0, 40.0]);
        break_after_colon(&mut pieces, 0, 130.0);
        assert!(pieces[0].ends_line);
        let mut pieces = words(&[40.0, 40.0, 40.0, 40.0]);
        break_after_colon(&mut pieces, 0, 90.0);
        assert!(!pieces[0].ends_line, "three lines instead of two");
    }

    #[test]
    fn a_balanced_title_keeps_its_line_count() {
        let pieces = words(&[40.0, 40.0, 40.0, 40.0]);
        let width = balanced_width(&pieces, 130.0);
        assert!((81.0..90.0).contains(&width), "{width}");
        assert_eq!(total_fit(&pieces, width), vec![2, 4]);
    }
}
