//! A run of text that came in pieces, and where each piece stands in the source.

use std::ops::Range;

/// Text that came in pieces.
#[derive(Default)]
pub(super) struct Run {
    text: String,
    pieces: Vec<Piece>,
}

struct Piece {
    /// Where it starts in the text.
    start: usize,
    /// Where it stands in the source.
    source: Range<usize>,
    /// Whether it is in the source letter by letter, so that offsets within it are known.
    verbatim: bool,
    /// Whether its first character was escaped by a backslash.
    escaped: bool,
}

impl Run {
    /// Adds a piece.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>, whole: &str) {
        let verbatim = source.len() == text.len();
        let follows = self.pieces.last().is_some_and(|piece| piece.source.end == source.start);
        let before = source.start.checked_sub(1).and_then(|at| whole.as_bytes().get(at));
        let escaped = !follows && before == Some(&b'\\');
        self.add(text, Piece { start: self.text.len(), source, verbatim, escaped });
    }

    /// Adds a piece in which no mark has a meaning.
    pub(super) fn push_literal(&mut self, text: &str, source: Range<usize>) {
        self.add(text, Piece { start: self.text.len(), source, verbatim: false, escaped: true });
    }

    fn add(&mut self, text: &str, piece: Piece) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.pieces.push(piece);
        }
    }

    /// Whether nothing came yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the character at an offset of the text was escaped or written as an entity.
    pub(super) fn is_literal(&self, at: usize) -> bool {
        self.piece_at(at).is_some_and(|piece| !piece.verbatim || (piece.escaped && piece.start == at))
    }

    /// Where a range of the text stands in the source.
    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.piece_at(range.start).map_or(0, |piece| {
            if piece.verbatim { piece.source.start + (range.start - piece.start) } else { piece.source.start }
        });
        let end = self.piece_at(range.end.saturating_sub(1)).map_or(start, |piece| {
            if piece.verbatim { piece.source.start + (range.end - piece.start) } else { piece.source.end }
        });
        start..end.max(start)
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
        self.pieces.get(index)
    }
}
