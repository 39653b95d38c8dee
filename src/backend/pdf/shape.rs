//! Shaping: text of one style to glyphs (the first stage of PDF layout).
//!
//! Text is cut where the face or the script changes, and each piece is shaped by HarfBuzz's rules. The text itself
//! is never changed: characters that must not reach the shaper as they are (soft hyphens, ligature characters,
//! no-break spaces) are replaced only in the shaper's buffer, so every byte offset is one in the given text.

mod cut;
mod words;

use std::ops::Range;
use std::sync::Arc;

use harfrust::{Buffer, BufferFlags, Language, Script, ShapeOptions};
use smallvec::SmallVec;

use cut::{Piece, cut};
use words::{Setting, are_separate};

use super::font::{Emoji, Face, FaceId, Family, Fonts, Region, Slant, Weight, Wish};
use super::invisible::{is_ignorable, is_plain_space, steers_shaping};

/// Direction of a run (UAX 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

/// The style of text as far as shaping is concerned. Size is not: glyph measures are in em.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FontStyle {
    /// Serif, sans or mono.
    pub family: Family,
    /// Regular or bold (weight 600).
    pub weight: Weight,
    /// Upright or italic.
    pub slant: Slant,
}

/// Shaped text: runs in logical order.
#[derive(Debug, Clone, Default)]
pub struct Shaped {
    /// The runs; together they cover the whole text.
    pub runs: SmallVec<[ShapedRun; 1]>,
    /// Grapheme clusters no face can draw, as byte ranges; each was drawn as the visible replacement U+FFFD or `?`.
    pub missing: Vec<Range<usize>>,
    /// Clusters whose pictures are painted, as byte ranges; an em space stands for each picture.
    pub emoji: Vec<(Range<usize>, Arc<Emoji>)>,
}

/// Glyphs of one face, one direction and one script.
#[derive(Debug, Clone)]
pub struct ShapedRun {
    /// The face.
    pub face: FaceId,
    /// The part of the text this run covers, in bytes.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "layout goes by the clusters; tests hold that none is lost")
    )]
    pub text: Range<usize>,
    /// The glyphs, in logical order of their clusters (reversed by layout for a right-to-left run).
    pub glyphs: Vec<ShapedGlyph>,
}

/// A glyph with its measures in em (1.0 = the type size).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShapedGlyph {
    /// Glyph id in the face.
    pub id: u16,
    /// Byte offset in the text of the cluster this glyph belongs to.
    pub cluster: u32,
    /// Horizontal advance.
    pub advance: f32,
    /// Offset to the right.
    pub dx: f32,
    /// Offset upwards.
    pub dy: f32,
}

/// Shapes `text` in one style.
///
/// Faces are chosen per grapheme cluster by coverage: the style's own face first, then fallbacks. `language` is a
/// BCP 47 tag. Kerning and standard ligatures are on.
///
/// Soft hyphens and other ignorable characters have no glyph: their bytes fall to the cluster before them.
pub fn shape(fonts: &Fonts, text: &str, style: FontStyle, language: &str, direction: Direction) -> Shaped {
    let mut shaped = Shaped::default();
    let wish =
        Wish { family: style.family, weight: style.weight, slant: style.slant, region: Region::of(language) };
    let pieces = cut(fonts, text, style, wish, &mut shaped);
    let tag = Language::new(language);
    let mut buffer = Buffer::new();
    for piece in pieces {
        let Some(face) = fonts.face(piece.face) else { continue };
        let own = text.get(piece.text.clone()).unwrap_or_default();
        let in_words = direction == Direction::LeftToRight
            && fonts.is_bundled(piece.face)
            && shaped.missing.is_empty()
            && shaped.emoji.is_empty()
            && are_separate(own);
        let glyphs = if in_words {
            let setting = Setting { face: piece.face, script: piece.script, language: language.into() };
            words::glyphs(own, piece.text.start, setting, |word| {
                buffer.clear();
                for (at, c) in word.char_indices() {
                    buffer.push(u32::from(c), u32::try_from(at).unwrap_or(u32::MAX));
                }
                shape_piece(&mut buffer, face, &piece, tag.as_ref(), direction)
            })
        } else {
            fill(&mut buffer, text, &piece, face, &shaped);
            shape_piece(&mut buffer, face, &piece, tag.as_ref(), direction)
        };
        shaped.runs.push(ShapedRun { face: piece.face, text: piece.text, glyphs });
    }
    shaped
}

