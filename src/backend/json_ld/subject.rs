//! What the article is about, and what it mentions. Nothing medical is ever inferred: a type other than `Thing` comes
//! from `site.entities`, which people keep.

use serde::Serialize;

use super::address::web_url;
use super::node::{Values, configured_type, slug};
use super::scope::Scope;
use super::text;
use crate::config::Entity;

/// <https://schema.org/Thing>, or the subtype that configuration names.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thing {
    #[serde(rename = "@type")]
    kind: String,
    #[serde(rename = "@id")]
    pub id: String,
    name: String,
    #[serde(skip_serializing_if = "Values::is_empty")]
    alternate_name: Values<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    same_as: Values<String>,
}

/// The subjects of an article.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    pub about: Option<Thing>,
    pub mentions: Vec<Thing>,
}

/// The subject: the title up to its colon, when that is a tag or a known entity. The mentions: every other known
/// entity whose name stands in the body.
pub(super) fn build(scope: &Scope<'_>) -> Subjects {
    let entities = &scope.site.entities;
    let topic = scope.title().map(|title| topic(&title).to_owned()).filter(|topic| !topic.is_empty());
    let known = topic
        .as_deref()
        .and_then(|topic| entities.iter().find(|(key, entity)| is_called(key, entity, topic)));
    let about = match (known, &topic) {
        (Some((key, entity)), Some(topic)) => of_entity(scope, key, entity, topic),
        (None, Some(topic)) if is_tag(scope, topic) => Some(Thing {
            kind: "Thing".to_owned(),
            id: scope.ids.subject(),
            name: topic.clone(),
            alternate_name: Values::default(),
            same_as: Values::default(),
        }),
        _ => None,
    };
    if entities.is_empty() {
        return Subjects { about, mentions: Vec::new() };
    }
    let body = text::of_blocks(&scope.document.blocks).join("\n");
    let folded = body.to_lowercase();
    let mentions = entities
        .iter()
        .filter(|(key, _)| known.is_none_or(|(subject, _)| subject != *key))
        .filter(|(key, entity)| names(key, entity).any(|name| stands_in(&body, &folded, &name)))
        .filter_map(|(key, entity)| of_entity(scope, key, entity, &human(key)))
        .collect();
    Subjects { about, mentions }
}

/// The title up to its colon, Latin or full-width.
fn topic(title: &str) -> &str {
    title.split([':', '：']).next().unwrap_or(title).trim()
}

fn is_tag(scope: &Scope<'_>, topic: &str) -> bool {
    scope.metadata.tags.iter().any(|tag| tag.trim().to_lowercase() == topic.to_lowercase())
}

fn of_entity(scope: &Scope<'_>, key: &str, entity: &Entity, spelling: &str) -> Option<Thing> {
    Some(Thing {
        kind: configured_type(&entity.kind).unwrap_or("Thing").to_owned(),
        id: scope.ids.entity(key),
        name: entity.name.as_deref().and_then(text::cleaned).or_else(|| text::cleaned(spelling))?,
        alternate_name: Values(entity.alternate_name.iter().filter_map(|name| text::cleaned(name)).collect()),
        same_as: Values(entity.same_as.iter().filter_map(|iri| web_url(iri)).collect()),
    })
}

fn is_called(key: &str, entity: &Entity, topic: &str) -> bool {
    key == slug(topic) || names(key, entity).any(|name| name.to_lowercase() == topic.to_lowercase())
}

/// The names of an entity; its key made human when it has none.
fn names<'a>(key: &'a str, entity: &'a Entity) -> impl Iterator<Item = String> + 'a {
    let first = entity.name.as_deref().and_then(text::cleaned).unwrap_or_else(|| human(key));
    std::iter::once(first).chain(entity.alternate_name.iter().filter_map(|name| text::cleaned(name)))
}

/// `bpc-157` → `Bpc 157`.
fn human(key: &str) -> String {
    let words = key.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether a name stands in a text as a whole word: in any case, but an acronym only as it is written (ACE is no ace).
fn stands_in(text: &str, folded: &str, name: &str) -> bool {
    let acronym = !name.chars().any(char::is_lowercase);
    if acronym { has_word(text, name) } else { has_word(folded, &name.to_lowercase()) }
}

fn has_word(text: &str, word: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_word(before) && !is_word(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topic_ends_at_the_colon() {
        assert_eq!(topic("Cerebrolysin: The Complex"), "Cerebrolysin");
        assert_eq!(topic("脑活素：指南"), "脑活素");
        assert_eq!(topic("Semax"), "Semax");
        assert_eq!(topic(": x"), "");
    }

    #[test]
    fn a_mention_is_a_whole_word() {
        let text = "Semax raises BDNF. An ace of TB-500.";
        let folded = text.to_lowercase();
        let found = |name: &str| stands_in(text, &folded, name);
        assert!(found("semax") && found("BDNF") && found("TB-500"));
        assert!(!found("Sema") && !found("ACE") && !found("bdn") && !found(""));
    }
}
