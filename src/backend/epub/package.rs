//! The metadata of the package document (EPUB 3.3, 5.5; EPUB Accessibility 1.1).

use uuid::Uuid;

use super::front::Cover;
use super::images::Gallery;
use super::volume::{Volume, one_line};
use super::xhtml::{Formulas, Page};
use super::xml::Xml;
use crate::backend::Context;
use crate::config::{Config, Site};
use crate::model::{Language, count_words, plain_text, plain_text_of_blocks};

/// What stands for the time of change when nothing is known: the ZIP epoch.
const NEVER: &str = "1980-01-01T00:00:00Z";
/// What `epub.conforms_to` says to claim nothing.
const NO_CLAIM: &str = "none";

/// Writes the `metadata` element, indented as epub-builder indents.
pub(super) fn metadata(
    volume: &Volume<'_>,
    context: &Context<'_>,
    pages: &[Page],
    gallery: &Gallery<'_>,
    cover: Option<&Cover>,
) -> String {
    let mut block = Block { xml: Xml::default() };
    block.xml.markup("  ");
    block.xml.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    block.xml.line();
    block.identity(volume, context);
    block.people(volume, context);
    block.content(volume);
    block.accessibility(context, pages, gallery);
    // What EPUB 2 readers know.
    if cover.is_some() {
        block.line("meta", &[("name", "cover"), ("content", "cover-image")], None);
    }
    block.line("meta", &[("name", "generator"), ("content", "pepexport")], None);
    block.xml.markup("  ");
    block.xml.finish()
}

/// The identifier: a UUID made of the canonical URL, or of the route where there is none (RFC 9562, 5.5).
pub(super) fn identifier(volume: &Volume<'_>, context: &Context<'_>) -> String {
    let publication = volume.publication;
    let name = match (&publication.metadata.url, context.config.site.base_text()) {
        (Some(url), _) => url.clone(),
        (None, Some(base)) => format!("{base}/{}", publication.route),
        (None, None) => publication.route.to_string(),
    };
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).urn().to_string()
}

/// Who publishes: the organisation, else the site.
pub(super) fn publisher(config: &Config) -> Option<String> {
    let site = &config.site;
    site.organization.name.as_deref().or(site.name.as_deref()).and_then(one_line)
}

/// The notice of rights, as far as it is configured: “© 2026 PeptideArc. CC BY 4.0”.
pub(super) fn rights(site: &Site) -> Option<String> {
    let year = site.copyright_year.map(|year| year.to_string());
    let holder = site.copyright_holder.as_deref().and_then(one_line);
    let holder: Vec<_> = year.into_iter().chain(holder).collect();
    let holder = (!holder.is_empty()).then(|| format!("© {}", holder.join(" ")));
    let licence = site.license.as_deref().and_then(one_line);
    let parts: Vec<_> = holder.into_iter().chain(licence).collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}

struct Block {
    xml: Xml,
}

impl Block {
    /// One element on a line.
    fn line(&mut self, name: &'static str, attributes: &[(&str, &str)], text: Option<&str>) {
        self.xml.markup("    ");
        match text {
            Some(text) => self.xml.leaf(name, attributes, text),
            None => self.xml.empty(name, attributes),
        }
        self.xml.line();
    }

    /// A Dublin Core element, where its text says anything.
    fn dublin_core(&mut self, name: &'static str, attributes: &[(&str, &str)], text: Option<&str>) {
        if let Some(text) = text.and_then(one_line) {
            self.line(name, attributes, Some(&text));
        }
    }

    fn meta(&mut self, property: &str, text: &str) {
        self.line("meta", &[("property", property)], Some(text));
    }

    fn refine(&mut self, id: &str, property: &str, text: &str) {
        self.line("meta", &[("refines", &format!("#{id}")), ("property", property)], Some(text));
    }

    fn identity(&mut self, volume: &Volume<'_>, context: &Context<'_>) {
        let metadata = &volume.publication.metadata;
        let modified = volume.publication.last_change().or(context.fallback_date);
        let modified = modified.map_or_else(|| NEVER.to_owned(), |date| date.utc());
        self.line("dc:identifier", &[("id", "epub-id-1")], Some(&identifier(volume, context)));
        if let Some(date) = metadata.published.or(metadata.updated) {
            self.line("dc:date", &[], Some(&date.iso_date()));
        }
        self.meta("dcterms:modified", &modified);
        self.dublin_core("dc:source", &[], metadata.url.as_deref());
        self.dublin_core("dc:publisher", &[], publisher(context.config).as_deref());
        self.dublin_core("dc:rights", &[], rights(&context.config.site).as_deref());
    }

    fn people(&mut self, volume: &Volume<'_>, context: &Context<'_>) {
        let metadata = &volume.publication.metadata;
        let title = volume.title();
        self.line("dc:title", &[("id", "title")], Some(&title));
        self.refine("title", "title-type", "main");
        if let Some(sorted) = file_as(&title, &metadata.language) {
            self.refine("title", "file-as", &sorted);
        }
        if let Some(subtitle) = volume.subtitle() {
            self.line("dc:title", &[("id", "subtitle")], Some(&subtitle));
            self.refine("subtitle", "title-type", "subtitle");
        }
        let names: Vec<_> = metadata.authors.iter().filter_map(|author| one_line(&author.name)).collect();
        // Without an author the publisher stands in, as in a citation.
        let names = if names.is_empty() { publisher(context.config).into_iter().collect() } else { names };
        for (i, name) in names.iter().enumerate() {
            let id = format!("creator-{}", i + 1);
            self.line("dc:creator", &[("id", &id)], Some(name));
            let role = [("refines", &*format!("#{id}")), ("property", "role"), ("scheme", "marc:relators")];
            self.line("meta", &role, Some("aut"));
        }
    }

