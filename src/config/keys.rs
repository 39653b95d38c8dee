//! Which keys and values the configuration may hold, read off the schema that is derived from its types.

use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use super::load::Finding;
use super::places::{self, Part, Step};
use super::suggestion;
use crate::diagnostic::Code;

/// The schema of one place in the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'s> {
    root: &'s Json,
    node: &'s Json,
}

impl<'s> Shape<'s> {
    /// The schema of the whole.
    pub fn root(schema: &'s Json) -> Self {
        Self { root: schema, node: schema }.resolved()
    }

    /// Follows a reference, and an optional value to what it is when present.
    fn resolved(self) -> Self {
        let mut shape = self;
        // References of derived schemas are a few deep; the bound only guards against a circle.
        for _ in 0..8 {
            let reference = shape.node.get("$ref").and_then(Json::as_str);
            let next = match reference.and_then(|r| r.strip_prefix('#')) {
                Some(pointer) => shape.root.pointer(pointer),
                None => shape.only_alternative(),
            };
            match next {
                Some(node) => shape = Self { node, ..shape },
                None => break,
            }
        }
        shape
    }

    /// Of `anyOf: [X, null]` the X.
    fn only_alternative(self) -> Option<&'s Json> {
        let alternatives = self.node.get("anyOf")?.as_array()?;
        let mut present = alternatives.iter().filter(|node| node.get("type") != Some(&Json::from("null")));
        let first = present.next()?;
        present.next().is_none().then_some(first)
    }

    fn properties(self) -> impl Iterator<Item = (&'s str, Shape<'s>)> {
        let properties = self.node.get("properties").and_then(Json::as_object);
        properties
            .into_iter()
            .flatten()
            .map(move |(key, node)| (key.as_str(), Self { node, ..self }.resolved()))
    }

    /// The schema of a key. `None` when there is no such key.
    fn key(self, name: &str) -> Option<Self> {
        self.properties().find(|(key, _)| *key == name).map(|(_, shape)| shape).or_else(|| self.any_key())
    }

    /// The schema of every value of a section whose keys are the user's.
    fn any_key(self) -> Option<Self> {
        let node = self.node.get("additionalProperties").filter(|node| node.is_object())?;
        Some(Self { node, ..self }.resolved())
    }

    fn item(self) -> Option<Self> {
        Some(Self { node: self.node.get("items")?, ..self }.resolved())
    }

    fn at(self, path: &[Step]) -> Option<Self> {
        path.iter().try_fold(self, |shape, step| match step {
            Step::Key(key) => shape.key(key),
            Step::Index(_) => shape.item(),
        })
    }

    fn is_section(self) -> bool {
        self.kind() == Some("object")
    }

    /// The `type` of the schema, without `null`.
    fn kind(self) -> Option<&'s str> {
        match self.node.get("type")? {
            Json::String(kind) => Some(kind),
            Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null"),
            _ => None,
        }
    }

    /// The values of an enumeration.
    fn choices(self) -> Vec<&'s str> {
        let listed = self.node.get("enum").and_then(Json::as_array).into_iter().flatten();
        let described = self.node.get("oneOf").and_then(Json::as_array).into_iter().flatten();
        let described = described.flat_map(|node| {
            let one = node.get("const").into_iter();
            one.chain(node.get("enum").and_then(Json::as_array).into_iter().flatten())
        });
        listed.chain(described).filter_map(Json::as_str).collect()
    }

    /// What a value here must be, in words.
    fn expected(self) -> String {
        let choices = self.choices();
        if !choices.is_empty() {
            return any_of(choices.iter().map(|choice| format!("`{choice}`")).collect());
        }
        if let Some(alternatives) = self.node.get("anyOf").and_then(Json::as_array) {
            let shapes = alternatives.iter().map(|node| Self { node, ..self }.resolved().expected());
            return any_of(shapes.collect());
        }
        let bound = |name: &str| self.node.get(name).and_then(Json::as_i64);
        match self.kind() {
            Some("string") => "a text".to_owned(),
            Some("integer") => match (bound("minimum"), bound("maximum")) {
                (Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
                _ => "a whole number".to_owned(),
            },
            Some("number") => "a number".to_owned(),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("array") => match self.item().map(|item| item.expected()) {
                Some(item) if item == "a text" => "a list of texts".to_owned(),
                _ => "a list".to_owned(),
            },
            _ => "a section with keys".to_owned(),
        }
    }

    /// Paths of all keys called `name`, except inside sections whose keys are the user's.
    fn everywhere(self, name: &str, path: &mut Vec<Step>, found: &mut Vec<String>) {
        if path.len() > 4 {
            return;
        }
        for (key, shape) in self.properties() {
            path.push(Step::Key(key.to_owned()));
            if key == name {
                found.push(places::dotted(path));
            }
            shape.everywhere(name, path, found);
            path.pop();
        }
    }
}

