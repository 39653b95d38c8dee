//! Writes a drawing anew with what is drawn, and nothing else.
//!
//! What acts is left out, for a picture stands still: scripts, handlers of events, animation, links. What is not for
//! readers is left out too: metadata, elements and attributes of programs. Where something would then be missing from
//! sight, the file is refused: HTML inside, other images, styles and fonts from elsewhere, effects that are not drawn.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use resvg::usvg::roxmltree::{Attribute, Document, Node};

/// The namespace of SVG.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// The namespace of links in SVG 1.1.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
/// The namespace of `xml:space` and `xml:lang`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A drawing without what acts.
pub(super) struct Cleaned {
    /// Its text.
    pub(super) svg: String,
    /// All its words.
    pub(super) words: String,
}

/// What becomes of an element.
enum Fate {
    Kept,
    /// It goes, with all it holds.
    Dropped,
    /// It goes, and what it holds stays in a group.
    Grouped,
    /// With it the whole drawing: what it is.
    Refused(&'static str),
}

fn fate(node: Node<'_, '_>) -> Fate {
    if node.tag_name().namespace() != Some(SVG) {
        return Fate::Dropped;
    }
    match node.tag_name().name() {
        "svg"
        | "g"
        | "defs"
        | "symbol"
        | "use"
        | "switch"
        | "path"
        | "rect"
        | "circle"
        | "ellipse"
        | "line"
        | "polyline"
        | "polygon"
        | "text"
        | "tspan"
        | "textPath"
        | "linearGradient"
        | "radialGradient"
        | "stop"
        | "pattern"
        | "clipPath"
        | "mask"
        | "marker"
        | "style"
        | "title"
        | "desc"
        | "filter"
        | "feBlend"
        | "feColorMatrix"
        | "feComponentTransfer"
        | "feFuncR"
        | "feFuncG"
        | "feFuncB"
        | "feFuncA"
        | "feComposite"
        | "feDropShadow"
        | "feFlood"
        | "feGaussianBlur"
        | "feMerge"
        | "feMergeNode"
        | "feOffset" => Fate::Kept,
        "a" => Fate::Grouped,
        "image" => Fate::Refused("another image"),
        // Programs that put HTML into a drawing give words beside it for those who show none.
        "foreignObject" if node.parent_element().is_some_and(|outer| outer.has_tag_name((SVG, "switch"))) => {
            Fate::Dropped
        }
        "foreignObject" => Fate::Refused("HTML (foreignObject)"),
        name if name.starts_with("fe") => Fate::Refused("an effect that is not drawn"),
        // Scripts, animation, metadata, fonts.
        _ => Fate::Dropped,
    }
}

/// Writes the drawing anew.
///
/// # Errors
/// What it shows that cannot be kept.
pub(super) fn clean(document: &Document<'_>) -> Result<Cleaned, String> {
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(format!("its first element is not `svg` of {SVG}"));
    }
    let mut writer = Writer { svg: String::new(), words: String::new(), ids: BTreeSet::new() };
    writer.element(root, true)?;
    writer.svg.push('\n');
    Ok(Cleaned { svg: writer.svg, words: writer.words })
}

struct Writer<'d> {
    svg: String,
    words: String,
    ids: BTreeSet<&'d str>,
}

