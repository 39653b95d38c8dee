//! Images, decoded once and shared by all backends, and the user's own fonts and style sheet.
//!
//! A site may have more images than fit in memory. Pixels are many times larger than their file, and no longer needed
//! when every backend has made its own of them: images stay only as long as there is room, and what was made of them, which is
//! small, has room of its own. What had to go is made again by whoever asks; it comes out the same.

mod raster;
mod vector;

use std::any::{Any, TypeId};
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use image::DynamicImage;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use crate::diagnostic::io_reason;
use crate::load::Roots;
use crate::model::AssetPath;
use crate::source::read_within;
use raster::Raster;
use vector::Drawing;

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

/// Room for images with their pixels, in bytes: some forty covers.
const ROOM_FOR_PICTURES: u64 = 192 * 1024 * 1024;
/// Room for what backends make of images, in bytes: well over a thousand covers.
const ROOM_FOR_MADE: u64 = 256 * 1024 * 1024;

/// An image, or why it cannot be used.
type Found = Result<Arc<Picture>, PictureError>;
/// The images of a run that were used last.
type Pictures = Cache<PathBuf, Found, Weight>;
/// What backends made of the images of a run: by image, type and variant.
type Products = Cache<(PathBuf, TypeId, u64), Product, Weight>;

/// What a backend makes of an image.
pub trait Derived: Send + Sync + 'static {
    /// Its size in memory, in bytes.
    fn size(&self) -> usize;
}

impl<T: Derived> Derived for Result<Arc<T>, PictureError> {
    fn size(&self) -> usize {
        self.as_ref().map_or(0, |made| made.size())
    }
}

/// Something that was made of an image, whatever its type.
#[derive(Clone)]
struct Product {
    made: Arc<dyn Any + Send + Sync>,
    size: usize,
}

/// How much room things take.
#[derive(Debug, Clone, Copy, Default)]
struct Weight;

impl Weighter<PathBuf, Found> for Weight {
    fn weight(&self, path: &PathBuf, found: &Found) -> u64 {
        let size = found.as_ref().map_or(0, |picture| picture.largest_size());
        size + path.as_os_str().len() as u64 + 1
    }
}

impl Weighter<(PathBuf, TypeId, u64), Product> for Weight {
    fn weight(&self, (path, _, _): &(PathBuf, TypeId, u64), product: &Product) -> u64 {
        (product.size + path.as_os_str().len()) as u64 + 1
    }
}

/// A cache of so many bytes. What comes new has as much of it as what came back: within an article, every format asks
/// for the same images.
fn room<K, V>(bytes: u64) -> Cache<K, V, Weight>
where
    K: Eq + std::hash::Hash,
    V: Clone,
    Weight: Weighter<K, V> + Clone,
{
    const EXPECTED: usize = 1024;
    let mut options = OptionsBuilder::new();
    options.estimated_items_capacity(EXPECTED).weight_capacity(bytes).shards(1).hot_allocation(0.5);
    match options.build() {
        Ok(options) => {
            Cache::with_options(options, Weight, DefaultHashBuilder::default(), DefaultLifecycle::default())
        }
        Err(_) => Cache::with_weighter(EXPECTED, bytes, Weight),
    }
}

/// The images and fonts of a run.
pub struct Assets {
    roots: Roots,
    pictures: Pictures,
    products: Arc<Products>,
    style_sheet: Option<String>,
    fonts: Vec<Vec<u8>>,
    parsed_fonts: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl Default for Assets {
    fn default() -> Self {
        Self::within(Roots::default())
    }
}

impl Assets {
    /// Images that may lie in these folders. The default knows none, and finds no file of the site itself.
    pub fn within(roots: Roots) -> Self {
        Self {
            roots,
            pictures: room(ROOM_FOR_PICTURES),
            products: Arc::new(room(ROOM_FOR_MADE)),
            style_sheet: None,
            fonts: Vec::new(),
            parsed_fonts: OnceLock::new(),
        }
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

    /// The image in a file.
    ///
    /// # Errors
    /// The file cannot be read, is no image of a kind we know, or is beyond the limits.
    pub fn picture(&self, path: &AssetPath) -> Result<Arc<Picture>, PictureError> {
        let read = || Ok::<_, Infallible>(Picture::read(path, &self.products).map(Arc::new));
        match self.pictures.get_or_insert_with(&path.file, read) {
            Ok(found) => found,
            Err(never) => match never {},
        }
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
    Svg,
}

impl PictureFormat {
    /// Its media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
        }
    }

    /// Its usual file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
        }
    }
}

/// One image: its file as it is, its measures, and on demand its pixels.
pub struct Picture {
    /// How the site names it.
    pub name: String,
    /// Its format, by its first bytes.
    pub format: PictureFormat,
    /// The file as it is; of a drawing only what is safe to show.
    pub bytes: Vec<u8>,
    /// Width in pixels as shown (EXIF orientation applied); of a drawing in pixels of CSS.
    pub width: u32,
    /// Height in pixels as shown.
    pub height: u32,
    /// Whether the file asks to be turned or mirrored (EXIF orientation other than 1).
    pub turned: bool,
    drawing: Option<Drawing>,
    profile: Option<raster::Profile>,
    file: PathBuf,
    decoded: OnceLock<Result<Arc<DynamicImage>, PictureError>>,
    products: Arc<Products>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} {:?} {}×{})", self.name, self.format, self.width, self.height)
    }
}

