//! Which way text runs: levels of a paragraph, and the order in which a line of it is seen (UAX 9).

use smallvec::SmallVec;
use unicode_bidi::{BidiInfo, Direction as Strong, Level, get_base_direction_full};

use crate::model::TextDirection;

/// The directions in a paragraph.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// The paragraph's own: odd runs right to left.
    base: u8,
    /// One for each byte; none where all is as the paragraph.
    levels: Vec<u8>,
}

impl Levels {
    /// The levels of a paragraph. Its own direction is that of its first letter (P2, P3), else of what stands around it;
    /// or the latter in any case, if that is `fixed`.
    pub fn of(text: &str, around: TextDirection, fixed: bool) -> Self {
        let around_is_left_to_right = around == TextDirection::LeftToRight;
        if !text.chars().any(may_turn) && (around_is_left_to_right || !fixed && has_letter(text)) {
            return Self::default();
        }
        let around = if around_is_left_to_right { Level::ltr() } else { Level::rtl() };
        let base = match get_base_direction_full(text) {
            _ if fixed => around,
            Strong::Ltr => Level::ltr(),
            Strong::Rtl => Level::rtl(),
            Strong::Mixed => around,
        };
        // A forced end of line begins no new paragraph. Overrides would show words otherwise than they are read, which is
        // what those who write them want: they have no effect. Each is as long as what stands in for it.
        let text = text.replace('\n', " ").replace(['\u{202D}', '\u{202E}'], "\u{200B}");
        let levels = BidiInfo::new(&text, Some(base)).levels;
        Self { base: base.number(), levels: levels.into_iter().map(|level| level.number()).collect() }
    }

    /// The paragraph's own level.
    pub fn base(&self) -> u8 {
        self.base
    }

    /// Whether all of the paragraph has its own level.
    pub fn is_even(&self) -> bool {
        self.levels.is_empty()
    }

    /// The level at a byte.
    pub fn at(&self, offset: usize) -> u8 {
        self.levels.get(offset).copied().unwrap_or(self.base)
    }
}

/// Whether a character may run from right to left, or change how others run: blocks that hold such (UAX 9, table 4, and
/// `DerivedBidiClass.txt`), not each character of them.
fn may_turn(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// The direction of a text's first letter; none if no letter has one.
pub fn first_letter_direction(text: &str) -> Option<TextDirection> {
    match get_base_direction_full(text) {
        Strong::Ltr => Some(TextDirection::LeftToRight),
        Strong::Rtl => Some(TextDirection::RightToLeft),
        Strong::Mixed => None,
    }
}

/// Whether a level runs right to left.
pub fn runs_right_to_left(level: u8) -> bool {
    level % 2 == 1
}

/// The order in which parts of a line with these levels are seen, from left to right (L2).
pub fn visual_order(levels: &[u8]) -> SmallVec<[usize; 6]> {
    let mut order: SmallVec<[usize; 6]> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    let lowest_odd = levels.iter().copied().filter(|level| runs_right_to_left(*level)).min();
    let Some(lowest_odd) = lowest_odd else { return order };
    let level = |order: &[usize], at: usize| order.get(at).and_then(|part| levels.get(*part)).copied();
    for least in (lowest_odd..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let from = at;
            while level(&order, at).is_some_and(|level| level >= least) {
                at += 1;
            }
            order.get_mut(from..at).unwrap_or_default().reverse();
            at += 1;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(text: &str, around: TextDirection) -> String {
        let levels = Levels::of(text, around, false);
        text.char_indices().map(|(at, _)| char::from(b'0' + levels.at(at))).collect()
    }

    #[test]
    fn a_paragraph_runs_as_its_first_letter_does() {
        let (ltr, rtl) = (TextDirection::LeftToRight, TextDirection::RightToLeft);
        assert_eq!(levels("abc 12", rtl), "000000");
        assert_eq!(levels("12", rtl), "22");
        assert_eq!(levels("12", ltr), "00");
        assert_eq!(levels("a שלום b", ltr), "00111100");
        assert_eq!(levels("שלום a 1", ltr), "11111222");
        assert_eq!(levels("abc \u{202E}def\u{202C}", ltr), "000000000");
        assert_eq!(Levels::of("abc", rtl, true).base(), 1);
        assert_eq!(Levels::of("שלום", ltr, true).base(), 0);
    }

    #[test]
    fn what_may_turn_holds_every_character_that_does() {
        use unicode_bidi::BidiClass::{AL, AN, FSI, LRE, LRI, LRO, PDF, PDI, R, RLE, RLI, RLO};
        let turns = [R, AL, AN, LRE, LRO, RLE, RLO, PDF, LRI, RLI, FSI, PDI];
        let missed: Vec<char> = ('\0'..=char::MAX)
            .filter(|c| turns.contains(&unicode_bidi::bidi_class(*c)) && !may_turn(*c))
            .collect();
        assert!(missed.is_empty(), "{missed:?}");
        for c in "’“”–…·≤é漢".chars() {
            assert!(!may_turn(c));
        }
    }

    #[test]
    fn parts_are_seen_in_visual_order() {
        assert_eq!(visual_order(&[0, 1, 0]).as_slice(), [0, 1, 2]);
        assert_eq!(visual_order(&[1, 2, 1]).as_slice(), [2, 1, 0]);
        assert_eq!(visual_order(&[0, 1, 2, 1, 0]).as_slice(), [0, 3, 2, 1, 4]);
        assert_eq!(visual_order(&[1, 2, 2, 1]).as_slice(), [3, 1, 2, 0]);
        assert!(visual_order(&[]).is_empty());
    }
}
