//! Bare URLs and e-mail addresses in text (GFM, 6.9, “Autolinks (extension)”).

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

/// A link found in text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// What it leads to.
    pub(super) target: String,
}

/// Finds the links of a text, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    // Most text holds none of these, and looking for them is much faster than looking for links.
    if !text.contains("://") && !text.contains('@') && !contains_www(text) {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
        .links(text)
        .filter_map(|link| {
            let range = link.start()..trimmed_end(text, link.start()..link.end());
            let shown = text.get(range.clone()).filter(|shown| !shown.is_empty())?;
            let before = text.get(..range.start)?.chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '/' || c == '@') {
                return None;
            }
            let target = match link.kind() {
                LinkKind::Email => format!("mailto:{shown}"),
                _ => web_target(shown)?,
            };
            Some(Found { range, target })
        })
        .collect()
}

fn contains_www(text: &str) -> bool {
    text.as_bytes().windows(4).any(|window| window.eq_ignore_ascii_case(b"www."))
}

/// The target of a bare URL: only web addresses are links, other schemes and bare domains are words.
fn web_target(shown: &str) -> Option<String> {
    let lower = shown.get(..8).unwrap_or(shown).to_ascii_lowercase();
    if let Some((scheme, _)) = lower.split_once("://") {
        let rest = shown.get(scheme.len() + 3..)?;
        let has_host = rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[');
        return (matches!(scheme, "http" | "https" | "ftp") && has_host).then(|| shown.to_owned());
    }
    let host = shown.split(['/', '?', '#']).next()?;
    (lower.starts_with("www.") && host.len() > 4 && host.matches('.').count() >= 2)
        .then(|| format!("http://{shown}"))
}

/// The end of a link without punctuation that belongs to the sentence (GFM, “extended autolink path validation”).
fn trimmed_end(text: &str, range: Range<usize>) -> usize {
    let mut link = text.get(range.clone()).unwrap_or_default();
    // Full-width punctuation never stands in a URL by hand; the sentence goes on after it.
    if let Some(at) =
        link.find(['。', '，', '、', '；', '：', '！', '？', '）', '】', '」', '』', '》', '”', '’', '»'])
    {
        link = link.get(..at).unwrap_or_default();
    }
    while let Some(last) = link.chars().next_back() {
        let surplus = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ';' | '…' | '<' | '>' => true,
            ')' => link.matches(')').count() > link.matches('(').count(),
            ']' => link.matches(']').count() > link.matches('[').count(),
            _ => false,
        };
        if !surplus {
            break;
        }
        link = link.get(..link.len() - last.len_utf8()).unwrap_or_default();
    }
    range.start + link.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<String> {
        find(text).into_iter().map(|found| found.target).collect()
    }

    #[test]
    fn urls_and_addresses_are_links() {
        assert_eq!(
            targets(
                "See https://a.example/x_y?q=1&r=2#z, www.b.example/c (http://c.example/d_(e)), and me@d.example."
            ),
            [
                "https://a.example/x_y?q=1&r=2#z",
                "http://www.b.example/c",
                "http://c.example/d_(e)",
                "mailto:me@d.example"
            ]
        );
        assert_eq!(targets("“https://a.example/x”. Or 见https://b.example/中。次"), ["https://a.example/x"]);
        assert_eq!(targets("HTTPS://A.EXAMPLE/"), ["HTTPS://A.EXAMPLE/"]);
    }

    #[test]
    fn words_are_no_links() {
        for text in [
            "example.com",
            "e.g.this",
            "a@b",
            "javascript://x.example/%0aalert(1)",
            "file:///etc/passwd",
            "www.",
            "xhttp://",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
