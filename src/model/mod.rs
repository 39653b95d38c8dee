//! The shared document model: what an article says, never how it looks.
//!
//! `read` builds a [`Document`], the passes of `enrich` complete it, and a [`Publication`] binds one or more of them
//! for the backends. Block and inline are split by type, so impossible documents cannot be built.

mod block;
mod date;
mod document;
mod dump;
mod inline;
mod metadata;
mod names;
mod outline;
mod publication;
mod reference;
mod text;
pub mod walk;

pub use block::{
    Alignment, Block, BlockKind, Callout, CalloutKind, Cell, CodeBlock, Definition, Faq, Figure, Heading,
    List, ListItem, ListMarker, Question, Row, Table,
};
pub use date::{Date, InvalidDate};
pub use document::{Document, Footnote};
pub use dump::dump;
pub use inline::{
    ArticleLink, Citation, FootnoteCall, Image, ImageSource, Inline, Link, LinkTarget, Passage,
};
pub use metadata::{Category, Contributor, Cover, Field, Metadata, Review};
pub use names::{Anchor, AssetPath, Language, Route, TextDirection};
pub use outline::{OutlineEntry, outline};
pub use publication::{Binding, Publication};
pub use reference::{AuthorYear, Identifier, Reference, Work};
pub use text::{count_words, on_one_line, plain_text, plain_text_of_blocks};
