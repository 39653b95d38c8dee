//! The skeleton of the volume by epub-builder: ids, manifest, spine, NCX and container, from names and the contents
//! tree alone. Bodies are empty here; ours are written later.

use std::io::{Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};
use zip::ZipArchive;

use super::front::Cover;
use super::images::Stored;
use super::volume::Volume;
use super::xhtml::{Page, direction};

/// What epub-builder made.
#[derive(Debug)]
pub(super) struct Skeleton {
    /// The package document.
    pub(super) package: String,
    /// The contents for EPUB 2 readers.
    pub(super) ncx: String,
    /// Where the package document is.
    pub(super) container: String,
}

/// Builds the skeleton.
///
/// # Errors
/// epub-builder's message.
pub(super) fn build(
    volume: &Volume<'_>,
    pages: &[Page],
    images: &[Stored],
    cover: Option<&Cover>,
) -> Result<Skeleton, String> {
    let file = generate(volume, pages, images, cover).map_err(|error| error.to_string())?;
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|error| error.to_string())?;
    let mut read = |path: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(path).map_err(|error| format!("{path}: {error}"))?;
        file.read_to_string(&mut text).map_err(|error| format!("{path}: {error}"))?;
        Ok::<_, String>(text)
    };
    Ok(Skeleton {
        package: read("OEBPS/content.opf")?,
        ncx: read("OEBPS/toc.ncx")?,
        container: read("META-INF/container.xml")?,
    })
}

fn generate(
    volume: &Volume<'_>,
    pages: &[Page],
    images: &[Stored],
    cover: Option<&Cover>,
) -> epub_builder::Result<Vec<u8>> {
    const EMPTY: &[u8] = &[];
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Replaced with all metadata; set so that no random one is drawn.
    builder.set_uuid(uuid::Uuid::nil());
    builder.metadata("direction", direction(volume.publication.metadata.language.direction()))?;
    // The NCX takes its title from here.
    builder.set_toc_name(volume.title());
    builder.stylesheet(EMPTY)?;
    for image in images {
        let media_type = image.image.format.media_type();
        match cover.is_some_and(|cover| cover.shown.href == image.href) {
            true => builder.add_cover_image(&image.href, EMPTY, media_type)?,
            false => builder.add_resource(&image.href, EMPTY, media_type)?,
        };
    }
    let mut contents = volume.contents.iter().peekable();
    for page in pages {
        let mut content = EpubContent::new(page.file.as_str(), EMPTY);
        if let Some(entry) = contents.next_if(|entry| entry.href == page.file) {
            content = content.title(entry.title.as_str());
            // Two levels: Kindle shows no more of an NCX.
            for child in &entry.children {
                content = content.child(TocElement::new(child.href.as_str(), child.title.as_str()));
            }
        }
        builder.add_content(content)?;
    }
    let mut file = Vec::new();
    builder.generate(&mut file)?;
    Ok(file)
}