/// Stands where a picture is painted.
const EM_SPACE: char = '\u{2003}';

/// Shown for a cluster no face can draw, best first.
const REPLACEMENTS: [char; 2] = ['\u{FFFD}', '?'];

fn replacement_char(face: &Face) -> char {
    REPLACEMENTS.into_iter().find(|&c| face.glyph(c).is_some()).unwrap_or('?')
}

/// Fills the shaper's buffer with what the stretch looks like; clusters are byte offsets of the text.
fn fill(buffer: &mut Buffer, text: &str, piece: &Piece, face: &Face, shaped: &Shaped) {
    buffer.clear();
    let mut skip_to = piece.text.start;
    for (offset, c) in text.get(piece.text.clone()).unwrap_or_default().char_indices() {
        let at = piece.text.start + offset;
        if at < skip_to {
            continue;
        }
        let cluster = u32::try_from(at).unwrap_or(u32::MAX);
        let mut put = |c: char| buffer.push(u32::from(c), cluster);
        let begins_emoji = || shaped.emoji.binary_search_by_key(&at, |(range, _)| range.start).is_ok();
        if c.is_ascii_graphic() && !begins_emoji() {
            put(c);
            continue;
        }
        if let Ok(index) = shaped.missing.binary_search_by_key(&at, |range| range.start) {
            put(replacement_char(face));
            skip_to = shaped.missing.get(index).map_or(at, |range| range.end);
            continue;
        }
        if let Ok(index) = shaped.emoji.binary_search_by_key(&at, |(range, _)| range.start) {
            let emoji = shaped.emoji.get(index);
            (0..emoji.map_or(1, |(_, emoji)| emoji.pictures.len())).for_each(|_| put(EM_SPACE));
            skip_to = emoji.map_or(at, |(range, _)| range.end);
            continue;
        }
        match c {
            _ if is_plain_space(c) => put(' '),
            _ if is_ignorable(c) => {
                if steers_shaping(c) {
                    put(c);
                }
            }
            '\u{2011}' if face.glyph(c).is_none() => {
                put(if face.glyph('\u{2010}').is_some() { '\u{2010}' } else { '-' })
            }
            '\u{FB00}'..='\u{FB06}' => letters_of(c).chars().for_each(put),
            _ => put(c),
        }
    }
}

/// The letters of a Latin ligature character, so that ligatures are the face's business alone.
fn letters_of(ligature: char) -> &'static str {
    match ligature {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        _ => "st",
    }
}

