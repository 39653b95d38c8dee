//! The images of a volume: each file once, in a form that every reading system takes.

pub(super) mod indexed;
pub(super) mod jpeg;
mod prepare;
mod strip;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::FileNames;
use crate::assets::{Assets, Derived, Picture, PictureError, PictureFormat};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::AssetPath;

/// The folder of the images.
const FOLDER: &str = "images";

/// An image ready for the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EpubImage {
    /// JPEG, PNG or SVG.
    pub(super) format: PictureFormat,
    /// Its file, free of metadata.
    pub(super) bytes: Vec<u8>,
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
}

impl Derived for EpubImage {
    fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// An image of the container.
#[derive(Debug)]
pub(super) struct Stored {
    /// Where it lies, from the package document.
    pub(super) href: String,
    /// The image.
    pub(super) image: Arc<EpubImage>,
}

/// An image as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// Where it lies.
    pub(super) href: String,
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
}

/// The images of a volume, in the order they are first shown.
#[derive(Debug)]
pub(super) struct Gallery<'a> {
    assets: &'a Assets,
    names: FileNames,
    by_path: BTreeMap<AssetPath, Result<Shown, PictureError>>,
    /// The images.
    pub(super) stored: Vec<Stored>,
    /// Whether there is an image that an author gave.
    pub(super) has_pictures: bool,
    /// Whether an image was shown without a text alternative.
    pub(super) lacks_alternative: bool,
}

impl<'a> Gallery<'a> {
    /// A gallery without images.
    pub(super) fn new(assets: &'a Assets) -> Self {
        Self {
            assets,
            names: FileNames::default(),
            by_path: BTreeMap::new(),
            stored: Vec::new(),
            has_pictures: false,
            lacks_alternative: false,
        }
    }

    /// Takes an image into the volume.
    ///
    /// # Errors
    /// What is wrong with the file, without a place in the source.
    pub(super) fn show(&mut self, path: &AssetPath, alt: &str) -> Result<Shown, Diagnostic> {
        if !self.by_path.contains_key(path) {
            let shown = self.store(path);
            self.by_path.insert(path.clone(), shown);
        }
        match self.by_path.get(path) {
            Some(Ok(shown)) => {
                self.lacks_alternative |= alt.trim().is_empty();
                Ok(shown.clone())
            }
            Some(Err(error)) => Err(broken(error)),
            None => Err(broken(&PictureError(path.name.clone()))),
        }
    }

    /// The pixels behind an image that is not shown as it is.
    ///
    /// # Errors
    /// What is wrong with the file, without a place in the source.
    pub(super) fn decoded(&self, path: &AssetPath) -> Result<Arc<Picture>, Diagnostic> {
        let picture = self.assets.picture(path).map_err(|error| broken(&error))?;
        picture.pixels().map_err(|error| broken(&error))?;
        Ok(picture)
    }

    /// Takes an image of our own into the volume. `pictures` tells whether it shows more than words.
    pub(super) fn add(&mut self, stem: &str, image: EpubImage, pictures: bool) -> Shown {
        self.has_pictures |= pictures;
        self.put(stem, Arc::new(image))
    }

    fn store(&mut self, path: &AssetPath) -> Result<Shown, PictureError> {
        let picture = self.assets.picture(path)?;
        let prepared = picture.derived(0, |picture| prepare::prepare(picture).map(Arc::new));
        let image = prepared.as_ref().clone()?;
        self.has_pictures = true;
        let stem = path.name.rsplit('/').next().unwrap_or(&path.name);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        Ok(self.put(stem, image))
    }

    fn put(&mut self, stem: &str, image: Arc<EpubImage>) -> Shown {
        let href = format!("{FOLDER}/{}.{}", self.names.give(stem), image.format.extension());
        let shown = Shown { href: href.clone(), width: image.width, height: image.height };
        self.stored.push(Stored { href, image });
        shown
    }
}

/// The finding that an image cannot be decoded.
fn broken(error: &PictureError) -> Diagnostic {
    Diagnostic::new(Code::BrokenImage, format!("the image cannot be used: {error}"))
        .help("save it again as JPEG, PNG, WebP or plain SVG")
}
