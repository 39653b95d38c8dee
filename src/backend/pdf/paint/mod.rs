//! Painting: a layout to PDF pages and operators.
//!
//! Printing goes through printpdf's operators and pages. What printpdf would write otherwise (fonts, catalog,
//! metadata, annotations) is left to finishing.

pub mod content;
mod operators;
mod page;
mod picture;
mod reading;
mod stretches;
mod text;
mod typeface;

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Object, ObjectId, Stream};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt, XObjectId};

pub use self::page::Sequence;
use self::page::{Shared, paint as paint_page};
use self::picture::xobject;
pub use self::typeface::{Typeface, typefaces};
use super::deflate::deflate;
use super::finish::values::{dictionary, name};
use super::font::{FaceId, Fonts};
use super::fragment::{Layout, Page, Shape};
use super::image::PdfImage;

/// A painted layout.
#[derive(Debug)]
pub struct Painted {
    /// Its pages, as printpdf writes them, without fonts.
    pub document: lopdf::Document,
    /// The faces it uses.
    pub typefaces: BTreeMap<FaceId, Typeface>,
    /// For each page, its marked-content sequences in the order of their numbers.
    pub sequences: Vec<Vec<Sequence>>,
}

/// Paints a layout, page by page: what is painted of a page is gone from the layout, and its operators are compressed
/// at once, so that a long book is never held as operators.
///
/// # Errors
/// The name of a font whose file cannot be subset.
pub fn paint(layout: &mut Layout, fonts: &Fonts) -> Result<Painted, String> {
    let typefaces = typefaces(layout, fonts)?;
    let images = images(layout);
    let shared = Shared { tags: &layout.tags, typefaces: &typefaces, images: &images };

    let mut pdf = PdfDocument::new("");
    let mut sequences = Vec::with_capacity(layout.pages.len());
    let mut contents = Vec::with_capacity(layout.pages.len());
    for page in &mut layout.pages {
        let painted = paint_page(page, &shared);
        page.marks = Vec::new();
        contents.push(content_stream(pdf_page(page, painted.ops)));
        pdf.pages.push(pdf_page(page, Vec::new()));
        sequences.push(painted.sequences);
    }
    pdf.resources.xobjects.map = images.iter().map(|(image, id)| (id.clone(), xobject(image))).collect();
    let mut document = to_lopdf(&pdf);
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for (page, content) in pages.into_iter().zip(contents) {
        let stream = document.get_dictionary(page).and_then(|page| page.get(b"Contents"));
        if let Ok(id) = stream.and_then(Object::as_reference) {
            document.objects.insert(id, content.into());
        }
    }
    Ok(Painted { document, typefaces, sequences })
}

/// The operators of one page, as printpdf writes them, compressed.
fn content_stream(page: PdfPage) -> Stream {
    let mut pdf = PdfDocument::new("");
    pdf.pages.push(page);
    let document = to_lopdf(&pdf);
    let stream = || {
        let page = document.get_pages().into_values().next()?;
        let id = document.get_dictionary(page).ok()?.get(b"Contents").ok()?.as_reference().ok()?;
        document.get_object(id).ok()?.as_stream().ok()
    };
    let operators = stream().map(|stream| stream.content.as_slice()).unwrap_or_default();
    let smaller = deflate(operators);
    if smaller.len() < operators.len() {
        Stream::new(dictionary([("Filter", name("FlateDecode"))]), smaller)
    } else {
        Stream::new(lopdf::Dictionary::new(), operators.to_vec())
    }
}

fn to_lopdf(pdf: &PdfDocument) -> lopdf::Document {
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        // Operators given by name are our own.
        secure: false,
        image_optimization: None,
    };
    printpdf::serialize::to_lopdf_doc(pdf, &options, &mut Vec::new())
}

fn pdf_page(page: &Page, ops: Vec<printpdf::Op>) -> PdfPage {
    let paper = printpdf::Rect::from_wh(Pt(content::exact(page.width)), Pt(content::exact(page.height)));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

/// The images of a layout in the order they appear, each once.
///
/// The ids are our own: printpdf's count up over the whole process, so that bytes would depend on threads.
fn images(layout: &Layout) -> Vec<(Arc<PdfImage>, XObjectId)> {
    let mut images: Vec<(Arc<PdfImage>, XObjectId)> = Vec::new();
    for mark in layout.pages.iter().flat_map(|page| &page.marks) {
        if let Shape::Image { image, .. } = &mark.shape
            && !images.iter().any(|(known, _)| Arc::ptr_eq(known, image))
        {
            let id = XObjectId(format!("I{}", images.len()));
            images.push((Arc::clone(image), id));
        }
    }
    images
}
