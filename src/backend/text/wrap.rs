//! Paragraphs to lines: the fewest lines, and among those the least ragged (total fit by least squares).

use unicode_width::UnicodeWidthStr;

use crate::model::Language;
use crate::typography::break_points::{BreakKind, BreakPoint, break_points, glue_runt};

/// The narrowest measure at which runts are avoided: in a narrower one the cure is worse.
const RUNT_MEASURE: usize = 40;
/// What it costs to end a line within a compound, in squared columns: words are looked for whole.
const DIVIDING_COST: u64 = 150;
/// The narrowest line that balancing leaves, in hundredths of the measure.
const BALANCE_FLOOR: usize = 45;

/// How many display columns text takes (UAX 11).
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruler {
    /// Whether characters of ambiguous width are wide, as in East Asian fonts.
    wide: bool,
}

impl Ruler {
    pub(super) fn of(language: &Language) -> Self {
        Self { wide: matches!(language.primary(), "zh" | "ja" | "ko") }
    }

    pub(super) fn width(self, text: &str) -> usize {
        // As most words are: each letter is one column.
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return text.len();
        }
        if self.wide { text.width_cjk() } else { text.width() }
    }
}

/// A stretch of text between two points at which a line may break.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    /// Its end, without the spaces after it.
    end: usize,
    /// Columns without the spaces after it.
    width: usize,
    /// Columns with them.
    full: usize,
    /// Whether the line ends after it whatever happens.
    ends_line: bool,
    /// Whether it ends within a compound, at a hyphen or slash.
    divides: bool,
}

/// Text with its break points and measures, for wrapping at several widths.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) text: &'a str,
    points: Vec<BreakPoint>,
    ruler: Ruler,
    pieces: Vec<Piece>,
    /// Columns of the widest piece.
    widest: usize,
    /// Columns kept free after it, where it is set to the right.
    pub(super) trailing: usize,
}

/// Wraps text to `width` columns.
pub(super) fn wrap(text: &str, width: usize, language: &Language) -> Vec<String> {
    let mut points = break_points(text, language);
    if width >= RUNT_MEASURE {
        glue_runt(text, &mut points);
    }
    Prepared::with(text, points, language).lines(width)
}

/// Wraps a heading: as many lines as needed, about equally long, broken after a colon where that costs no line.
pub(super) fn balanced(text: &str, width: usize, language: &Language) -> Vec<String> {
    let prepared = Prepared::new(text, language);
    let lines = prepared.lines(width);
    if lines.len() < 2 {
        return lines;
    }
    if lines.len() == 2
        && let Some((before, after)) = text.split_once(": ")
        && !text.contains('\n')
    {
        let halves = vec![format!("{before}:"), after.trim_start().to_owned()];
        if halves.iter().all(|half| prepared.ruler.width(half) <= width) {
            return halves;
        }
    }
    let mut best = lines;
    for narrower in (width * BALANCE_FLOOR / 100..width).rev() {
        let lines = prepared.lines(narrower);
        if lines.len() > best.len() || lines.iter().any(|line| prepared.ruler.width(line) > narrower) {
            break;
        }
        best = lines;
    }
    best
}

impl<'a> Prepared<'a> {
    pub(super) fn new(text: &'a str, language: &Language) -> Self {
        Self::with(text, break_points(text, language), language)
    }

    fn with(text: &'a str, points: Vec<BreakPoint>, language: &Language) -> Self {
        let ruler = Ruler::of(language);
        let mut prepared = Self { text, points, ruler, pieces: Vec::new(), widest: 0, trailing: 0 };
        prepared.pieces = prepared.pieces(|kind| kind <= BreakKind::Opportunity);
        prepared.widest = prepared.pieces.iter().map(|piece| piece.width).max().unwrap_or(0);
        prepared
    }

    /// Columns of the widest line the author asked for.
    pub(super) fn natural(&self) -> usize {
        let widest = self.text.split('\n').map(|line| self.ruler.width(line.trim_end())).max();
        widest.unwrap_or(0) + self.trailing
    }

    /// Columns of the widest stretch that never breaks.
    pub(super) fn longest(&self) -> usize {
        let all = self.pieces(|kind| kind != BreakKind::Url);
        all.iter().map(|piece| piece.width).max().unwrap_or(0) + self.trailing
    }

    /// Columns of the widest stretch that should not break.
    pub(super) fn comfortable(&self) -> usize {
        self.widest + self.trailing
    }

    /// How many lines it takes at a width.
    pub(super) fn height(&self, width: usize) -> usize {
        let mut lines = 0;
        let mut used = None;
        for piece in self.fitted(width).iter() {
            let fits = used.is_some_and(|used| used + piece.width <= width);
            if !fits {
                lines += 1;
            }
            used = match (piece.ends_line, used) {
                (true, _) => None,
                (false, Some(used)) if fits => Some(used + piece.full),
                (false, _) => Some(piece.full),
            };
        }
        lines
    }

    /// Its lines at a width.
    pub(super) fn lines(&self, width: usize) -> Vec<String> {
        let pieces = self.fitted(width);
        let mut lines = Vec::new();
        for paragraph in pieces.split_inclusive(|piece| piece.ends_line) {
            for (from, to) in total_fit(paragraph, width) {
                let start = paragraph.get(from).map_or(0, |piece| piece.start);
                let end = paragraph.get(to).map_or(start, |piece| piece.end);
                lines.push(self.text.get(start..end).unwrap_or_default().to_owned());
            }
        }
        lines
    }

