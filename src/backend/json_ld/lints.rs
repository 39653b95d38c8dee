//! What search engines would hold against the graph, told with its place in the front matter.

use super::scope::Scope;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BlockKind, Field};

/// Findings about names, hidden characters and the FAQ.
pub(super) fn of(scope: &Scope<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    names(scope, &mut findings);
    direction_controls(scope, &mut findings);
    headings_in_faq(scope, &mut findings);
    findings
}

/// An author is one name without titles (Google, Article structured data: author best practices), and so is a
/// reviewer. Names that configuration knows are its own business.
fn names(scope: &Scope<'_>, findings: &mut Vec<Diagnostic>) {
    let authors = scope.metadata.authors.iter().map(|author| (Field::Authors, "author", author));
    let reviewer = scope.metadata.review.iter().map(|review| (Field::Reviewer, "reviewer", &review.reviewer));
    for (field, who, person) in authors.chain(reviewer).filter(|(_, _, person)| person.key.is_none()) {
        let Some(problem) = name_problem(&person.name) else { continue };
        let message = format!("the {who} “{}” {problem}", text::clean(&person.name));
        let finding = Diagnostic::new(Code::AuthorName, message)
            .help("write one name, and its titles in site.authors as honorific_suffix or job_title");
        findings.push(at(scope, field, finding));
    }
}

/// A heading among the questions that is none: it and what follows it are not in the `FAQPage`.
fn headings_in_faq(scope: &Scope<'_>, findings: &mut Vec<Diagnostic>) {
    if !scope.options.faq {
        return;
    }
    let faqs = scope.document.blocks.iter().filter_map(|block| {
        let BlockKind::Faq(faq) = &block.kind else { return None };
        Some(faq)
    });
    for block in faqs.flat_map(|faq| &faq.body) {
        if let BlockKind::Heading(heading) = &block.kind {
            let title = text::of_inlines(&heading.content);
            let message = format!("“{title}” stands among the questions, and is none");
            let finding = Diagnostic::new(Code::NotAQuestion, message)
                .help("end it with a question mark, or move it out of the FAQ");
            findings.push(finding.at(heading.span));
        }
    }
}

/// What is wrong with an author's name, if anything is.
pub(super) fn name_problem(name: &str) -> Option<&'static str> {
    const TITLES: [&str; 12] =
        ["dr", "dr.", "prof", "prof.", "professor", "md", "m.d.", "phd", "ph.d.", "msc", "mph", "rn"];
    const ACCOUNTS: [&str; 8] =
        ["admin", "administrator", "author", "editor", "root", "staff", "user", "webmaster"];
    let lower = name.trim().to_lowercase();
    if ACCOUNTS.contains(&lower.as_str()) {
        return Some("is an account and no name");
    }
    if lower.starts_with("by ") || lower.starts_with("posted by ") {
        return Some("holds more than a name");
    }
    let mut words = lower.split([' ', ',']).filter(|word| !word.is_empty());
    let (first, last) = (words.next()?, words.next_back());
    // A single word may be a name: a person may be called Dr or Md.
    let titled = last.is_some_and(|last| TITLES.contains(&first) || TITLES.contains(&last));
    titled.then_some("holds titles")
}

/// Characters that override the direction of text can disguise a name.
fn direction_controls(scope: &Scope<'_>, findings: &mut Vec<Diagnostic>) {
    let metadata = scope.metadata;
    let hides = |text: &str| text.chars().any(text::is_direction_control);
    let mut check = |field: Field, name: &str, found: bool| {
        if found {
            let message = format!("the {name} holds characters that override the direction of text");
            let finding = Diagnostic::new(Code::DirectionControl, message)
                .help("delete them: they are left out of the data, and can disguise what is written");
            findings.push(at(scope, field, finding));
        }
    };
    check(Field::Title, "title", hides(&metadata.title));
    check(Field::Description, "description", metadata.description.as_deref().is_some_and(hides));
    check(Field::Authors, "list of authors", metadata.authors.iter().any(|author| hides(&author.name)));
    check(Field::Tags, "list of tags", metadata.tags.iter().any(|tag| hides(tag)));
    check(
        Field::Reviewer,
        "reviewer",
        metadata.review.as_ref().is_some_and(|review| hides(&review.reviewer.name)),
    );
}

fn at(scope: &Scope<'_>, field: Field, finding: Diagnostic) -> Diagnostic {
    match scope.metadata.places.get(&field) {
        Some(span) => finding.at(*span),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name() {
        for name in ["Jane Doe", "Md. Rahman", "Dr", "Ada", "The Editors", ""] {
            let problem = name_problem(name);
            assert!(problem.is_none(), "{name}: {problem:?}");
        }
        for name in ["admin", "Dr. Jane Doe", "Jane Doe, MD", "Jane Doe PhD", "By Jane Doe"] {
            assert!(name_problem(name).is_some(), "{name}");
        }
    }
}
