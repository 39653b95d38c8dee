//! Where lines may break: the Unicode rules (UAX 14), less what careful typographers never break, plus points within
//! URLs.
//!
//! The text is that of a whole paragraph, with the boundaries of its inline content erased, so that a rule sees
//! `TNF-alpha` also where half of it is bold. Hyphenation is another matter: no point here adds a character.

mod opportunities;
mod rules;
mod urls;
mod words;

use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::model::Language;

/// A place where a line may end and the next begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakPoint {
    /// Byte offset at which the next line would start. Spaces before it belong to the line that ends, and hang.
    pub offset: usize,
    /// How good a break it is.
    pub kind: BreakKind,
}

/// How good a break is; the smaller, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// The line must end here (after a line feed and its kin).
    Mandatory,
    /// The line may end here.
    Opportunity,
    /// Within a URL, for a URL that does not fit what is left of the line.
    Url,
    /// Allowed by UAX 14 and avoided by typographers (`5| mL`, `IL-|6`): only where what stands between two better
    /// points is wider than the whole measure. Where not even that helps, break between any two grapheme clusters.
    Emergency,
}

/// The places where `text` may break, in order of offset. The start and the end of the text are not among them.
pub fn break_points(text: &str, language: &Language) -> Vec<BreakPoint> {
    let urls = urls::find(text);
    let house = rules::House::of(language);
    let mut points = Vec::with_capacity(text.len() / 5);
    for offset in opportunities::opportunities(text, segmenter(language)) {
        let kind = if ends_line(text, offset) {
            BreakKind::Mandatory
        } else if urls
            .get(urls.partition_point(|url| url.end <= offset))
            .is_some_and(|url| url.start < offset)
        {
            continue;
        } else if house.forbids(text, offset) {
            BreakKind::Emergency
        } else {
            BreakKind::Opportunity
        };
        points.push(BreakPoint { offset, kind });
    }
    let within = urls.into_iter().flat_map(|url| urls::points(text, url));
    let plain = points.len();
    points.extend(within.map(|offset| BreakPoint { offset, kind: BreakKind::Url }));
    if points.len() > plain {
        points.sort_unstable_by_key(|point| point.offset);
    }
    points
}

/// Glues the last two words when the last is short (12 letters at most), so that no paragraph ends in a runt: the
/// last opportunity becomes an emergency. Nor does one end in so little of a URL. In a script without spaces the last
/// line gets two characters at least.
pub fn glue_runt(text: &str, points: &mut [BreakPoint]) {
    const SHORT: usize = 12;
    for point in points.iter_mut().rev().filter(|point| point.kind != BreakKind::Emergency) {
        let (before, after) = text.split_at_checked(point.offset).unwrap_or((text, ""));
        let letters = after.chars().filter(|c| c.is_alphanumeric()).count();
        match point.kind {
            BreakKind::Url if letters <= SHORT => point.kind = BreakKind::Emergency,
            BreakKind::Opportunity => {
                let spaced = before.ends_with(char::is_whitespace);
                if (spaced && letters <= SHORT) || letters <= 1 {
                    point.kind = BreakKind::Emergency;
                }
                return;
            }
            BreakKind::Url | BreakKind::Mandatory | BreakKind::Emergency => return,
        }
    }
}

/// Whether the character before `offset` ends a line (classes BK, CR, LF, NL of UAX 14).
fn ends_line(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).and_then(|before| before.chars().next_back());
    matches!(before, Some('\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// The segmenter for a language, built once. Dictionaries rather than neural networks find the words of Thai, Khmer,
/// Lao and Burmese: they give the same on every machine.
fn segmenter(language: &Language) -> LineSegmenterBorrowed<'static> {
    static USUAL: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    static KOREAN: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    if language.primary() == "ko" {
        // Ragged Korean breaks at spaces, as it is read.
        return *KOREAN.get_or_init(|| {
            let mut options = LineBreakOptions::default();
            options.word_option = Some(LineBreakWordOption::KeepAll);
            LineSegmenter::new_dictionary(options)
        });
    }
    *USUAL.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()))
}

#[cfg(test)]
mod tests;
