//! JSON Schema (draft 2020-12) of what people write: the configuration and the front matter.

use serde_json::{Value, json};

use crate::diagnostic::Code;

/// The schema of `pepexport.yaml`, derived from the types that read it.
pub fn config() -> Value {
    let mut schema = schemars::schema_for!(super::Config).to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), json!("pepexport.yaml"));
    }
    schema
}

/// The names that `check` may hold.
pub(super) fn rule_names() -> Value {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    json!({"enum": names})
}

/// The schema of an article's front matter, in every dialect that is read. Other keys are allowed: they are ignored.
pub fn front_matter() -> Value {
    let text = |what: &str| json!({"type": "string", "description": what});
    let date = |what: &str| {
        json!({
            "type": "string",
            "description": format!("{what}: `YYYY-MM-DD`, or an RFC 3339 time."),
            "pattern": r"^\d{4}-\d{2}-\d{2}([Tt ].*)?$",
        })
    };
    let truth = |what: &str| json!({"type": "boolean", "description": what});
    let texts = |what: &str| {
        json!({
            "description": what,
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        })
    };
    let image = json!({
        "description": "The cover image: a path or URL, or both a path and its alternative text.",
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {
                    "src": text("The path or URL."),
                    "url": text("The path or URL, by another name."),
                    "alt": text("The alternative text."),
                },
                "anyOf": [{"required": ["src"]}, {"required": ["url"]}],
            },
        ],
    });
    let mut properties = serde_json::Map::new();
    let mut add = |names: &[&str], schema: Value| {
        for name in names {
            properties.insert((*name).to_owned(), schema.clone());
        }
    };
    add(&["title"], text("The title, plain text."));
    add(&["description", "excerpt", "summary"], text("One or two sentences on the article."));
    add(&["published", "date", "pubDate"], date("First publication"));
    add(&["updated", "lastmod", "modified", "updatedDate"], date("Last change"));
    add(&["author", "authors"], texts("Keys of `site.authors`, or names."));
    add(&["category", "categories"], texts("Where the article belongs."));
    add(&["tags", "keywords"], texts("Subject words."));
    add(&["image", "cover", "heroImage"], image);
    add(&["image_alt"], text("Alternative text of the cover image."));
    add(&["slug"], text("The last part of the article's route."));
    add(&["lang"], text("The language, as a BCP 47 tag."));
    add(&["draft"], truth("Whether the article is left out of exports."));
    add(&["canonical"], json!({"type": "string", "format": "uri", "description": "The canonical URL."}));
    add(&["noindex"], truth("Whether search engines should leave the article out."));
    add(&["reviewed"], date("When the article was reviewed"));
    add(&["reviewer"], text("Who reviewed it: a key of `site.authors`, or a name."));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a pepexport article",
        "type": "object",
        "properties": properties,
        "additionalProperties": true,
    })
}
