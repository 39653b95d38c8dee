//! The skeleton of the volume by epub-builder: ids, manifest, spine, NCX and container, from names and the contents
//! tree alone. Bodies are empty here; ours are written later.
//!
//! epub-builder deflates ten files for it, empty as they are, and articles differ in nothing but names: so a skeleton
//! with stand-ins for these is made once for each shape of volume, and the names are put in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, Toc, TocElement, ZipLibrary};
use zip::ZipArchive;

use super::front::Cover;
use super::images::Stored;
use super::volume::{ContentsEntry, Volume};
use super::xhtml::{Page, direction};

/// Files up to which a volume is made of a remembered shape: putting names in takes the square of them.
const MOST_FILES: usize = 40;
/// Shapes that a thread remembers, of some kilobytes each.
const MOST_SHAPES: usize = 64;
/// Stands for the title.
const TITLE: &str = "stands-for-title";
/// What stand-ins begin with.
const STANDS_FOR: &str = "stands-for-";

/// What epub-builder made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Skeleton {
    /// The package document.
    pub(super) package: String,
    /// The contents for EPUB 2 readers.
    pub(super) ncx: String,
    /// Where the package document is.
    pub(super) container: String,
}

/// What of a volume is more than names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shape {
    direction: &'static str,
    /// The media type of each image, and whether it is the cover.
    images: Vec<(&'static str, bool)>,
    /// How many pages there are.
    pages: usize,
}

/// The names of a volume, in the order of its shape.
#[derive(Debug)]
struct Names<'a> {
    title: String,
    images: Vec<&'a str>,
    pages: Vec<&'a str>,
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
    let is_cover = |image: &Stored| cover.is_some_and(|cover| cover.shown.href == image.href);
    let shape = Shape {
        direction: direction(volume.publication.metadata.language.direction()),
        images: images.iter().map(|image| (image.image.format.media_type(), is_cover(image))).collect(),
        pages: pages.len(),
    };
    let names = Names {
        title: volume.title(),
        images: images.iter().map(|image| image.href.as_str()).collect(),
        pages: pages.iter().map(|page| page.file.as_str()).collect(),
    };
    if shape.pages + shape.images.len() > MOST_FILES || !names.are_plain() {
        return generate(&shape, &names, &volume.contents);
    }
    let blank = remembered(shape)?;
    Ok(blank.with(&names, &volume.contents))
}

/// The skeleton of a shape, with stand-ins for names and without contents.
fn remembered(shape: Shape) -> Result<Rc<Skeleton>, String> {
    thread_local! {
        static BLANKS: RefCell<HashMap<Shape, Rc<Skeleton>>> = RefCell::default();
    }
    BLANKS.with_borrow_mut(|blanks| {
        if let Some(blank) = blanks.get(&shape) {
            return Ok(Rc::clone(blank));
        }
        let images: Vec<String> = (0..shape.images.len()).map(image_stand_in).collect();
        let pages: Vec<String> = (0..shape.pages).map(page_stand_in).collect();
        let names = Names {
            title: TITLE.to_owned(),
            images: images.iter().map(String::as_str).collect(),
            pages: pages.iter().map(String::as_str).collect(),
        };
        let blank = Rc::new(generate(&shape, &names, &[])?);
        if blanks.len() >= MOST_SHAPES {
            blanks.clear();
        }
        blanks.insert(shape, Rc::clone(&blank));
        Ok(blank)
    })
}

fn image_stand_in(index: usize) -> String {
    format!("{STANDS_FOR}image-{index:03}")
}

fn page_stand_in(index: usize) -> String {
    format!("{STANDS_FOR}page-{index:03}")
}

impl Names<'_> {
    /// Whether epub-builder takes them as they are, but for the slash in ids, and none looks like a stand-in.
    fn are_plain(&self) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
        let mut names = self.images.iter().chain(&self.pages);
        names.all(|name| name.bytes().all(is_plain) && !name.contains(STANDS_FOR))
    }
}

impl Skeleton {
    /// This skeleton of stand-ins with names in their places, and with contents.
    fn with(&self, names: &Names<'_>, contents: &[ContentsEntry]) -> Self {
        let images = names.images.iter().enumerate().map(|(index, name)| (image_stand_in(index), name));
        let pages = names.pages.iter().enumerate().map(|(index, name)| (page_stand_in(index), name));
        let mut package = self.package.clone();
        for (stand_in, name) in images.chain(pages) {
            package = package.replace(&format!("id_{stand_in}"), &format!("id_{}", name.replace('/', "_")));
            package = package.replace(&stand_in, name);
        }
        let title = names.title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let mut toc = Toc::new();
        for entry in contents.iter().filter(|entry| names.pages.contains(&entry.href.as_str())) {
            toc.add(with_children(entry, TocElement::new(&*entry.href, &*entry.title), TocElement::child));
        }
        let points = format!("<navMap>\n{}", toc.render_epub(true));
        let ncx = self.ncx.replacen("<navMap>\n", &points, 1).replacen(TITLE, &title, 1);
        Self { package, ncx, container: self.container.clone() }
    }
}

