//! Verified records of the works that articles cite, from a CSL-JSON file that people or a reference manager keep.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Located, io_reason};
use crate::model::{Date, Identifier};
use crate::source::read_within;

/// The largest file of records that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Records by identifier. A work with several identifiers has one entry under each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifiedWorks(BTreeMap<Identifier, VerifiedWork>);

/// What a record says about a work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifiedWork {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<VerifiedAuthor>,
    /// When it appeared: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// The journal or book it is part of.
    pub container: Option<String>,
}

/// An author of a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifiedAuthor {
    /// A person.
    Person {
        /// Family name, with its particles.
        family: String,
        /// Given names.
        given: Option<String>,
    },
    /// A body.
    Body(String),
}

impl VerifiedWorks {
    /// Reads a CSL-JSON file.
    ///
    /// # Errors
    /// The file cannot be read, or is no list of CSL items.
    pub fn read(path: &Path) -> Result<Self, Box<Located>> {
        let refuse = |what: String| {
            let message = format!("the file of citations could not be read: {what}");
            let finding = Diagnostic::new(Code::InvalidConfig, message)
                .help("`jsonld.citations_file` is a CSL-JSON file: a list of items, as reference managers export it");
            Box::new(finding.locate(path, None))
        };
        let bytes = read_within(path, MAX_BYTES).map_err(|error| refuse(io_reason(&error)))?;
        Self::parse(&bytes).map_err(refuse)
    }

    /// Reads CSL-JSON: a list of items, or an object that holds one as `items` or `references`. Items without an
    /// identifier are passed over, and so is what an item has beyond the fields of [`VerifiedWork`].
    ///
    /// # Errors
    /// The bytes are no such list.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let list = ["items", "references"].iter().find_map(|key| value.get(key)).unwrap_or(&value);
        let items = list.as_array().ok_or("it holds no list of items")?;
        let mut works = BTreeMap::new();
        for item in items {
            let work = work(item);
            for identifier in identifiers(item) {
                works.entry(identifier).or_insert_with(|| work.clone());
            }
        }
        Ok(Self(works))
    }

    /// The record of a work.
    pub fn get(&self, identifier: &Identifier) -> Option<&VerifiedWork> {
        match identifier {
            Identifier::Doi(value) => self.0.get(&Identifier::Doi(value.to_lowercase())),
            Identifier::Pmid(_) | Identifier::Pmcid(_) | Identifier::Nct(_) => self.0.get(identifier),
        }
    }
}

fn work(item: &Value) -> VerifiedWork {
    let authors = item.get("author").and_then(Value::as_array).into_iter().flatten();
    VerifiedWork {
        title: text(item, "title"),
        authors: authors.filter_map(author).collect(),
        issued: item.get("issued").and_then(issued),
        container: text(item, "container-title"),
    }
}

/// A field as text. Reference managers write identifiers as text or as number, and wrap some fields in a list.
fn text(item: &Value, key: &str) -> Option<String> {
    let value = item.get(key)?;
    let value = value.as_array().and_then(|list| list.first()).unwrap_or(value);
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn identifiers(item: &Value) -> Vec<Identifier> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut found = Vec::new();
    if let Some(pmid) = text(item, "PMID").map(|text| digits(&text)).filter(|digits| !digits.is_empty()) {
        found.push(Identifier::Pmid(pmid));
    }
    if let Some(pmcid) = text(item, "PMCID").map(|text| digits(&text)).filter(|digits| !digits.is_empty()) {
        found.push(Identifier::Pmcid(format!("PMC{pmcid}")));
    }
    if let Some(doi) = text(item, "DOI").map(|text| text.to_lowercase())
        && let Some(at) = doi.find("10.")
    {
        // Some write the address of the resolver instead of the name.
        found.extend(doi.get(at..).map(|name| Identifier::Doi(name.to_owned())));
    }
    let number =
        ["number", "id", "URL"].iter().find_map(|key| text(item, key).and_then(|text| registered(&text)));
    found.extend(number.map(Identifier::Nct));
    found
}

/// The number of a study registered at ClinicalTrials.gov, wherever it stands in a text.
fn registered(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    let at = upper.find("NCT")?;
    let number = upper.get(at..at + 11)?;
    let sound = number.bytes().skip(3).all(|byte| byte.is_ascii_digit());
    sound.then(|| number.to_owned())
}

