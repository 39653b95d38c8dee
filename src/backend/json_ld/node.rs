//! What nodes are made of: references between them, and values that may be one or many.

use serde::{Serialize, Serializer};

/// A reference to a node of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Ref {
    #[serde(rename = "@id")]
    pub id: String,
}

impl Ref {
    pub(super) fn to(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

/// What a node refers to: another node of the graph, or in a summary what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Linked<T> {
    /// A node of the graph.
    Node(Ref),
    /// What stands for a node that the graph has not.
    Inline(T),
}

/// Values of a property: a single one stands for itself, several as an array. Empty, the property is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Values<T>(pub Vec<T>);

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Values<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> From<Option<T>> for Values<T> {
    fn from(value: Option<T>) -> Self {
        Self(value.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Values<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }
}

/// A schema.org type that configuration names: letters and digits, a capital first. Anything else is refused.
pub(super) fn configured_type(name: &str) -> Option<&str> {
    let name = name.trim();
    let name = name
        .strip_prefix("https://schema.org/")
        .or_else(|| name.strip_prefix("http://schema.org/"))
        .unwrap_or(name);
    let sound =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    sound.then_some(name)
}

/// A name as the last part of an identifier or address: lower case, white space and punctuation as single hyphens.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_stands_for_itself() {
        let json = |values: &[&str]| serde_json::to_string(&Values(values.to_vec())).unwrap();
        assert_eq!(json(&["a"]), "\"a\"");
        assert_eq!(json(&["a", "b"]), "[\"a\",\"b\"]");
    }

    #[test]
    fn types_and_slugs_from_configuration_are_sound() {
        assert_eq!(configured_type("Drug"), Some("Drug"));
        assert_eq!(configured_type("https://schema.org/Substance"), Some("Substance"));
        assert_eq!(configured_type("@id"), None);
        assert_eq!(configured_type("my thing"), None);
        assert_eq!(slug("Jane O’Doe, M.D."), "jane-odoe-m-d");
        assert_eq!(slug("Пептиды 2"), "пептиды-2");
        assert_eq!(slug("☃"), "");
    }
}