/// Shapes a filled buffer.
fn shape_piece(
    buffer: &mut Buffer,
    face: &Face,
    piece: &Piece,
    language: Option<&Language>,
    direction: Direction,
) -> Vec<ShapedGlyph> {
    let towards = match direction {
        Direction::LeftToRight => harfrust::Direction::LeftToRight,
        Direction::RightToLeft => harfrust::Direction::RightToLeft,
    };
    // Neutral text takes the rules of the Latin script, which every face has.
    let script = if piece.script == Script::COMMON { Script::LATIN } else { piece.script };
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
    buffer.set_direction(towards);
    buffer.set_script(Some(script));
    buffer.set_language(language.cloned());
    let plan = face.plan(towards, script, language);
    if harfrust::shape(&face.shaper(), buffer, ShapeOptions::new().plan(Some(&plan))).is_err() {
        return Vec::new();
    }
    if direction == Direction::RightToLeft {
        buffer.reverse();
    }
    let em = f32::from(face.units_per_em().max(1));
    let instead = face.glyph(replacement_char(face)).unwrap_or(0);
    buffer
        .glyph_infos()
        .iter()
        .zip(buffer.glyph_positions())
        .map(|(info, position)| ShapedGlyph {
            // Glyph 0 is an empty box and not allowed in PDF/A (ISO 19005-2, 6.2.11.8).
            id: u16::try_from(info.glyph_id).ok().filter(|&id| id != 0).unwrap_or(instead),
            cluster: info.cluster,
            advance: position.x_advance as f32 / em,
            dx: position.x_offset as f32 / em,
            dy: position.y_offset as f32 / em,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIF: FontStyle =
        FontStyle { family: Family::Serif, weight: Weight::Regular, slant: Slant::Upright };

    fn serif(text: &str) -> Shaped {
        shape(Fonts::bundled(), text, SERIF, "en", Direction::LeftToRight)
    }

    fn width(shaped: &Shaped) -> f32 {
        shaped.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.advance).sum()
    }

    fn clusters(shaped: &Shaped) -> Vec<u32> {
        shaped.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.cluster).collect()
    }

    fn covers(shaped: &Shaped, text: &str) {
        let mut end = 0;
        for run in &shaped.runs {
            assert_eq!(run.text.start, end);
            end = run.text.end;
            assert!(run.glyphs.iter().all(|glyph| run.text.contains(&(glyph.cluster as usize))));
            assert!(run.glyphs.iter().all(|glyph| glyph.id != 0));
        }
        assert_eq!(end, text.len());
    }

    /// Each face with each two characters on both sides of a space: in words, and as a whole.
    #[test]
    fn words_are_shaped_as_their_sentence_is() {
        let fonts = Fonts::bundled();
        let separate: Vec<char> = ('!'..='\u{17F}')
            .chain('\u{2010}'..='\u{2026}')
            .filter(|c| are_separate(&c.to_string()))
            .collect();
        for family in [Family::Serif, Family::Sans, Family::Mono] {
            for (weight, slant) in [
                (Weight::Regular, Slant::Upright),
                (Weight::Regular, Slant::Italic),
                (Weight::Bold, Slant::Upright),
                (Weight::Bold, Slant::Italic),
            ] {
                let id = fonts.face_for(family, weight, slant);
                let face = fonts.face(id).unwrap();
                let covered: Vec<char> =
                    separate.iter().copied().filter(|c| face.glyph(*c).is_some()).collect();
                for first in &covered {
                    // One text for all that may follow.
                    let text: String =
                        covered.iter().map(|second| format!("{first} {second}\u{A0}")).collect();
                    let piece = Piece { face: id, script: Script::LATIN, text: 0..text.len() };
                    let mut buffer = Buffer::new();
                    fill(&mut buffer, &text, &piece, face, &Shaped::default());
                    let whole = shape_piece(&mut buffer, face, &piece, None, Direction::LeftToRight);
                    let setting = Setting { face: id, script: Script::LATIN, language: "".into() };
                    let in_words = words::glyphs(&text, 0, setting, |word| {
                        let piece = Piece { face: id, script: Script::LATIN, text: 0..word.len() };
                        let mut buffer = Buffer::new();
                        fill(&mut buffer, word, &piece, face, &Shaped::default());
                        shape_piece(&mut buffer, face, &piece, None, Direction::LeftToRight)
                    });
                    assert!(whole == in_words, "{family:?} {weight:?} {slant:?} {first}");
                }
            }
        }
    }

    #[test]
    fn latin_text_is_one_run() {
        let text = "A study (n = 12) of naïve cafés – “quoted”…";
        let shaped = serif(text);
        assert_eq!(shaped.runs.len(), 1);
        assert!(shaped.missing.is_empty());
        covers(&shaped, text);
    }

    #[test]
    fn ligatures_and_kerning_are_on() {
        let office = serif("fi");
        assert_eq!(clusters(&office), [0]);
        assert!(width(&serif("AV")) < width(&serif("A")) + width(&serif("V")));
    }

    #[test]
    fn a_ligature_character_is_drawn_as_its_letters() {
        let literal = serif("Con\u{FB01}gure");
        let plain = serif("Configure");
        let ids = |shaped: &Shaped| shaped.runs[0].glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>();
        assert_eq!(ids(&literal), ids(&plain));
        assert_eq!(clusters(&literal), [0, 1, 2, 3, 6, 7, 8, 9]);
    }

    #[test]
    fn ignorable_characters_leave_no_glyph_and_change_nothing() {
        let text = "ef\u{AD}fi\u{200B}cient\u{2060}ly";
        let shaped = serif(text);
        assert_eq!(width(&shaped), width(&serif("efficiently")));
        covers(&shaped, text);
        covers(&serif("\u{AD}"), "\u{AD}");
        assert!(serif("").runs.is_empty());
    }

    #[test]
    fn spaces_of_all_kinds() {
        assert_eq!(width(&serif("a\u{A0}b")), width(&serif("a b")));
        assert_eq!(width(&serif("a\tb")), width(&serif("a b")));
        let thin = width(&serif("a\u{202F}b"));
        assert!(thin <= width(&serif("a b")) && thin > width(&serif("ab")));
        covers(&serif("a\r\nb"), "a\r\nb");
    }

    #[test]
    fn scripts_and_faces_cut_the_text() {
        let text = "α-synuclein и Жизнь ▪ done";
        let shaped = serif(text);
        assert!(shaped.missing.is_empty());
        covers(&shaped, text);
        let own = Fonts::bundled().face_for(Family::Serif, Weight::Regular, Slant::Upright);
        let other: Vec<_> = shaped
            .runs
            .iter()
            .filter(|run| run.face != own)
            .filter_map(|run| text.get(run.text.clone()))
            .collect();
        assert_eq!(other, ["▪"]);
    }

    #[test]
    fn a_space_within_a_phrase_of_another_face_is_of_that_face() {
        let text = "x ▪ ▪ x";
        let runs: Vec<_> = serif(text).runs.into_iter().filter_map(|run| text.get(run.text)).collect();
        assert_eq!(runs, ["x ", "▪ ▪", " x"]);
    }

    #[test]
    fn what_no_face_has_is_shown_and_reported() {
        let text = "a 漢 👩‍⚕️ b";
        let shaped = serif(text);
        let missing: Vec<_> = shaped.missing.iter().filter_map(|range| text.get(range.clone())).collect();
        assert_eq!(missing, ["漢", "👩‍⚕️"]);
        covers(&shaped, text);
        assert_eq!(clusters(&shaped), [0, 1, 2, 5, 6, 19, 20]);
    }

    #[test]
    fn marks_stay_with_their_letter() {
        let composed = serif("é");
        let spelled = serif("e\u{301}");
        assert_eq!(width(&composed), width(&spelled));
        let stacked = "a\u{304}\u{301}x";
        covers(&serif(stacked), stacked);
    }

    #[test]
    fn right_to_left_runs_are_in_logical_order() {
        let shaped = shape(Fonts::bundled(), "abc", SERIF, "en", Direction::RightToLeft);
        assert_eq!(clusters(&shaped), [0, 1, 2]);
    }

    #[test]
    fn a_no_break_hyphen_has_a_glyph_in_every_face() {
        for family in [Family::Serif, Family::Sans, Family::Mono] {
            let shaped = shape(
                Fonts::bundled(),
                "TNF\u{2011}a",
                FontStyle { family, ..SERIF },
                "en",
                Direction::LeftToRight,
            );
            assert!(shaped.missing.is_empty());
            assert_eq!(shaped.runs.len(), 1);
        }
    }
}
