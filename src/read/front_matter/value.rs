//! YAML and TOML as one kind of value, within limits.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::diagnostic::{Code, Diagnostic};
use crate::read::reader::Reader;

use super::MAX_BYTES;
use super::fence::{Fenced, Format};

/// The deepest nesting of values.
const MAX_DEPTH: usize = 32;
/// The most brackets that may be open at once: far more than values may nest, and few enough for the YAML parser,
/// whose time grows with their number at every token.
const MAX_BRACKETS: usize = 256;
/// The most values, those that YAML aliases repeat counted each time.
const MAX_VALUES: usize = 50_000;

/// A value of front matter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// A number, in its usual notation.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// Why front matter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParseError {
    message: String,
    /// Byte offset in the front matter, when the parser knows it.
    at: Option<usize>,
    help: &'static str,
}

impl ParseError {
    /// The error as a finding at its line.
    pub(super) fn diagnose(self, reader: &Reader<'_>, block: &Fenced) -> Diagnostic {
        let text = reader.slice(&block.content);
        let range = match self.at {
            Some(at) => {
                // An error at the end of a line or of the text is shown at the last character before it.
                let at = text.floor_char_boundary(at.min(text.len()));
                let before = text.get(..at).unwrap_or_default();
                let rest = text.get(at..).unwrap_or_default();
                let line = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
                let (start, length) = match line.len() {
                    0 => (before.trim_end().len(), 0),
                    length => (at, length),
                };
                block.content.start + start..block.content.start + start + length
            }
            None => block.fence.clone(),
        };
        Diagnostic::new(Code::InvalidFrontMatter, self.message).at(reader.span(range)).help(self.help)
    }
}

/// Parses front matter. Nothing at all is an empty map.
pub(super) fn parse(text: &str, format: Format) -> Result<Value, ParseError> {
    if text.len() > MAX_BYTES {
        let message = format!("the front matter has {} bytes, more than {MAX_BYTES}", text.len());
        return Err(ParseError { message, at: None, help: "close it with the fence that opened it" });
    }
    if let Some(at) = too_many_brackets(text) {
        return Err(ParseError { message: too_deep(), at: Some(at), help: DEPTH_HELP });
    }
    let limits = Limits { values: Cell::new(MAX_VALUES), broken: Cell::new(None) };
    let seed = Seed { limits: &limits, depth: 0 };
    let value = match format {
        Format::Yaml => seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
            let at = error.location().map(|location| location.index());
            // The parser ends its messages with a place counted from the front matter, not from the file.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            yaml_error(message, at)
        }),
        Format::Toml => {
            toml::Deserializer::parse(text).and_then(|toml| seed.deserialize(toml)).map_err(|error| {
                let at = error.span().map(|span| span.start);
                let message = error.message().split('\n').next().unwrap_or_default();
                ParseError { message: format!("the TOML is not valid: {message}"), at, help: TOML_HELP }
            })
        }
    };
    let value = value.map_err(|error| match limits.broken.take() {
        Some(Broken { message, key, help }) => {
            let at = key.and_then(|key| second_place(text, &key)).or(error.at);
            ParseError { message, at, help }
        }
        None => error,
    })?;
    match value {
        Value::Map(_) => Ok(value),
        Value::Null => Ok(Value::Map(Vec::new())),
        _ => Err(ParseError {
            message: "the front matter is not a list of “key: value” lines".to_owned(),
            at: Some(text.len() - text.trim_start().len()),
            help: "write fields such as “title: …”, or a blank line above a thematic break",
        }),
    }
}

/// What the YAML parser found, in an author's words where it is one of the common slips.
fn yaml_error(message: &str, at: Option<usize>) -> ParseError {
    let (what, help) = match message {
        "mapping values are not allowed in this context" => {
            ("a “: ” stands inside a value", "put quotation marks around the value")
        }
        "found unexpected end of stream" => {
            ("a quotation mark or bracket is never closed", "close it on the line where it opens")
        }
        _ if message.starts_with("found character that cannot start any token") => (
            "a value or an indent starts with a character that YAML keeps for itself",
            "put quotation marks around the value, and indent with spaces",
        ),
        other => (other, YAML_HELP),
    };
    ParseError { message: format!("the YAML is not valid: {what}"), at, help }
}

const YAML_HELP: &str =
    "put quotation marks around a value that holds “: ” or starts with a special character";
const TOML_HELP: &str = "write “key = \"value\"”";

const DEPTH_HELP: &str = "front matter is a flat list of fields; nest less";

fn too_deep() -> String {
    format!("the values are nested more than {MAX_DEPTH} levels deep")
}

/// Where more than [`MAX_BRACKETS`] are open at once.
fn too_many_brackets(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_BRACKETS
    })
}

/// Where a key of the top stands for the second time.
fn second_place(text: &str, key: &str) -> Option<usize> {
    let mut at = 0;
    let mut seen = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'']);
        let is_key = bare
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '=']));
        if is_key && std::mem::replace(&mut seen, true) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// What is left of the limits, and which rule of ours was broken.
struct Limits {
    values: Cell<usize>,
    broken: Cell<Option<Broken>>,
}

struct Broken {
    message: String,
    /// The key that is there twice.
    key: Option<String>,
    help: &'static str,
}

/// Builds a [`Value`] within the limits.
#[derive(Clone, Copy)]
struct Seed<'a> {
    limits: &'a Limits,
    depth: usize,
}

impl Seed<'_> {
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse(too_deep(), None, DEPTH_HELP));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// Takes note of a rule of ours that was broken: the parsers put paths around the messages of others.
    fn refuse<E: serde::de::Error>(self, message: String, key: Option<String>, help: &'static str) -> E {
        let error = E::custom(&message);
        self.limits.broken.set(Some(Broken { message, key, help }));
        error
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.limits.values.get().checked_sub(1) {
            Some(left) => self.limits.values.set(left),
            None => {
                let message = format!("the front matter holds more than {MAX_VALUES} values");
                return Err(self.refuse(message, None, "YAML aliases count as often as they are used"));
            }
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map: Vec<(String, Value)> = Vec::new();
        let mut keys = BTreeSet::new();
        while let Some(key) = access.next_key_seed(inner)? {
            let key = match key {
                Value::Text(text) | Value::Number(text) => text,
                Value::Bool(value) => value.to_string(),
                Value::Null => "null".to_owned(),
                Value::List(_) | Value::Map(_) => {
                    return Err(self.refuse("a key is a list or a map".to_owned(), None, YAML_HELP));
                }
            };
            let value = access.next_value_seed(inner)?;
            // How toml hands a date or time through serde.
            if key == "$__toml_private_datetime" {
                return Ok(value);
            }
            if !keys.insert(key.clone()) {
                let message = format!("the key “{key}” is there twice");
                return Err(self.refuse(message, Some(key), "keep one of the two"));
            }
            map.push((key, value));
        }
        Ok(Value::Map(map))
    }

    /// A value with a YAML tag: the tag means nothing to us.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let (_, variant) = access.variant_seed(inner)?;
        variant.newtype_variant_seed(inner)
    }
}

impl Value {
    /// The entries of a map; none of anything else.
    pub(super) fn entries(&self) -> &[(String, Value)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The first entry of a map that has one of these names.
    pub(super) fn get(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| {
            let name = super::places::normal(name);
            self.entries().iter().find(|(key, _)| super::places::normal(key) == name).map(|(_, value)| value)
        })
    }
}
