//! Images in text.

use super::Writer;
use crate::backend::epub::images::Shown;
use crate::model::{Image, ImageSource};

impl Writer<'_, '_> {
    /// The image as the volume holds it. A file that cannot be decoded is reported once an article.
    pub(super) fn picture(&mut self, image: &Image) -> Option<Shown> {
        match &image.source {
            ImageSource::File(path) => match self.gallery.show(path, &image.alt) {
                Ok(shown) => Some(shown),
                Err(problem) => {
                    if self.reported.insert(path.clone()) {
                        self.diagnostics.push(problem.at(image.span));
                    }
                    None
                }
            },
            ImageSource::Missing(_) | ImageSource::Unresolved(_) => None,
        }
    }

    /// An `img`.
    pub(super) fn image(&mut self, picture: &Shown, alt: &str, class: &str) {
        let (width, height) = (picture.width.to_string(), picture.height.to_string());
        let mut attributes =
            vec![("src", &*picture.href), ("alt", alt), ("width", &*width), ("height", &*height)];
        if !class.is_empty() {
            attributes.push(("class", class));
        }
        self.xml.empty("img", &attributes);
    }

    /// What stands where an image is missing: that it is, and what it would have shown.
    pub(super) fn missing_image(&mut self, image: &Image, element: &'static str) {
        self.xml.open(element, &[("class", "missing")]);
        self.xml.text(&self.labels.image_missing);
        if !image.alt.is_empty() {
            self.xml.text(&self.labels.colon);
            self.xml.text(&image.alt);
        }
        self.xml.close();
    }
}
