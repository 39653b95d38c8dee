//! References: the works and pages that a document's links lead to, numbered in order of first use.

/// An entry of the list “References and links”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its number, from 1.
    pub number: u32,
    /// Its label: the text of the first link to it; a work's, of the first that names author and year, unless another
    /// contradicts it.
    pub label: String,
    /// Where it leads: an absolute URL.
    pub url: String,
    /// The work it is, when the URL names one.
    pub work: Option<Work>,
    /// How often it is mentioned.
    pub mentions: u32,
}

/// A published work or registered study, as its URL and the author's label name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its identifier.
    pub identifier: Identifier,
    /// Author and year, when the label has that form and no other label of the work contradicts it.
    pub author_year: Option<AuthorYear>,
}

/// The identifier of a work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identifier {
    /// PubMed.
    Pmid(String),
    /// PubMed Central, with its `PMC`.
    Pmcid(String),
    /// Digital object identifier (ISO 26324), without a resolver.
    Doi(String),
    /// ClinicalTrials.gov, with its `NCT`.
    Nct(String),
}

impl Identifier {
    /// Name of the scheme: `PMID`, `PMCID`, `DOI`, `NCT`.
    pub fn scheme(&self) -> &'static str {
        match self {
            Self::Pmid(_) => "PMID",
            Self::Pmcid(_) => "PMCID",
            Self::Doi(_) => "DOI",
            Self::Nct(_) => "NCT",
        }
    }

    /// The identifier within its scheme.
    pub fn value(&self) -> &str {
        match self {
            Self::Pmid(value) | Self::Pmcid(value) | Self::Doi(value) | Self::Nct(value) => value,
        }
    }

    /// As reference lists print it: `PMID 11358484`, `doi:10.1000/182`, `NCT01234567`.
    pub fn printed(&self) -> String {
        match self {
            Self::Pmid(value) => format!("PMID {value}"),
            Self::Pmcid(value) | Self::Nct(value) => value.clone(),
            Self::Doi(value) => format!("doi:{value}"),
        }
    }

    /// The canonical URL.
    pub fn url(&self) -> String {
        match self {
            Self::Pmid(value) => format!("https://pubmed.ncbi.nlm.nih.gov/{value}/"),
            Self::Pmcid(value) => format!("https://pmc.ncbi.nlm.nih.gov/articles/{value}/"),
            Self::Doi(value) => format!("https://doi.org/{value}"),
            Self::Nct(value) => format!("https://clinicaltrials.gov/study/{value}"),
        }
    }
}

/// Author and year of a label such as “Hartbauer et al., 2001” or “Smith and Jones, 1999b”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorYear {
    /// Family name of the first author.
    pub family_name: String,
    /// The authors as the label prints them: “Hartbauer et al.”.
    pub authors: String,
    /// The year.
    pub year: u16,
}

impl Reference {
    /// The URL as print shows it: without scheme and without a last slash.
    pub fn printed_url(&self) -> &str {
        let bare = self
            .url
            .strip_prefix("https://")
            .or_else(|| self.url.strip_prefix("http://"))
            .unwrap_or(&self.url);
        bare.strip_suffix('/').unwrap_or(bare)
    }
}
