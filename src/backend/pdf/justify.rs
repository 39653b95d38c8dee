//! Choosing justified lines: total fit with word spaces that stretch and shrink (Knuth and Plass, "Breaking paragraphs
//! into lines", 1981).
//!
//! Letters are never spaced. They may be a little wider or narrower, as Zapf's hz-program and pdfTeX have it: at two per
//! cent nobody sees it, and nearly every line fills its measure with word spaces that are even and few hyphens.

use super::break_lines::Piece;

/// The narrowest word space, against the font's.
pub const LEAST_SPACE: f32 = 0.8;
/// The widest. A line that needs more is set ragged.
pub const MOST_SPACE: f32 = 1.5;

/// How much wider or narrower letters may be.
pub const MOST_EXPANSION: f32 = 0.03;

/// Lines in a row that may end in a hyphen.
const HYPHENS_IN_A_ROW: usize = 2;
/// Cost of a line for being one, and of one at either limit, in Knuth's demerits.
const LINE_PENALTY: f64 = 10.0;
const BADNESS_AT_LIMIT: f64 = 100.0;
/// Cost of a line that ends in a hyphen or within a URL, and of one more hyphen right below another.
const SPLIT_DEMERITS: f64 = 6_000.0;
const REPEATED_HYPHEN_DEMERITS: f64 = 4_000.0;
/// Cost of a line that must be set ragged, beyond its badness: more than any hyphen.
const RAGGED_DEMERITS: f64 = 1.0e6;
/// Cost of a last line that begins with the rest of a word, and of more hyphens in a row: only for words that leave no
/// choice.
const LAST_RESORT_DEMERITS: f64 = 1.0e10;
/// What is not distinguished any more: a line this many times beyond the limit.
const WORST_STRAIN: f64 = 8.0;
/// Rounding of sums of glyph widths that does not count as overfull, in points.
const TOLERANCE: f32 = 0.01;

/// A line that was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JustifiedLine {
    /// One past its last piece.
    pub end: usize,
    /// How its words are spread.
    pub spread: Spread,
}

/// How a line is made as long as its measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Its word spaces against the font's.
    pub space: f32,
    /// The width of its letters against the font's.
    pub letter: f32,
}

impl Spread {
    /// A line that is not justified.
    pub const NONE: Self = Self { space: 1.0, letter: 1.0 };

    /// A line that uses a part of what it may stretch by, or of what it may shrink by if negative.
    fn strained(strain: f32) -> Self {
        let space = if strain >= 0.0 { MOST_SPACE - 1.0 } else { 1.0 - LEAST_SPACE };
        Self { space: 1.0 + space * strain, letter: 1.0 + MOST_EXPANSION * strain }
    }
}

/// The best way to a place, with so many lines before it that end in a hyphen.
#[derive(Debug, Clone, Copy)]
struct Way {
    cost: f64,
    from: usize,
    hyphens: usize,
    spread: Spread,
}

/// Breaks pieces into justified lines of `width`. Lines that end where a line must end, and the last one, keep the
/// font's own spaces unless they would be too long.
pub fn justified_fit(pieces: &[Piece], width: f32) -> Vec<JustifiedLine> {
    let unreached = Way { cost: f64::INFINITY, from: 0, hyphens: 0, spread: Spread::NONE };
    let mut ways = vec![[unreached; HYPHENS_IN_A_ROW + 1]; pieces.len() + 1];
    if let Some([start, ..]) = ways.first_mut() {
        start.cost = 0.0;
    }
    for from in 0..pieces.len() {
        let Some(starts) = ways.get(from).copied().filter(|all| all.iter().any(|way| way.cost.is_finite()))
        else {
            continue;
        };
        let mut before = Measure::default();
        for (offset, piece) in pieces.iter().skip(from).enumerate() {
            let end = from + offset + 1;
            let last = end == pieces.len();
            let hyphen = if last { 0.0 } else { piece.hyphen };
            let line = before.with_last(piece, hyphen);
            if line.fits(width) || offset == 0 {
                let (own_cost, spread) = line.set(width, last || piece.ends_line);
                for (hyphens, start) in starts.iter().enumerate() {
                    let hyphened = hyphen > 0.0;
                    let in_a_row = if hyphened { (hyphens + 1).min(HYPHENS_IN_A_ROW) } else { 0 };
                    let Some(slot) = ways.get_mut(end).and_then(|all| all.get_mut(in_a_row)) else {
                        continue;
                    };
                    let split = if !last && piece.penalty > 0.0 { SPLIT_DEMERITS } else { 0.0 };
                    let cost = start.cost + own_cost + split + neighbours(hyphened, hyphens, last);
                    if cost < slot.cost {
                        *slot = Way { cost, from, hyphens, spread };
                    }
                }
            } else if !before.with_last(piece, 0.0).fits(width) {
                // With its hyphen a piece may be too wide where more of the word is not.
                break;
            }
            if piece.ends_line {
                break;
            }
            before = before.with(piece);
        }
    }
    trace(&ways)
}

