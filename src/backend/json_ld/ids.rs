//! The `@id` of every node. The scheme is Yoast's, so that a site that moves keeps its identifiers.

use super::address::encode_fragment;
use crate::model::{Anchor, Identifier};

/// Makes the identifiers of one page.
#[derive(Debug, Clone)]
pub(super) struct Ids {
    /// The site's address, with a trailing slash.
    home: String,
    /// The article's address.
    page: String,
}

impl Ids {
    /// Identifiers below the addresses of a site and of an article, as [`super::address::Addresses`] gives them.
    pub(super) fn new(home: String, page: String) -> Self {
        Self { home, page }
    }

    /// The page; also its address.
    pub(super) fn page(&self) -> &str {
        &self.page
    }

    /// The site's first page.
    pub(super) fn home(&self) -> &str {
        &self.home
    }

    pub(super) fn website(&self) -> String {
        self.of_site("website")
    }

    /// The feed of all articles.
    pub(super) fn feed(&self) -> String {
        self.of_site("/schema/feed")
    }

    pub(super) fn organization(&self) -> String {
        self.of_site("organization")
    }

    pub(super) fn logo(&self) -> String {
        self.of_site("logo")
    }

    pub(super) fn person(&self, slug: &str) -> String {
        self.of_site(&format!("/schema/person/{}", encode_fragment(slug)))
    }

    /// A body other than the publisher that wrote or reviewed.
    pub(super) fn body(&self, slug: &str) -> String {
        self.of_site(&format!("/schema/organization/{}", encode_fragment(slug)))
    }

    /// A curated subject: the same on every page.
    pub(super) fn entity(&self, key: &str) -> String {
        self.of_site(&format!("/schema/entity/{}", encode_fragment(key)))
    }

    /// A published work: the same on every page that cites it.
    pub(super) fn citation(&self, identifier: &Identifier) -> String {
        let value = match identifier {
            Identifier::Pmid(value) => format!("pmid-{value}"),
            Identifier::Pmcid(value) => format!("pmcid-{}", value.trim_start_matches("PMC")),
            // DOI names are case-insensitive (ISO 26324, 4.2.2).
            Identifier::Doi(value) => format!("doi-{}", value.to_ascii_lowercase()),
            Identifier::Nct(value) => format!("nct-{}", value.trim_start_matches("NCT")),
        };
        self.of_site(&format!("/schema/citation/{}", encode_fragment(&value)))
    }

    pub(super) fn article(&self) -> String {
        self.of_page("article")
    }

    pub(super) fn image(&self) -> String {
        self.of_page("primaryimage")
    }

    pub(super) fn breadcrumb(&self) -> String {
        self.of_page("breadcrumb")
    }

    pub(super) fn faq(&self) -> String {
        self.of_page("faq")
    }

    pub(super) fn question(&self, number: usize) -> String {
        self.of_page(&format!("question-{number}"))
    }

    pub(super) fn answer(&self, number: usize) -> String {
        self.of_page(&format!("answer-{number}"))
    }

    pub(super) fn section(&self, anchor: &Anchor) -> String {
        self.of_page(&format!("section-{}", encode_fragment(anchor.as_str())))
    }

    pub(super) fn table(&self, number: usize) -> String {
        self.of_page(&format!("table-{number}"))
    }

    pub(super) fn disclaimer(&self) -> String {
        self.of_page("disclaimer")
    }

    /// A subject that nobody curated: it belongs to the page.
    pub(super) fn subject(&self) -> String {
        self.of_page("subject")
    }

    pub(super) fn encoding(&self, format: &str) -> String {
        self.of_page(&format!("encoding-{}", encode_fragment(format)))
    }

    /// The address of a place in the article: what a reader's browser scrolls to.
    pub(super) fn place(&self, anchor: &Anchor) -> String {
        self.of_page(&encode_fragment(anchor.as_str()))
    }

    fn of_site(&self, name: &str) -> String {
        format!("{}#{name}", self.home)
    }

    fn of_page(&self, name: &str) -> String {
        format!("{}#{name}", self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> Ids {
        Ids::new("https://e.example/".to_owned(), "https://e.example/articles/x/".to_owned())
    }

    #[test]
    fn identifiers_follow_the_scheme() {
        let ids = ids();
        assert_eq!(ids.website(), "https://e.example/#website");
        assert_eq!(ids.feed(), "https://e.example/#/schema/feed");
        assert_eq!(ids.person("jane-doe"), "https://e.example/#/schema/person/jane-doe");
        assert_eq!(ids.article(), "https://e.example/articles/x/#article");
        assert_eq!(ids.question(1), "https://e.example/articles/x/#question-1");
        assert_eq!(
            ids.section(&Anchor::new("доза")),
            "https://e.example/articles/x/#section-%D0%B4%D0%BE%D0%B7%D0%B0"
        );
        assert_eq!(ids.place(&Anchor::new("dosing")), "https://e.example/articles/x/#dosing");
    }

    #[test]
    fn a_work_has_one_identifier_on_every_page() {
        let ids = ids();
        let of = |identifier| ids.citation(&identifier).replace("https://e.example/#/schema/citation/", "");
        assert_eq!(of(Identifier::Pmid("11358484".to_owned())), "pmid-11358484");
        assert_eq!(of(Identifier::Pmcid("PMC77".to_owned())), "pmcid-77");
        assert_eq!(of(Identifier::Nct("NCT01234567".to_owned())), "nct-01234567");
        assert_eq!(
            of(Identifier::Doi("10.1002/(SICI)1<1>3.0#x".to_owned())),
            "doi-10.1002/(sici)1%3C1%3E3.0%23x"
        );
    }

    #[test]
    fn without_a_base_identifiers_start_at_the_root() {
        let ids = Ids::new("/".to_owned(), "/articles/x".to_owned());
        assert_eq!(ids.website(), "/#website");
        assert_eq!(ids.article(), "/articles/x#article");
    }
}
