//! Words that were shaped before. Most words of an article come again, and a word is shaped alone as it is in its
//! sentence, but for the kern between it and the spaces beside it: so it is remembered with these.
//!
//! That holds for the bundled faces and for characters that join with nothing beyond a space; a test tries every pair of
//! them. All else is shaped as a whole.

use std::borrow::Cow;
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

/// Characters of ASCII, which may follow a space.
const SPACES: usize = 128;

/// What shaping a word depends on besides its letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Setting {
    pub(super) face: FaceId,
    pub(super) script: Script,
    pub(super) language: Box<str>,
}

thread_local! {
    static WORDS: RefCell<Words> = RefCell::default();
}

/// What is remembered.
#[derive(Default)]
struct Words {
    settings: HashMap<Setting, Known, RandomState>,
    count: usize,
}

/// What is remembered of one setting.
struct Known {
    /// Glyphs by a word and what follows it, or a space and what follows it.
    words: HashMap<Box<str>, Box<[ShapedGlyph]>, RandomState>,
    /// Spaces by the character of ASCII that follows: half of all that is asked for.
    spaces: [Option<ShapedGlyph>; SPACES],
}

impl Known {
    fn space(&mut self, next: Option<char>) -> Option<&mut Option<ShapedGlyph>> {
        self.spaces.get_mut(next? as usize)
    }
}

impl Default for Known {
    fn default() -> Self {
        Self { words: HashMap::default(), spaces: [None; SPACES] }
    }
}

/// Whether each word of a text may be shaped by itself.
pub(super) fn are_separate(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        || text.chars().all(|c| is_space(c) || is_separate(c))
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
    setting: Setting,
    mut shape: impl FnMut(&str) -> Vec<ShapedGlyph>,
) -> Vec<ShapedGlyph> {
    WORDS.with_borrow_mut(|words| {
        if words.count >= MOST {
            *words = Words::default();
        }
        let Words { settings, count } = words;
        let known = settings.entry(setting).or_insert_with(|| {
            // Room for the spaces is there from the start.
            *count += SPACES;
            Known::default()
        });
        let mut glyphs = Vec::with_capacity(text.len());
        for (range, is_space_token) in tokens(text) {
            let start = u32::try_from(from + range.start).unwrap_or(u32::MAX);
            let next = text.get(range.end..).and_then(|rest| rest.chars().next());
            if is_space_token && let Some(Some(space)) = known.space(next) {
                glyphs.push(ShapedGlyph { cluster: start, ..*space });
                continue;
            }
            let asked = text.get(range.start..range.end + next.map_or(0, char::len_utf8)).unwrap_or_default();
            let asked = with_plain_spaces(asked);
            let kept = if is_space_token { 1 } else { range.len() };
            let is_own = |glyph: &&ShapedGlyph| (glyph.cluster as usize) < kept;
            let mut add = |shaped: &[ShapedGlyph]| {
                let own = shaped.iter().filter(is_own);
                glyphs.extend(own.map(|glyph| ShapedGlyph { cluster: glyph.cluster + start, ..*glyph }));
            };
            if let Some(shaped) = known.words.get(&*asked) {
                add(shaped);
                continue;
            }
            let shaped = shape(&asked);
            add(&shaped);
            if asked.len() > LONGEST || *count >= MOST {
                continue;
            }
            let mut own = shaped.iter().filter(is_own);
            match (own.next(), own.next(), known.space(next)) {
                (Some(only), None, Some(space)) if is_space_token => *space = Some(*only),
                _ => {
                    *count += 1;
                    known.words.insert(asked.into(), shaped.into());
                }
            }
        }
        glyphs
    })
}

/// The text with each space as U+0020.
fn with_plain_spaces(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() && text.contains('\u{A0}') { text.replace('\u{A0}', " ").into() } else { text.into() }
}

/// Words and single spaces, in order.
fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
    let space_at = |at: usize| match text.as_bytes().get(at..) {
        Some([b' ', ..]) => 1,
        Some([0xC2, 0xA0, ..]) => 2,
        _ => 0,
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let space = space_at(start);
        let end = match space {
            0 => (start..text.len()).find(|at| space_at(*at) > 0).unwrap_or(text.len()),
            length => start + length,
        };
        let range = start..end;
        start = end;
        Some((range, space > 0))
    })
}
