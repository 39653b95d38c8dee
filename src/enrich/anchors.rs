//! Anchors: the name of each heading, by GitHub's rules, unique in the document.

use std::collections::{BTreeMap, BTreeSet};

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Anchor, Block, BlockKind, Document, Inline, plain_text, walk};

use super::{Setting, folding::is_mark};

/// Names every heading and looks at their levels.
pub fn run(document: &mut Document, _: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut names = Names::default();
    // What authors wrote goes first, so that a made name never takes theirs.
    flow_headings(document, &mut |block| {
        if let Some(heading) = block.heading_mut()
            && !heading.anchor.as_str().is_empty()
        {
            let wanted = heading.anchor.as_str().to_owned();
            let given = names.unique(&wanted);
            if given != wanted {
                diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateAnchor,
                        format!("the anchor “{wanted}” is already taken; this heading gets “{given}”"),
                    )
                    .at(heading.span)
                    .help("give each heading an anchor of its own"),
                );
            }
            heading.anchor = Anchor::new(&given);
        }
    });
    flow_headings(document, &mut |block| {
        if let Some(heading) = block.heading_mut() {
            if plain_text(&heading.content).is_empty() {
                diagnostics.push(
                    Diagnostic::new(Code::EmptyHeading, "the heading has no text")
                        .at(heading.span)
                        .help("write the heading, or remove its `#` marks"),
                );
            }
            if heading.anchor.as_str().is_empty() {
                let slug = slug(&heading.content);
                let wanted = if slug.is_empty() { "section" } else { &slug };
                heading.anchor = Anchor::new(&names.unique(wanted));
            }
        }
    });
    let mut above = 1;
    levels(&document.blocks, &mut above, diagnostics);
}

fn flow_headings(document: &mut Document, visit: &mut impl FnMut(&mut Block)) {
    walk::bodies_mut(document, &mut |blocks| walk::blocks_mut(blocks, visit));
}

/// Reports headings of the document's own flow that skip a level. The title counts as level 1.
fn levels(blocks: &[Block], above: &mut u8, diagnostics: &mut Vec<Diagnostic>) {
    for block in blocks {
        let Some(heading) = block.heading() else { continue };
        if heading.level > *above + 1 {
            diagnostics.push(
                Diagnostic::new(
                    Code::SkippedHeadingLevel,
                    format!("a heading of level {} follows one of level {above}", heading.level),
                )
                .at(heading.span)
                .help(format!(
                    "use level {}: `{}`; readers who move by headings would miss a step",
                    *above + 1,
                    "#".repeat(usize::from(*above) + 1)
                )),
            );
        }
        *above = heading.level;
        match &block.kind {
            BlockKind::Faq(faq) => levels(&faq.body, above, diagnostics),
            BlockKind::Question(question) => levels(&question.answer, above, diagnostics),
            _ => {}
        }
    }
}

/// Names given so far.
#[derive(Debug, Default)]
struct Names {
    taken: BTreeSet<String>,
    counts: BTreeMap<String, u32>,
}

impl Names {
    /// `wanted`, or with the first free of `-1`, `-2` … when it is taken.
    fn unique(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while self.taken.contains(&name) {
            let count = self.counts.entry(wanted.to_owned()).or_default();
            *count += 1;
            name = format!("{wanted}-{count}");
        }
        self.taken.insert(name.clone());
        name
    }
}

/// The name GitHub gives a heading: lower case, punctuation dropped save `-` and `_`, each space a `-`.
pub fn slug(content: &[Inline]) -> String {
    let mut text = String::new();
    text_content(content, &mut text);
    slug_of(&text)
}

/// The name GitHub gives a text.
pub fn slug_of(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            // Most are of ASCII.
            c if c.is_ascii() => (c.is_ascii_alphanumeric() || c == '_').then_some(c),
            c => is_word(c).then_some(c),
        })
        .collect()
}

/// `\p{Word}` of GitHub's own filter: letters, marks, decimal digits, connectors.
fn is_word(c: char) -> bool {
    let category = c.general_category();
    c.is_alphabetic()
        || is_mark(c)
        || matches!(category, GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation)
}

/// The text of a heading as a page shows it: no images, no footnote calls.
fn text_content(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(words) | Inline::Code(words) | Inline::Math(words) => text.push_str(words),
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
            Inline::Image(_) | Inline::FootnoteCall(_) => {}
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Link(_)
            | Inline::Citation(_)
            | Inline::Passage(_) => text_content(walk::children_of(inline).map_or(&[], Vec::as_slice), text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn anchors(document: &Document) -> Vec<String> {
        let mut found = Vec::new();
        walk::blocks(&document.blocks, &mut |block| {
            found.extend(block.heading().map(|heading| heading.anchor.to_string()));
        });
        found
    }

    #[test]
    fn names_are_those_of_github() {
        for (text, name) in [
            ("Dosing Protocols", "dosing-protocols"),
            ("What Is Cerebrolysin?", "what-is-cerebrolysin"),
            ("Alzheimer's & TBI", "alzheimers--tbi"),
            ("snake_case and kebab-case", "snake_case-and-kebab-case"),
            ("🎉 Party", "-party"),
            ("C++ / 3.5 mg", "c--35-mg"),
            ("Übergrößen", "übergrößen"),
            ("हिन्दी में", "हिन्दी-में"),
            ("什么是肽？", "什么是肽"),
            ("İstanbul", "i̇stanbul"),
        ] {
            assert_eq!(slug_of(text), name);
        }
    }

    #[test]
    fn images_and_calls_name_nothing() {
        let content = vec![image("x.png", "Alt"), strong("Dose"), call("n"), Inline::Code(" a_b".to_owned())];
        assert_eq!(slug(&content), "dose-a_b");
    }

    #[test]
    fn names_are_unique_and_written_ones_stay() {
        let mut explicit = heading(2, "Later");
        explicit.heading_mut().unwrap().anchor = Anchor::new("dose");
        let blocks = vec![
            heading(2, "Dose"),
            heading(2, "Dose"),
            heading(2, "Dose 1"),
            explicit.clone(),
            explicit,
            heading(2, "!!!"),
            heading(2, "???"),
        ];
        let (document, findings) = identify_with(document(blocks), run);
        assert_eq!(
            anchors(&document),
            ["dose-2", "dose-3", "dose-1-1", "dose", "dose-1", "section", "section-1"]
        );
        assert_eq!(codes(&findings), ["duplicate-anchor"]);
    }

    #[test]
    fn headings_without_text_or_with_a_leap_are_reported() {
        let blocks = vec![heading(3, "Deep"), heading(2, ""), heading(4, "Deeper"), heading(2, "Up")];
        let (_, findings) = identify_with(document(blocks), run);
        assert_eq!(codes(&findings), ["empty-heading", "skipped-heading-level", "skipped-heading-level"]);
        assert_eq!(findings[1].message, "a heading of level 3 follows one of level 1");
    }
}