fn author(value: &Value) -> Option<VerifiedAuthor> {
    if let Some(body) = text(value, "literal") {
        return Some(VerifiedAuthor::Body(body));
    }
    let family = text(value, "family")?;
    let family = match text(value, "non-dropping-particle") {
        Some(particle) => format!("{particle} {family}"),
        None => family,
    };
    Some(VerifiedAuthor::Person { family, given: text(value, "given") })
}

/// A CSL date as ISO 8601: as precise as it was given, and a date of the calendar.
fn issued(value: &Value) -> Option<String> {
    let parts = value.get("date-parts").and_then(|parts| parts.get(0)).and_then(Value::as_array);
    let Some(parts) = parts else {
        let raw = text(value, "raw").or_else(|| text(value, "literal"))?;
        return Date::parse(&raw).map(Date::iso_date).ok().or_else(|| year(&raw));
    };
    let number = |place: usize| match parts.get(place)? {
        Value::String(text) => text.trim().parse::<u16>().ok(),
        other => other.as_u64().and_then(|number| u16::try_from(number).ok()),
    };
    let year = format!("{:04}", number(0).filter(|year| *year > 0)?);
    let Some(month) = number(1) else { return Some(year) };
    let day = format!("{year}-{month:02}-{:02}", number(2).unwrap_or(1));
    match Date::parse(&day) {
        Ok(_) if number(2).is_some() => Some(day),
        Ok(_) => Some(format!("{year}-{month:02}")),
        Err(_) => Some(year),
    }
}

fn year(text: &str) -> Option<String> {
    let sound = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: &str = r#"[
        {"id": "page2021", "type": "article-journal", "title": "The PRISMA 2020 statement", "DOI": "https://doi.org/10.1136/BMJ.N71",
         "PMID": 33782057, "container-title": ["BMJ"], "issued": {"date-parts": [[2021, "3", 29]]},
         "author": [{"family": "Page", "given": "Matthew J."}, {"literal": "The Group"}, {"non-dropping-particle": "van", "family": "Berg"}, {}]},
        {"id": "trial", "number": "nct00000102", "issued": {"raw": "1999"}},
        {"title": "No identifier"}
    ]"#;

    #[test]
    fn records_are_found_by_each_of_their_identifiers() {
        let works = VerifiedWorks::parse(RECORDS.as_bytes()).unwrap();
        let page = works.get(&Identifier::Doi("10.1136/bmj.N71".to_owned())).unwrap();
        assert_eq!(works.get(&Identifier::Pmid("33782057".to_owned())), Some(page));
        assert_eq!(page.title.as_deref(), Some("The PRISMA 2020 statement"));
        assert_eq!(page.issued.as_deref(), Some("2021-03-29"));
        assert_eq!(page.container.as_deref(), Some("BMJ"));
        assert_eq!(
            page.authors,
            [
                VerifiedAuthor::Person { family: "Page".to_owned(), given: Some("Matthew J.".to_owned()) },
                VerifiedAuthor::Body("The Group".to_owned()),
                VerifiedAuthor::Person { family: "van Berg".to_owned(), given: None },
            ]
        );
        let trial = works.get(&Identifier::Nct("NCT00000102".to_owned())).unwrap();
        assert_eq!(trial.issued.as_deref(), Some("1999"));
        assert_eq!(works.0.len(), 3);
    }

    #[test]
    fn dates_are_as_precise_as_they_were_given() {
        let of = |json: &str| issued(&serde_json::from_str(json).unwrap());
        assert_eq!(of(r#"{"date-parts": [[2020]]}"#).as_deref(), Some("2020"));
        assert_eq!(of(r#"{"date-parts": [[2020, 2]]}"#).as_deref(), Some("2020-02"));
        assert_eq!(of(r#"{"date-parts": [[2020, 2, 31]]}"#).as_deref(), Some("2020"));
        assert_eq!(of(r#"{"raw": "2020-02-03"}"#).as_deref(), Some("2020-02-03"));
        for nothing in [r#"{"date-parts": [[]]}"#, r#"{"raw": "spring"}"#, r#"{"date-parts": [["x"]]}"#, "3"]
        {
            assert_eq!(of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_no_list_of_items_is_refused() {
        for bytes in [&b"{}"[..], b"3", b"", b"[", b"\xff"] {
            assert!(VerifiedWorks::parse(bytes).is_err());
        }
        assert!(VerifiedWorks::parse(br#"{"items": [null, 3, {"PMID": null}]}"#).unwrap().0.is_empty());
    }
}
