//! pepexport turns Markdown articles with front matter into PDF, EPUB, JSON-LD and plain text.
//!
//! Data flows one way, and so do imports: a room uses only rooms above it.
//!
//! ```text
//! sources ─ load ─► read ─► Document ─ enrich ─► Document ─► Publication ─ backend ×4 ─► Artifact ─► export
//!                     └────► Catalog ─────┘ (what an article may know of all the others)
//! ```
pub mod source;

pub mod diagnostic;

pub mod model;

pub mod config;

pub mod labels;

pub mod load;

pub mod read;

pub mod catalog;

pub mod enrich;

pub mod typography;

pub mod assets;

pub mod backend;

pub mod export;
