//! What holds for every EPUB file: well-formed, every name unique, every link arrives.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, ParsingOptions};

use super::fixture::Unpacked;

/// What is wrong with a file.
pub fn problems(epub: &Unpacked) -> Vec<String> {
    let mut problems = Vec::new();
    let mut parsed = BTreeMap::new();
    for (path, bytes) in &epub.files {
        if ![".xhtml", ".opf", ".ncx", ".xml"].iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap();
        // The document type declares no entity: `<!DOCTYPE html>` alone.
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        match Document::parse_with_options(text, options) {
            Ok(document) => drop(parsed.insert(path.as_str(), document)),
            Err(error) => problems.push(format!("{path}: {error}\n{text}")),
        }
    }
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, document) in &parsed {
        let known = ids.entry(path).or_default();
        for id in document.descendants().filter_map(|node| node.attribute("id")) {
            if !known.insert(id) {
                problems.push(format!("{path}: two elements have the id {id}"));
            }
        }
    }
    for (path, document) in &parsed {
        for node in document.descendants() {
            let references = ["href", "src"].into_iter().filter_map(|name| node.attribute(name));
            for target in
                references.filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
            {
                let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
                let file = if file.is_empty() { (*path).to_owned() } else { format!("OEBPS/{file}") };
                if !epub.files.contains_key(&file) {
                    problems.push(format!("{path}: {target} leads to no file"));
                } else if !fragment.is_empty() && !ids.get(&*file).is_some_and(|ids| ids.contains(fragment)) {
                    problems.push(format!("{path}: {target} leads to no element"));
                }
            }
            let (name, parent) = (node.tag_name().name(), node.ancestors().skip(1));
            if name == "a" && parent.into_iter().any(|above| above.tag_name().name() == "a") {
                problems.push(format!("{path}: a link in a link"));
            }
        }
    }
    problems
}

/// The text of a page's body.
pub fn text(page: &str) -> String {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(page, options).unwrap();
    let body = document.descendants().find(|node| node.tag_name().name() == "body").unwrap();
    // Elements part words; those within words are not generated.
    body.descendants()
        .filter(|node| node.is_text())
        .filter_map(|node| node.text())
        .collect::<Vec<_>>()
        .join(" ")
}
