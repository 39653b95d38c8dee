//! Cutting text where the face or the script changes.

use std::ops::Range;
use std::sync::Arc;

use harfrust::Script;
use smallvec::SmallVec;
use unicode_segmentation::UnicodeSegmentation;

use super::{EM_SPACE, FontStyle, REPLACEMENTS, Shaped};
use crate::backend::pdf::font::{Emoji, Face, FaceId, Fonts, Wish, is_meant_in_colour};
use crate::backend::pdf::invisible::{is_ignorable, is_plain_space};

/// A stretch of text with one face and one script.
pub(super) struct Piece {
    pub(super) face: FaceId,
    pub(super) script: Script,
    pub(super) text: Range<usize>,
}

/// The stretches of a text: mostly one.
pub(super) type Pieces = SmallVec<[Piece; 2]>;

/// What draws a cluster.
enum Drawn {
    /// The glyphs of a face.
    By(FaceId),
    /// Pictures, over the em spaces of a face.
    InColour(FaceId, Arc<Emoji>),
}

/// Cuts the text where face or script changes.
pub(super) fn cut(fonts: &Fonts, text: &str, style: FontStyle, wish: Wish, shaped: &mut Shaped) -> Pieces {
    let own = fonts.face_for(style.family, style.weight, style.slant);
    let own_ascii = fonts.face(own).is_some_and(Face::covers_ascii);
    let mut pieces = Pieces::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let ascii = if own_ascii { ascii_clusters(rest) } else { 0 };
        if let Some(plain) = rest.get(..ascii).filter(|plain| !plain.is_empty()) {
            let letters = plain.bytes().any(|b| b.is_ascii_alphabetic());
            let script = if letters { Script::LATIN } else { Script::COMMON };
            push(&mut pieces, own, script, start..start + ascii);
            start += ascii;
            continue;
        }
        let cluster = rest.graphemes(true).next().unwrap_or(rest);
        let range = start..start + cluster.len();
        start = range.end;
        if cluster.chars().all(is_ignorable) {
            extend(&mut pieces, own, range);
            continue;
        }
        let bundled = fonts
            .candidates(style.family, style.weight, style.slant)
            .find(|&id| fonts.face(id).is_some_and(|face| face.covers(cluster)));
        let in_colour = || Some(Drawn::InColour(em_space_face(fonts, style)?, fonts.emoji(cluster)?));
        // What is meant in colour is, where a font has it so; other signs are where no font draws them.
        let drawn = bundled
            .map(Drawn::By)
            .or_else(|| is_meant_in_colour(cluster).then(in_colour).flatten())
            .or_else(|| {
                // A sign that many scripts share goes with the letters before it.
                let before = pieces.last().map(|piece| piece.face).filter(|face| !fonts.is_bundled(*face));
                let before = before.filter(|&id| fonts.face(id).is_some_and(|face| face.covers(cluster)));
                before.or_else(|| fonts.fallback(cluster, wish)).map(Drawn::By)
            })
            .or_else(in_colour);
        let (face, script) = match drawn {
            Some(Drawn::By(face)) => (face, script_of(cluster)),
            Some(Drawn::InColour(face, emoji)) => {
                shaped.emoji.push((range.clone(), emoji));
                (face, Script::COMMON)
            }
            None => {
                shaped.missing.push(range.clone());
                (replacement_face(fonts, style), Script::COMMON)
            }
        };
        push(&mut pieces, face, script, range);
    }
    join_over_spaces(fonts, text, pieces)
}

/// Gives a space between two stretches of one fallback face to that face: a phrase in another script is then one
/// run, as wide and in the order it should be.
fn join_over_spaces(fonts: &Fonts, text: &str, pieces: Pieces) -> Pieces {
    if pieces.len() < 3 {
        return pieces;
    }
    let is_space =
        |piece: &Piece| text.get(piece.text.clone()).is_some_and(|text| text.chars().all(is_plain_space));
    let mut joined = Pieces::with_capacity(pieces.len());
    let mut rest = pieces.into_iter().peekable();
    while let Some(mut piece) = rest.next() {
        if let (Some(before), Some(after)) = (joined.last(), rest.peek())
            && before.face == after.face
            && before.face != piece.face
            && is_space(&piece)
            && fonts.face(before.face).is_some_and(|face| face.glyph(' ').is_some())
        {
            piece.face = before.face;
        }
        push(&mut joined, piece.face, piece.script, piece.text);
    }
    joined
}

/// Bytes of `text` that are ASCII clusters, whole ones only: an ASCII letter may carry the mark that follows it.
fn ascii_clusters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len());
    let whole = if run == bytes.len() { run } else { run.saturating_sub(1) };
    // Control characters are rare enough for the slow path, so that CR LF stays one cluster.
    bytes.iter().take(whole).position(|b| b.is_ascii_control()).unwrap_or(whole)
}

/// The first script of a cluster that says anything.
fn script_of(cluster: &str) -> Script {
    cluster
        .chars()
        .map(|c| harfrust::unicode::script(u32::from(c)))
        .find(|&script| script != Script::COMMON && script != Script::INHERITED && script != Script::UNKNOWN)
        .unwrap_or(Script::COMMON)
}

/// Adds a stretch, joined to the one before if face and script agree. `COMMON` agrees with every script.
fn push(pieces: &mut Pieces, face: FaceId, script: Script, text: Range<usize>) {
    if let Some(last) = pieces.last_mut()
        && last.face == face
        && (last.script == script || script == Script::COMMON || last.script == Script::COMMON)
    {
        last.text.end = text.end;
        if last.script == Script::COMMON {
            last.script = script;
        }
    } else {
        pieces.push(Piece { face, script, text });
    }
}

/// Adds text that needs no glyph to the stretch before.
fn extend(pieces: &mut Pieces, face: FaceId, text: Range<usize>) {
    match pieces.last_mut() {
        Some(last) => last.text.end = text.end,
        None => pieces.push(Piece { face, script: Script::COMMON, text }),
    }
}

fn em_space_face(fonts: &Fonts, style: FontStyle) -> Option<FaceId> {
    let mut candidates = fonts.candidates(style.family, style.weight, style.slant);
    candidates.find(|&id| fonts.face(id).is_some_and(|face| face.glyph(EM_SPACE).is_some()))
}

fn replacement_face(fonts: &Fonts, style: FontStyle) -> FaceId {
    let candidates = || fonts.candidates(style.family, style.weight, style.slant);
    REPLACEMENTS
        .into_iter()
        .find_map(|c| candidates().find(|&id| fonts.face(id).is_some_and(|face| face.glyph(c).is_some())))
        .unwrap_or_else(|| fonts.face_for(style.family, style.weight, style.slant))
}