impl<'d> Writer<'d> {
    fn element(&mut self, node: Node<'d, '_>, is_root: bool) -> Result<(), String> {
        let name = match fate(node) {
            Fate::Kept => node.tag_name().name(),
            Fate::Grouped => match node.parent_element().map(|outer| outer.tag_name().name()) {
                Some("text" | "tspan" | "textPath") => "tspan",
                _ => "g",
            },
            Fate::Dropped => return Ok(()),
            Fate::Refused(what) => return Err(holds(what)),
        };
        let _ = write!(self.svg, "<{name}");
        if is_root {
            let _ = write!(self.svg, " xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"");
        }
        for attribute in node.attributes() {
            self.attribute(node, &attribute)?;
        }
        self.svg.push('>');
        for child in node.children() {
            if child.is_element() {
                self.element(child, false)?;
            } else if let (true, Some(text)) = (child.is_text(), child.text()) {
                self.text(name, text)?;
            }
        }
        let _ = write!(self.svg, "</{name}>");
        Ok(())
    }

    fn text(&mut self, element: &str, text: &str) -> Result<(), String> {
        match element {
            "style" => match elsewhere(text) {
                Some(what) => return Err(holds(what)),
                None => self.escape(text, false),
            },
            "text" | "tspan" | "textPath" => {
                self.words.push_str(text);
                self.escape(text, false);
            }
            "title" | "desc" => self.escape(text, false),
            // Elsewhere words are not shown, and white space means nothing.
            _ => {}
        }
        Ok(())
    }

    fn attribute(&mut self, node: Node<'d, '_>, attribute: &Attribute<'d, '_>) -> Result<(), String> {
        let (name, value) = (attribute.name(), attribute.value());
        let written = match attribute.namespace() {
            None | Some(XLINK) if name == "href" => "xlink:href",
            Some(XML) if name == "space" => "xml:space",
            Some(XML) if name == "lang" => "xml:lang",
            None if is_plain(name) => name,
            _ => return Ok(()),
        };
        if written == "xlink:href" {
            // The address of a link goes. Of two spellings the newer one counts (SVG 2, 16.1.5).
            let is_older = attribute.namespace() == Some(XLINK) && own(node, "href").is_some();
            if !matches!(fate(node), Fate::Kept) || is_older {
                return Ok(());
            }
            if !value.trim().starts_with('#') {
                return Err(holds("a reference to another file"));
            }
        } else if let Some(what) = elsewhere(value) {
            return Err(holds(what));
        }
        if written == "id" {
            if !is_name(value) {
                return Err(format!("“{value}” is no identifier in XML"));
            }
            // The first one counts.
            if !self.ids.insert(attribute.value()) {
                return Ok(());
            }
        }
        let _ = write!(self.svg, " {written}=\"");
        self.escape(if written == "xlink:href" { value.trim() } else { value }, true);
        self.svg.push('"');
        Ok(())
    }

    fn escape(&mut self, text: &str, in_attribute: bool) {
        for c in text.chars() {
            match c {
                '&' => self.svg.push_str("&amp;"),
                '<' => self.svg.push_str("&lt;"),
                '>' => self.svg.push_str("&gt;"),
                '"' if in_attribute => self.svg.push_str("&quot;"),
                '\n' | '\r' | '\t' if in_attribute => self.svg.push(' '),
                c => self.svg.push(c),
            }
        }
    }
}

/// The value of an attribute without namespace: roxmltree takes a bare name for one in any.
pub(super) fn own<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes.find(|found| found.namespace().is_none() && found.name() == name).map(|found| found.value())
}

fn holds(what: &str) -> String {
    format!("the SVG holds {what}")
}

/// Whether an attribute without namespace is for drawing: neither a handler nor for programs, nor for assistive
/// technology, which reads the text alternative of the picture.
fn is_plain(name: &str) -> bool {
    const OTHERS: [&str; 6] = ["role", "tabindex", "focusable", "target", "download", "rel"];
    let lower = name.to_ascii_lowercase();
    let prefixed = ["on", "aria-", "data-"].iter().any(|prefix| lower.starts_with(prefix));
    !prefixed && !OTHERS.contains(&&*lower) && is_name(name)
}

/// A name without a colon (Namespaces in XML, NCName), of ASCII.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// What styles take from elsewhere, if they do. Escapes could hide it (CSS Syntax 3, 4.3.7), so there are none.
fn elsewhere(css: &str) -> Option<&'static str> {
    let css = css.to_ascii_lowercase();
    let outside = css.split("url(").skip(1).any(|rest| !unquoted(rest).starts_with('#'));
    if outside
        || ["@import", "@font-face", "image(", "image-set(", "src("].iter().any(|word| css.contains(word))
    {
        return Some("styles, fonts or images from elsewhere");
    }
    css.contains('\\').then_some("styles with escapes")
}

/// What a value refers to within the drawing: `url(#id)`.
pub(super) fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let id = unquoted(rest).strip_prefix('#')?;
        id.split([')', '"', '\'']).next().map(str::trim_end)
    })
}

