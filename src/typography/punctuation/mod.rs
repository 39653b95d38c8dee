//! Typographers' punctuation: quotation marks of the language, apostrophes, dashes, ellipses.
//!
//! For formats that people read; data keeps the author's characters. Code, mathematics and addresses are never
//! touched. Setting a text twice changes nothing more.

mod dashes;
mod quotes;
mod ranges;
mod run;
#[cfg(test)]
mod tests;
mod verbatim;

use rayon::prelude::*;

use crate::labels::{Labels, Terms};
use crate::model::{
    Binding, Block, BlockKind, Contributor, Document, Image, Inline, LinkTarget, Metadata, Publication, walk,
};

/// Sets the punctuation of everything in `publication` that a reader sees, each part by its own language.
pub fn typeset(publication: &mut Publication, terms: &Terms) {
    let labels = terms.of(&publication.metadata.language);
    metadata(&mut publication.metadata, labels);
    publication.subtitle.iter_mut().for_each(|subtitle| plain(subtitle, labels));
    match publication.binding {
        Binding::Article => publication.parts.iter_mut().for_each(|part| document(part, terms)),
        Binding::Book => publication.parts.par_iter_mut().for_each(|part| document(part, terms)),
    }
    for reference in &mut publication.references {
        plain(&mut reference.label, labels);
    }
}

fn document(document: &mut Document, terms: &Terms) {
    let labels = terms.of(&document.metadata.language);
    metadata(&mut document.metadata, labels);
    if let Some(subtitle) = &mut document.subtitle {
        content(subtitle, labels, terms);
    }
    walk::bodies_mut(document, &mut |blocks| {
        walk::blocks_mut(blocks, &mut |block| self::block(block, labels, terms));
    });
    for reference in &mut document.references {
        plain(&mut reference.label, labels);
    }
}

fn metadata(metadata: &mut Metadata, labels: &Labels) {
    plain(&mut metadata.title, labels);
    metadata.description.iter_mut().for_each(|description| plain(description, labels));
    metadata.categories.iter_mut().for_each(|category| plain(&mut category.name, labels));
    metadata.cover.iter_mut().for_each(|cover| plain(&mut cover.alt, labels));
    let reviewer = metadata.review.iter_mut().map(|review| &mut review.reviewer);
    metadata.authors.iter_mut().chain(reviewer).for_each(|person: &mut Contributor| {
        plain(&mut person.name, labels);
    });
}

fn block(block: &mut Block, labels: &Labels, terms: &Terms) {
    match &mut block.kind {
        BlockKind::Callout(callout) => plain(&mut callout.label, labels),
        BlockKind::Figure(figure) => image(&mut figure.image, labels),
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Math(_)
        | BlockKind::ThematicBreak
        | BlockKind::Faq(_)
        | BlockKind::Question(_)
        | BlockKind::Disclaimer(_) => {}
    }
    walk::own_inlines_mut(block, &mut |inlines| content(inlines, labels, terms));
}

/// Sets a run of inline content as one text, so that a mark knows its neighbours across bold and links.
fn content(inlines: &mut [Inline], labels: &Labels, terms: &Terms) {
    run::set(inlines, labels, terms);
    walk::nested_inlines_mut(inlines, &mut |inline| match inline {
        Inline::Link(link) => {
            link.title.iter_mut().for_each(|title| plain(title, labels));
            if let LinkTarget::Article(article) = &mut link.target {
                plain(&mut article.title, labels);
            }
        }
        Inline::Image(picture) => image(picture, labels),
        Inline::Text(_)
        | Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Subscript(_)
        | Inline::Superscript(_)
        | Inline::Code(_)
        | Inline::Math(_)
        | Inline::Citation(_)
        | Inline::FootnoteCall(_)
        | Inline::Passage(_)
        | Inline::SoftBreak
        | Inline::LineBreak => {}
    });
}

fn image(image: &mut Image, labels: &Labels) {
    plain(&mut image.alt, labels);
    image.title.iter_mut().for_each(|title| plain(title, labels));
}

/// Sets a text without markup.
fn plain(text: &mut String, labels: &Labels) {
    if let Some(set) = run::set_plain(text, labels) {
        *text = set;
    }
}
