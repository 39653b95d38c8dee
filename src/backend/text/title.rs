//! The title of an article, and the title and contents of a book.

use super::ascii;
use super::writer::{Writer, narrowed, prefixed};
use crate::model::{Category, Contributor, Metadata, Publication};

/// What stands between the facts of the meta line.
const BETWEEN: &str = " · ";

impl Writer<'_> {
    /// Where the article belongs, its title, subtitle and description, and what is known about it.
    pub(super) fn article_title(&self) -> Vec<String> {
        let metadata = &self.document.metadata;
        let width = self.width();
        let mut lines = self.kicker(metadata);
        lines.extend(self.underlined(&self.plain(&metadata.title), 1, width));
        if let Some(subtitle) = &self.document.subtitle {
            lines.extend(self.paragraph(subtitle, width));
            if metadata.description.is_some() {
                lines.push(String::new());
            }
        }
        if let Some(description) = &metadata.description {
            lines.extend(self.wrap(&self.plain(description), width));
        }
        let meta = self.meta(metadata, self.document.references.len());
        if !meta.is_empty() {
            lines.push(String::new());
            lines.extend(meta);
        }
        lines
    }

    /// The category, in a book after the number of the guide, in capitals.
    fn kicker(&self, metadata: &Metadata) -> Vec<String> {
        let number = self.guides.get(&self.document.route);
        let guide = number.map(|number| self.labels.guide.replace("{number}", &number.to_string()));
        let category = metadata.categories.first().map(|Category { name, .. }| name.clone());
        let parts: Vec<String> = guide.into_iter().chain(category).collect();
        if parts.is_empty() {
            return Vec::new();
        }
        self.wrap(&self.capitals(&parts.join(BETWEEN)), self.width())
    }

    /// By whom, when, and how many references: only what is known.
    fn meta(&self, metadata: &Metadata, references: usize) -> Vec<String> {
        let labels = self.labels;
        let mut facts = Vec::new();
        if !metadata.authors.is_empty() {
            facts.push(labels.by.replace("{authors}", &self.names(&metadata.authors)));
        }
        if let Some(date) = metadata.published {
            facts.push(labels.published.replace("{date}", &labels.date(date)));
        }
        if let Some(date) = metadata
            .updated
            .filter(|date| metadata.published.map(|day| day.iso_date()) != Some(date.iso_date()))
        {
            facts.push(labels.updated.replace("{date}", &labels.date(date)));
        }
        if let Some(review) = &metadata.review {
            let form = labels.reviewed.replace("{date}", &labels.date(review.date));
            facts.push(form.replace("{reviewer}", &review.reviewer.name));
        }
        if references > 0 {
            facts.push(labels.count(&labels.references_count, references));
        }
        if facts.is_empty() {
            return Vec::new();
        }
        let between = if self.ascii() { ascii::fold(BETWEEN, self.language) } else { BETWEEN.to_owned() };
        // A fact stays on one line if it can.
        let kept = facts.iter().map(|fact| {
            let fact = self.plain(fact);
            let fits = self.ruler().width(&fact) + BETWEEN.len() <= self.width();
            if fits { fact.replace(' ', ascii::KEPT_SPACE.encode_utf8(&mut [0; 4])) } else { fact }
        });
        self.wrap(&kept.collect::<Vec<_>>().join(&between), self.width())
    }

    fn names(&self, people: &[Contributor]) -> String {
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        self.labels.join(&names)
    }

    /// The title of a book between two lines, its subtitle and description, its authors and date.
    pub(super) fn book_title(&self, book: &Publication) -> Vec<String> {
        let width = self.width();
        let title = self.underlined(&self.plain(&book.metadata.title), 1, width);
        let mut lines: Vec<String> = title.last().cloned().into_iter().collect();
        lines.extend(title);
        if let Some(subtitle) = &book.subtitle {
            lines.extend(self.wrap(&self.plain(subtitle), width));
        }
        if let Some(description) = &book.metadata.description {
            lines.push(String::new());
            lines.extend(self.wrap(&self.plain(description), width));
        }
        let meta = self.meta(&book.metadata, 0);
        if !meta.is_empty() {
            lines.push(String::new());
            lines.extend(meta);
        }
        lines
    }

    /// The articles of a book, numbered, and the references of the whole.
    pub(super) fn contents(&self, book: &Publication) -> Vec<String> {
        let parts = &book.parts;
        let mut lines = self.section(&self.labels.contents);
        let hang = parts.len().to_string().len() + 2;
        for (part, number) in parts.iter().zip(1_usize..) {
            let title = self.wrap(&self.plain(&part.metadata.title), narrowed(self.width(), hang));
            lines.extend(prefixed(title, &format!("{number:>0$}. ", hang - 2), &" ".repeat(hang)));
        }
        if !book.references.is_empty() {
            let indent = " ".repeat(hang);
            let title = self.plain(self.labels.references_title(&book.references));
            lines.extend(prefixed(self.wrap(&title, narrowed(self.width(), hang)), &indent, &indent));
        }
        lines
    }
}