impl Picture {
    fn read(path: &AssetPath, products: &Arc<Products>) -> Result<Self, PictureError> {
        let fail = |error: std::io::Error| PictureError(format!("{}: {}", path.name, io_reason(&error)));
        let bytes = read_within(&path.file, MAX_IMAGE_BYTES).map_err(fail)?;
        Self::open(&path.name, bytes, path.file.clone(), Arc::clone(products))
    }

    /// An image from the bytes of its file.
    ///
    /// # Errors
    /// The bytes are no image of a kind we know, or it is beyond the limits.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, PictureError> {
        Self::open(name, bytes, PathBuf::new(), Arc::new(room(ROOM_FOR_MADE)))
    }

    fn open(
        name: &str,
        bytes: Vec<u8>,
        file: PathBuf,
        products: Arc<Products>,
    ) -> Result<Self, PictureError> {
        let fail = |what: &dyn fmt::Display| PictureError(format!("{name}: {what}"));
        if vector::is_svg(&bytes) {
            let (drawing, svg) = Drawing::read(&bytes).map_err(|error| fail(&error))?;
            return Ok(Self {
                name: name.to_owned(),
                format: PictureFormat::Svg,
                bytes: svg.into_bytes(),
                width: drawing.width,
                height: drawing.height,
                turned: false,
                drawing: Some(drawing),
                profile: None,
                file,
                decoded: OnceLock::new(),
                products,
            });
        }
        let Raster { format, width, height, turned, profile } =
            Raster::read(&bytes).map_err(|error| fail(&error))?;
        Ok(Self {
            name: name.to_owned(),
            format,
            bytes,
            width,
            height,
            turned,
            drawing: None,
            profile,
            file,
            decoded: OnceLock::new(),
            products,
        })
    }

    /// Whether its file, shown as if it were sRGB, has the colours it is meant to have: it has no profile, one that cannot
    /// be used, or one that says the same as sRGB. [`Picture::pixels`] are sRGB in any case.
    pub fn is_srgb(&self) -> bool {
        self.profile.as_ref().is_none_or(raster::Profile::is_srgb)
    }

    /// The pixels in sRGB, turned as the file asks, decoded once. A drawing has more of them than it is wide.
    ///
    /// # Errors
    /// The image is broken or beyond the limits, or a drawing has words that cannot be drawn.
    pub fn pixels(&self) -> Result<Arc<DynamicImage>, PictureError> {
        self.decoded
            .get_or_init(|| {
                let pixels = match &self.drawing {
                    Some(drawing) => drawing.draw(&self.bytes),
                    None => raster::pixels(&self.bytes, self.profile.as_ref()),
                };
                pixels.map(Arc::new).map_err(|error| PictureError(format!("{}: {error}", self.name)))
            })
            .clone()
    }

    /// What a backend makes of the image, made by whoever asks first. `variant` tells apart several things of one type.
    pub fn derived<T: Derived>(&self, variant: u64, make: impl Fn(&Self) -> T) -> Arc<T> {
        let key = (self.file.clone(), TypeId::of::<T>(), variant);
        let product = self.products.get_or_insert_with(&key, || {
            let made = make(self);
            let size = made.size();
            Ok::<_, Infallible>(Product { made: Arc::new(made), size })
        });
        let Ok(Product { made, .. }) = product;
        // The key holds the type, so the cast succeeds.
        made.downcast().unwrap_or_else(|_| Arc::new(make(self)))
    }

    /// Its size in memory with all its pixels, in bytes.
    fn largest_size(&self) -> u64 {
        let pixels = match &self.drawing {
            Some(drawing) => drawing.pixels(),
            None => u64::from(self.width) * u64::from(self.height),
        };
        let profile = self.profile.as_ref().map_or(0, raster::Profile::size);
        (self.bytes.len() + profile) as u64 + 4 * pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Bytes(usize);

    impl Derived for Bytes {
        fn size(&self) -> usize {
            self.0
        }
    }

    fn picture(file: &str, products: &Arc<Products>) -> Picture {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(3, 2).write_to(&mut png, image::ImageFormat::Png).unwrap();
        Picture::open(file, png.into_inner(), file.into(), Arc::clone(products)).unwrap()
    }

    #[test]
    fn what_is_made_of_an_image_is_made_once_while_there_is_room() {
        let products: Arc<Products> = Arc::new(room(10_000));
        let made = std::sync::atomic::AtomicUsize::new(0);
        let make = |file: &str, size: usize| {
            picture(file, &products).derived(0, |_| {
                made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Bytes(size)
            })
        };
        for _ in 0..3 {
            assert_eq!(make("a", 100).0, 100);
        }
        assert_eq!(made.load(std::sync::atomic::Ordering::Relaxed), 1);
        // Far more than there is room for: each is made, and what is kept stays within bounds.
        for i in 0..1000 {
            assert_eq!(make(&format!("many/{i}"), 1000 + i).0, 1000 + i);
            assert!(products.weight() <= 10_000);
        }
        assert_eq!(make("too large for any room", 1_000_000).0, 1_000_000);
        assert!(products.weight() <= 10_000);
        assert_eq!(made.load(std::sync::atomic::Ordering::Relaxed), 1002);
    }

    #[test]
    fn one_image_is_no_other() {
        let products: Arc<Products> = Arc::new(room(10_000));
        let (first, second) = (picture("a", &products), picture("b", &products));
        assert_eq!(first.derived(0, |_| Bytes(1)).0, 1);
        assert_eq!(first.derived(1, |_| Bytes(2)).0, 2);
        assert_eq!(second.derived(0, |_| Bytes(3)).0, 3);
        assert_eq!(first.derived(0, |_| Bytes(4)).0, 1);
    }
}
