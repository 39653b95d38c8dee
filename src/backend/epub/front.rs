//! The pages before the text: cover and title page.

use super::cover::{self, Words};
use super::images::{Gallery, Shown};
use super::volume::{COVER_PAGE, TITLE_PAGE, Volume, one_line};
use super::xhtml::{Formulas, Page, body, byline, page, valid};
use super::{package, xml::Xml};
use crate::assets::PictureFormat;
use crate::backend::Context;
use crate::diagnostic::Diagnostic;
use crate::model::{Field, ImageSource};

/// Stem of a typeset cover.
const COVER: &str = "cover";

/// The cover of a volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// Its image.
    pub(super) shown: Shown,
    /// What it shows, in words.
    pub(super) alt: String,
}

/// The cover: the author's image if it stands upright, else one typeset around it. None where neither can be made.
pub(super) fn cover(
    volume: &Volume<'_>,
    context: &Context<'_>,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Cover> {
    let metadata = &volume.publication.metadata;
    let given = metadata.cover.as_ref().and_then(|given| match &given.source {
        ImageSource::File(path) => Some((path, one_line(&given.alt))),
        ImageSource::Missing(_) | ImageSource::Unresolved(_) => None,
    });
    let mut picture = None;
    if let Some((path, _)) = given {
        match gallery.decoded(path) {
            Ok(decoded) => picture = Some(decoded),
            Err(problem) => {
                let place = metadata.places.get(&Field::Image);
                diagnostics.push(place.map_or(problem.clone(), |span| problem.at(*span)));
            }
        }
    }
    let upright = picture.as_ref().is_some_and(|picture| {
        picture.format != PictureFormat::Svg && cover::is_upright(picture.width, picture.height)
    });
    if !upright {
        let (category, publisher) = (volume.category(), package::publisher(context.config));
        let words =
            Words { title: &volume.title(), category: category.as_deref(), publisher: publisher.as_deref() };
        if let Some(image) = cover::typeset(&words, picture.as_deref()) {
            let alt = given.filter(|_| picture.is_some()).and_then(|(_, alt)| alt);
            return Some(Cover {
                shown: gallery.add(COVER, image, picture.is_some()),
                alt: cover_alt(volume, alt),
            });
        }
    }
    let (path, alt) = given.filter(|_| picture.is_some())?;
    let alt = cover_alt(volume, alt);
    let shown = gallery.show(path, &alt).ok()?;
    Some(Cover { shown, alt })
}

/// What a cover shows, in words: “Cover: Measuring a dose. A syringe beside a vial”.
fn cover_alt(volume: &Volume<'_>, picture: Option<String>) -> String {
    let mut alt = format!("{}{}{}", volume.labels.cover, volume.labels.colon, volume.title());
    if let Some(picture) = picture {
        alt.push_str(if alt.ends_with(['.', '!', '?', '…', '。']) { " " } else { ". " });
        alt.push_str(&picture);
    }
    alt
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
        xml.leaf("a", &[("class", "address"), ("href", &valid(url))], shown);
        xml.close_line();
    }
    Page { file: TITLE_PAGE.to_owned(), text: xml.finish(), formulas: Formulas::default() }
}
