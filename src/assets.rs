//! Images, decoded once and shared by all backends, and the user's own fonts and style sheet.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::diagnostic::io_reason;
use crate::load::Roots;
use crate::model::AssetPath;

/// The largest image file that is read, in bytes.
pub const MAX_IMAGE_BYTES: u64 = 64 * 1024 * 1024;
/// The most pixels of an image that is decoded.
pub const MAX_PIXELS: u64 = 100_000_000;

/// Why an image cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureError(pub String);

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

type Slot<T> = Arc<OnceLock<T>>;
/// An image, or why it cannot be used, found out once.
type PictureSlot = Slot<Result<Arc<Picture>, PictureError>>;
/// What a backend made, whatever its type.
type Made = Arc<dyn Any + Send + Sync>;

/// The images and fonts of a run.
#[derive(Default)]
pub struct Assets {
    roots: Roots,
    pictures: Mutex<HashMap<PathBuf, PictureSlot>>,
    style_sheet: Option<String>,
    fonts: Vec<Vec<u8>>,
    parsed_fonts: OnceLock<Made>,
}

impl Assets {
    /// Images that may lie in these folders. The default knows none, and finds no file of the site itself.
    pub fn within(roots: Roots) -> Self {
        Self { roots, ..Self::default() }
    }

    /// The same assets, with the user's own font files.
    #[must_use]
    pub fn with_fonts(self, fonts: Vec<Vec<u8>>) -> Self {
        Self { fonts, ..self }
    }

    /// The same assets, with the user's own style sheet for EPUB.
    #[must_use]
    pub fn with_style_sheet(self, style_sheet: Option<String>) -> Self {
        Self { style_sheet, ..self }
    }

    /// The user's own style sheet for EPUB.
    pub fn style_sheet(&self) -> Option<&str> {
        self.style_sheet.as_deref()
    }

    /// Whether the user has fonts of his own.
    pub fn has_fonts(&self) -> bool {
        !self.fonts.is_empty()
    }

    /// What a backend makes of the user's font files, made once a run.
    pub fn fonts<T: Send + Sync + 'static>(&self, parse: impl FnOnce(&[Vec<u8>]) -> T) -> Option<Arc<T>> {
        let made = self.parsed_fonts.get_or_init(|| Arc::new(parse(&self.fonts)));
        Arc::clone(made).downcast().ok()
    }

    /// The image that the site serves under a path: its logo, for instance.
    ///
    /// # Errors
    /// There is no such file in the asset folder, or [`Assets::picture`] fails.
    pub fn of_site(&self, path: &str) -> Result<Arc<Picture>, PictureError> {
        let rooted = format!("/{}", path.trim_start_matches('/'));
        match self.roots.asset(&rooted, Path::new("")) {
            Ok(asset) => self.picture(&asset),
            Err(_) => Err(PictureError(format!("{path}: there is no such file in the asset folder"))),
        }
    }

    /// The image in a file, read once a run whoever asks.
    ///
    /// # Errors
    /// The file cannot be read, is no image of a kind we know, or is beyond the limits.
    pub fn picture(&self, path: &AssetPath) -> Result<Arc<Picture>, PictureError> {
        let slot = {
            let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(pictures.entry(path.file.clone()).or_default())
        };
        slot.get_or_init(|| Picture::read(path).map(Arc::new)).clone()
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assets").finish_non_exhaustive()
    }
}

/// File formats of images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names of the formats")]
pub enum PictureFormat {
    Jpeg,
    Png,
    Webp,
    Gif,
}

impl PictureFormat {
    /// Its media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }

    /// Its usual file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }
}

/// One image: its file as it is, its measures, and on demand its pixels.
pub struct Picture {
    /// How the site names it.
    pub name: String,
    /// Its format, by its first bytes.
    pub format: PictureFormat,
    /// The file as it is.
    pub bytes: Vec<u8>,
    /// Width in pixels as shown (EXIF orientation applied).
    pub width: u32,
    /// Height in pixels as shown.
    pub height: u32,
    /// Whether the file asks to be turned or mirrored (EXIF orientation other than 1).
    pub turned: bool,
    decoded: OnceLock<Result<Arc<DynamicImage>, PictureError>>,
    derived: Mutex<HashMap<(TypeId, u64), Slot<Made>>>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} {:?} {}×{})", self.name, self.format, self.width, self.height)
    }
}