    /// The pieces at a width: where one is too wide, it is divided where typographers would rather not.
    fn fitted(&self, width: usize) -> std::borrow::Cow<'_, [Piece]> {
        if self.widest <= width {
            return std::borrow::Cow::Borrowed(&self.pieces);
        }
        let finer = self.pieces(|kind| kind != BreakKind::Url);
        let mut finer = finer.into_iter().peekable();
        let mut fitted = Vec::new();
        for piece in &self.pieces {
            let mut parts = Vec::new();
            while let Some(part) = finer.next_if(|part| part.end <= piece.end) {
                parts.push(part);
            }
            if piece.width <= width { fitted.push(*piece) } else { fitted.extend(parts) }
        }
        std::borrow::Cow::Owned(fitted)
    }

    fn pieces(&self, breaks: impl Fn(BreakKind) -> bool) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.points.len() + 1);
        let mut start = 0;
        let end = BreakPoint { offset: self.text.len(), kind: BreakKind::Mandatory };
        for point in self.points.iter().filter(|point| breaks(point.kind)).chain([&end]) {
            let full = self.text.get(start..point.offset).unwrap_or_default();
            let (bare, with_space) = match full.strip_suffix(' ') {
                // As most are: one space after the word, and no line end.
                Some(bare) if bare.ends_with(|c: char| c.is_ascii_graphic()) => (bare, None),
                _ => (full.trim_end(), Some(self.ruler.width(full.trim_end_matches('\n')))),
            };
            let width = self.ruler.width(bare);
            pieces.push(Piece {
                start,
                end: start + bare.len(),
                width,
                full: with_space.unwrap_or(width + 1),
                ends_line: point.kind == BreakKind::Mandatory,
                divides: full.ends_with(['-', '/', '‐', '–']),
            });
            start = point.offset;
        }
        pieces
    }
}

/// The lines of a paragraph as ranges of its pieces (first and last). Each line costs much, then the square of what it
/// falls short; the last line may be as short as it likes.
fn total_fit(pieces: &[Piece], width: usize) -> Vec<(usize, usize)> {
    let count = pieces.len();
    let line_cost = (width * width) as u64;
    // For each piece: the least cost of setting it and all after it, and the last piece of its line.
    let mut best: Vec<(u64, usize)> = vec![(0, 0); count + 1];
    for first in (0..count).rev() {
        let mut used = 0;
        let mut choice = (u64::MAX, first);
        let following =
            pieces.get(first..).unwrap_or_default().iter().zip(best.get(first + 1..).unwrap_or_default());
        for (last, (piece, (rest, _))) in (first..).zip(following) {
            let line = used + piece.width;
            if line > width && last > first {
                break;
            }
            let short = width.saturating_sub(line) as u64;
            let rag = if last + 1 == count { 0 } else { short * short };
            let rag = if piece.divides { rag + DIVIDING_COST } else { rag };
            let cost = (line_cost + rag).saturating_add(*rest);
            // Of two ways as good, the fuller first line.
            if cost <= choice.0 {
                choice = (cost, last);
            }
            used += piece.full;
        }
        if let Some(slot) = best.get_mut(first) {
            *slot = choice;
        }
    }
    let mut lines = Vec::new();
    let mut first = 0;
    while first < count {
        let last = best.get(first).map_or(first, |(_, last)| *last);
        lines.push((first, last));
        first = last + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> Language {
        Language::english()
    }

    #[test]
    fn lines_are_the_fewest_and_even() {
        let text = "aaa bb cc ddddd";
        assert_eq!(wrap(text, 6, &english()), ["aaa", "bb cc", "ddddd"]);
        assert_eq!(wrap("", 6, &english()), [""]);
        assert_eq!(wrap("a\nb c", 9, &english()), ["a", "b c"]);
    }

    #[test]
    fn words_wider_than_the_measure_stay_whole() {
        let url = "https://example.org/a/very/long/path/of/segments";
        assert_eq!(wrap(&format!("see {url} now"), 20, &english()), ["see", url, "now"]);
    }

    #[test]
    fn glued_words_part_before_they_overflow() {
        assert_eq!(wrap("take 250 mg/kg", 8, &english()), ["take 250", "mg/kg"]);
        assert_eq!(wrap("take 250 mg/kg", 10, &english()), ["take", "250 mg/kg"]);
    }

    #[test]
    fn east_asian_characters_take_two_columns() {
        assert_eq!(wrap("こんにちは世界", 10, &Language::parse("ja").unwrap()), ["こんにちは", "世界"]);
    }

    #[test]
    fn headings_break_after_a_colon_or_in_the_middle() {
        assert_eq!(balanced("One: two three four five", 20, &english()), ["One:", "two three four five"]);
        assert_eq!(balanced("One: two three four five", 18, &english()), ["One: two three", "four five"]);
        assert_eq!(balanced("aa bb cc dd ee ff gg hh", 20, &english()), ["aa bb cc dd", "ee ff gg hh"]);
    }
}
