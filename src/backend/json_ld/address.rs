//! Addresses in the graph: absolute http(s) URLs, or paths from the site's root where no base URL is known.

use std::fmt::Write as _;

use url::Url;

use crate::config::Site;

/// Stands for the unknown host while paths are resolved; it never reaches an output.
const UNKNOWN: &str = "https://site.invalid/";

/// Resolves addresses of one site.
///
/// With a base URL every result is absolute. Without one, addresses of the site are paths from its root
/// (`/articles/x`): a browser resolves them against the page they are embedded in (JSON-LD 1.1, 7.2, base IRI).
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    base: Url,
    absolute: bool,
    /// The host as configuration writes it: a name that people read, without Punycode.
    host: Option<String>,
}

impl Addresses {
    /// The addresses of a site. `None` never happens: it stands for a broken URL library.
    pub(super) fn of(site: &Site) -> Option<Self> {
        let Some(base) = site.base() else {
            return Some(Self { base: Url::parse(UNKNOWN).ok()?, absolute: false, host: None });
        };
        let host = site.base_url.as_deref().and_then(|text| text.split_once("://"));
        let host = host.and_then(|(_, rest)| rest.split(['/', '?', '#', ':']).next()).map(str::to_owned);
        Some(Self { base, absolute: true, host: host.filter(|host| !host.is_empty()) })
    }

    /// The address of the site itself, with a trailing slash.
    pub(super) fn home(&self) -> String {
        self.show(self.base.clone())
    }

    /// The host, when a base URL names it: `peptidearc.example`.
    pub(super) fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// A path of the site, given as the name of a thing and not as part of a URL: `#` and `?` belong to the name.
    pub(super) fn of_path(&self, path: &str) -> Option<String> {
        self.join(&encode_name(path))
    }

    /// A URL or a path of the site as configuration writes it. `None` when it leads nowhere on the web.
    pub(super) fn of_text(&self, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() || text.contains('\\') || text.starts_with("//") {
            return None;
        }
        match Url::parse(text) {
            Ok(_) => web_url(text),
            Err(url::ParseError::RelativeUrlWithoutBase) => self.join(text),
            Err(_) => None,
        }
    }

    /// A path below the site's address. `None` when `..` would lead out of it.
    fn join(&self, path: &str) -> Option<String> {
        // The dot keeps `a:b` from being read as a URL of its own.
        let joined = self.base.join(&format!("./{}", path.trim_start_matches('/'))).ok()?;
        joined.path().starts_with(self.base.path()).then(|| self.show(joined))
    }

    fn show(&self, url: Url) -> String {
        let text = finish(url);
        if self.absolute {
            return text;
        }
        text.strip_prefix(UNKNOWN).map_or(text.clone(), |path| format!("/{path}"))
    }
}

/// An absolute http or https URL, normalised (WHATWG URL): IDN as Punycode, everything else percent-encoded. `None`
/// for other schemes, user info, control characters and backslashes.
pub(super) fn web_url(text: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control() || c == '\\') {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let sound = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none();
    sound.then(|| finish(url))
}

/// The URL without its fragment.
pub(super) fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(page, _)| page)
}

/// Text as a part of a URI fragment (RFC 3986, 3.5). One-to-one, so ids made of it stay distinct.
pub(super) fn encode_fragment(text: &str) -> String {
    encode(text, |byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()+,;=:@/".contains(&byte))
}

/// A name (a route, a file) as a path: what would end a path or begin an escape is encoded.
pub(super) fn encode_name(name: &str) -> String {
    encode(name, |byte| !byte.is_ascii_control() && !b" \"#%<>?[\\]^`{|}".contains(&byte) && byte.is_ascii())
}

/// What the WHATWG serialisation leaves as it is although RFC 3986 allows it nowhere, and what looks like Markdown.
fn finish(url: Url) -> String {
    let mut text = String::from(url);
    if text.contains("**") || text.contains("](") {
        text = text.replace("**", "%2A%2A").replace("](", "%5D(");
    }
    if text.bytes().all(|byte| byte.is_ascii() && !b"{|}^`\\".contains(&byte)) {
        return text;
    }
    encode(&text, |byte| byte.is_ascii() && !b"{|}^`\\".contains(&byte))
}

fn encode(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(base: Option<&str>) -> Addresses {
        Addresses::of(&Site { base_url: base.map(str::to_owned), ..Site::default() }).unwrap()
    }

    #[test]
    fn paths_resolve_against_the_base() {
        let site = addresses(Some("https://Bücher.example/blog"));
        assert_eq!(site.home(), "https://xn--bcher-kva.example/blog/");
        assert_eq!(site.of_text("/policy").unwrap(), "https://xn--bcher-kva.example/blog/policy");
        assert_eq!(
            site.of_path("/a b/c#d?e%f").unwrap(),
            "https://xn--bcher-kva.example/blog/a%20b/c%23d%3Fe%25f"
        );
        assert_eq!(
            site.of_path("/наука").unwrap(),
            "https://xn--bcher-kva.example/blog/%D0%BD%D0%B0%D1%83%D0%BA%D0%B0"
        );
        assert_eq!(site.host(), Some("Bücher.example"));
    }

    #[test]
    fn without_a_base_paths_start_at_the_root() {
        let site = addresses(None);
        assert_eq!(site.home(), "/");
        assert_eq!(site.of_path("/articles/x").unwrap(), "/articles/x");
        assert_eq!(site.of_text("https://other.example/a").unwrap(), "https://other.example/a");
        assert_eq!(site.host(), None);
    }

    #[test]
    fn nothing_but_the_web_gets_through() {
        let site = addresses(Some("https://example.org/blog/"));
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.example/",
            "\\\\evil",
            "",
        ] {
            assert_eq!(site.of_text(text), None, "{text}");
        }
        assert_eq!(site.of_text("/../../secret"), None);
        assert_eq!(
            site.of_text("/https://evil.example/").unwrap(),
            "https://example.org/blog/https://evil.example/"
        );
        assert_eq!(site.of_path("//evil.example/x").unwrap(), "https://example.org/blog/evil.example/x");
        for text in
            ["https://user:pw@host/", "https://host/a\\b", "https://ho\nst/", "mailto:a@b.example", "/x"]
        {
            assert_eq!(web_url(text), None, "{text}");
        }
        assert_eq!(web_url("https://e.example/**a](b").unwrap(), "https://e.example/%2A%2Aa%5D(b");
        assert_eq!(web_url("https://e.example/a|b?{c}^`").unwrap(), "https://e.example/a%7Cb?%7Bc%7D%5E%60");
    }

    #[test]
    fn fragments_are_encoded_one_to_one() {
        assert_eq!(encode_fragment("doi-10.1/a b"), "doi-10.1/a%20b");
        assert_eq!(encode_fragment("50%"), "50%25");
        assert_ne!(encode_fragment("a#b"), encode_fragment("a%23b"));
    }
}
