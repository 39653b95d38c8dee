//! How much there is to set. A PDF is made in memory, so something of tens of megabytes is refused before it takes the
//! memory of all other articles with it.

use crate::backend::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Inline, Publication, walk};

/// The most that is set unless `pdf.max_characters` says otherwise, in characters. A book of 1,682 pages has 12 million and
/// takes 380 MB; 16,000 links have 25 million and take 700.
const MOST_CHARACTERS: u64 = 100_000_000;
/// What a link takes, in characters: each has its annotation, its place in the tag tree and its destination.
const LINK: u64 = 500;
/// What a block takes, in characters.
const BLOCK: u64 = 250;

/// Refuses a publication that is too long.
///
/// # Errors
/// It is beyond the limit.
pub(super) fn within(publication: &Publication, context: &Context<'_>) -> Result<(), Diagnostic> {
    let limit = context.config.pdf.max_characters.unwrap_or(MOST_CHARACTERS);
    let extent = extent(publication);
    if extent <= limit {
        return Ok(());
    }
    let message = format!(
        "“{}” is too long for a PDF: about {extent} characters, and {limit} are the limit",
        publication.metadata.title
    );
    Err(Diagnostic::new(Code::RenderFailed, message)
        .help("divide it into several articles, or raise `pdf.max_characters`"))
}

fn extent(publication: &Publication) -> u64 {
    let documents = publication.parts.iter();
    documents
        .map(|document| {
            let notes = document.footnotes.iter().map(|note| blocks(&note.blocks)).sum::<u64>();
            blocks(&document.blocks) + notes + document.references.len() as u64 * (LINK + BLOCK)
        })
        .sum()
}

fn blocks(blocks: &[Block]) -> u64 {
    let mut extent = 0;
    walk::blocks(blocks, &mut |block| {
        extent += BLOCK;
        if let BlockKind::Code(code) = &block.kind {
            extent += code.text.len() as u64;
        }
    });
    walk::inlines(blocks, &mut |inline| {
        extent += match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => text.len() as u64,
            Inline::Link(_) | Inline::Citation(_) | Inline::FootnoteCall(_) => LINK,
            Inline::Image(image) => image.alt.len() as u64,
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Passage(_)
            | Inline::SoftBreak
            | Inline::LineBreak => 0,
        };
    });
    extent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, Route};
    use crate::source::SourceId;

    #[test]
    fn text_blocks_and_links_count() {
        let extent = |markdown: &str| {
            let route = Route::from_segments(["a"]);
            let document = crate::read::read(SourceId(0), markdown, &route, &Language::english()).unwrap();
            extent(&Publication::article(document.value))
        };
        assert_eq!(extent("Five words and a link."), BLOCK + 22);
        assert_eq!(extent("Five words and a [link](https://example.org)."), BLOCK + LINK + 22);
        assert_eq!(extent("~~~\ncode\n~~~\n"), BLOCK + 4);
    }
}
