//! Addresses within text: what looks like a URL, a mail address, a DOI or a file name stays as it is.

use std::ops::Range;

/// A word between white space.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// Its characters.
    pub range: Range<usize>,
    /// Those of an address in it; none when there is none.
    pub address: Range<usize>,
}

impl Word {
    /// The word at a place.
    pub fn at(chars: &[char], at: usize) -> Self {
        let (before, after) = chars.split_at_checked(at).unwrap_or_default();
        let is_space = |c: &char| c.is_whitespace();
        let start = before.iter().rposition(is_space).map_or(0, |space| space + 1);
        let end = after.iter().position(is_space).map_or(chars.len(), |space| at + space);
        let address = address(chars.get(start..end).unwrap_or_default());
        Self { range: start..end, address: start + address.start..start + address.end }
    }
}

/// What of a word is an address.
fn address(word: &[char]) -> Range<usize> {
    // An address has a dot or colon within, not only at its end as words have at the end of a sentence.
    let end = word.iter().rposition(|c| !is_trailing(*c)).map_or(0, |last| last + 1);
    if !word.iter().take(end).any(|c| matches!(c, '.' | ':')) {
        return 0..0;
    }
    let bare: String = word.iter().collect();
    let inner = if is_relative(&bare) {
        bare.as_str()
    } else {
        bare.trim_start_matches(|c: char| !c.is_alphanumeric())
    };
    let address = inner.trim_end_matches(is_trailing);
    if !is_relative(address) && !is_address(address) {
        return 0..0;
    }
    let first = word.len() - inner.chars().count();
    first..first + address.chars().count()
}

/// Whether a character at the end of a word is not of the address that it may be.
fn is_trailing(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '/' | '=' | '&' | '#' | '_')
}

fn is_address(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.contains("://")
        || ["www.", "mailto:", "doi:", "doi.org/"].iter().any(|start| lower.starts_with(start))
        || is_doi(&lower)
        || is_mail(&lower)
        || has_host(&lower)
        || is_file(&lower)
}

/// `10.1000/182`
fn is_doi(word: &str) -> bool {
    let Some((registrant, _)) = word.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// `name@host.example`
fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host))
}

/// `host.example/path`
fn has_host(word: &str) -> bool {
    word.split_once('/').is_some_and(|(host, path)| !path.is_empty() && is_host(host))
}

fn is_host(host: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    host.rsplit_once('.').is_some_and(|(before, top)| {
        top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()) && before.split('.').all(label)
    })
}

/// `./x`, `../x`
fn is_relative(word: &str) -> bool {
    word.starts_with("./") || word.starts_with("../")
}

/// `some--file.pdf`
fn is_file(word: &str) -> bool {
    const ENDS: [&str; 16] = [
        ".md", ".html", ".htm", ".pdf", ".epub", ".txt", ".json", ".jsonld", ".yaml", ".csv", ".png", ".jpg",
        ".jpeg", ".webp", ".svg", ".zip",
    ];
    ENDS.iter().any(|end| word.ends_with(end) && word.len() > end.len())
}
