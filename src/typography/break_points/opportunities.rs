//! Where UAX 14 lets a line end. Most places are between two plain words and need no table: only what stands between
//! such places is given to the segmenter.

use icu_segmenter::LineSegmenterBorrowed;

/// The opportunities in a text, in order, without its start and end.
///
/// A line may always end at the space between a plain word and a letter, digit or opening bracket (LB18: what LB14 to
/// LB17 keep together over spaces ends in no such word). No rule looks back beyond that space. So a text falls into
/// parts there that may be looked at one by one.
pub(super) fn opportunities(text: &str, segmenter: LineSegmenterBorrowed<'_>) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(text.len() / 5);
    // Where the parts begin that the segmenter has still to see.
    let mut unseen = 0;
    let mut start = 0;
    while start < bytes.len() {
        let known = found.len();
        if let Some(end) = plain_part(bytes, start, &mut found) {
            let hyphens = found.split_off(known);
            segment(text, unseen..start, segmenter, &mut found);
            found.extend((start > unseen).then_some(start));
            found.extend(hyphens);
            found.extend((end < bytes.len()).then_some(end));
            (start, unseen) = (end, end);
        } else {
            found.truncate(known);
            start = part_end(bytes, start);
        }
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

/// Where the part that begins at `start` ends: after the next space between a plain word and what may begin one.
fn part_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let ends =
        |around: &[u8]| matches!(around, [before, b' ', after] if begins_word(*after) && ends_word(*before));
    rest.windows(3).position(ends).map_or(text.len(), |at| start + at + 2)
}

/// Whether a byte may begin a plain word.
fn begins_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'('
}

/// Whether a byte may end a plain word.
fn ends_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || is_closing(byte)
}

/// Marks before which no line begins (classes CP, EX and IS).
fn is_closing(byte: u8) -> bool {
    matches!(byte, b')' | b'!' | b'?' | b',' | b'.' | b':' | b';')
}

/// Where the part that begins at `start` ends, if it is one plain word with the space after it; `hyphens` get the
/// opportunities in it.
///
/// A plain word is letters and digits, opening brackets before them and closing marks after them. Within it may stand
/// marks of numbers and apostrophes, at which no line ends (LB13, LB19, LB25, LB29), and hyphens, after which one may
/// unless a digit follows (LB21, LB25).
fn plain_part(text: &[u8], start: usize, hyphens: &mut Vec<usize>) -> Option<usize> {
    let mut rest = text.get(start..)?;
    let at = |rest: &[u8]| text.len() - rest.len();
    while let [b'(', after @ ..] = rest {
        rest = after;
    }
    loop {
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length == 0 {
            return None;
        }
        rest = rest.get(length..)?;
        match rest {
            [b'.' | b',' | b':' | b'\'', next, ..] if next.is_ascii_alphanumeric() => rest = rest.get(1..)?,
            [0xE2, 0x80, 0x99, next, ..] if next.is_ascii_alphanumeric() => rest = rest.get(3..)?,
            [b'-', next, ..] if next.is_ascii_alphanumeric() => {
                rest = rest.get(1..)?;
                hyphens.extend(next.is_ascii_alphabetic().then(|| at(rest)));
            }
            _ => break,
        }
    }
    let closing = rest.iter().take_while(|byte| is_closing(**byte)).count();
    match rest.get(closing..)? {
        [] => Some(text.len()),
        [b' '] => Some(text.len()),
        [b' ', next, ..] if begins_word(*next) => Some(at(rest) + closing + 1),
        _ => None,
    }
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
            "a brain-derived IL-6 of 1,000.5 mg (IM) at 4:30, Alzheimer’s isn't (so)? 5-day -x x- --y",
            "e\u{301} a\u{301} b \u{301}c d\u{200B} e\u{A0}f \u{2060}g h\ni j\r\nk  l   m ! n ? o",
            "漢字 and kana かな。 한국어 text ภาษาไทย is fine",
        ] {
            agrees(text);
        }
    }

    proptest! {
        #[test]
        fn any_text_breaks_as_the_whole_does(
            text in "(([a-zA-Z0-9]{1,4}|[ ]{1,2}|[,.;:!?)]|[-(\"'/%$#@5«»“”’‘–—…\u{A0}\u{AD}\u{200B}\u{2060}\u{301}\u{200D}é漢かภ한🇯👩א\n])[ ]?){0,24}"
        ) {
            agrees(&text);
        }

        #[test]
        fn any_row_of_words_breaks_as_the_whole_does(
            text in "(\\(?[a-zA-Z0-9]{1,3}([-.,:'’/]?[a-zA-Z0-9]{1,2}){0,3}[-)!?,.:;’]{0,2}[ ]){0,8}"
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
