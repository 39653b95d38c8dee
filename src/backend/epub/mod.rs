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
pub mod stages;
mod volume;
mod xhtml;
mod xml;

use super::{Artifact, Backend, Context, Format};
use crate::assets::PictureFormat;
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned};
use crate::model::Publication;

use container::Entry;
use front::Cover;
use images::Gallery;
use volume::Volume;
use xhtml::Page;

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
    let pages = pages(&volume, context, cover.as_ref(), &mut gallery, diagnostics);
    let papers = papers(&volume, context, cover.as_ref(), &gallery, &pages)?;
    pack(&papers, &pages, &gallery, context)
}

/// The pages, in reading order.
fn pages<'a>(
    volume: &Volume<'a>,
    context: &Context<'_>,
    cover: Option<&Cover>,
    gallery: &mut Gallery<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let mut pages: Vec<Page> = cover.map(|cover| front::cover_page(cover, volume)).into_iter().collect();
    pages.push(front::title_page(volume, context));
    pages.extend(volume.parts.iter().map(|part| xhtml::article(part, volume, gallery, diagnostics)));
    pages.extend(volume.references.as_ref().map(|file| xhtml::references_page(volume, file)));
    pages
}

/// What says how the pages belong together.
struct Papers {
    container: String,
    package: String,
    ncx: String,
    navigation: String,
}

fn papers(
    volume: &Volume<'_>,
    context: &Context<'_>,
    cover: Option<&Cover>,
    gallery: &Gallery<'_>,
    pages: &[Page],
) -> Result<Papers, String> {
    let skeleton = skeleton::build(volume, pages, &gallery.stored, cover)?;
    let metadata = package::metadata(volume, context, pages, gallery, cover);
    Ok(Papers {
        package: finish::package(&skeleton.package, volume, &metadata, pages)?,
        ncx: finish::ncx(&skeleton.ncx, volume, context)?,
        navigation: navigation::document(volume, cover.is_some()),
        container: skeleton.container,
    })
}

/// The container with all of it.
fn pack(
    papers: &Papers,
    pages: &[Page],
    gallery: &Gallery<'_>,
    context: &Context<'_>,
) -> Result<Vec<u8>, String> {
    let mut entries = vec![
        Entry::text("META-INF/container.xml", &papers.container),
        Entry::text("OEBPS/content.opf", &papers.package),
        Entry::text("OEBPS/toc.ncx", &papers.ncx),
        Entry::text(format!("OEBPS/{}", volume::NAVIGATION), &papers.navigation),
        Entry::shared(
            format!("OEBPS/{}", volume::STYLE_SHEET),
            context.assets.style_sheet().unwrap_or(STYLE_SHEET),
        ),
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
