//! Text that looks like mark-up although it is none: the name of an element in a title, code with asterisks.
//!
//! Consumers of plain text take HTML tags, character references and Markdown for a mistake of whoever made the data, and
//! some act on them. So no value looks like any of these. What is lost is punctuation, never a word. The text of answers
//! is HTML: it says the same with character references, and loses nothing.

use std::borrow::Cow;

use super::text::is_unwanted;

/// Names of the elements of HTML that stand in pages.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "meta",
    "nav",
    "object",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "video",
];

/// What is left of one piece may make another with what stands around it; nobody means it to do so more often.
const PASSES: usize = 8;

/// How deep mark-up is nested where it is meant as mark-up. Work stays linear in the text.
const NESTING: usize = 64;

/// The longest target of a link that is meant as one, in bytes. Likewise.
const LONGEST_TARGET: usize = 4096;

/// The characters that mark-up is made of.
const SIGNS: [char; 8] = ['<', '>', '&', '*', '`', '#', '[', ']'];

/// The text without what looks like mark-up.
pub(super) fn removed(text: &str) -> Cow<'_, str> {
    if !text.contains(SIGNS) {
        return Cow::Borrowed(text);
    }
    let mut text = Cow::Borrowed(text);
    for _ in 0..PASSES {
        let next = pass(&text);
        if next == *text {
            return text;
        }
        text = Cow::Owned(next);
    }
    Cow::Owned(text.replace(SIGNS, ""))
}

fn pass(text: &str) -> String {
    let text = without_tags(&decoded(text));
    let text = without_links(&without_emphasis(&text));
    let text = if has_code(&text) { text.replace('`', "") } else { text };
    let words = text.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(text.len() - words.len())) && words.starts_with(' ');
    if is_heading { words.trim_start().to_owned() } else { text }
}

