//! Words that were shaped before. Most words of an article come again, and a word is shaped alone as it is in its
//! sentence, but for the kern between it and the spaces beside it: so it is remembered with these.
//!
//! That holds for the bundled faces and for characters that join with nothing beyond a space; a test tries every pair of
//! them. All else is shaped as a whole.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use harfrust::Script;

use super::ShapedGlyph;
use crate::backend::pdf::font::FaceId;

/// Longer words seldom come twice: addresses.
const LONGEST: usize = 24;
/// Words and settings that are remembered, each of some hundreds of bytes: the vocabulary of a shelf of books.
const MOST: usize = 65_536;

/// What shaping a word depends on besides its letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Setting {
    pub(super) face: FaceId,
    pub(super) script: Script,
    pub(super) language: Box<str>,
}

type Known = HashMap<Box<str>, Box<[ShapedGlyph]>, RandomState>;

thread_local! {
    static WORDS: RefCell<Words> = RefCell::default();
}

/// What is remembered.
#[derive(Default)]
struct Words {
    settings: HashMap<Setting, Known>,
    count: usize,
}

/// Whether each word of a text may be shaped by itself.
pub(super) fn are_separate(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_separate(c))
}

/// Characters of which none is shaped in view of one beyond a space, and that the shaper gets as they are.
fn is_separate(c: char) -> bool {
    c.is_ascii_graphic()
        || matches!(c,
            '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{17F}' | '\u{2010}' | '\u{2012}'..='\u{2014}'
            | '\u{2018}'..='\u{201E}' | '\u{2022}' | '\u{2026}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}')
}

/// The glyphs of a text whose words are separate, which begins at `from`; `shape` shapes what is not known.
pub(super) fn glyphs(
    text: &str,
    from: usize,
    setting: &Setting,
    mut shape: impl FnMut(&str) -> Vec<ShapedGlyph>,
) -> Vec<ShapedGlyph> {
    WORDS.with_borrow_mut(|words| {
        if words.count >= MOST {
            *words = Words::default();
        }
        if !words.settings.contains_key(setting) {
            words.settings.insert(setting.clone(), Known::default());
            words.count += 1;
        }
        let mut glyphs = Vec::with_capacity(text.len());
        let Some(known) = words.settings.get_mut(setting) else { return glyphs };
        let mut asked = String::with_capacity(LONGEST + 1);
        for (range, is_space_token) in tokens(text) {
            let token = text.get(range.clone()).unwrap_or_default();
            let next = text.get(range.end..).and_then(|rest| rest.chars().next());
            asked.clear();
            asked.push_str(if is_space_token { " " } else { token });
            let kept = asked.len();
            asked.extend(next.map(|c| if is_space(c) { ' ' } else { c }));
            let mut add = |shaped: &[ShapedGlyph]| {
                let start = u32::try_from(from + range.start).unwrap_or(u32::MAX);
                let own = shaped.iter().filter(|glyph| (glyph.cluster as usize) < kept);
                glyphs.extend(own.map(|glyph| ShapedGlyph { cluster: glyph.cluster + start, ..*glyph }));
            };
            match known.get(asked.as_str()) {
                Some(shaped) => add(shaped),
                None => {
                    let shaped = shape(&asked);
                    add(&shaped);
                    if asked.len() <= LONGEST && words.count < MOST {
                        words.count += 1;
                        known.insert(asked.as_str().into(), shaped.into());
                    }
                }
            }
        }
        glyphs
    })
}

/// Words and single spaces, in order.
fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        let first = rest.chars().next()?;
        let length =
            if is_space(first) { first.len_utf8() } else { rest.find(is_space).unwrap_or(rest.len()) };
        let range = start..start + length;
        start = range.end;
        Some((range, is_space(first)))
    })
}
