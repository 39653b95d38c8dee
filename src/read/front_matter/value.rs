//! YAML and TOML as one kind of value, within limits.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::diagnostic::{Code, Diagnostic};
use crate::read::reader::Reader;

use super::MAX_BYTES;
use super::fence::{Fenced, Format};

/// The deepest nesting of values.
const MAX_DEPTH: usize = 32;
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
    let budget = Cell::new(MAX_VALUES);
    let seed = Seed { budget: &budget, depth: 0 };
    let value = match format {
        Format::Yaml => seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
            let at = error.location().map(|location| location.index());
            // The parser ends its messages with a place counted from the front matter, not from the file.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            ParseError { message: format!("the YAML is not valid: {message}"), at, help: YAML_HELP }
        })?,
        Format::Toml => {
            toml::Deserializer::parse(text).and_then(|toml| seed.deserialize(toml)).map_err(|error| {
                let at = error.span().map(|span| span.start);
                let message = error.message().split('\n').next().unwrap_or_default();
                ParseError { message: format!("the TOML is not valid: {message}"), at, help: TOML_HELP }
            })?
        }
    };
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

const YAML_HELP: &str =
    "put quotation marks around a value that holds “: ” or starts with a special character";
const TOML_HELP: &str = "write “key = \"value\"”";

/// Builds a [`Value`], counting values and depth.
#[derive(Clone, Copy)]
struct Seed<'a> {
    budget: &'a Cell<usize>,
    depth: usize,
}

impl Seed<'_> {
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format!("values are nested more than {MAX_DEPTH} levels deep")));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.budget.get().checked_sub(1);
        self.budget
            .set(left.ok_or_else(|| D::Error::custom(format!("there are more than {MAX_VALUES} values")))?);
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
                Value::List(_) | Value::Map(_) => return Err(A::Error::custom("a key is not a text")),
            };
            let value = access.next_value_seed(inner)?;
            // How toml hands a date or time through serde.
            if key == "$__toml_private_datetime" {
                return Ok(value);
            }
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key “{key}” is there twice")));
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
