//! Putting into epub-builder's package document and NCX what it cannot express.
//!
//! Each patch must find its place exactly once: a new version of epub-builder that writes something else is an error,
//! never a file that is wrong in silence.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::package::identifier;
use super::volume::{TITLE_PAGE, Volume};
use super::xhtml::{Page, direction};
use super::xml::Xml;
use crate::backend::Context;

/// Finishes the package document: language, direction, metadata, the properties of pages, the contents in the spine.
///
/// # Errors
/// A patch does not match exactly once.
pub(super) fn package(
    skeleton: &str,
    volume: &Volume<'_>,
    metadata: &str,
    pages: &[Page],
) -> Result<String, String> {
    let language = &volume.publication.metadata.language;
    let attributes = format!(
        " unique-identifier=\"epub-id-1\" xml:lang=\"{language}\" dir=\"{}\">",
        direction(language.direction())
    );
    let mut package = replace(skeleton, " unique-identifier=\"epub-id-1\">", &attributes)?;
    package = replace_from_to(&package, "  <metadata ", "</metadata>\n", metadata)?;
    package = declare_formulas(&package, pages)?;
    // The contents are a page too, after the title page.
    let title_page = format!("<itemref idref=\"id_{TITLE_PAGE}\"/>");
    package = replace(&package, &title_page, &format!("{title_page}\n    <itemref idref=\"nav\"/>"))?;
    // The guide is of EPUB 2; the landmarks say the same.
    replace_from_to(&package, "  <guide>", "</guide>\n", "").map(|package| drop_blank_lines(&package))
}

/// Declares the pages that hold MathML (the manifest property `mathml` of EPUB 3.3).
fn declare_formulas(package: &str, pages: &[Page]) -> Result<String, String> {
    let with = |page: &&Page| page.formulas.typeset > 0;
    let files: BTreeSet<&str> = pages.iter().filter(with).map(|page| page.file.as_str()).collect();
    let mut declared = 0;
    let mut lines = Vec::new();
    for line in package.lines() {
        let file = line.rsplit_once(" href=\"").and_then(|(_, end)| end.strip_suffix("\"/>"));
        match line.strip_suffix("/>") {
            Some(item) if file.is_some_and(|file| files.contains(file)) => {
                declared += 1;
                lines.push(Cow::Owned(format!("{item} properties=\"mathml\"/>")));
            }
            _ => lines.push(Cow::Borrowed(line)),
        }
    }
    if declared != files.len() {
        return Err(format!("{declared} of {} pages stand in epub-builder's manifest", files.len()));
    }
    Ok(lines.join("\n") + "\n")
}

/// Finishes the NCX: language, identifier, depth.
///
/// # Errors
/// A patch does not match exactly once.
pub(super) fn ncx(skeleton: &str, volume: &Volume<'_>, context: &Context<'_>) -> Result<String, String> {
    let metadata = &volume.publication.metadata;
    let root = "xmlns=\"http://www.daisy.org/z3986/2005/ncx/\">";
    let ncx = replace(
        skeleton,
        root,
        &format!(
            "xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" xml:lang=\"{}\" dir=\"{}\">",
            metadata.language,
            direction(metadata.language.direction())
        ),
    )?;
    let depth = 1 + usize::from(volume.contents.iter().any(|entry| !entry.children.is_empty()));
    let mut head = Xml::default();
    head.empty("meta", &[("name", "dtb:uid"), ("content", &identifier(volume, context))]);
    head.markup("\n    ");
    head.empty("meta", &[("name", "dtb:depth"), ("content", &depth.to_string())]);
    replace(&ncx, "<meta name=\"dtb:depth\" content=\"1\" />", head.finish().trim_end())
        .map(|ncx| drop_blank_lines(&ncx))
}

/// Replaces what stands exactly once.
fn replace(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("“{from}” stands {count} times in epub-builder's document, not once")),
    }
}

/// Replaces the only stretch from one mark through another.
fn replace_from_to(text: &str, from: &str, to: &str, new: &str) -> Result<String, String> {
    let stretch = text
        .split_once(from)
        .and_then(|(_, rest)| rest.split_once(to))
        .map(|(inside, _)| format!("{from}{inside}{to}"))
        .ok_or_else(|| format!("“{from}” … “{to}” does not stand in epub-builder's document"))?;
    if text.matches(from).count() != 1 || text.matches(to).count() != 1 {
        return Err(format!("“{from}” … “{to}” stands more than once in epub-builder's document"));
    }
    replace(text, &stretch, new)
}

/// Its templates leave lines without content.
fn drop_blank_lines(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_matches_exactly_once() {
        assert_eq!(replace("a b c", "b", "x").unwrap(), "a x c");
        assert!(replace("a b b", "b", "x").unwrap_err().contains("2 times"));
        assert!(replace("a c", "b", "x").unwrap_err().contains("0 times"));
        assert_eq!(replace_from_to("a (b) c", "(", ")", "x").unwrap(), "a x c");
        assert!(replace_from_to("a (b) (c)", "(", ")", "x").is_err());
        assert!(replace_from_to("a )b(", "(", ")", "x").is_err());
    }
}
