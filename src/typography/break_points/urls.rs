//! URLs, addresses and DOIs in running text, and where they may break.

use std::ops::Range;

/// What a URL may break after.
const POINTS: [char; 8] = ['/', '?', '&', '=', '#', '.', '-', '_'];
/// Characters kept together at either end of a URL.
const ENDS: usize = 3;

/// The URLs in a text: what has a scheme, starts with `www.`, is a domain with a path, an address, or a DOI.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let may_begin = |(at, byte): (usize, &u8)| match byte {
        b'/' | b'@' => true,
        b'w' => bytes.get(at..).is_some_and(|rest| rest.starts_with(b"www.")),
        _ => false,
    };
    if !bytes.iter().enumerate().any(may_begin) {
        return Vec::new();
    }
    let mut urls = Vec::new();
    let mut start = 0;
    for token in text.split_inclusive(delimits) {
        let end = start + token.len();
        let word = token.trim_end_matches(|c| delimits(c) || is_closing(c));
        let open = word.len() - word.trim_start_matches(['(', '[', '{', '\'', '"', '‘', '“', '*']).len();
        if let Some(word) = word.get(open..).filter(|word| is_url(word)) {
            urls.push(start + open..start + open + word.len());
        }
        start = end;
    }
    urls
}

/// Where a URL may break: offsets in the text at which the next line would start.
pub(super) fn points(text: &str, url: Range<usize>) -> Vec<usize> {
    let Some(word) = text.get(url.clone()) else { return Vec::new() };
    let scheme = word.find("://").map_or(0, |at| at + "://".len());
    let first = scheme.max(ENDS);
    let mut points = Vec::new();
    let mut chars = word.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = at + c.len_utf8();
        let run = chars.peek().is_some_and(|(_, c)| POINTS.contains(c));
        if POINTS.contains(&c) && !run && next > first && next + ENDS <= word.len() {
            points.push(url.start + next);
        }
    }
    points
}

/// What stands around URLs. Ideographs do not use spaces.
fn delimits(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '<' | '>'
                | '“'
                | '”'
                | '„'
                | '«'
                | '»'
                | '「'
                | '」'
                | '（'
                | '）'
                | '，'
                | '。'
                | '、'
                | '：'
                | '；'
        )
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '\'' | '"' | '’' | '*')
}

fn is_url(word: &str) -> bool {
    if let Some((scheme, rest)) = word.split_once("://") {
        return !rest.is_empty()
            && !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    }
    if word.len() > "www.".len() && word.starts_with("www.") {
        return true;
    }
    let doi = word.strip_prefix("doi:").or_else(|| word.strip_prefix("DOI:")).unwrap_or(word);
    if doi.starts_with("10.") && doi.contains('/') {
        return true;
    }
    if let Some((name, host)) = word.split_once('@') {
        return !name.is_empty() && is_domain(host);
    }
    word.split_once('/').is_some_and(|(host, _)| is_domain(host))
}

/// Whether a text is two or more labels joined by dots, the last of two letters or more.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.rsplit_once('.').is_some_and(|(rest, top)| {
        top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) && rest.split('.').all(label)
    })
}
