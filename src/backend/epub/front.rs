//! The pages before the text: cover and title page.

use super::images::{Gallery, Shown};
use super::volume::{COVER_PAGE, TITLE_PAGE, Volume, one_line};
use super::xhtml::{Formulas, Page, body, byline, page};
use super::{package, xml::Xml};
use crate::backend::Context;
use crate::diagnostic::Diagnostic;
use crate::model::{Field, ImageSource};

/// The cover of a volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// Its image.
    pub(super) shown: Shown,
    /// What it shows, in words.
    pub(super) alt: String,
}

/// The cover: the image the author gave.
pub(super) fn cover(
    volume: &Volume<'_>,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Cover> {
    let metadata = &volume.publication.metadata;
    let given = metadata.cover.as_ref()?;
    let ImageSource::File(path) = &given.source else { return None };
    let alt = match one_line(&given.alt) {
        Some(alt) => alt,
        None => format!("{}{}{}", volume.labels.cover, volume.labels.colon, volume.title()),
    };
    match gallery.show(path, &alt) {
        Ok(shown) => Some(Cover { shown, alt }),
        Err(problem) => {
            let place = metadata.places.get(&Field::Image);
            diagnostics.push(place.map_or(problem.clone(), |span| problem.at(*span)));
            None
        }
    }
}

/// The page that shows the cover.
pub(super) fn cover_page(cover: &Cover, volume: &Volume<'_>) -> Page {
    let mut xml = page(&volume.labels.cover, &volume.publication.metadata.language);
    body(&mut xml, "cover");
    xml.open("section", &[("class", "cover"), ("epub:type", "cover")]);
    xml.line();
    let (width, height) = (cover.shown.width.to_string(), cover.shown.height.to_string());
    xml.empty(
        "img",
        &[
            ("src", &cover.shown.href),
            ("alt", &cover.alt),
            ("role", "doc-cover"),
            ("width", &width),
            ("height", &height),
        ],
    );
    xml.line();
    Page { file: COVER_PAGE.to_owned(), text: xml.finish(), formulas: Formulas::default() }
}

/// The title page: what it is, by whom, of when, from where.
pub(super) fn title_page(volume: &Volume<'_>, context: &Context<'_>) -> Page {
    let metadata = &volume.publication.metadata;
    let mut xml = page(&volume.title(), &metadata.language);
    body(&mut xml, "frontmatter");
    xml.open("section", &[("class", "title-page"), ("epub:type", "titlepage")]);
    xml.line();
    let line = |xml: &mut Xml, class: &str, text: Option<String>| {
        if let Some(text) = text {
            xml.leaf_line("p", &[("class", class)], &text);
        }
    };
    line(&mut xml, "publisher", package::publisher(context.config));
    xml.leaf_line("h1", &[], &volume.title());
    line(&mut xml, "subtitle", volume.subtitle());
    line(&mut xml, "deck", metadata.description.as_deref().and_then(one_line));
    for text in byline(metadata, volume.labels) {
        line(&mut xml, "byline", Some(text));
    }
    line(&mut xml, "byline", package::rights(&context.config.site));
    if let Some(url) = &metadata.url {
        xml.open("p", &[("class", "byline")]);
        let shown = url.split_once("://").map_or(url.as_str(), |(_, bare)| bare).trim_end_matches('/');
        xml.leaf("a", &[("class", "address"), ("href", url)], shown);
        xml.close_line();
    }
    Page { file: TITLE_PAGE.to_owned(), text: xml.finish(), formulas: Formulas::default() }
}
