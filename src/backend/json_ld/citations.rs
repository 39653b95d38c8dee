//! `ScholarlyArticle`: the works the article cites, as its own links name them.
//!
//! What a link shows is restated, never completed: no title, journal or list of authors is made up. Only a verified
//! record (`jsonld.citations_file`) says more, and where the link contradicts it, that is told.

use std::collections::BTreeSet;

use serde::Serialize;

use super::address::encode_fragment;
use super::node::{Ref, Values};
use super::scope::Scope;
use super::text;
use crate::config::{VerifiedAuthor, VerifiedWork};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AuthorYear, Identifier, Inline, Reference, Work, walk};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Periodical>,
    url: String,
    same_as: String,
    identifier: PropertyValue,
}

/// <https://schema.org/Person>, perhaps known by family name alone, or <https://schema.org/Organization>.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct CitedAuthor {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<String>,
}

/// <https://schema.org/Periodical>
#[derive(Debug, Clone, Serialize)]
struct Periodical {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
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
pub(super) fn build(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Citation> {
    if !scope.options.citations {
        return Vec::new();
    }
    let mut citations: Vec<Citation> = Vec::new();
    let mut cited = BTreeSet::new();
    for reference in &scope.document.references {
        let Some(work) = &reference.work else { continue };
        let record = scope.options.works.get(&work.identifier);
        let Some(citation) = of_work(scope, reference, work, record) else { continue };
        if cited.insert(citation.id.clone()) {
            citations.push(citation);
            diagnostics.extend(record.and_then(|record| contradiction(scope, reference, work, record)));
        }
    }
    citations
}

/// References to works, for the article that cites them.
pub(super) fn references(citations: &[Citation]) -> Vec<Ref> {
    citations.iter().map(|citation| Ref::to(&citation.id)).collect()
}

fn of_work(
    scope: &Scope<'_>,
    reference: &Reference,
    work: &Work,
    record: Option<&VerifiedWork>,
) -> Option<Citation> {
    let identifier = &work.identifier;
    let value = value(identifier)?;
    let title = record.and_then(|record| text::cleaned(record.title.as_deref()?));
    let mut authors: Vec<CitedAuthor> =
        record.into_iter().flat_map(|record| &record.authors).filter_map(CitedAuthor::verified).collect();
    if authors.is_empty() {
        authors.extend(work.author_year.as_ref().and_then(CitedAuthor::named));
    }
    let issued = record.and_then(|record| record.issued.clone());
    let journal = record.and_then(|record| text::cleaned(record.container.as_deref()?));
    Some(Citation {
        kind: match identifier {
            Identifier::Pmid(_) | Identifier::Pmcid(_) | Identifier::Doi(_) => "ScholarlyArticle",
            Identifier::Nct(_) => "CreativeWork",
        },
        id: scope.ids.citation(identifier),
        name: title.unwrap_or_else(|| name(&reference.label, identifier)),
        author: Values(authors),
        date_published: issued.or_else(|| work.author_year.as_ref().map(|by| format!("{:04}", by.year))),
        is_part_of: journal.map(|name| Periodical { kind: "Periodical", name }),
        url: url(identifier),
        same_as: same_as(identifier),
        identifier: PropertyValue { kind: "PropertyValue", property_id: identifier.scheme(), value },
    })
}

/// The identifier itself. A DOI may hold what looks like an element (ISO 26324, 4.2): it is encoded then, as in a URL.
fn value(identifier: &Identifier) -> Option<String> {
    let value = text::characters(identifier.value());
    let value = if text::clean(&value) == value { value } else { path(&value) };
    Some(value).filter(|value| !value.is_empty())
}

impl CitedAuthor {
    /// The author whom the link names.
    fn named(by: &AuthorYear) -> Option<Self> {
        let name = text::cleaned(&by.family_name)?;
        Some(Self { kind: "Person", given_name: None, family_name: Some(name.clone()), name })
    }

    /// An author of a verified record.
    fn verified(author: &VerifiedAuthor) -> Option<Self> {
        Some(match author {
            VerifiedAuthor::Body(name) => {
                Self { kind: "Organization", name: text::cleaned(name)?, given_name: None, family_name: None }
            }
            VerifiedAuthor::Person { family, given } => {
                let family = text::cleaned(family)?;
                let given = given.as_deref().and_then(text::cleaned);
                let name = given.as_ref().map_or_else(|| family.clone(), |given| format!("{given} {family}"));
                Self { kind: "Person", name, given_name: given, family_name: Some(family) }
            }
        })
    }
}

/// What a link says otherwise than the record of its work: the wrong paper, most likely.
fn contradiction(
    scope: &Scope<'_>,
    reference: &Reference,
    work: &Work,
    record: &VerifiedWork,
) -> Option<Diagnostic> {
    let by = work.author_year.as_ref()?;
    let family = record.authors.iter().find_map(|author| match author {
        VerifiedAuthor::Person { family, .. } => Some(family.as_str()),
        VerifiedAuthor::Body(_) => None,
    });
    let other_author = family.is_some_and(|family| !is_same_name(family, &by.family_name));
    let year = record.issued.as_deref().and_then(|issued| issued.get(..4));
    let other_year = year.is_some_and(|year| year != format!("{:04}", by.year));
    if !other_author && !other_year {
        return None;
    }
    let recorded: Vec<&str> = family.into_iter().chain(year).collect();
    let message = format!(
        "the label says “{}”, and the record of {} says {}",
        text::clean(&reference.label),
        work.identifier.printed(),
        recorded.join(", ")
    );
    let finding = Diagnostic::new(Code::CitationRecord, message)
        .help("correct the label or the address, or the record in `jsonld.citations_file`");
    let mut span = None;
    let footnotes = scope.document.footnotes.iter().map(|footnote| &footnote.blocks);
    for blocks in std::iter::once(&scope.document.blocks).chain(footnotes) {
        walk::inlines(blocks, &mut |inline| {
            if let Inline::Citation(citation) = inline
                && citation.reference == reference.number
            {
                span.get_or_insert(citation.span);
            }
        });
    }
    Some(match span {
        Some(span) => finding.at(span),
        None => finding,
    })
}

/// Whether two family names mean one person: in any case, with or without a particle before.
fn is_same_name(a: &str, b: &str) -> bool {
    let letters = |name: &str| name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    let (a, b) = (letters(a), letters(b));
    let (a, b) = (a.trim(), b.trim());
    let ends = |long: &str, short: &str| {
        long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    ends(a, b) || ends(b, a)
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

/// An identifier as part of a path.
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
    fn a_particle_makes_no_other_author() {
        assert!(
            is_same_name("van Berg", "Berg")
                && is_same_name("BERG", "van Berg")
                && is_same_name("O’Neil", "O'Neil")
        );
        assert!(!is_same_name("Sandberg", "Berg") && !is_same_name("Page", "Schulz"));
    }

    #[test]
    fn a_doi_may_hold_what_a_url_may_not() {
        let doi = Identifier::Doi("10.1002/(SICI)1096<1::AID-AJH1>3.0.CO;2-#?".to_owned());
        assert_eq!(url(&doi), "https://doi.org/10.1002/(SICI)1096%3C1::AID-AJH1%3E3.0.CO;2-%23%3F");
        assert_eq!(value(&Identifier::Doi("10.1/a<b>c".to_owned())).as_deref(), Some("10.1/a%3Cb%3Ec"));
        assert_eq!(value(&Identifier::Doi("10.1/a<1::b>c".to_owned())).as_deref(), Some("10.1/a<1::b>c"));
        assert_eq!(same_as(&Identifier::Pmid("7".to_owned())), "https://identifiers.org/pubmed:7");
    }
}