fn unquoted(value: &str) -> &str {
    value.trim_start().trim_start_matches(['"', '\'']).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(inside: &str) -> Result<String, String> {
        let start = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"");
        let text =
            format!("{start} xmlns:i=\"urn:i\" xmlns:h=\"http://www.w3.org/1999/xhtml\">{inside}</svg>");
        let drawing = clean(&Document::parse(&text).unwrap())?;
        let inside = drawing.svg.strip_prefix(&format!("{start}>")).unwrap();
        Ok(inside.strip_suffix("</svg>\n").unwrap().to_owned())
    }

    #[test]
    fn what_is_drawn_stays() {
        for text in [
            "<g fill=\"url(#g)\" class=\"a\"><path d=\"M0 0\"></path></g>",
            "<style>.a &gt; b { fill: url('#g') }</style>",
            "<text xml:space=\"preserve\" x=\"1\">a &amp; <tspan>b</tspan> c</text>",
            "<use xlink:href=\"#a\"></use>",
        ] {
            assert_eq!(cleaned(text).as_deref(), Ok(text));
        }
        assert_eq!(
            cleaned("<use href=\"#a\" xlink:href=\"#b\"/>").as_deref(),
            Ok("<use xlink:href=\"#a\"></use>")
        );
    }

    #[test]
    fn what_acts_goes() {
        for text in [
            "<script>alert(1)</script>",
            "<h:script>alert(1)</h:script>",
            "<animate attributeName=\"x\"/><set attributeName=\"href\" to=\"x\"/>",
            "<metadata><i:x>a</i:x></metadata><i:x/><!-- a --><?b c?>words",
            "<handler xmlns=\"http://www.w3.org/2001/xml-events\">x</handler>",
        ] {
            assert_eq!(cleaned(text).as_deref(), Ok(""), "{text}");
        }
        assert_eq!(
            cleaned("<rect onload=\"x()\" onClick=\"x\" i:a=\"b\" data-a=\"b\" role=\"img\" aria-label=\"c\" x=\"1\"/>")
                .as_deref(),
            Ok("<rect x=\"1\"></rect>")
        );
        assert_eq!(
            cleaned("<a xlink:href=\"javascript:x()\" fill=\"red\"><rect/></a>").as_deref(),
            Ok("<g fill=\"red\"><rect></rect></g>")
        );
        assert_eq!(
            cleaned("<text><a href=\"https://e.example\">b</a></text>").as_deref(),
            Ok("<text><tspan>b</tspan></text>")
        );
        assert_eq!(cleaned("<rect id=\"a\"/><g id=\"a\"/>").as_deref(), Ok("<rect id=\"a\"></rect><g></g>"));
    }

    #[test]
    fn what_would_be_missing_from_sight_is_refused() {
        for text in [
            "<image href=\"https://e.example/x.png\"/>",
            "<image xlink:href=\"data:image/png;base64,AA\"/>",
            "<foreignObject><h:p>words</h:p></foreignObject>",
            "<use href=\"other.svg#a\"/>",
            "<use xlink:href=\"https://e.example/#a\"/>",
            "<rect fill=\"url(https://e.example/#a)\"/>",
            "<rect fill=\"URL( 'x.svg#a')\"/>",
            "<rect style=\"fill:\\75rl(x)\"/>",
            "<style>@import 'x.css';</style>",
            "<style>@font-face { src: url(data:font/woff,AA) }</style>",
            "<filter><feImage href=\"x\"/></filter>",
            "<filter><feTurbulence numOctaves=\"99999\"/></filter>",
            "<rect id=\"1 a\"/>",
        ] {
            assert!(cleaned(text).is_err(), "{text}");
        }
    }

    #[test]
    fn html_with_words_beside_it_leaves_the_words() {
        assert_eq!(
            cleaned("<switch><foreignObject><h:p>a</h:p></foreignObject><text>a</text></switch>").as_deref(),
            Ok("<switch><text>a</text></switch>")
        );
    }

    #[test]
    fn references_are_found_however_they_are_written() {
        let found: Vec<&str> = references("url(#a) url( '#b' ) url(\"#c\") url(x)").collect();
        assert_eq!(found, ["a", "b", "c"]);
    }
}
