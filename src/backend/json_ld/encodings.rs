//! `MediaObject`: the same article in other formats, where the site offers them for download.
//!
//! No size and no hash: backends run side by side, and the manifest of the run has both.

use serde::Serialize;

use super::address::encode_name;
use super::scope::Scope;
use super::text;

/// Name, extension and media type of the formats that can be offered. (No backend knows another: a test compares.)
const FORMATS: [(&str, &str, &str); 4] = [
    ("pdf", "pdf", "application/pdf"),
    ("epub", "epub", "application/epub+zip"),
    ("text", "txt", "text/plain; charset=utf-8"),
    ("jsonld", "jsonld", "application/ld+json"),
];

/// <https://schema.org/MediaObject>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MediaObject {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    pub content_url: String,
    pub encoding_format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    /// The name of the format, for those who know its file.
    #[serde(skip)]
    pub format: &'static str,
}

/// One node for each format of `jsonld.encodings`, when `site.downloads_url` says where they are.
pub(super) fn build(scope: &Scope<'_>) -> Vec<MediaObject> {
    let Some(template) = &scope.site.downloads_url else { return Vec::new() };
    let route = encode_name(scope.document.route.as_str());
    let slug = encode_name(scope.document.route.slug());
    let mut offered: Vec<MediaObject> = Vec::new();
    for asked in &scope.options.encodings {
        let Some((format, extension, media_type)) = FORMATS.iter().find(|(format, ..)| format == asked)
        else {
            continue;
        };
        let address = template
            .replace("{format}", format)
            .replace("{ext}", extension)
            .replace("{route}", &route)
            .replace("{slug}", &slug);
        let Some(content_url) = scope.addresses.of_text(&address) else { continue };
        let id = scope.ids.encoding(format);
        if offered.iter().all(|other| other.id != id) {
            offered.push(MediaObject {
                kind: "MediaObject",
                id,
                name: scope
                    .title()
                    .and_then(|title| text::cleaned(&format!("{title} ({})", extension.to_uppercase()))),
                content_url,
                encoding_format: media_type,
                in_language: scope.language.clone(),
                format,
            });
        }
    }
    offered
}

#[cfg(test)]
mod tests {
    use super::FORMATS;
    use crate::backend::{epub, json_ld, pdf, text};

    #[test]
    fn the_formats_are_those_of_the_backends() {
        for format in [&pdf::FORMAT, &epub::FORMAT, &text::FORMAT, &json_ld::FORMAT] {
            assert!(FORMATS.contains(&(format.name, format.extension, format.media_type)), "{}", format.name);
        }
    }
}