impl Picture {
    fn read(path: &AssetPath) -> Result<Self, PictureError> {
        let fail = |error: std::io::Error| PictureError(format!("{}: {}", path.name, io_reason(&error)));
        let size = std::fs::metadata(&path.file).map_err(fail)?.len();
        if size > MAX_IMAGE_BYTES {
            return Err(PictureError(format!("{}: {size} bytes are more than {MAX_IMAGE_BYTES}", path.name)));
        }
        Self::from_bytes(&path.name, std::fs::read(&path.file).map_err(fail)?)
    }

    /// An image from the bytes of its file.
    ///
    /// # Errors
    /// The bytes are no image of a kind we know, or it is beyond the limits.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, PictureError> {
        let fail = |what: &dyn fmt::Display| PictureError(format!("{name}: {what}"));
        let format = match image::guess_format(&bytes) {
            Ok(ImageFormat::Jpeg) => PictureFormat::Jpeg,
            Ok(ImageFormat::Png) => PictureFormat::Png,
            Ok(ImageFormat::WebP) => PictureFormat::Webp,
            Ok(ImageFormat::Gif) => PictureFormat::Gif,
            _ => return Err(fail(&"not a JPEG, PNG, WebP or GIF image")),
        };
        let mut decoder = decoder(&bytes).map_err(|error| fail(&reason(&error)))?;
        let (mut width, mut height) = decoder.dimensions();
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(fail(&format!("{width} × {height} pixels are not between 1 and {MAX_PIXELS}")));
        }
        let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
        drop(decoder);
        let turned = orientation != image::metadata::Orientation::NoTransforms;
        if matches!(
            orientation,
            image::metadata::Orientation::Rotate90
                | image::metadata::Orientation::Rotate270
                | image::metadata::Orientation::Rotate90FlipH
                | image::metadata::Orientation::Rotate270FlipH
        ) {
            std::mem::swap(&mut width, &mut height);
        }
        Ok(Self {
            name: name.to_owned(),
            format,
            bytes,
            width,
            height,
            turned,
            decoded: OnceLock::new(),
            derived: Mutex::default(),
        })
    }

    /// The pixels, turned as the file asks, decoded once.
    ///
    /// # Errors
    /// The image is broken or beyond the limits.
    pub fn pixels(&self) -> Result<Arc<DynamicImage>, PictureError> {
        self.decoded
            .get_or_init(|| {
                let fail =
                    |error: image::ImageError| PictureError(format!("{}: {}", self.name, reason(&error)));
                let mut decoder = decoder(&self.bytes).map_err(fail)?;
                let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
                let mut pixels = DynamicImage::from_decoder(decoder).map_err(fail)?;
                pixels.apply_orientation(orientation);
                Ok(Arc::new(pixels))
            })
            .clone()
    }

    /// What a backend makes of the image, made once a run. `variant` tells apart several things of one type.
    pub fn derived<T: Send + Sync + 'static>(&self, variant: u64, make: impl Fn(&Self) -> T) -> Arc<T> {
        let slot = {
            let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(derived.entry((TypeId::of::<T>(), variant)).or_default())
        };
        let made = slot.get_or_init(|| Arc::new(make(self)));
        // The key holds the type, so the cast succeeds.
        Arc::clone(made).downcast().unwrap_or_else(|_| Arc::new(make(self)))
    }
}

/// Why an image cannot be decoded, in words for those who made it: what the decoders say is for those who make decoders.
fn reason(error: &image::ImageError) -> String {
    match error {
        image::ImageError::Limits(_) => format!("it needs more memory than {MAX_PIXELS} pixels do"),
        image::ImageError::Unsupported(_) => "it is of a kind that cannot be read".to_owned(),
        image::ImageError::Decoding(_)
        | image::ImageError::Encoding(_)
        | image::ImageError::Parameter(_)
        | image::ImageError::IoError(_) => "the file is damaged or cut off".to_owned(),
    }
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, image::ImageError> {
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    reader.into_decoder()
}