/// Character references as the characters they stand for.
fn decoded(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(';').and_then(|(name, rest)| Some((referred(name)?, rest))) {
            Some((c, rest)) => {
                out.extend(Some(c).filter(|c| !is_unwanted(*c)));
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

/// The character that a reference stands for.
fn referred(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            // What is no character reads as the replacement character, which is unwanted.
            char::from_u32(number.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
    })
}

/// A tag in a text.
struct Tag<'t> {
    start: usize,
    end: usize,
    /// What stands between its angle brackets, without slashes.
    inside: &'t str,
    name: String,
    closes: bool,
    /// Whether it marks the text beside it, and says nothing by itself.
    marks: bool,
}

/// Tags that stand around words as mark-up are dropped (`<b>bold</b>`); of others, which are spoken of, only the
/// brackets (`the <div> element`).
fn without_tags(text: &str) -> String {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    for (start, _) in text.match_indices('<') {
        tags.extend(tag(text, start));
    }
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tags.len() {
        let Some(tag) = tags.get(at) else { continue };
        if !tag.closes {
            open.push(at);
            continue;
        }
        let same = |other: &usize| tags.get(*other).is_some_and(|other| other.name == tag.name);
        let nearest = open.len().saturating_sub(NESTING);
        let found = open.get(nearest..).and_then(|near| near.iter().rposition(same));
        let Some(place) = found.map(|place| nearest + place) else { continue };
        let opening = open.get(place).copied();
        open.truncate(place);
        let Some(opener) = opening.and_then(|opening| tags.get(opening)) else { continue };
        let content = text.get(opener.end..tag.start).unwrap_or_default();
        let around = !content.starts_with(char::is_whitespace) && !content.ends_with(char::is_whitespace);
        for marking in [opening, Some(at)].into_iter().flatten() {
            if let Some(tag) = tags.get_mut(marking) {
                tag.marks = around && !content.is_empty();
            }
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for tag in &tags {
        out.push_str(text.get(done..tag.start).unwrap_or_default());
        if !tag.marks {
            out.push_str(tag.inside);
        }
        done = tag.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// The tag of a known element that begins at `start`.
fn tag(text: &str, start: usize) -> Option<Tag<'_>> {
    let after = text.get(start + 1..)?;
    let length = after.find(['<', '>'])?;
    if !after.get(length..)?.starts_with('>') {
        return None;
    }
    let content = after.get(..length)?;
    let closes = content.starts_with('/');
    let inside = content.trim_start_matches('/').trim_end_matches('/');
    let name = inside.split(char::is_whitespace).next()?.to_ascii_lowercase();
    let known = ELEMENTS.contains(&name.as_str());
    known.then(|| Tag {
        start,
        end: start + 1 + length + 1,
        inside: inside.trim(),
        name,
        closes,
        marks: false,
    })
}

/// Runs of asterisks dropped, but for lone stars that end a word and a power between two.
fn without_emphasis(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut open = 0_usize;
    while let Some(at) = rest.find("**") {
        let (before, stars) = rest.split_at(at);
        let after = stars.trim_start_matches('*');
        let run = stars.len() - after.len();
        out.push_str(before);
        let between = out.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        let ends = after.is_empty() || after.starts_with(char::is_whitespace);
        match (run, ends) {
            (2, true) if open == 0 => out.push_str("**"),
            (2, false) if between => out.push_str("\u{2217}\u{2217}"),
            (_, true) => open = open.saturating_sub(1),
            (_, false) => open += 1,
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Links of Markdown as their text.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let near = after.char_indices().take(LONGEST_TARGET);
        let target = near
            .map_while(|(at, c)| (!c.is_whitespace()).then_some((at, c)))
            .find_map(|(at, c)| (c == ')').then_some(at))
            .filter(|end| *end > 0);
        out.push_str(before);
        let label = target.and_then(|_| out.rfind('['));
        match (label, target) {
            (Some(label), Some(end)) => {
                out.remove(label);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            _ => {
                out.push_str("] (");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a backtick stands before a word.
fn has_code(text: &str) -> bool {
    text.match_indices('`').any(|(at, _)| {
        let word = |c: char| c == '_' || !(c.is_whitespace() || c.is_ascii_punctuation());
        text.get(at + 1..).is_some_and(|after| after.starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_is_dropped_and_words_stay() {
        for (text, plain) in [
            ("A <b>bold</b> title", "A bold title"),
            ("The <div> element and </div>", "The div element and div"),
            ("<a href=\"x\">here</a> and <br/>", "here and br"),
            ("</script>", "script"),
            ("Cats &amp; dogs &#39;n&#x27; &lt;b&gt;mice&lt;/b&gt; &amp;lt;", "Cats & dogs 'n' mice <"),
            ("**kwargs and **two**", "kwargs and two"),
            ("2**3 is 8, p < 0.01 **", "2\u{2217}\u{2217}3 is 8, p < 0.01 **"),
            ("`code` and ``x``", "code and x"),
            ("See [the paper](https://e.example/x) (2020)", "See the paper (2020)"),
            ("a](#b)", "a] (#b)"),
            ("## Heading", "Heading"),
            ("<**b>x</`b>", "x"),
        ] {
            assert_eq!(removed(text), plain, "{text}");
        }
    }

    #[test]
    fn what_is_no_mark_up_stays() {
        for text in [
            "2 * 3 < 4 > 1",
            "AT&T; R&D",
            "x <y and z> w",
            "#1 in C# and [1]",
            "5* hotel **",
            "f(x) [see] (p. 3)",
            "",
        ] {
            assert_eq!(removed(text), text);
        }
    }

    #[test]
    fn nesting_ends() {
        let nested = format!("{}b{}", "<".repeat(5_000), ">".repeat(5_000));
        assert_eq!(removed(&nested), "b");
        assert_eq!(removed(&format!("&{}", "amp;".repeat(5_000))).matches('&').count(), 0);
    }
}
