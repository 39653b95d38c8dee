//! Addresses as valid URL strings (URL Standard, 4.3). The URL parser that browsers have forgives more than validators.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::backend::epub::xml::is_allowed;

/// The URL with every character that may not stand in it percent-encoded. Nothing that may stand there changes.
pub(in crate::backend::epub) fn valid(url: &str) -> Cow<'_, str> {
    // Brackets belong to an address in the authority (`http://[::1]/`), and nowhere else.
    let start = url.find("://").map_or(0, |colon| colon + 3);
    let authority = url.get(start..).unwrap_or_default().find(['/', '?', '#']);
    let path = match (start, authority) {
        (0, _) => 0,
        (_, Some(length)) => start + length,
        (_, None) => url.len(),
    };
    let (before, rest) = url.split_at_checked(path).unwrap_or(("", url));
    let fragment = rest.find('#');
    if rest.char_indices().all(|(at, c)| stands(rest, fragment, at, c)) {
        return Cow::Borrowed(url);
    }
    let mut valid = before.to_owned();
    for (at, c) in rest.char_indices() {
        if stands(rest, fragment, at, c) {
            valid.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(valid, "%{byte:02X}");
            }
        }
    }
    Cow::Owned(valid)
}

/// Whether a character may stand where it does: a URL code point, a percent sign before two hexadecimal digits, the
/// one number sign before the fragment.
fn stands(rest: &str, fragment: Option<usize>, at: usize, c: char) -> bool {
    match c {
        '%' => {
            rest.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        }
        '#' => fragment == Some(at),
        '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | '-' | '.' | '/' | ':' | ';' | '=' | '?'
        | '@' | '_' | '~' => true,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c => !c.is_control() && !c.is_whitespace() && is_allowed(c),
    }
}

#[cfg(test)]
mod tests {
    use super::valid;

    #[test]
    fn what_may_stand_stays() {
        for url in [
            "https://site.example/a%20b?x=1&y=(2)#z",
            "http://[::1]:80/a",
            "mailto:a@site.example?subject=b",
            "#fragment",
            "second.xhtml#语",
            "https://site.example",
        ] {
            assert_eq!(valid(url), url);
        }
    }

    #[test]
    fn what_may_not_is_encoded() {
        assert_eq!(
            valid("https://s.example/a|b^c?q=[1]#a\"b#c"),
            "https://s.example/a%7Cb%5Ec?q=%5B1%5D#a%22b%23c"
        );
        assert_eq!(valid("https://s.example/100%"), "https://s.example/100%25");
        assert_eq!(valid("mailto:a b@s.example"), "mailto:a%20b@s.example");
    }
}
