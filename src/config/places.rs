//! Where a key or value of the configuration stands in its text.
//!
//! The YAML crate tells the place of an error and of nothing else. So the place of a key is asked for by an error:
//! the text is deserialised once more by a probe that follows the path and fails on purpose where it ends.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_yaml::Value;

use crate::source::{SourceId, Span};

/// One step of a path into the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into a section.
    Key(String),
    /// Into a list, from 0.
    Index(usize),
}

/// Which part of an entry is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// A path as users write it: `site.authors.jane`, `site.exclude[2]`.
pub fn dotted(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.push_str(&format!(".{key}")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// The path that [`dotted`] wrote; numbers in brackets are not read.
pub fn undotted(path: &str) -> Vec<Step> {
    path.split('.').map(|key| Step::Key(key.to_owned())).collect()
}

/// The path of a serde error. What serde cannot name ends it.
pub fn steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    use serde_path_to_error::Segment;
    path.iter()
        .map_while(|segment| match segment {
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

/// The value at a path.
pub fn get<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.as_mapping()?.iter().find(|(k, _)| key_name(k) == *key).map(|(_, v)| v),
        Step::Index(index) => value.as_sequence()?.get(*index),
    })
}

/// Takes the value at a path out. False when there is none; the whole is never taken out.
pub fn remove(value: &mut Value, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else { return false };
    match (step, value) {
        (Step::Key(key), Value::Mapping(map)) => {
            let Some(key) = map.keys().find(|k| key_name(k) == *key).cloned() else { return false };
            if rest.is_empty() {
                return map.remove(&key).is_some();
            }
            map.get_mut(&key).is_some_and(|value| remove(value, rest))
        }
        (Step::Index(index), Value::Sequence(list)) if *index < list.len() => {
            if rest.is_empty() {
                // The other items keep their numbers, which later findings name.
                return list.get_mut(*index).is_some_and(|item| match item {
                    Value::String(text) if text.is_empty() => false,
                    other => {
                        *other = Value::String(String::new());
                        true
                    }
                });
            }
            list.get_mut(*index).is_some_and(|value| remove(value, rest))
        }
        _ => false,
    }
}

/// A mapping key as text.
pub fn key_name(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => String::new(),
    }
}

/// Where the end of `path` stands in `text`: its nearest existing ancestor when it does not.
pub fn find(text: &str, path: &[Step], part: Part) -> Option<Span> {
    let mut path = path;
    let mut part = part;
    loop {
        // The whole document has no key, and no place worth underlining.
        if path.is_empty() {
            return None;
        }
        if let Some(start) = probe(text, path, part) {
            return Some(Span::new(SourceId::default(), start..scalar_end(text, start)));
        }
        path = path.split_last().map_or(&[], |(_, parents)| parents);
        part = Part::Key;
    }
}

/// Where the scalar, or the key, that starts at `start` ends, on its line.
pub fn scalar_end(text: &str, start: usize) -> usize {
    let Some(rest) = text.get(start..) else { return start };
    let line = rest.lines().next().unwrap_or_default();
    let quoted = |quote: char| {
        let mut escaped = false;
        for (i, c) in line.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' if quote == '"' => escaped = true,
                c if c == quote => return i + c.len_utf8(),
                _ => {}
            }
        }
        line.len()
    };
    let length = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(quote),
        Some('[') => line.find(']').map_or(line.len(), |at| at + 1),
        Some('{') => line.find('}').map_or(line.len(), |at| at + 1),
        _ => {
            let before = text.get(..start).and_then(|before| before.lines().next_back()).unwrap_or_default();
            let in_flow = before.contains(['[', '{']);
            let ends = |(i, c): (usize, char)| {
                let after = line.get(i + c.len_utf8()..).and_then(|after| after.chars().next());
                let closes_key = c == ':' && after.is_none_or(char::is_whitespace);
                let comment = c == ' ' && after == Some('#');
                (closes_key || comment || (in_flow && matches!(c, ',' | ']' | '}'))).then_some(i)
            };
            line.char_indices().find_map(ends).unwrap_or(line.len())
        }
    };
    start + line.get(..length).unwrap_or(line).trim_end().len()
}

fn probe(text: &str, path: &[Step], part: Part) -> Option<usize> {
    let deserializer = serde_yaml::Deserializer::from_str(text);
    let error = Probe { path, part }.deserialize(deserializer).err()?;
    let location = error.location().filter(|_| error.to_string().contains(HERE))?;
    Some(text.floor_char_boundary(location.index()))
}

/// The message of the error that a probe raises where it wants to know the place.
const HERE: &str = "the probe arrived";

/// Follows `path`, and fails at its end.
#[derive(Clone, Copy)]
struct Probe<'p> {
    path: &'p [Step],
    part: Part,
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            deserializer.deserialize_any(Arrived)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a section or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted), rest)) = self.path.split_first() else {
            return Err(A::Error::custom("not a list"));
        };
        let stop = rest.is_empty() && self.part == Part::Key;
        while let Some(found) = map.next_key_seed(Key { wanted, stop })? {
            if found {
                return map.next_value_seed(Probe { path: rest, ..self });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::custom("no such key"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((Step::Index(wanted), rest)) = self.path.split_first() else {
            return Err(A::Error::custom("not a section"));
        };
        for _ in 0..*wanted {
            list.next_element::<IgnoredAny>()?;
        }
        list.next_element_seed(Probe { path: rest, ..self })?;
        Err(A::Error::custom("no such item"))
    }
}

/// Compares a key; fails at the wanted one when its own place is asked for.
struct Key<'p> {
    wanted: &'p str,
    stop: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        // As text whatever it looks like: a key `2024` is compared as it is written.
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        match key == self.wanted {
            true if self.stop => Err(E::custom(HERE)),
            found => Ok(found),
        }
    }
}

/// Fails on whatever it is given.
struct Arrived;

macro_rules! arrive {
    ($($method:ident($type:ty);)*) => {
        $(fn $method<E: serde::de::Error>(self, _: $type) -> Result<(), E> { Err(E::custom(HERE)) })*
    };
}

impl<'de> Visitor<'de> for Arrived {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    arrive! {
        visit_bool(bool);
        visit_i64(i64);
        visit_i128(i128);
        visit_u64(u64);
        visit_u128(u128);
        visit_f64(f64);
        visit_str(&str);
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::custom(HERE))
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::custom(HERE))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(HERE))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(HERE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[Step], part: Part) -> String {
        let span = find(text, path, part).unwrap();
        text.get(span.range()).unwrap().to_owned()
    }

    #[test]
    fn keys_and_values_are_found() {
        let key = |key: &str| Step::Key(key.to_owned());
        let text = "# é µ\nsite:\n  nâme: \"a # b\"  # c\n  list: [one, two]\n  other:\n    - x: 1 # y\n    - plain, text\n";
        assert_eq!(at(text, &[key("site"), key("nâme")], Part::Key), "nâme");
        assert_eq!(at(text, &[key("site"), key("nâme")], Part::Value), "\"a # b\"");
        assert_eq!(at(text, &[key("site"), key("list"), Step::Index(1)], Part::Value), "two");
        assert_eq!(at(text, &[key("site"), key("list")], Part::Value), "[one, two]");
        assert_eq!(at(text, &[key("site"), key("other"), Step::Index(0), key("x")], Part::Value), "1");
        assert_eq!(at(text, &[key("site"), key("other"), Step::Index(1)], Part::Value), "plain, text");
        assert_eq!(at(text, &[key("site"), key("absent")], Part::Value), "site");
        assert_eq!(find(text, &[], Part::Value), None);
    }
}
