//! What every page has: declaration, head, language and direction.

use super::math::Formulas;
use crate::backend::epub::volume::STYLE_SHEET;
use crate::backend::epub::xml::Xml;
use crate::model::{Language, TextDirection};

/// A page of the volume.
#[derive(Debug)]
pub(in crate::backend::epub) struct Page {
    /// Its file.
    pub(in crate::backend::epub) file: String,
    /// Its text.
    pub(in crate::backend::epub) text: String,
    /// How its formulas came out.
    pub(in crate::backend::epub) formulas: Formulas,
}

/// Starts a page: everything before its body.
pub(in crate::backend::epub) fn page(title: &str, language: &Language) -> Xml {
    let mut xml = Xml::with_prolog("<!DOCTYPE html>\n");
    let language_tag = language.as_str();
    xml.open(
        "html",
        &[
            ("xmlns", "http://www.w3.org/1999/xhtml"),
            ("xmlns:epub", "http://www.idpf.org/2007/ops"),
            ("lang", language_tag),
            ("xml:lang", language_tag),
            ("dir", direction(language.direction())),
        ],
    );
    xml.line();
    xml.open("head", &[]);
    xml.line();
    xml.leaf_line("title", &[], title);
    xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", STYLE_SHEET)]);
    xml.line();
    xml.close_line();
    xml
}

/// Opens the body. `kind` is its division of the volume (EPUB Structural Semantics Vocabulary 1.1: `frontmatter`, `bodymatter`).
pub(in crate::backend::epub) fn body(xml: &mut Xml, kind: &str) {
    xml.open("body", &[("epub:type", kind)]);
    xml.line();
}

/// The value of HTML's `dir`.
pub(in crate::backend::epub) fn direction(direction: TextDirection) -> &'static str {
    match direction {
        TextDirection::LeftToRight => "ltr",
        TextDirection::RightToLeft => "rtl",
    }
}
