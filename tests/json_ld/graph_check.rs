//! What every graph must keep: valid JSON without nulls, unique identifiers, no reference to nowhere, one piece.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// Everything that is wrong with a graph.
pub fn problems(json: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(json).expect("UTF-8");
    let mut problems = Vec::new();
    if !text.ends_with("}\n") || text.contains('\r') || text.starts_with('\u{FEFF}') {
        problems.push("not LF-ended text without a byte order mark".to_owned());
    }
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => return vec![format!("no JSON: {error}")],
    };
    if document["@context"] != "https://schema.org" {
        problems.push(format!("context {}", document["@context"]));
    }
    let nodes = document["@graph"].as_array().cloned().unwrap_or_default();
    let mut graph = Graph::default();
    for node in &nodes {
        if node.get("@id").is_none() {
            problems.push(format!("a node without @id: {node}"));
        }
        graph.node(node, None, &mut problems);
    }
    graph.references(&mut problems);
    graph.connection(&nodes, &mut problems);
    problems
}

#[derive(Default)]
struct Graph {
    defined: BTreeSet<String>,
    references: Vec<(String, String)>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn node(&mut self, value: &Value, parent: Option<&str>, problems: &mut Vec<String>) {
        let object = value.as_object().expect("a node is an object");
        let id = object.get("@id").and_then(Value::as_str);
        if object.len() == 1 && id.is_some() && parent.is_some() {
            self.references.push((parent.unwrap_or_default().to_owned(), id.unwrap_or_default().to_owned()));
            return;
        }
        let name = id.map_or_else(|| format!("{}/", parent.unwrap_or_default()), str::to_owned);
        if let Some(id) = id
            && !self.defined.insert(id.to_owned())
        {
            problems.push(format!("two nodes {id}"));
        }
        if !object.contains_key("@type") {
            problems.push(format!("no @type: {name}"));
        }
        if let Some(parent) = parent {
            self.join(parent, &name);
        }
        for (key, value) in object {
            self.value(key, value, &name, problems);
        }
    }

    fn value(&mut self, key: &str, value: &Value, owner: &str, problems: &mut Vec<String>) {
        let mut wrong = |what: &str| problems.push(format!("{owner} {key}: {what}"));
        match value {
            Value::Null => wrong("null"),
            Value::String(text) if text.trim().is_empty() => wrong("an empty string"),
            Value::String(text) if text.chars().any(|c| c.is_control() && c != '\n') => wrong("a control"),
            Value::String(text) if key == "@id" && !text.is_ascii() => wrong("an identifier beyond ASCII"),
            Value::String(text) if !key.starts_with('@') => {
                for what in looks_like(key, text) {
                    wrong(&format!("{what}: {text}"));
                }
            }
            Value::Array(values) if values.is_empty() => wrong("an empty array"),
            Value::Array(values) => values.iter().for_each(|value| self.value(key, value, owner, problems)),
            Value::Object(_) => self.node(value, Some(owner), problems),
            Value::String(_) | Value::Number(_) | Value::Bool(_) => {}
        }
    }

    fn join(&mut self, a: &str, b: &str) {
        self.edges.entry(a.to_owned()).or_default().insert(b.to_owned());
        self.edges.entry(b.to_owned()).or_default().insert(a.to_owned());
    }

    fn references(&mut self, problems: &mut Vec<String>) {
        for (from, to) in std::mem::take(&mut self.references) {
            if self.defined.contains(&to) {
                self.join(&from, &to);
            } else {
                problems.push(format!("{from} refers to {to}, which is not there"));
            }
        }
    }

    fn connection(&self, nodes: &[Value], problems: &mut Vec<String>) {
        let ids: Vec<&str> = nodes.iter().filter_map(|node| node["@id"].as_str()).collect();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&str> = ids.first().copied().into_iter().collect();
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                waiting.extend(self.edges.get(id).into_iter().flatten().map(String::as_str));
            }
        }
        if nodes.len() > 1 {
            problems.extend(ids.iter().filter(|id| !seen.contains(*id)).map(|id| format!("alone: {id}")));
        }
    }
}

/// What a text looks like that it must not be: consumers act on it, or take it for a mistake.
fn looks_like(key: &str, text: &str) -> Vec<&'static str> {
    static ELEMENT: LazyLock<Regex> = LazyLock::new(|| {
        let names = "a|abbr|address|article|aside|audio|b|blockquote|body|br|button|canvas|cite|code|dd|del|details|dfn|\
            div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|\
            input|ins|kbd|label|li|link|main|map|mark|meta|nav|object|ol|option|p|picture|pre|q|s|samp|script|section|\
            select|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|\
            time|tr|u|ul|var|video";
        Regex::new(&format!(r"(?i)</?({names})(\s[^<>]*)?/?>")).expect("an expression")
    });
    static MARKDOWN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\*\*\S|\]\((https?:|/|#)|^#{1,6} |`{1,3}\w").expect("an expression"));
    static REFERENCE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"&(amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+|nbsp);").expect("an expression"));
    static DIRECTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FFFD}-\u{FFFF}]").expect("an expression")
    });
    let is_html = key == "text";
    [
        ("an element", !is_html && ELEMENT.is_match(text)),
        ("a character reference", !is_html && REFERENCE.is_match(text)),
        ("Markdown", MARKDOWN.is_match(text)),
        ("a character for no machine", DIRECTION.is_match(text)),
        ("white space at an end", text.trim() != text),
    ]
    .into_iter()
    .filter_map(|(what, found)| found.then_some(what))
    .collect()
}

#[test]
fn the_check_sees_what_is_wrong() {
    let graph = |nodes: &str| format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{nodes}]}}\n");
    let wrong = |nodes: &str| problems(graph(nodes).as_bytes()).join("; ");
    let a = r#"{"@id":"a","@type":"Thing","x":{"@id":"b"}}"#;
    assert_eq!(wrong(&format!(r#"{a},{{"@id":"b","@type":"Thing"}}"#)), "");
    assert_eq!(wrong(a), "a refers to b, which is not there");
    assert!(wrong(&format!("{a},{a}")).contains("two nodes a"));
    assert!(wrong(r#"{"@id":"a","@type":"T","x":null}"#).contains("null"));
    assert!(wrong(r#"{"@id":"a","@type":"T","x":[]}"#).contains("empty array"));
    assert!(wrong(r#"{"@id":"a","@type":"T"},{"@id":"b","@type":"T"}"#).contains("alone: b"));
    assert_eq!(
        looks_like("name", "a <b>c</b> &amp; **d**"),
        ["an element", "a character reference", "Markdown"]
    );
    assert_eq!(looks_like("text", "<p>a &amp; b</p>"), Vec::<&str>::new());
    assert_eq!(looks_like("name", "a\u{202E}b "), ["a character for no machine", "white space at an end"]);
}
