//! The stages of making an EPUB, one by one, for benchmarks. Nothing else should want them: they change as the backend
//! does.

use super::front::{self, Cover};
use super::images::Gallery;
use super::volume::Volume;
use super::xhtml::Page;
use super::{Papers, pack, pages, papers};
use crate::backend::Context;
use crate::model::Publication;

/// A publication on its way to an EPUB.
pub struct Stages<'a> {
    volume: Volume<'a>,
    context: &'a Context<'a>,
}

/// The images of the volume, the cover first.
pub struct Images<'a>(Gallery<'a>, Option<Cover>);
/// The pages with what they show.
pub struct Pages<'a>(Images<'a>, Vec<Page>);
/// The pages with what says how they belong together.
pub struct Bound<'a>(Pages<'a>, Papers);

impl<'a> Stages<'a> {
    /// The way of a publication.
    pub fn new(publication: &'a Publication, context: &'a Context<'a>) -> Self {
        Self { volume: Volume::plan(publication, context.terms), context }
    }

    /// Makes the cover; `false` leaves it out.
    pub fn cover(&self, wanted: bool) -> Images<'a> {
        let mut gallery = Gallery::new(self.context.assets);
        let cover =
            wanted.then(|| front::cover(&self.volume, self.context, &mut gallery, &mut Vec::new())).flatten();
        Images(gallery, cover)
    }

    /// Writes the pages as XHTML.
    pub fn pages(&self, mut images: Images<'a>) -> Pages<'a> {
        let cover = images.1.take();
        let pages = pages(&self.volume, self.context, cover.as_ref(), &mut images.0, &mut Vec::new());
        Pages(Images(images.0, cover), pages)
    }

    /// Writes the package document, the contents and the container document. `None` when they cannot be written.
    pub fn papers(&self, made: Pages<'a>) -> Option<Bound<'a>> {
        let Pages(Images(gallery, cover), pages) = &made;
        let papers = papers(&self.volume, self.context, cover.as_ref(), gallery, pages).ok()?;
        Some(Bound(made, papers))
    }

    /// Deflates all of it into the container; its size in bytes.
    pub fn pack(&self, bound: &Bound<'a>) -> Option<usize> {
        let Bound(Pages(Images(gallery, _), pages), papers) = bound;
        pack(papers, pages, gallery, self.context).ok().map(|bytes| bytes.len())
    }
}
