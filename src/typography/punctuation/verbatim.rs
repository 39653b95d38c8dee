//! Addresses within text: what looks like a URL, a mail address, a DOI or a file name stays as it is.

/// Which characters belong to an address.
pub fn mark(chars: &[char]) -> Vec<bool> {
    let mut marks = vec![false; chars.len()];
    let mut start = 0;
    for word in chars.split(|c| c.is_whitespace()) {
        // An address has a dot or colon within, not only at its end as words have at the end of a sentence.
        let end = word.iter().rposition(|c| !is_trailing(*c)).map_or(0, |last| last + 1);
        if !word.iter().take(end).any(|c| matches!(c, '.' | ':')) {
            start += word.len() + 1;
            continue;
        }
        let bare: String = word.iter().collect();
        let inner = if is_relative(&bare) {
            bare.as_str()
        } else {
            bare.trim_start_matches(|c: char| !c.is_alphanumeric())
        };
        let address = inner.trim_end_matches(is_trailing);
        if is_relative(address) || is_address(address) {
            let before = bare.chars().count() - inner.chars().count();
            let length = address.chars().count();
            marks.iter_mut().skip(start + before).take(length).for_each(|mark| *mark = true);
        }
        start += word.len() + 1;
    }
    marks
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