    fn content(&mut self, volume: &Volume<'_>) {
        let metadata = &volume.publication.metadata;
        let mut languages: Vec<&Language> = vec![&metadata.language];
        for part in &volume.parts {
            if !languages.contains(&&part.document.metadata.language) {
                languages.push(&part.document.metadata.language);
            }
        }
        for language in languages {
            self.line("dc:language", &[], Some(language.as_str()));
        }
        self.dublin_core("dc:description", &[], metadata.description.as_deref());
        for subject in &metadata.tags {
            self.dublin_core("dc:subject", &[], Some(subject));
        }
        if let Some(collection) = volume.category() {
            let attributes = [("property", "belongs-to-collection"), ("id", "collection")];
            self.line("meta", &attributes, Some(&collection));
            self.refine("collection", "collection-type", "set");
        }
        let words: usize =
            volume.parts.iter().map(|part| count_words(&plain_text_of_blocks(&part.document.blocks))).sum();
        self.meta("schema:wordCount", &words.to_string());
    }

    /// What is said of accessibility is true of this very content.
    fn accessibility(&mut self, context: &Context<'_>, pages: &[Page], gallery: &Gallery<'_>) {
        let images = gallery.has_pictures;
        let described = images && !gallery.lacks_alternative;
        let formulas = pages.iter().fold(Formulas::default(), |sum, page| sum.and(page.formulas));
        self.meta("schema:accessMode", "textual");
        if images {
            self.meta("schema:accessMode", "visual");
        }
        if !images || described {
            self.meta("schema:accessModeSufficient", "textual");
        }
        if images {
            self.meta("schema:accessModeSufficient", "textual,visual");
        }
        for (feature, present) in [
            ("structuralNavigation", true),
            ("tableOfContents", true),
            ("readingOrder", true),
            ("displayTransformability", true),
            ("ARIA", true),
            ("alternativeText", described),
            ("MathML", formulas.typeset > 0 && formulas.plain == 0),
        ] {
            if present {
                self.meta("schema:accessibilityFeature", feature);
            }
        }
        self.meta("schema:accessibilityHazard", "none");
        let english = [("property", "schema:accessibilitySummary"), ("xml:lang", "en")];
        self.line("meta", &english, Some(&summary(images, described, formulas)));
        self.claim(context, !images || described);
    }

    /// The claim of conformance, unless the content makes it untrue.
    fn claim(&mut self, context: &Context<'_>, holds: bool) {
        let claim = context.config.epub.conforms_to.trim();
        if claim.is_empty() || claim == NO_CLAIM || !holds {
            return;
        }
        let attributes = [("property", "dcterms:conformsTo"), ("id", "conformance")];
        self.line("meta", &attributes, Some(claim));
        if let Some(certifier) = context.config.epub.certified_by.as_deref().and_then(one_line) {
            self.refine("conformance", "a11y:certifiedBy", &certifier);
        }
    }
}

/// The title as catalogues sort it, where that differs: “Bottom Line, The”. Only English, whose articles are plain.
fn file_as(title: &str, language: &Language) -> Option<String> {
    if language.primary() != "en" {
        return None;
    }
    let (article, rest) = title.split_once(' ')?;
    ["The", "A", "An"].contains(&article).then(|| format!("{rest}, {article}"))
}

/// The summary, for people who choose a book by it.
fn summary(images: bool, described: bool, formulas: Formulas) -> String {
    let mut sentences = vec![
        "Headings, a table of contents and a logical reading order make the text easy to navigate; it can be enlarged, \
         recoloured and read aloud.",
    ];
    match (images, described) {
        (true, true) => sentences.push("Images have text alternatives."),
        (true, false) => sentences.push("Some images have no text alternative."),
        (false, _) => {}
    }
    match (formulas.typeset > 0, formulas.plain > 0) {
        (true, false) => sentences.push("Formulas are MathML."),
        (true, true) => sentences.push("Formulas are MathML, some of them TeX source."),
        (false, true) => sentences.push("Formulas are TeX source."),
        (false, false) => {}
    }
    sentences.join(" ")
}

impl Volume<'_> {
    /// The title of the whole, on one line.
    pub(super) fn title(&self) -> String {
        let title = one_line(&self.publication.metadata.title);
        title.unwrap_or_else(|| self.publication.route.slug().to_owned())
    }

    /// The subtitle of the whole.
    pub(super) fn subtitle(&self) -> Option<String> {
        match &self.publication.subtitle {
            Some(subtitle) => one_line(subtitle),
            None if self.is_book() => None,
            None => {
                let subtitle = self.parts.first()?.document.subtitle.as_deref()?;
                one_line(&plain_text(subtitle))
            }
        }
    }
}
