//! Where each key of front matter stands in the source.
//!
//! The parsers tell no places of values, so keys are found by their lines: a key of front matter stands at the start of
//! its line. Who writes all of it between braces, `{title: x, date: y}`, has the few keys looked for one by one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fence::{Fenced, Format};
use super::value::Value;
use crate::config::places as flow;

/// Places of keys by [`normal`] name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Places(BTreeMap<String, Range<usize>>);

impl Places {
    /// Where the value of a key stands (the key itself, when its value is empty).
    pub(super) fn get(&self, key: &str) -> Option<Range<usize>> {
        self.0.get(&normal(key)).cloned()
    }
}

/// A key without what dialects differ in: `heroImage`, `hero_image` and `hero-image` are one.
pub(super) fn normal(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Finds the keys in `text`, which stands at `shift` in the source. Of two with one name the first counts: keys of
/// sections come after those of the top.
pub(super) fn find(text: &str, format: Format, shift: usize) -> Places {
    let mut places = Places::default();
    let mut open: Option<(String, Range<usize>)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let content = line.trim_end();
        if let Some((key, value)) = key_of(content, format) {
            places.add(open.take(), text, shift);
            let key_range = range.start..range.start + content.len() - content.trim_start().len() + key.len();
            let value_range = range.start + value..range.start + content.len();
            let empty = value_range.is_empty();
            open = Some((normal(key), if empty { key_range } else { value_range }));
        } else if let Some((_, place)) = &mut open {
            // A value of several lines. A comment line is none, but one inside a value does no harm.
            if !content.trim().is_empty() && !content.trim_start().starts_with('#') {
                place.end = range.start + content.len();
            }
        }
    }
    places.add(open, text, shift);
    places
}

/// The most keys that are looked for between braces: each costs a parse.
const MAX_FLOW_KEYS: usize = 64;

impl Places {
    /// The same places, with those of keys between braces.
    pub(super) fn with_flow(mut self, text: &str, block: &Fenced, root: &Value) -> Self {
        if block.format == Format::Yaml && text.trim_start().starts_with('{') {
            for (key, _) in root.entries().iter().take(MAX_FLOW_KEYS) {
                if let Some(span) = flow::find(text, &[flow::Step::Key(key.clone())], flow::Part::Value) {
                    let range = span.range();
                    let shift = block.content.start;
                    self.0.insert(normal(key), range.start + shift..range.end + shift);
                }
            }
        }
        self
    }

    fn add(&mut self, found: Option<(String, Range<usize>)>, text: &str, shift: usize) {
        let Some((key, range)) = found else { return };
        let range = without_comment(text, range);
        self.0.entry(key).or_insert(range.start + shift..range.end + shift);
    }
}

/// The key on a line, and where its value starts.
fn key_of(line: &str, format: Format) -> Option<(&str, usize)> {
    let separator = match format {
        Format::Yaml => ':',
        Format::Toml => '=',
    };
    let indented = line.starts_with([' ', '\t']);
    if line.starts_with(['#', '-', '[', '{', '}', ']', '?']) || (indented && format == Format::Yaml) {
        return None;
    }
    let (key, rest) = match line.trim_start().strip_prefix(['"', '\'']) {
        Some(quoted) => {
            let (key, rest) = quoted.split_once(['"', '\''])?;
            (key, rest.trim_start().strip_prefix(separator)?)
        }
        None => line.split_once(separator)?,
    };
    if format == Format::Yaml && !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let value = line.len() - rest.trim_start().len();
    Some((key.trim(), value))
}

/// A one-line value without the comment after it.
fn without_comment(text: &str, range: Range<usize>) -> Range<usize> {
    let value = text.get(range.clone()).unwrap_or_default();
    if value.contains('\n') || value.starts_with(['"', '\'']) {
        return range;
    }
    match value.find(" #") {
        Some(at) => range.start..range.start + value.get(..at).unwrap_or_default().trim_end().len().max(1),
        None => range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, format: Format) -> Vec<(String, &str)> {
        let places = find(text, format, 0);
        places.0.into_iter().map(|(key, range)| (key, text.get(range).unwrap())).collect()
    }

    fn pairs<'a>(pairs: &[(&str, &'a str)]) -> Vec<(String, &'a str)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
    }

    #[test]
    fn yaml_keys_are_found() {
        let text = "title: \"A: b\"\n# note\nhero_image:  /a.png  # cover\ntags:\n  - a\n- b\n\ndraft:\n'slug': x\nurl:x\n";
        assert_eq!(
            show(text, Format::Yaml),
            pairs(&[
                ("draft", "draft"),
                ("heroimage", "/a.png"),
                ("slug", "x\nurl:x"),
                ("tags", "tags:\n  - a\n- b"),
                ("title", "\"A: b\"")
            ])
        );
    }

    #[test]
    fn toml_keys_are_found() {
        let text = "title = \"A\"\n[taxonomies]\n  tags = [\n  \"a\",\n]\n";
        assert_eq!(
            show(text, Format::Toml),
            pairs(&[("tags", "[\n  \"a\",\n]"), ("title", "\"A\"\n[taxonomies]")])
        );
    }
}
