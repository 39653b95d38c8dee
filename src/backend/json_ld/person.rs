//! `Person`: who wrote and who reviewed, as configuration knows them.

use serde::Serialize;

use super::address::web_url;
use super::node::{Ref, Values, slug};
use super::scope::Scope;
use super::text;
use crate::config::{Author, AuthorKind};
use crate::model::Contributor;

/// A person or a body that wrote or reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Agent {
    Person(Person),
    Body(Body),
}

/// <https://schema.org/Person>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    same_as: Values<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    honorific_suffix: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    has_credential: Values<Credential>,
    #[serde(skip_serializing_if = "Option::is_none")]
    works_for: Option<Ref>,
}

/// <https://schema.org/EducationalOccupationalCredential>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Credential {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
}

/// <https://schema.org/Organization> that is not the publisher: an editorial team, an institution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    same_as: Values<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl Agent {
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Person(person) => &person.id,
            Self::Body(body) => &body.id,
        }
    }

    /// Name, page and picture.
    pub(super) fn card(&self) -> (&str, Option<&str>, Option<&str>) {
        match self {
            Self::Person(person) => (&person.name, person.url.as_deref(), person.image.as_deref()),
            Self::Body(body) => (&body.name, body.url.as_deref(), body.logo.as_deref()),
        }
    }
}

/// The agents a graph refers to, each once, in order of first mention.
#[derive(Debug)]
pub(super) struct People<'a> {
    scope: &'a Scope<'a>,
    /// Reference to the publisher and its name, when the graph has it.
    publisher: Option<(Ref, String)>,
    pub agents: Vec<Agent>,
}

impl<'a> People<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, publisher: Option<Ref>) -> Self {
        Self { scope, publisher: publisher.zip(scope.whole_site().publisher_name()), agents: Vec::new() }
    }

    /// Refers to a contributor of the front matter. `None` when the name is empty.
    pub(super) fn contributor(&mut self, contributor: &Contributor) -> Option<Ref> {
        let known = self.known(contributor.key.as_deref(), &contributor.name);
        self.agent(known, &contributor.name)
    }

    /// Refers to the author or publisher of this name that configuration knows. `None` when it knows none.
    pub(super) fn named(&mut self, name: &str) -> Option<Ref> {
        match self.known(None, name) {
            None => self.publisher_named(name),
            known => self.agent(known, name),
        }
    }

    fn agent(&mut self, known: Option<(&'a String, &'a Author)>, name: &str) -> Option<Ref> {
        let name =
            known.and_then(|(_, author)| text::cleaned(&author.name)).or_else(|| text::cleaned(name))?;
        let is_person = known.is_none_or(|(_, author)| author.kind == AuthorKind::Person);
        if (known.is_none() || !is_person)
            && let Some(publisher) = self.publisher_named(&name)
        {
            return Some(publisher);
        }
        let agent = match known {
            Some((key, author)) => self.of_author(&slug_of(key, &name), name, author),
            None => self.of_author(&slug_of(&name, &name), name, &Author::default()),
        };
        let reference = Ref::to(agent.id());
        if self.agents.iter().all(|other| other.id() != agent.id()) {
            self.agents.push(agent);
        }
        Some(reference)
    }

    fn publisher_named(&self, name: &str) -> Option<Ref> {
        let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
        let (reference, publisher) = self.publisher.as_ref()?;
        let named = same(publisher) || self.scope.site.name.as_deref().is_some_and(same);
        let legal = self.scope.site.organization.legal_name.as_deref().is_some_and(same);
        (named || legal).then(|| reference.clone())
    }

    /// The entry of `site.authors`: by key, else by name.
    fn known(&self, key: Option<&str>, name: &str) -> Option<(&'a String, &'a Author)> {
        let authors = &self.scope.site.authors;
        let by_key = key.and_then(|key| authors.get_key_value(key));
        by_key.or_else(|| {
            authors.iter().find(|(_, author)| author.name.trim().to_lowercase() == name.trim().to_lowercase())
        })
    }

    fn of_author(&self, slug: &str, name: String, author: &Author) -> Agent {
        let addresses = &self.scope.addresses;
        let address = |text: &Option<String>| text.as_deref().and_then(|text| addresses.of_text(text));
        let line = |text: &Option<String>| text.as_deref().and_then(text::cleaned);
        let url = address(&author.url);
        let same_as = Values(author.same_as.iter().filter_map(|url| web_url(url)).collect());
        let image = address(&author.image);
        let description = line(&author.description);
        match author.kind {
            AuthorKind::Person => Agent::Person(Person {
                kind: "Person",
                id: self.scope.ids.person(slug),
                name,
                url,
                same_as,
                image,
                job_title: line(&author.job_title),
                description,
                honorific_suffix: line(&author.honorific_suffix),
                has_credential: Values(
                    author
                        .credentials
                        .iter()
                        .filter_map(|name| text::cleaned(name))
                        .map(|name| Credential { kind: "EducationalOccupationalCredential", name })
                        .collect(),
                ),
                works_for: self
                    .publisher
                    .as_ref()
                    .filter(|_| author.staff)
                    .map(|(publisher, _)| publisher.clone()),
            }),
            AuthorKind::Organization => Agent::Body(Body {
                kind: "Organization",
                id: self.scope.ids.body(slug),
                name,
                url,
                same_as,
                logo: image,
                description,
            }),
        }
    }
}

/// The slug of a key, or the name itself where nothing of it would be left.
fn slug_of(key: &str, name: &str) -> String {
    Some(slug(key)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| name.to_owned())
}