/// Adds the entries beneath one, two levels in all: Kindle shows no more of an NCX.
fn with_children<T>(entry: &ContentsEntry, to: T, add: impl Fn(T, TocElement) -> T) -> T {
    entry.children.iter().fold(to, |to, child| add(to, TocElement::new(&*child.href, &*child.title)))
}

/// What epub-builder makes of a volume.
fn generate(shape: &Shape, names: &Names<'_>, contents: &[ContentsEntry]) -> Result<Skeleton, String> {
    let file = pack(shape, names, contents).map_err(|error| error.to_string())?;
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

fn pack(shape: &Shape, names: &Names<'_>, contents: &[ContentsEntry]) -> epub_builder::Result<Vec<u8>> {
    const EMPTY: &[u8] = &[];
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Replaced with all metadata; set so that no random one is drawn.
    builder.set_uuid(uuid::Uuid::nil());
    builder.metadata("direction", shape.direction)?;
    // The NCX takes its title from here.
    builder.set_toc_name(names.title.as_str());
    builder.stylesheet(EMPTY)?;
    for (href, (media_type, is_cover)) in names.images.iter().zip(&shape.images) {
        match is_cover {
            true => builder.add_cover_image(href, EMPTY, *media_type)?,
            false => builder.add_resource(href, EMPTY, *media_type)?,
        };
    }
    let mut contents = contents.iter().peekable();
    for page in &names.pages {
        let mut content = EpubContent::new(*page, EMPTY);
        if let Some(entry) = contents.next_if(|entry| entry.href == *page) {
            content = with_children(entry, content.title(entry.title.as_str()), EpubContent::child);
        }
        builder.add_content(content)?;
    }
    let mut file = Vec::new();
    builder.generate(&mut file)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(href: &str, title: &str, children: Vec<ContentsEntry>) -> ContentsEntry {
        ContentsEntry { href: href.to_owned(), title: title.to_owned(), language: None, children }
    }

    /// Without what finishing replaces: the metadata, which know the time, and the guide.
    fn kept(skeleton: Skeleton) -> Skeleton {
        let (_, package) = skeleton.package.split_once("</metadata>").unwrap();
        let (package, _) = package.split_once("<guide>").unwrap();
        Skeleton { package: package.to_owned(), ..skeleton }
    }

    #[test]
    fn what_looks_like_a_stand_in_is_not_put_in() {
        for (name, is_plain) in
            [("a-b_c.xhtml", true), ("ä.xhtml", false), ("stands-for-page-001.xhtml", false)]
        {
            let names = Names { title: String::new(), images: vec![], pages: vec![name] };
            assert_eq!(names.are_plain(), is_plain, "{name}");
        }
    }

    #[test]
    fn a_shape_with_names_put_in_is_what_epub_builder_makes_of_them() {
        let shapes = [("ltr", vec![]), ("rtl", vec![("image/png", true), ("image/jpeg", false)])];
        for (direction, kinds) in shapes {
            for title in ["Plain", "R & D <b> \"q\" ’s > stands-for-page-001", "  "] {
                let shape = Shape { direction, images: kinds.clone(), pages: 4 };
                let names = Names {
                    title: title.to_owned(),
                    images: ["images/cover.png", "images/a_b-2.jpg"].into_iter().take(kinds.len()).collect(),
                    pages: vec!["cover.xhtml", "title.xhtml", "image-000.xhtml", "b.xhtml"],
                };
                assert!(names.are_plain());
                let contents = [
                    entry(
                        "image-000.xhtml",
                        title,
                        vec![
                            entry(
                                "image-000.xhtml#a",
                                "A & B",
                                vec![entry("image-000.xhtml#b", "below", vec![])],
                            ),
                            entry("image-000.xhtml#c?x=1&y=2", title, vec![]),
                        ],
                    ),
                    entry("b.xhtml", "B", vec![]),
                ];
                for contents in [&contents[..], &[]] {
                    let made = generate(&shape, &names, contents).unwrap();
                    for _ in 0..2 {
                        let with_names = remembered(shape.clone()).unwrap().with(&names, contents);
                        assert_eq!(kept(with_names), kept(made.clone()));
                    }
                }
            }
        }
    }
}
