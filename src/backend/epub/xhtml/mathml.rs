//! MathML as EPUB takes it: the converter writes MathML Core for browsers; reading systems and their schema know
//! presentation MathML 3 (EPUB 3.3, 6.1). Only elements and attributes of the list below pass.

use roxmltree::{Document, Node};

use crate::backend::epub::xml::Xml;

/// Elements that pass, with the attributes each may have.
const ELEMENTS: [(&str, &[&str]); 27] = [
    ("mi", &["mathvariant"]),
    ("mn", &["mathvariant"]),
    ("mtext", &["mathvariant"]),
    ("mo", OPERATOR),
    ("mspace", &["width", "height", "depth", "style"]),
    ("mrow", &[]),
    ("mfrac", &["linethickness", "style"]),
    ("msqrt", &[]),
    ("mroot", &[]),
    ("mstyle", SIZE),
    ("merror", &[]),
    ("mpadded", &["width", "height", "depth", "lspace", "voffset", "style"]),
    ("mphantom", &[]),
    ("menclose", &["notation"]),
    ("msub", &[]),
    ("msup", &[]),
    ("msubsup", &[]),
    ("munder", &["accentunder"]),
    ("mover", &["accent"]),
    ("munderover", &["accent", "accentunder"]),
    ("mmultiscripts", &[]),
    ("mprescripts", &[]),
    ("none", &[]),
    ("mtable", &["displaystyle", "style"]),
    ("mtr", &[]),
    ("mtd", &["style"]),
    ("mlabeledtr", &[]),
];

const OPERATOR: &[&str] = &[
    "form",
    "stretchy",
    "symmetric",
    "largeop",
    "movablelimits",
    "accent",
    "lspace",
    "rspace",
    "minsize",
    "maxsize",
    "mathvariant",
];

/// What sets the size of a formula. In MathML 3 it needs an element of its own; MathML Core has it on any.
const SIZE: &[&str] = &["displaystyle", "scriptlevel"];

/// Rewrites the content of a `math` element.
///
/// # Errors
/// None: it is no XML.
pub(super) fn rewrite(math: &str, xml: &mut Xml) -> Option<()> {
    let document = Document::parse(math).ok()?;
    content(document.root_element(), xml);
    Some(())
}

fn content(parent: Node<'_, '_>, xml: &mut Xml) {
    for node in parent.children() {
        if node.is_text() {
            xml.text(node.text().unwrap_or_default());
        } else if node.is_element() {
            element(node, xml);
        }
    }
}

fn element(node: Node<'_, '_>, xml: &mut Xml) {
    let name = node.tag_name().name();
    let Some((name, allowed)) = ELEMENTS.iter().find(|(known, _)| *known == name) else {
        // HTML within text, which MathML 3 does not have: its text stays.
        return content(node, xml);
    };
    let has = |attribute: &str| allowed.contains(&attribute);
    let mut attributes: Vec<(&str, &str)> = node
        .attributes()
        .filter(|attribute| has(attribute.name()))
        .filter(|attribute| attribute.name() != "style" || is_plain_style(attribute.value()))
        .map(|attribute| (attribute.name(), attribute.value()))
        .collect();
    if *name == "mtd" {
        attributes.extend(column_alignment(node));
    }
    // A table carries its own size, but for the level.
    let sizes: Vec<(&str, &str)> = node
        .attributes()
        .filter(|attribute| SIZE.contains(&attribute.name()) && !has(attribute.name()) && *name != "mtable")
        .map(|attribute| (attribute.name(), attribute.value()))
        .collect();
    if !sizes.is_empty() {
        xml.open("mstyle", &sizes);
    }
    if node.has_children() {
        xml.open(name, &attributes);
        content(node, xml);
        xml.close();
    } else {
        xml.empty(name, &attributes);
    }
    if !sizes.is_empty() {
        xml.close();
    }
}

/// Whether a style holds lengths and keywords alone.
fn is_plain_style(style: &str) -> bool {
    style.chars().all(|c| c.is_ascii_alphanumeric() || " -:;.%".contains(c)) && !style.contains("color:")
}

/// The alignment of a cell, as MathML 3 says it.
fn column_alignment(cell: Node<'_, '_>) -> Option<(&'static str, &'static str)> {
    let style = cell.attribute("style")?;
    ["left", "right"]
        .into_iter()
        .find(|side| style.contains(&format!("text-align: {side}")))
        .map(|side| ("columnalign", side))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(content: &str) -> String {
        let mut xml = Xml::default();
        rewrite(&format!("<math>{content}</math>"), &mut xml).unwrap();
        xml.finish().trim_end().to_owned()
    }

    #[test]
    fn size_is_set_by_an_element_of_its_own() {
        assert_eq!(
            rewritten(r#"<mfrac displaystyle="true" scriptlevel="0"><mi>a</mi><mi>b</mi></mfrac>"#),
            r#"<mstyle displaystyle="true" scriptlevel="0"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>"#
        );
        assert_eq!(
            rewritten(r#"<mtable displaystyle="true" scriptlevel="0"/>"#),
            r#"<mtable displaystyle="true"/>"#
        );
    }

    #[test]
    fn columns_are_aligned_for_both_kinds_of_reader() {
        assert_eq!(
            rewritten(r#"<mtd style="text-align: right;padding-right: 0;"><mn>1</mn></mtd>"#),
            r#"<mtd style="text-align: right;padding-right: 0;" columnalign="right"><mn>1</mn></mtd>"#
        );
    }

    #[test]
    fn what_is_not_listed_does_not_pass() {
        assert_eq!(rewritten("<mtext><b onclick=\"x\">5 &lt; 6</b></mtext>"), "<mtext>5 &lt; 6</mtext>");
        assert_eq!(rewritten(r##"<mrow style="color:#F00" href="javascript:x"/>"##), "<mrow/>");
        assert_eq!(rewritten(r#"<mtd style="width: url(x)"/>"#), "<mtd/>");
    }
}
