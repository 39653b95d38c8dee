//! What the front matter lacks, or has too much of.

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::{Setting, Surroundings};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Metadata};

/// Characters of a title that result pages of search engines show.
const TITLE: usize = 65;
/// Characters of a description that they show.
const DESCRIPTION: usize = 160;
/// The most tags that help anybody.
const TAGS: usize = 20;

/// Reports what is wrong with the metadata of an article.
pub fn look(
    metadata: &Metadata,
    setting: &Setting<'_>,
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut report = |field: Field, finding: Diagnostic| {
        diagnostics.push(match metadata.place_of(field) {
            Some(span) => finding.at(span),
            None => finding,
        });
    };
    if !setting.terms.knows(&metadata.language) {
        report(
            Field::Language,
            Diagnostic::new(
                Code::UnknownLanguage,
                format!("there are no terms for the language “{}”; English ones stand in", metadata.language),
            )
            .help("correct `lang:`, or give the terms in the section `labels` of the configuration"),
        );
    }
    let title = length(&metadata.title);
    if title > TITLE {
        report(
            Field::Title,
            Diagnostic::new(Code::LongTitle, format!("the title has {title} characters"))
                .help(format!("search engines cut titles at about {TITLE}; put what matters first")),
        );
    }
    match &metadata.description {
        None => report(
            Field::Description,
            Diagnostic::new(Code::MissingDescription, "the article has no description").help(
                "add `description:` to the front matter, one or two sentences: it opens the guide and stands in search results",
            ),
        ),
        Some(description) if length(description) > DESCRIPTION => report(
            Field::Description,
            Diagnostic::new(
                Code::LongDescription,
                format!("the description has {} characters", length(description)),
            )
            .help(format!("search engines cut descriptions at about {DESCRIPTION}; say the main thing first")),
        ),
        Some(_) => {}
    }
    // What was written but is no date has its own finding.
    if metadata.published.is_none() && !metadata.places.contains_key(&Field::Published) {
        report(
            Field::Published,
            Diagnostic::new(Code::MissingDate, "the article has no date of publication")
                .help("add `published: YYYY-MM-DD` to the front matter: readers judge advice by its age, and the feed needs it"),
        );
    }
    if let (Some(published), Some(today)) = (metadata.published, around.today)
        && published.iso_date() > today.iso_date()
    {
        report(
            Field::Published,
            Diagnostic::new(
                Code::FutureDate,
                format!("the date of publication, {}, lies in the future", published.iso_date()),
            )
            .help("correct the date, or mark the article `draft: true` until then"),
        );
    }
    if metadata.authors.is_empty() {
        report(
            Field::Authors,
            Diagnostic::new(Code::MissingAuthor, "the article has no author; the organisation stands in")
                .help("add `author:` to the front matter: who speaks matters most where health is concerned"),
        );
    }
    if metadata.cover.is_none() && !metadata.places.contains_key(&Field::Image) {
        report(
            Field::Image,
            Diagnostic::new(Code::MissingCover, "the article has no image").help(
                "add `image:` and `image_alt:` to the front matter; without one the title stands alone",
            ),
        );
    }
    if metadata.tags.len() > TAGS {
        report(
            Field::Tags,
            Diagnostic::new(Code::TooManyTags, format!("the article has {} tags", metadata.tags.len()))
                .help(format!("keep the {TAGS} that say most, or fewer: many tags look like spam")),
        );
    }
    let written = |field: Field| metadata.places.contains_key(&field);
    if metadata.review.is_none() && written(Field::Reviewed) != written(Field::Reviewer) {
        let (there, lacking) = if written(Field::Reviewed) {
            (Field::Reviewed, "`reviewer:`, who reviewed it")
        } else {
            (Field::Reviewer, "`reviewed:`, the date of the review")
        };
        report(
            there,
            Diagnostic::new(
                Code::IncompleteReview,
                "a review needs both its date and its reviewer; it is left out",
            )
            .help(format!("add {lacking}; never claim a review that nobody made")),
        );
    }
}

/// Characters as readers count them (UAX 29).
fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::*;
    use super::super::run;
    use crate::model::{Contributor, Cover, Date, Document, Field, ImageSource, Language};

    fn lint(document: Document) -> Vec<&'static str> {
        let mut world = World::new();
        world.today = Date::parse("2026-03-01").ok();
        codes(&world.complete(document, &[run]).1)
    }

    fn sound() -> Document {
        let mut document = document(vec![]);
        let metadata = &mut document.metadata;
        metadata.description = Some("What it is.".to_owned());
        metadata.published = Date::parse("2026-03-01").ok();
        metadata.authors = vec![Contributor { key: None, name: "Jane".to_owned() }];
        metadata.cover = Some(Cover { source: ImageSource::Missing("x".to_owned()), alt: "x".to_owned() });
        document
    }

    #[test]
    fn a_sound_article_passes() {
        assert!(lint(sound()).is_empty());
    }

    #[test]
    fn what_is_missing_is_reported() {
        let expected = ["missing-description", "missing-date", "missing-author", "missing-cover"];
        assert_eq!(lint(document(vec![])), expected);
    }

    #[test]
    fn what_was_written_wrongly_is_not_missing_too() {
        let mut article = document(vec![]);
        article.metadata.places.extend([(Field::Published, span()), (Field::Image, span())]);
        assert_eq!(lint(article), ["missing-description", "missing-author"]);
    }

    #[test]
    fn what_is_too_much_is_reported() {
        let mut article = sound();
        // Counted as readers count: a flag is one character.
        article.metadata.title = "🇦🇹".repeat(65);
        article.metadata.description = Some("é".repeat(160));
        article.metadata.tags = (0..20).map(|n| n.to_string()).collect();
        assert!(lint(article.clone()).is_empty());
        article.metadata.title.push('x');
        article.metadata.description = Some("é".repeat(161));
        article.metadata.tags.push("more".to_owned());
        article.metadata.published = Date::parse("2026-03-02").ok();
        article.metadata.language = Language::parse("tlh").unwrap();
        article.metadata.places.insert(Field::Reviewed, span());
        let expected = [
            "unknown-language",
            "long-title",
            "long-description",
            "future-date",
            "too-many-tags",
            "incomplete-review",
        ];
        assert_eq!(lint(article), expected);
    }
}
