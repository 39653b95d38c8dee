//! Writing XML that is well-formed whatever the text: escaping, and elements that close in the order they opened.

use std::borrow::Cow;

/// Whether a character may stand in the documents we write: allowed by XML 1.0 (2.2, Char) and neither a control
/// character nor a noncharacter, which HTML forbids besides (HTML, 13.1.7).
pub(super) fn is_allowed(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{FDD0}'..='\u{FDEF}' => false,
        _ => !c.is_control() && (c as u32) & 0xFFFE != 0xFFFE,
    }
}

/// The text with everything XML cannot carry replaced by U+FFFD, line ends as `\n`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Bytes that what is not allowed has one of, in UTF-8: most texts have none.
    let is_suspect = |byte: u8| match byte {
        b'\t' | b'\n' => false,
        ..b' ' | 0x7F | 0xC2 | 0xEF.. => true,
        _ => false,
    };
    if !text.bytes().any(is_suspect) || text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().map(|c| if is_allowed(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
}

/// A document being written.
///
/// Elements are closed from a stack, so what comes out is well-formed by construction.
#[derive(Debug, Default)]
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document that begins with a declaration and whatever follows it.
    pub(super) fn with_prolog(prolog: &str) -> Self {
        Self { out: format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{prolog}"), open: Vec::new() }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the innermost open element.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Closes the innermost open element and ends the line.
    pub(super) fn close_line(&mut self) {
        self.close();
        self.line();
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// An element that holds text alone.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// The same, on a line of its own.
    pub(super) fn leaf_line(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.leaf(name, attributes, text);
        self.line();
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        self.escape(text, false);
    }

    /// Markup that was made elsewhere and is known to be well-formed.
    pub(super) fn markup(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Ends the line of the source.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    /// Its length so far, in bytes.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// The document, everything closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close_line();
        }
        if !self.out.ends_with('\n') {
            self.line();
        }
        self.out
    }

    fn start(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.escape(value, true);
            self.out.push('"');
        }
    }

    fn escape(&mut self, text: &str, attribute: bool) {
        let reference = |byte: u8| match byte {
            b'&' => Some("&amp;"),
            b'<' => Some("&lt;"),
            // `]]>` may not stand in text (XML 1.0, 2.4).
            b'>' => Some("&gt;"),
            b'"' if attribute => Some("&quot;"),
            // Attribute values are normalised (XML 1.0, 3.3.3) unless these are written as references.
            b'\n' if attribute => Some("&#10;"),
            b'\t' if attribute => Some("&#9;"),
            _ => None,
        };
        let text = clean(text);
        let mut from = 0;
        for (at, reference) in text.bytes().enumerate().filter_map(|(at, byte)| Some((at, reference(byte)?)))
        {
            self.out.push_str(text.get(from..at).unwrap_or_default());
            self.out.push_str(reference);
            from = at + 1;
        }
        self.out.push_str(text.get(from..).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut xml = Xml::default();
        xml.open("a", &[("title", "\"<&>\"\n'")]);
        xml.text("]]> & <b> \"'");
        assert_eq!(
            xml.finish(),
            "<a title=\"&quot;&lt;&amp;&gt;&quot;&#10;'\">]]&gt; &amp; &lt;b&gt; \"'</a>\n"
        );
    }

    #[test]
    fn no_character_escapes_notice() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            let is_kept = *clean(&text) == text;
            assert_eq!(is_kept, is_allowed(c), "{c:?}");
        }
    }

    #[test]
    fn what_xml_cannot_carry_is_replaced() {
        assert_eq!(clean("a\u{0}b\u{B}c\u{85}d\u{FFFE}e\u{1FFFF}f\u{FDD0}g"), "a�b�c�d�e�f�g");
        assert_eq!(clean("a\r\nb\rc\td"), "a\nb\nc\td");
        assert!(matches!(clean("µ² 語 \u{10FFFD} \u{200F}"), Cow::Borrowed(_)));
    }

    #[test]
    fn elements_close_in_order() {
        let mut xml = Xml::default();
        xml.open("ul", &[]);
        xml.open("li", &[]);
        xml.empty("br", &[]);
        assert_eq!(xml.finish(), "<ul><li><br/></li>\n</ul>\n");
    }
}
