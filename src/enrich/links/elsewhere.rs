//! Absolute addresses: which may stay in a document, and in which form.

use url::Url;

use crate::diagnostic::{Code, Diagnostic};

/// What an absolute address is to a document.
#[derive(Debug)]
pub enum Address {
    /// A page on the web, without user info.
    Web(Url),
    /// A mail address or telephone number.
    Contact(Url),
    /// Nothing that a document should carry.
    Refused,
}

/// Reads an absolute address (WHATWG URL Standard). `doi:` and `pmid:` name pages on the web.
pub fn read(mut url: Url, notes: &mut Vec<Diagnostic>) -> Address {
    match url.scheme() {
        "http" | "https" => {
            if !url.username().is_empty() || url.password().is_some() {
                // Setting them to nothing cannot fail on a URL that has a host, as every http URL does.
                let _ = url.set_username("");
                let _ = url.set_password(None);
                let host = url.host_str().unwrap_or_default();
                notes.push(
                    Diagnostic::new(
                        Code::UnsafeLink,
                        format!("the address carries a user name, which was taken out; it leads to {host}"),
                    )
                    .help("what stands before `@` hides from readers where a link leads; remove it"),
                );
            }
            Address::Web(url)
        }
        "mailto" | "tel" => Address::Contact(url),
        "doi" => resolver("https://doi.org/", &url),
        "pmid" => resolver("https://pubmed.ncbi.nlm.nih.gov/", &url),
        scheme => {
            notes.push(
                Diagnostic::new(
                    Code::UnsafeLink,
                    format!("`{scheme}:` addresses have no place in a document; the text stays"),
                )
                .help("link to an `https:`, `mailto:` or `tel:` address"),
            );
            Address::Refused
        }
    }
}

fn resolver(base: &str, url: &Url) -> Address {
    let found = Url::parse(base).and_then(|base| base.join(url.path().trim_start_matches('/')));
    found.map_or(Address::Refused, Address::Web)
}
