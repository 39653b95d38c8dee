//! `ScholarlyArticle`: the works the article cites, as its own links name them.
//!
//! What a link shows is restated, never completed: no title, journal or list of authors is made up.

use serde::Serialize;

use super::address::encode_fragment;
use super::node::{Ref, Values};
use super::scope::Scope;
use super::text;
use crate::model::{Identifier, Reference, Work};

/// <https://schema.org/ScholarlyArticle>; a registered study is a <https://schema.org/CreativeWork>.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Citation {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    name: String,
    #[serde(skip_serializing_if = "Values::is_empty")]
    author: Values<CitedAuthor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    url: String,
    same_as: String,
    identifier: PropertyValue,
}

/// <https://schema.org/Person>, known by family name alone.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct CitedAuthor {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    family_name: String,
}

/// <https://schema.org/PropertyValue>
#[derive(Debug, Clone, Serialize)]
struct PropertyValue {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "propertyID")]
    property_id: &'static str,
    value: String,
}

/// The works among the article's references, each once, in order of first mention.
pub(super) fn build(scope: &Scope<'_>) -> Vec<Citation> {
    if !scope.options.citations {
        return Vec::new();
    }
    let mut citations: Vec<Citation> = Vec::new();
    for reference in &scope.document.references {
        let Some(work) = &reference.work else { continue };
        let Some(citation) = of_work(scope, reference, work) else { continue };
        if citations.iter().all(|other| other.id != citation.id) {
            citations.push(citation);
        }
    }
    citations
}

/// References to works, for the article that cites them.
pub(super) fn references(citations: &[Citation]) -> Vec<Ref> {
    citations.iter().map(|citation| Ref::to(&citation.id)).collect()
}

fn of_work(scope: &Scope<'_>, reference: &Reference, work: &Work) -> Option<Citation> {
    let identifier = &work.identifier;
    let value = text::cleaned(identifier.value())?;
    let author = work.author_year.as_ref().and_then(|by| {
        let name = text::cleaned(&by.family_name)?;
        Some(CitedAuthor { kind: "Person", family_name: name.clone(), name })
    });
    Some(Citation {
        kind: match identifier {
            Identifier::Pmid(_) | Identifier::Pmcid(_) | Identifier::Doi(_) => "ScholarlyArticle",
            Identifier::Nct(_) => "CreativeWork",
        },
        id: scope.ids.citation(identifier),
        name: name(&reference.label, identifier),
        author: author.into(),
        date_published: work.author_year.as_ref().map(|by| format!("{:04}", by.year)),
        url: url(identifier),
        same_as: same_as(identifier),
        identifier: PropertyValue { kind: "PropertyValue", property_id: identifier.scheme(), value },
    })
}

/// The link's text, or the identifier where the text names a database and no work.
fn name(label: &str, identifier: &Identifier) -> String {
    const NO_NAMES: [&str; 14] = [
        "pubmed",
        "pmc",
        "pubmed central",
        "ncbi",
        "doi",
        "clinicaltrials.gov",
        "clinicaltrials",
        "link",
        "here",
        "source",
        "study",
        "paper",
        "ref",
        "full text",
    ];
    let label = text::clean(label);
    let bare = label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_number = bare.chars().all(|c| c.is_ascii_digit());
    if is_number || bare.contains("://") || NO_NAMES.contains(&bare.as_str()) {
        return text::clean(&identifier.printed());
    }
    label
}

/// The canonical URL. A DOI may hold what a URL may not (ISO 26324, 4.2): it is encoded.
fn url(identifier: &Identifier) -> String {
    match identifier {
        Identifier::Doi(value) => Identifier::Doi(path(value)).url(),
        Identifier::Pmid(value) => Identifier::Pmid(path(value)).url(),
        Identifier::Pmcid(value) => Identifier::Pmcid(path(value)).url(),
        Identifier::Nct(value) => Identifier::Nct(path(value)).url(),
    }
}

/// The work's persistent IRI (identifiers.org).
fn same_as(identifier: &Identifier) -> String {
    let prefix = match identifier {
        Identifier::Pmid(_) => "pubmed",
        Identifier::Pmcid(_) => "pmc",
        Identifier::Doi(_) => "doi",
        Identifier::Nct(_) => "clinicaltrials",
    };
    format!("https://identifiers.org/{prefix}:{}", path(identifier.value()))
}

/// An identifier as part of a path: like a fragment, but `?` ends a path.
fn path(value: &str) -> String {
    encode_fragment(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_names_no_work_gives_way_to_the_identifier() {
        let pmid = Identifier::Pmid("123".to_owned());
        for label in ["PubMed", "[1]", "here", "", "https://pubmed.ncbi.nlm.nih.gov/123/", "(PubMed)"] {
            assert_eq!(name(label, &pmid), "PMID 123", "{label}");
        }
        assert_eq!(name("Hartbauer et al., 2001", &pmid), "Hartbauer et al., 2001");
    }

    #[test]
    fn a_doi_may_hold_what_a_url_may_not() {
        let doi = Identifier::Doi("10.1002/(SICI)1096<1::AID-AJH1>3.0.CO;2-#?".to_owned());
        assert_eq!(url(&doi), "https://doi.org/10.1002/(SICI)1096%3C1::AID-AJH1%3E3.0.CO;2-%23%3F");
        assert_eq!(same_as(&Identifier::Pmid("7".to_owned())), "https://identifiers.org/pubmed:7");
    }
}