/// Demerits of a line beside lines that end in hyphens.
fn neighbours(hyphened: bool, hyphens_before: usize, last: bool) -> f64 {
    match (hyphened, hyphens_before) {
        (true, HYPHENS_IN_A_ROW) => LAST_RESORT_DEMERITS,
        (true, 1..) => REPEATED_HYPHEN_DEMERITS,
        // A last line that begins with the rest of a word.
        (false, 1..) if last => LAST_RESORT_DEMERITS,
        _ => 0.0,
    }
}

/// The lines of the cheapest way to the end.
fn trace(ways: &[[Way; HYPHENS_IN_A_ROW + 1]]) -> Vec<JustifiedLine> {
    let mut lines = Vec::new();
    let mut end = ways.len().saturating_sub(1);
    let mut way = ways.last().and_then(|all| all.iter().min_by(|a, b| a.cost.total_cmp(&b.cost))).copied();
    while let Some(at) = way.filter(|_| end > 0) {
        lines.push(JustifiedLine { end, spread: at.spread });
        end = at.from.min(end - 1);
        way = ways.get(end).and_then(|all| all.get(at.hyphens)).copied();
    }
    lines.reverse();
    lines
}

/// The width of a line as the font has it, and how much of it are word spaces and letters.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    natural: f32,
    spaces: f32,
    letters: f32,
}

impl Measure {
    /// With a piece that more pieces follow.
    fn with(self, piece: &Piece) -> Self {
        Self {
            natural: self.natural + piece.advance,
            spaces: self.spaces + piece.spaces + piece.trailing,
            letters: self.letters + piece.letters + (piece.advance - piece.trimmed - piece.trailing),
        }
    }

    /// With a piece at the end of the line.
    fn with_last(self, piece: &Piece, hyphen: f32) -> Self {
        Self {
            natural: self.natural + piece.trimmed + hyphen,
            spaces: self.spaces + piece.spaces,
            letters: self.letters + piece.letters + hyphen,
        }
    }

    fn stretch(self) -> f32 {
        (MOST_SPACE - 1.0) * self.spaces + MOST_EXPANSION * self.letters
    }

    /// A line without a word space stays as it is, and so has nothing to give.
    fn shrink(self) -> f32 {
        if self.spaces > 0.0 {
            (1.0 - LEAST_SPACE) * self.spaces + MOST_EXPANSION * self.letters
        } else {
            0.0
        }
    }

    fn fits(self, width: f32) -> bool {
        self.natural - self.shrink() <= width + TOLERANCE
    }

