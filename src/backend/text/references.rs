//! Footnotes and references, at the end of an article.

use super::lists::Depth;
use super::writer::{Writer, narrowed, prefixed};
use crate::model::Reference;
use crate::typography::numerals::letters;

impl Writer<'_> {
    /// The footnotes, under their heading.
    pub(super) fn footnotes(&self) -> Vec<String> {
        let notes = &self.document.footnotes;
        if notes.is_empty() {
            return Vec::new();
        }
        let marks: Vec<String> = notes.iter().map(|note| format!("[{}]", letter(note.number))).collect();
        let mut lines = self.section(&self.labels.footnotes);
        let hang = hang_of(&marks);
        let loose = notes.iter().any(|note| note.blocks.len() > 1);
        for (note, mark) in notes.iter().zip(&marks) {
            if loose && note.number > 1 {
                lines.push(String::new());
            }
            let mut own = self.blocks(&note.blocks, narrowed(self.width(), hang), Depth::default().inside());
            if own.is_empty() {
                own.push(String::new());
            }
            lines.extend(prefixed(own, &format!("{mark:>0$} ", hang - 1), &" ".repeat(hang)));
        }
        lines
    }

    /// A list of references under its heading, which is of this rank.
    pub(super) fn references(&self, entries: &[Reference], rank: u8) -> Vec<String> {
        if entries.is_empty() {
            return Vec::new();
        }
        let marks: Vec<String> = entries.iter().map(|entry| format!("[{}]", entry.number)).collect();
        let heading = self.plain(self.labels.references_title(entries));
        let mut lines = self.underlined(&heading, rank, self.width());
        let hang = hang_of(&marks);
        for (entry, mark) in entries.iter().zip(&marks) {
            let own = self.reference(entry, narrowed(self.width(), hang));
            lines.extend(prefixed(own, &format!("{mark:>0$} ", hang - 1), &" ".repeat(hang)));
        }
        lines
    }

    /// What a reference says, and its URL: on the same line if it fits, else on its own, never broken.
    fn reference(&self, entry: &Reference, width: usize) -> Vec<String> {
        let label = self.plain(&entry.label);
        let url = self.plain(&entry.url);
        let bare = |text: &str| {
            let text = text.split_once("://").map_or(text, |(_, text)| text);
            text.trim_end_matches('/').to_owned()
        };
        let mut text = if bare(&label) == bare(&url) { String::new() } else { label };
        if let Some(work) = &entry.work {
            self.finish_sentence(&mut text);
            let identifier = self.plain(&work.identifier.printed());
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&identifier);
        }
        self.finish_sentence(&mut text);
        if text.is_empty() {
            return vec![url];
        }
        let whole = format!("{text} {url}");
        if self.ruler().width(&whole) <= width {
            return vec![whole];
        }
        let mut lines = self.wrap(&text, width);
        lines.push(url);
        lines
    }

    /// A full stop, unless the text has an end already.
    fn finish_sentence(&self, text: &mut String) {
        if !text.is_empty() && !text.ends_with(['.', '!', '?', '…', '。', '！', '？']) {
            let ideographic = matches!(self.language.primary(), "zh" | "ja") && !self.ascii();
            text.push(if ideographic { '。' } else { '.' });
        }
    }

    /// A heading of the tool's own section.
    pub(super) fn section(&self, title: &str) -> Vec<String> {
        self.underlined(&self.plain(title), 2, self.width())
    }
}

/// Columns of the widest mark and a space.
fn hang_of(marks: &[String]) -> usize {
    marks.iter().map(String::len).max().unwrap_or(0) + 1
}

/// The letter of a footnote: numbers are those of references.
pub(super) fn letter(number: u32) -> String {
    letters(u64::from(number)).unwrap_or_else(|| "?".to_owned())
}
