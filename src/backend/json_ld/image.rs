//! `ImageObject`: the article's primary image and the publisher's logo.

use serde::Serialize;

use super::scope::Scope;
use super::site_scope::SiteScope;
use super::text;
use crate::assets::{Picture, PictureFormat};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, ImageSource};

/// Least width of a large preview (Google, Article structured data).
const MIN_WIDTH: u32 = 1200;
/// Fewest pixels of an image worth showing beside an article (likewise).
const MIN_PIXELS: u64 = 50_000;

/// <https://schema.org/ImageObject>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ImageObject {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    content_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding_format: Option<&'static str>,
    /// Pixels as a bare number: outside schema.org's range (`QuantitativeValue`), and what every consumer reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
}

impl ImageObject {
    /// The publisher's logo, measured when it lies in the asset folder.
    pub(super) fn of_logo(scope: &SiteScope<'_>, path: &str, name: &str) -> Option<Self> {
        let url = scope.addresses.of_text(path)?;
        let picture = scope.context.assets.of_site(path).ok();
        Some(Self::new(scope.ids.logo(), url, picture.as_deref(), Some(name.to_owned())))
    }

    fn new(id: String, url: String, picture: Option<&Picture>, caption: Option<String>) -> Self {
        Self {
            kind: "ImageObject",
            id,
            content_url: url.clone(),
            encoding_format: picture
                .map(|picture| picture.format.media_type())
                .or_else(|| by_extension(&url)),
            url,
            width: picture.map(|picture| picture.width),
            height: picture.map(|picture| picture.height),
            caption,
            in_language: None,
        }
    }
}

/// The article's cover, with a warning when it is too small to be shown large.
pub(super) fn primary(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<ImageObject> {
    let cover = scope.metadata.cover.as_ref()?;
    let (url, picture) = match &cover.source {
        ImageSource::File(asset) => {
            (scope.addresses.of_path(&format!("/{}", asset.name))?, scope.context.assets.picture(asset).ok())
        }
        // The site may serve what is not at hand; a path relative to the source says nothing about that.
        ImageSource::Missing(text) | ImageSource::Unresolved(text) => {
            let served = text.starts_with('/') || text.contains("://");
            (served.then(|| scope.addresses.of_text(text))??, None)
        }
    };
    if let Some(picture) = &picture {
        diagnostics.extend(too_small(scope, picture));
    }
    let caption = text::cleaned(&cover.alt);
    let in_language = caption.as_ref().and(scope.language.clone());
    Some(ImageObject { in_language, ..ImageObject::new(scope.ids.image(), url, picture.as_deref(), caption) })
}

fn too_small(scope: &Scope<'_>, picture: &Picture) -> Option<Diagnostic> {
    let pixels = u64::from(picture.width) * u64::from(picture.height);
    // A drawing is shown at any size.
    if picture.format == PictureFormat::Svg {
        return None;
    }
    if picture.width >= MIN_WIDTH && pixels >= MIN_PIXELS {
        return None;
    }
    let (width, height) = (picture.width, picture.height);
    let finding = Diagnostic::new(
        Code::SmallImage,
        format!("the cover is {width} × {height} pixels: too small for a large preview in search results"),
    )
    .help(format!("use an image at least {MIN_WIDTH} pixels wide"));
    Some(match scope.metadata.places.get(&Field::Image) {
        Some(span) => finding.at(*span),
        None => finding,
    })
}

/// The media type that a URL's extension stands for.
fn by_extension(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    let extension = path.rsplit('/').next()?.rsplit_once('.')?.1;
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::scope::testing;
    use super::*;
    use crate::model::Cover;

    #[test]
    fn a_cover_that_is_not_at_hand_has_the_address_that_the_site_serves() {
        let image = |written: &str| {
            let mut document = testing::document(Vec::new());
            let source = ImageSource::Missing(written.to_owned());
            document.metadata.cover = Some(Cover { source, alt: "A vial".to_owned() });
            testing::with_scope(&document, &testing::config(), |scope| primary(scope, &mut Vec::new()))
        };
        let remote = image("https://cdn.example/a b.jpg").unwrap();
        assert_eq!((&*remote.url, remote.width), ("https://cdn.example/a%20b.jpg", None));
        assert_eq!((remote.encoding_format, remote.caption.as_deref()), (Some("image/jpeg"), Some("A vial")));
        assert_eq!(image("/images/x.png").unwrap().url, "https://e.example/images/x.png");
        assert_eq!(image("x.png"), None, "a path from the source says nothing about the site");
        assert_eq!(image("data:image/png;base64,AA=="), None);
    }

    #[test]
    fn an_extension_names_a_media_type() {
        assert_eq!(by_extension("https://e.example/a.b/x.WEBP?v=2"), Some("image/webp"));
        assert_eq!(by_extension("https://e.example/a.png/x"), None);
        assert_eq!(by_extension("https://e.example/x.exe"), None);
    }
}
