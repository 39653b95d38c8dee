//! What stands for an image to those who cannot see it (ISO 32000-1, 14.9.3).

use crate::enrich::humanise;
use crate::model::{Image, ImageSource, Inline, plain_text};

/// The text alternative of an image: the author's words, else its caption, its title, the name of its file made
/// readable, and `otherwise` when nothing is known of it. Empty only if `otherwise` is.
pub fn alternative(image: &Image, caption: Option<&[Inline]>, otherwise: &str) -> String {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    said(&image.alt)
        .or_else(|| said(&plain_text(caption?)))
        .or_else(|| said(image.title.as_deref()?))
        .or_else(|| said(&file_title(&image.source)))
        .unwrap_or_else(|| otherwise.to_owned())
}

/// `images/growth-curve.png` → `Growth curve`.
fn file_title(source: &ImageSource) -> String {
    let path = match source {
        ImageSource::File(file) => file.name.as_str(),
        ImageSource::Missing(written) | ImageSource::Unresolved(written) => {
            written.split(['?', '#']).next().unwrap_or_default()
        }
    };
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    humanise(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn the_best_words_that_are_known() {
        let mut image = Image {
            source: ImageSource::Missing("../img/growth-curve.svg?v=2".to_owned()),
            alt: " A curve that rises ".to_owned(),
            decorative: false,
            title: Some("Growth".to_owned()),
            span: Span::default(),
        };
        let caption = [Inline::Emphasis(vec![Inline::Text("The curve".to_owned())])];
        assert_eq!(alternative(&image, Some(&caption), "Image"), "A curve that rises");
        image.alt.clear();
        assert_eq!(alternative(&image, Some(&caption), "Image"), "The curve");
        assert_eq!(alternative(&image, Some(&[]), "Image"), "Growth");
        image.title = None;
        assert_eq!(alternative(&image, None, "Image"), "Growth curve");
        image.source = ImageSource::Missing("images/".to_owned());
        assert_eq!(alternative(&image, None, "Image"), "Image");
    }
}
