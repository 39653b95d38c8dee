//! Places in source texts: which source, which bytes, and what an editor calls them; and reading what a text names.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// One source text of a run: an article, the configuration, standard input.
///
/// The number is the source's place in the run's sorted list, so it never depends on threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceId(pub u32);

/// A byte range in one source. Both ends lie on character borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `source`. Offsets beyond 4 GiB saturate; sources are limited far below that.
    pub fn new(source: SourceId, range: std::ops::Range<usize>) -> Self {
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: offset(range.start), end: offset(range.end.max(range.start)) }
    }

    /// The span as a byte range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The empty span at this span's start.
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }
}

/// The bytes of a file that an article or the configuration names: an image, a font, a list of works.
///
/// # Errors
/// It cannot be read, is larger than `limit` bytes (of which no more are read, whatever it says of its size), or is no
/// file: a pipe would be waited for without end.
pub fn read_within(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let bytes = read_past(path, limit)?;
    match bytes.len() as u64 > limit {
        true => Err(io::Error::other(format!("it is larger than {limit} bytes"))),
        false => Ok(bytes),
    }
}

/// The bytes of a file, and no more than one past `limit`: that one tells that there are more, and an endless file (a
/// device, a pipe) ends there too.
///
/// # Errors
/// It cannot be read.
pub fn read_past(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // What it says of its size spares room that grows, and is not believed.
    let size = file.metadata().map_or(0, |known| known.len()).min(limit).min(MOST_ROOM);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Room that is made ready for a file, in bytes: more than most articles have.
const MOST_ROOM: u64 = 1 << 20;

/// A place as editors show it: both count from 1, columns in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The line starts of one text: byte offsets to lines and columns.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// How many characters begin before each [`STRIDE`] bytes: columns of a line of megabytes are not counted from its
    /// start each time.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const STRIDE: usize = 1024;

impl LineIndex {
    /// Reads the line starts of `text`. Lines end with `\n`, `\r\n` or a lone `\r`, as in CommonMark.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut characters = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for (i, byte) in bytes.iter().enumerate() {
            if i.is_multiple_of(STRIDE) {
                characters.push(count);
            }
            count += usize::from(begins_character(*byte));
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            if ends {
                starts.push(i + 1);
            }
        }
        Self { starts, characters }
    }

    /// Line and column of a byte offset in the same text. An offset past the end is the end; one inside a
    /// character is that character.
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = |offset: usize| self.characters_before(text.as_bytes(), offset);
        let column = before(offset).saturating_sub(before(start)) + 1;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        LineColumn { line: count(line), column: count(column) }
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, bytes: &[u8], offset: usize) -> usize {
        let stride = (offset / STRIDE).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(stride).copied().unwrap_or(0);
        let rest = bytes.get(stride * STRIDE..offset).unwrap_or_default();
        counted + rest.iter().filter(|byte| begins_character(**byte)).count()
    }

    /// Byte range of a line (from 1) without its end mark.
    pub fn line_range(&self, text: &str, line: u32) -> Option<std::ops::Range<usize>> {
        let index = (line as usize).checked_sub(1)?;
        let start = self.starts.get(index).copied()?;
        let end = self.starts.get(index + 1).copied().unwrap_or(text.len());
        let content = text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(start..start + content.len())
    }
}

/// Whether a byte of UTF-8 is the first of a character.
fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_as_editors_do() {
        let text = "a\r\nµ²x\rz\n";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.line_column(text, text.find(needle).unwrap()).to_string();
        assert_eq!(at("a"), "1:1");
        assert_eq!(at("²"), "2:2");
        assert_eq!(at("x"), "2:3");
        assert_eq!(at("z"), "3:1");
        assert_eq!(index.line_column(text, 999).to_string(), "4:1");
        assert_eq!(text.get(index.line_range(text, 2).unwrap()), Some("µ²x"));
    }

    #[test]
    fn an_offset_inside_a_character_is_that_character() {
        assert_eq!(LineIndex::new("aµ").line_column("aµ", 2).to_string(), "1:2");
    }
}