    /// What setting the line costs, and how it is spread.
    fn set(self, width: f32, free: bool) -> (f64, Spread) {
        let room = width - self.natural;
        if free && room >= 0.0 || room.abs() < TOLERANCE {
            return (LINE_PENALTY.powi(2), Spread::NONE);
        }
        // A line without a space cannot be even with the others: it stays as it is.
        let most = if room >= 0.0 { self.stretch() } else { self.shrink() };
        let strain =
            if self.spaces > 0.0 { room / most.max(f32::MIN_POSITIVE) } else { f32::MAX.copysign(room) };
        let badness = f64::from(strain.abs()).min(WORST_STRAIN).powi(3) * BADNESS_AT_LIMIT;
        let cost = (LINE_PENALTY + badness).powi(2);
        // Rounding of sums may exceed the limit by a hair, and a line that was found to fit is made to.
        if strain.abs() <= 1.0 + 1e-3 || self.spaces > 0.0 && room < 0.0 && self.fits(width) {
            (cost, Spread::strained(strain.clamp(-1.0, 1.0)))
        } else {
            (cost + RAGGED_DEMERITS, Spread::NONE)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(width: f32) -> Piece {
        Piece { advance: width + 2.0, trimmed: width, letters: width, trailing: 2.0, ..Piece::default() }
    }

    fn syllable(width: f32) -> Piece {
        Piece { advance: width, penalty: 0.02, hyphen: 1.0, trailing: 0.0, ..word(width) }
    }

    /// The width each line comes out at.
    fn widths(pieces: &[Piece], lines: &[JustifiedLine]) -> Vec<f32> {
        let mut from = 0;
        let mut widths = Vec::new();
        for line in lines {
            let run = &pieces[from..line.end];
            let last = run.last().unwrap();
            let Spread { space, letter } = line.spread;
            let inner: f32 = run[..run.len() - 1]
                .iter()
                .map(|p| p.trimmed * letter + (p.advance - p.trimmed) * space)
                .sum();
            let hyphen = if line.end < pieces.len() { last.hyphen } else { 0.0 };
            widths.push(inner + (last.trimmed + hyphen) * letter);
            from = line.end;
        }
        widths
    }

    #[test]
    fn lines_within_the_limits_fill_the_measure() {
        let pieces: Vec<Piece> = (0..60).map(|n| word(4.0 + (n * 7 % 9) as f32)).collect();
        let lines = justified_fit(&pieces, 80.0);
        assert_eq!(lines.last().unwrap().end, pieces.len());
        let widths = widths(&pieces, &lines);
        for (line, width) in lines.iter().zip(&widths).take(lines.len() - 1) {
            assert!((LEAST_SPACE..=MOST_SPACE).contains(&line.spread.space), "{line:?}");
            assert!((line.spread.letter - 1.0).abs() <= MOST_EXPANSION, "{line:?}");
            assert!((width - 80.0).abs() < 0.05, "{width}");
        }
        assert_eq!(lines.last().unwrap().spread, Spread::NONE, "the last line is not spread");
    }

    #[test]
    fn a_line_beyond_the_limits_is_ragged() {
        let lines = justified_fit(&[word(40.0), word(20.0), word(70.0), word(10.0)], 80.0);
        assert_eq!(lines[0], JustifiedLine { end: 2, spread: Spread::NONE });
    }

    #[test]
    fn a_hyphen_is_taken_rather_than_a_hole() {
        let mut pieces: Vec<Piece> = [10.0, 10.0, 10.0, 15.0, 25.0, 25.0, 4.0, 9.0].map(word).to_vec();
        pieces[3] = syllable(15.0);
        let lines = justified_fit(&pieces, 54.0);
        assert_eq!(lines[0].end, 4, "{lines:?}");
        let widths = widths(&pieces, &lines);
        assert!((widths[0] - 54.0).abs() < 0.05);
    }

    #[test]
    fn no_more_than_two_hyphens_stand_in_a_row() {
        let mut pieces = Vec::new();
        for _ in 0..30 {
            pieces.extend([word(13.0), syllable(20.0), syllable(19.0), word(21.0)]);
        }
        let mut row = 0;
        for line in justified_fit(&pieces, 62.0) {
            row = if line.end < pieces.len() && pieces[line.end - 1].hyphen > 0.0 { row + 1 } else { 0 };
            assert!(row <= HYPHENS_IN_A_ROW);
        }
    }

    #[test]
    fn the_last_line_does_not_begin_within_a_word() {
        let pieces = [word(20.0), word(20.0), syllable(10.0), word(10.0)];
        let lines = justified_fit(&pieces, 56.0);
        assert_eq!(lines[0].end, 2, "{lines:?}");
    }

    #[test]
    fn forced_ends_are_kept_and_not_spread() {
        let mut pieces = vec![word(10.0), word(10.0), word(10.0)];
        pieces[0].ends_line = true;
        let lines = justified_fit(&pieces, 100.0);
        assert_eq!(
            lines.iter().map(|line| (line.end, line.spread)).collect::<Vec<_>>(),
            [(1, Spread::NONE), (3, Spread::NONE)]
        );
    }
}
