//! Where UAX 14 lets a line end. Most places are between two plain words and need no table: only what stands between
//! such places is given to the segmenter.

use icu_segmenter::LineSegmenterBorrowed;

/// The opportunities in a text, in order, without its start and end.
///
/// A line may always end at the space between a plain word and a letter (LB18: what LB14 to LB17 keep together over
/// spaces ends in no such word). No rule looks back beyond that space, since what follows it begins with a letter. So a
/// text falls into parts there that may be looked at one by one.
pub(super) fn opportunities(text: &str, segmenter: LineSegmenterBorrowed<'_>) -> Vec<usize> {
    let mut found = Vec::with_capacity(text.len() / 5);
    // Where the parts begin that the segmenter has still to see.
    let mut unseen = 0;
    let mut start = 0;
    while start < text.len() {
        let end = part_end(text.as_bytes(), start);
        if is_plain(text.as_bytes().get(start..end).unwrap_or_default()) {
            segment(text, unseen..start, segmenter, &mut found);
            found.extend([start, end].into_iter().filter(|at| *at > unseen && *at < text.len()));
            unseen = end;
        }
        start = end;
    }
    segment(text, unseen..text.len(), segmenter, &mut found);
    found
}

/// The opportunities within a range.
fn segment(
    text: &str,
    range: std::ops::Range<usize>,
    segmenter: LineSegmenterBorrowed<'_>,
    found: &mut Vec<usize>,
) {
    let Some(part) = text.get(range.clone()).filter(|part| !part.is_empty()) else { return };
    let within = segmenter.segment_str(part).filter(|at| (1..part.len()).contains(at));
    found.extend(within.map(|at| range.start + at));
}

/// Where the part that begins at `start` ends: after the next space between a plain word and a letter.
fn part_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let ends = |around: &[u8]| matches!(around, [before, b' ', after] if after.is_ascii_alphabetic() && ends_word(*before));
    rest.windows(3).position(ends).map_or(text.len(), |at| start + at + 2)
}

/// Whether a byte may end a plain word.
fn ends_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || is_closing(byte)
}

/// Marks before which no line begins (classes CP, EX and IS).
fn is_closing(byte: u8) -> bool {
    matches!(byte, b')' | b'!' | b'?' | b',' | b'.' | b':' | b';')
}

/// Whether a part is letters, closing marks and a space: there is nowhere to break in it.
fn is_plain(part: &[u8]) -> bool {
    let word = part.strip_suffix(b" ").unwrap_or(part);
    let letters = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    letters > 0 && word.iter().skip(letters).all(|byte| is_closing(*byte))
}

#[cfg(test)]
mod tests {
    use icu_segmenter::LineSegmenter;
    use icu_segmenter::options::LineBreakOptions;
    use proptest::prelude::*;

    use super::*;

    fn agrees(text: &str) {
        let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
        let whole: Vec<usize> =
            segmenter.segment_str(text).filter(|at| (1..text.len()).contains(at)).collect();
        assert_eq!(opportunities(text, segmenter), whole, "{text:?}");
    }

    #[test]
    fn parts_break_as_the_whole_does() {
        for text in [
            "",
            " ",
            "a",
            "A plain sentence of words, with a pause; and an end.",
            "He said “no (never)”, twice. « oui » dit-il, 5 mg of it - or -x? ( a ) [ b ] a/b c d",
            "e\u{301} a\u{301} b \u{301}c d\u{200B} e\u{A0}f \u{2060}g h\ni j\r\nk  l   m ! n ? o",
            "漢字 and kana かな。 한국어 text ภาษาไทย is fine",
        ] {
            agrees(text);
        }
    }

    proptest! {
        #[test]
        fn any_text_breaks_as_the_whole_does(
            text in "(([a-zA-Z]{1,4}|[ ]{1,2}|[,.;:!?)]|[-(\"'/%$#@5«»“”’‘–—…\u{A0}\u{AD}\u{200B}\u{2060}\u{301}\u{200D}é漢かภ한🇯👩א\n])[ ]?){0,24}"
        ) {
            agrees(&text);
        }

        #[test]
        fn any_row_of_characters_breaks_as_the_whole_does(
            parts in proptest::collection::vec(prop_oneof![
                Just(" ".to_owned()), Just("a".to_owned()), Just("Bc".to_owned()), "[,.;:!?)(\\-\"'/%$5«»“”]",
                any::<char>().prop_map(String::from),
            ], 0..30)
        ) {
            agrees(&parts.concat());
        }
    }
}
