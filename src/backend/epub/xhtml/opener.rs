//! The title block of an article.

use super::Writer;
use crate::backend::epub::volume::one_line;
use crate::labels::Labels;
use crate::model::{Field, Image, Metadata};

impl Writer<'_, '_> {
    /// Opens the article.
    pub(super) fn open_article(&mut self) {
        let title_id = self.part.id("title");
        self.xml.open(
            "section",
            &[
                ("class", "article"),
                ("epub:type", "chapter"),
                ("role", "doc-chapter"),
                ("id", &self.part.slug),
                ("aria-labelledby", &title_id),
            ],
        );
        self.xml.line();
    }

    /// Category, title, subtitle, description, and who wrote it when.
    pub(super) fn opener(&mut self) {
        let document = self.part.document;
        let metadata = &document.metadata;
        self.xml.open("header", &[]);
        self.xml.line();
        self.hero();
        self.line_of("category", self.category());
        let title_id = self.part.id("title");
        self.xml.leaf_line("h1", &[("id", &title_id)], &self.part.contents_title());
        if let Some(subtitle) = &document.subtitle {
            self.xml.open("p", &[("class", "subtitle"), ("role", "doc-subtitle")]);
            self.inlines(subtitle);
            self.xml.close_line();
        }
        self.line_of("deck", metadata.description.as_deref().and_then(one_line));
        let references = document.references.len();
        let mut byline = byline(metadata, self.labels);
        if references > 0 {
            byline.push(self.labels.count(&self.labels.references_count, references));
        }
        self.line_of("byline", Some(byline.join(" · ")).filter(|line| !line.is_empty()));
        self.xml.close_line();
    }

    /// In a book, the image of the article; alone, the article has it as its cover.
    fn hero(&mut self) {
        let Some(cover) = self.part.document.metadata.cover.as_ref().filter(|_| self.volume.is_book()) else {
            return;
        };
        let span = self.part.document.metadata.places.get(&Field::Image).copied().unwrap_or_default();
        let image = Image {
            source: cover.source.clone(),
            alt: cover.alt.clone(),
            decorative: false,
            title: None,
            span,
        };
        // Where it is missing, nothing is: it says nothing that the text does not.
        if let Some(picture) = self.picture(&image) {
            self.xml.open("figure", &[("class", "hero")]);
            self.image(&picture, &image.alt, "");
            self.xml.close_line();
        }
    }

    /// “Peptide guides”, in a book “Guide 2 · Peptide guides”.
    fn category(&self) -> Option<String> {
        let guide = self
            .volume
            .is_book()
            .then(|| self.labels.guide.replace("{number}", &self.part.number.to_string()));
        let category = self.part.document.metadata.categories.first();
        let category = category.and_then(|category| one_line(&category.name));
        let words: Vec<_> = guide.into_iter().chain(category).collect();
        (!words.is_empty()).then(|| words.join(" · "))
    }

    fn line_of(&mut self, class: &str, text: Option<String>) {
        if let Some(text) = text {
            self.xml.leaf_line("p", &[("class", class)], &text);
        }
    }
}

/// Who wrote it, when it was published, changed and reviewed: what is known of it.
pub(in crate::backend::epub) fn byline(metadata: &Metadata, labels: &Labels) -> Vec<String> {
    let mut line = Vec::new();
    let authors: Vec<_> = metadata.authors.iter().filter_map(|author| one_line(&author.name)).collect();
    if !authors.is_empty() {
        line.push(labels.by.replace("{authors}", &labels.join(&authors)));
    }
    line.extend(metadata.published.map(|date| labels.published.replace("{date}", &labels.date(date))));
    let updated = metadata.updated.filter(|date| metadata.published != Some(*date));
    line.extend(updated.map(|date| labels.updated.replace("{date}", &labels.date(date))));
    line.extend(metadata.review.as_ref().map(|review| {
        let reviewed = labels.reviewed.replace("{date}", &labels.date(review.date));
        reviewed.replace("{reviewer}", &review.reviewer.name)
    }));
    line
}