/// Takes unknown keys out of `value`, each with a finding. A key without a value counts as absent.
pub fn prune(value: &mut Value, shape: Shape<'_>, path: &mut Vec<Step>, findings: &mut Vec<Finding>) {
    if path.is_empty() && value.is_null() {
        *value = Value::Mapping(Mapping::new());
    }
    prune_below(value, shape, shape, path, findings);
}

fn prune_below(
    value: &mut Value,
    shape: Shape<'_>,
    root: Shape<'_>,
    path: &mut Vec<Step>,
    findings: &mut Vec<Finding>,
) {
    // A tag says nothing here; what it is put on counts.
    while let Value::Tagged(tagged) = value {
        *value = std::mem::take(&mut tagged.value);
    }
    match value {
        Value::Mapping(map) if shape.is_section() => {
            map.retain(|key, value| {
                let name = places::key_name(key);
                path.push(Step::Key(name.clone()));
                let keep = match shape.key(&name) {
                    Some(child) if value.is_null() && child.is_section() => {
                        *value = Value::Mapping(Mapping::new());
                        true
                    }
                    Some(_) if value.is_null() => false,
                    Some(child) => {
                        prune_below(value, child, root, path, findings);
                        true
                    }
                    None => {
                        findings.push(unknown(&name, shape, root, path));
                        false
                    }
                };
                path.pop();
                keep
            });
        }
        Value::Sequence(list) => {
            let Some(item) = shape.item() else { return };
            for (index, value) in list.iter_mut().enumerate() {
                path.push(Step::Index(index));
                prune_below(value, item, root, path, findings);
                path.pop();
            }
        }
        _ => {}
    }
}

fn unknown(name: &str, shape: Shape<'_>, root: Shape<'_>, path: &[Step]) -> Finding {
    let valid: Vec<&str> = shape.properties().map(|(key, _)| key).collect();
    let mut elsewhere = Vec::new();
    root.everywhere(name, &mut Vec::new(), &mut elsewhere);
    let help = match (suggestion::nearest(name, valid.iter().copied()), elsewhere.first()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(place)) => format!("this key belongs elsewhere: `{place}`"),
        (None, None) => format!("the keys here are {}", valid.join(", ")),
    };
    let whole = places::dotted(path);
    let message = if name.is_empty() {
        "a key here is not a text".to_owned()
    } else {
        format!("there is no key `{whole}`")
    };
    Finding { code: Code::UnknownConfigKey, path: path.to_vec(), part: Part::Key, message, help: Some(help) }
}

/// The finding for a part of `value` that serde could not type.
pub fn type_error(value: &Value, shape: Shape<'_>, path: &[Step], message: &str) -> Finding {
    let name = places::dotted(path);
    let whole = if name.is_empty() { "the configuration".to_owned() } else { format!("`{name}`") };
    let finding = |message: String| Finding {
        code: Code::InvalidConfig,
        path: path.to_vec(),
        part: Part::Value,
        message,
        help: None,
    };
    if let Some(key) = message.strip_prefix("missing field ") {
        return finding(format!("{whole} lacks the key {key}")).at_key();
    }
    let (Some(shape), Some(found)) = (shape.at(path), places::get(value, path)) else {
        return finding(format!("{whole}: {message}"));
    };
    let mut finding = finding(format!("{whole} must be {}, and is {}", shape.expected(), description(found)));
    finding.help = match found {
        Value::String(text) => suggestion::nearest(text, shape.choices().iter().copied())
            .map(|near| format!("did you mean `{near}`?"))
            .or_else(|| (shape.kind() == Some("array")).then(|| format!("write it as a list: [\"{text}\"]"))),
        Value::Number(_) | Value::Bool(_) if shape.kind() == Some("string") => {
            Some(format!("put it in quotes: \"{}\"", places::key_name(found)))
        }
        _ => None,
    };
    finding
}

fn description(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(truth) => format!("`{truth}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("“{text}”"),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a section".to_owned(),
        Value::Tagged(tagged) => format!("a value with the tag {}", tagged.tag),
    }
}

fn any_of(mut words: Vec<String>) -> String {
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
        None => String::new(),
    }
}
