//! Identifiers of works, as URLs name them.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::model::Identifier;

/// The work that a URL names: PubMed, PubMed Central, a DOI resolver or ClinicalTrials.gov, in all their forms.
pub fn of_url(url: &str) -> Option<Identifier> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let segments: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    match (host, segments.as_slice()) {
        ("pubmed.ncbi.nlm.nih.gov", [number, ..])
        | ("ncbi.nlm.nih.gov", ["pubmed", number, ..] | ["m", "pubmed", number, ..]) => {
            digits(number).map(Identifier::Pmid)
        }
        ("pmc.ncbi.nlm.nih.gov", ["articles", number, ..])
        | ("ncbi.nlm.nih.gov", ["pmc", "articles", number, ..] | ["labs", "pmc", "articles", number, ..]) => {
            pmc_number(number).map(|number| Identifier::Pmcid(format!("PMC{number}")))
        }
        ("doi.org" | "dx.doi.org", _) => doi(url.path().trim_matches('/')).map(Identifier::Doi),
        ("clinicaltrials.gov" | "classic.clinicaltrials.gov" | "beta.clinicaltrials.gov", _) => {
            segments.iter().find_map(|segment| trial(segment)).map(Identifier::Nct)
        }
        _ => None,
    }
}

/// The canonical URL of a work, percent-encoded where its identifier needs it.
pub fn canonical_url(identifier: &Identifier) -> String {
    match (identifier, Url::parse("https://doi.org/")) {
        (Identifier::Doi(value), Ok(mut url)) => {
            url.set_path(value);
            url.into()
        }
        _ => identifier.url(),
    }
}

fn digits(text: &str) -> Option<String> {
    let number = text.trim_start_matches('0');
    let sound = !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| number.to_owned())
}

/// `PMC123`, `pmc123`, `PMC123.1` or `123`.
fn pmc_number(text: &str) -> Option<String> {
    let (number, _version) = text.split_once('.').unwrap_or((text, ""));
    let bare = match number.get(..3) {
        Some(prefix) if prefix.eq_ignore_ascii_case("pmc") => number.get(3..)?,
        _ => number,
    };
    digits(bare)
}

/// A DOI name (ISO 26324): `10.`, a registrant, `/`, a suffix. Names do not differ by case, so lower case stands.
fn doi(path: &str) -> Option<String> {
    let name = percent_decode_str(path).decode_utf8().ok()?.to_lowercase();
    let (registrant, suffix) = name.strip_prefix("10.")?.split_once('/')?;
    let sound = registrant.len() >= 4
        && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && !suffix.is_empty()
        && !suffix.chars().any(|c| c.is_whitespace() || c.is_control());
    sound.then_some(name)
}

/// `NCT` and eight digits.
fn trial(segment: &str) -> Option<String> {
    let name = segment.to_ascii_uppercase();
    let number = name.strip_prefix("NCT")?;
    (number.len() == 8 && number.bytes().all(|b| b.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(url: &str) -> Option<String> {
        of_url(url).map(|identifier| identifier.printed())
    }

    #[test]
    fn every_form_names_its_work() {
        for (url, name) in [
            ("https://pubmed.ncbi.nlm.nih.gov/11358484/", "PMID 11358484"),
            ("https://pubmed.ncbi.nlm.nih.gov/11358484/?from_term=x#abstract", "PMID 11358484"),
            ("http://www.ncbi.nlm.nih.gov/pubmed/11358484", "PMID 11358484"),
            ("https://www.ncbi.nlm.nih.gov/m/pubmed/011358484/", "PMID 11358484"),
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3539294/", "PMC3539294"),
            ("https://pmc.ncbi.nlm.nih.gov/articles/pmc3539294/pdf/x.pdf", "PMC3539294"),
            ("https://doi.org/10.1000/182", "doi:10.1000/182"),
            ("https://dx.doi.org/10.1016/S0140-6736%2812%2960240-2", "doi:10.1016/s0140-6736(12)60240-2"),
            ("https://clinicaltrials.gov/ct2/show/NCT01234567", "NCT01234567"),
            ("https://clinicaltrials.gov/ct2/show/results/NCT01234567", "NCT01234567"),
            ("https://www.clinicaltrials.gov/study/nct01234567?tab=results", "NCT01234567"),
        ] {
            assert_eq!(printed(url).as_deref(), Some(name), "{url}");
        }
    }

    #[test]
    fn other_pages_name_none() {
        for url in [
            "https://pubmed.ncbi.nlm.nih.gov/",
            "https://pubmed.ncbi.nlm.nih.gov/?term=semax",
            "https://pubmed.ncbi.nlm.nih.gov/about/",
            "https://doi.org/",
            "https://doi.org/11.1000/182",
            "https://doi.org/10.1000",
            "https://clinicaltrials.gov/search?cond=stroke",
            "https://clinicaltrials.gov/study/NCT123",
            "https://evil.example/pubmed.ncbi.nlm.nih.gov/11358484/",
            "mailto:x@doi.org",
        ] {
            assert_eq!(printed(url), None, "{url}");
        }
    }

    #[test]
    fn canonical_urls_are_sound() {
        let odd = of_url("https://doi.org/10.1002/(sici)1097%3C1::aid%3E2.0%23x").unwrap();
        let url = canonical_url(&odd);
        assert_eq!(url, "https://doi.org/10.1002/(sici)1097%3C1::aid%3E2.0%23x");
        assert_eq!(of_url(&url), Some(odd));
    }
}
