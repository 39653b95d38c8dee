//! Markdown with front matter to a [`Document`]. The only importer of pulldown-cmark.
//!
//! ```text
//! text ─ front_matter ─► Metadata
//!      └ markdown ─ events ─► builder (blocks) ─► inlines (text, scripts, autolinks) ─► Document
//!                     └ html (blocks and tags of raw HTML, as model content) ┘
//! ```

mod autolink;
mod characters;
mod front_matter;
mod html;
mod inlines;
mod markdown;
mod reader;
mod scripts;

use crate::diagnostic::{Outcome, Warned};
use crate::model::{Document, Language, Metadata, Route};
use crate::source::SourceId;

use reader::Reader;

/// Reads one article.
///
/// `route` is the route of its source file; a `slug` in the front matter replaces the last part. `language` is the
/// site's, for articles that name none.
///
/// # Errors
/// The front matter is not valid.
pub fn read(source: SourceId, text: &str, route: &Route, language: &Language) -> Outcome<Document> {
    let mut reader = Reader::new(source, text);
    reader.report_unsound_characters();
    let front = front_matter::split(text);
    let mut metadata = Metadata::new(language.clone());
    if let Some(block) = &front.block
        && let Err(error) = front_matter::read(&mut reader, block, &mut metadata)
    {
        reader.report(error);
        return Err(reader.finish());
    }
    let content = markdown::read(&mut reader, front.body);
    let route = match &metadata.slug {
        Some(slug) => route.with_slug(slug),
        None => route.clone(),
    };
    let document = Document {
        source,
        route,
        metadata,
        subtitle: None,
        blocks: content.blocks,
        footnotes: content.footnotes,
        references: Vec::new(),
    };
    Ok(Warned { value: document, diagnostics: reader.finish() })
}
