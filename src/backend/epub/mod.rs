//! The EPUB backend: EPUB 3.3 with EPUB Accessibility 1.1 metadata.
//!
//! epub-builder makes the skeleton (ids, manifest, spine, NCX, container) from names and the contents tree alone.
//! What it cannot express is then put in its place, each patch exactly once, and the real bodies are written into a
//! container of our own: the type first, images stored, times fixed.

mod container;
mod cover;
mod finish;
mod front;
mod images;
mod names;
mod navigation;
mod package;
mod skeleton;
mod volume;
mod xhtml;
mod xml;

use super::{Artifact, Backend, Context, Format};
use crate::assets::PictureFormat;
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned};
use crate::model::Publication;

use container::Entry;
use images::Gallery;
use volume::Volume;

/// The EPUB backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct Epub;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "epub",
    title: "EPUB",
    extension: "epub",
    media_type: "application/epub+zip",
    binds_books: true,
    typeset: true,
};

/// The style sheet (look and reasons: its own comments).
const STYLE_SHEET: &str = include_str!("../../../assets/epub/style.css");

impl Backend for Epub {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let mut diagnostics = Vec::new();
        let bytes = bind(publication, context, &mut diagnostics).map_err(|message| {
            let message =
                format!("the EPUB of “{}” could not be made: {message}", publication.metadata.title);
            vec![Diagnostic::new(Code::RenderFailed, message)]
        })?;
        let artifact = Artifact { extension: FORMAT.extension, bytes };
        Ok(Warned { value: vec![artifact], diagnostics })
    }
}

/// Makes the file.
fn bind(
    publication: &Publication,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<u8>, String> {
    let volume = Volume::plan(publication, context.terms);
    let mut gallery = Gallery::new(context.assets);
    let cover = front::cover(&volume, context, &mut gallery, diagnostics);
    let articles: Vec<_> =
        volume.parts.iter().map(|part| xhtml::article(part, &volume, &mut gallery, diagnostics)).collect();
    let mut pages = Vec::new();
    pages.extend(cover.as_ref().map(|cover| front::cover_page(cover, &volume)));
    pages.push(front::title_page(&volume, context));
    pages.extend(articles);

    let skeleton = skeleton::build(&volume, &pages, &gallery.stored, cover.as_ref())?;
    let metadata = package::metadata(&volume, context, &pages, &gallery, cover.as_ref());
    let package = finish::package(&skeleton.package, &volume, &metadata, &pages)?;
    let ncx = finish::ncx(&skeleton.ncx, &volume, context)?;
    let navigation = navigation::document(&volume, cover.is_some());

    let style_sheet = context.assets.style_sheet().unwrap_or(STYLE_SHEET);
    let mut entries = vec![
        Entry::text("META-INF/container.xml", &skeleton.container),
        Entry::text("OEBPS/content.opf", &package),
        Entry::text("OEBPS/toc.ncx", &ncx),
        Entry::text(format!("OEBPS/{}", volume::NAVIGATION), &navigation),
        Entry::text(format!("OEBPS/{}", volume::STYLE_SHEET), style_sheet),
    ];
    entries.extend(pages.iter().map(|page| Entry::text(format!("OEBPS/{}", page.file), &page.text)));
    for stored in &gallery.stored {
        let path = format!("OEBPS/{}", stored.href);
        entries.push(match stored.image.format {
            PictureFormat::Svg => Entry::drawing(path, &stored.image.bytes),
            PictureFormat::Jpeg | PictureFormat::Png | PictureFormat::Webp | PictureFormat::Gif => {
                Entry::image(path, &stored.image.bytes)
            }
        });
    }
    container::pack(&entries)
}
