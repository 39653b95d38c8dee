//! Inline content as one string, ready to be wrapped: `\n` stands where the author asked for a line break.

use super::ascii;
use super::writer::Writer;
use crate::model::{ArticleLink, Image, Inline, LinkTarget};
use crate::typography::math;
use crate::typography::math::scripts::{subscript, superscript};

/// A line end of the source, until it is known what stands on either side. No text holds it: control characters
/// become visible.
const SOFT_BREAK: char = '\r';

impl Writer<'_> {
    /// The text of inline content.
    pub(super) fn text(&self, content: &[Inline]) -> String {
        let mut raw = String::new();
        self.push_inlines(content, &mut raw);
        let text = tidy(raw);
        if self.ascii() { tidy(ascii::fold(&text, self.language)) } else { text }
    }

    fn push_inlines(&self, content: &[Inline], out: &mut String) {
        for inline in content {
            self.push_inline(inline, out);
        }
    }

    fn push_inline(&self, inline: &Inline, out: &mut String) {
        match inline {
            Inline::Text(text) => push_printable(text, out),
            // A command or path is broken at its spaces alone.
            Inline::Code(text) => {
                out.extend(text.trim().chars().filter_map(ascii::printable).map(|c| match c {
                    '-' => ascii::KEPT_HYPHEN,
                    '/' => ascii::KEPT_SLASH,
                    c => c,
                }))
            }
            Inline::Math(tex) => push_printable(&math::readable(tex).unwrap_or_else(|| tex.clone()), out),
            Inline::Emphasis(content) | Inline::Strong(content) => self.push_inlines(content, out),
            Inline::Passage(passage) => self.push_inlines(&passage.content, out),
            Inline::Strikethrough(content) => {
                out.push_str("~~");
                self.push_inlines(content, out);
                out.push_str("~~");
            }
            Inline::Superscript(content) => self.push_script(content, superscript, out),
            Inline::Subscript(content) => self.push_script(content, subscript, out),
            Inline::Citation(citation) => {
                self.push_inlines(&citation.content, out);
                push_mark(citation.reference, out);
            }
            Inline::Link(link) => {
                let start = out.len();
                self.push_inlines(&link.content, out);
                match &link.target {
                    LinkTarget::Contact(uri) => push_contact(uri, start, out),
                    LinkTarget::Article(article) => self.push_guide(article, out),
                    LinkTarget::Web(_)
                    | LinkTarget::Anchor(_)
                    | LinkTarget::Nowhere(_)
                    | LinkTarget::Unresolved(_) => {}
                }
                if let Some(number) = link.reference {
                    push_mark(number, out);
                }
            }
            Inline::Image(image) => {
                if !image.alt.trim().is_empty() {
                    out.push_str(&self.image(image));
                }
            }
            Inline::FootnoteCall(call) => {
                out.push_str(&format!("[{}]", super::references::letter(call.number)));
            }
            Inline::SoftBreak => out.push(SOFT_BREAK),
            Inline::LineBreak => out.push('\n'),
        }
    }

    fn push_script(&self, content: &[Inline], set: fn(&str) -> String, out: &mut String) {
        let mut inner = String::new();
        self.push_inlines(content, &mut inner);
        out.push_str(&set(&inner));
    }

    /// Where a link to another article of the same book leads: “(Guide 2)”.
    fn push_guide(&self, article: &ArticleLink, out: &mut String) {
        if let Some(number) = self.guides.get(&article.route).filter(|_| article.bound) {
            let guide = self.labels.guide.replace("{number}", &number.to_string());
            out.push_str(&format!(" ({guide})"));
        }
    }

    /// What stands for an image: “[Image: a syringe]”.
    pub(super) fn image(&self, image: &Image) -> String {
        let mut text = String::new();
        push_printable(&self.labels.image, &mut text);
        if !image.alt.trim().is_empty() {
            text.push_str(&self.labels.colon);
            push_printable(image.alt.trim(), &mut text);
        }
        format!("[{text}]")
    }
}

fn push_printable(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // Letters of ASCII stay as they are, a run of them at once.
        let plain = rest.bytes().position(|byte| !(b' '..=b'~').contains(&byte)).unwrap_or(rest.len());
        let length = if plain == 0 {
            out.extend(ascii::printable(first));
            first.len_utf8()
        } else {
            out.push_str(rest.get(..plain).unwrap_or_default());
            plain
        };
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// A reference mark after its text.
fn push_mark(number: u32, out: &mut String) {
    out.push_str(&format!(" [{number}]"));
}

/// The address of a `mailto:` or `tel:` link, where its text (from `start`) does not say it.
fn push_contact(uri: &str, start: usize, out: &mut String) {
    let address = uri.split_once(':').map_or(uri, |(_, address)| address);
    let address = address.split('?').next().unwrap_or(address);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let text = out.get(start..).unwrap_or_default();
    let said = text.contains(address)
        || (uri.starts_with("tel:")
            && !digits(address).is_empty()
            && digits(text).ends_with(&digits(address)));
    if !said {
        out.push_str(" (");
        push_printable(address, out);
        out.push(')');
    }
}

/// Single spaces, none at the ends of lines, none between ideographs where the source only ended a line.
fn tidy(raw: String) -> String {
    let bytes = raw.as_bytes();
    let is_tidy = !bytes.starts_with(b" ")
        && !bytes.ends_with(b" ")
        && !bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r'))
        && !bytes.windows(2).any(|two| two == b"  ");
    if is_tidy {
        return raw;
    }
    let mut out = String::with_capacity(raw.len());
    let mut gap = None;
    for c in raw.chars() {
        match c {
            '\n' => {
                out.push('\n');
                gap = None;
            }
            SOFT_BREAK | ' ' => gap = if gap.is_none_or(|gap| gap == SOFT_BREAK) { Some(c) } else { gap },
            c => {
                if let Some(gap) = gap.take()
                    && let Some(before) = out.chars().next_back().filter(|before| *before != '\n')
                    && !(gap == SOFT_BREAK && is_ideographic(c) && is_ideographic(before))
                {
                    out.push(' ');
                }
                out.push(c);
            }
        }
    }
    out.trim_matches('\n').to_owned()
}

/// Whether a character is of a script written without spaces (Chinese and Japanese, with their punctuation).
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_single_and_stand_between_words() {
        let tidied = |raw: &str| tidy(raw.to_owned());
        assert_eq!(tidied("  a  b\rc \n d\r"), "a b c\nd");
        assert_eq!(tidied("漢字\r仮名 a\rb"), "漢字仮名 a b");
        for (raw, tidy) in [("a b", "a b"), (" a", "a"), ("a ", "a"), ("a  b", "a b"), ("", "")] {
            assert_eq!(tidied(raw), tidy);
        }
    }

    #[test]
    fn an_address_is_said_once() {
        let said = |text: &str, uri: &str| {
            let mut out = text.to_owned();
            push_contact(uri, 0, &mut out);
            out
        };
        assert_eq!(said("write to us", "mailto:a@b.example?subject=x"), "write to us (a@b.example)");
        assert_eq!(said("a@b.example", "mailto:a@b.example"), "a@b.example");
        assert_eq!(said("+44 20 7946 0000", "tel:+442079460000"), "+44 20 7946 0000");
    }
}
