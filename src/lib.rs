//! pepexport turns Markdown articles with front matter into PDF, EPUB, JSON-LD and plain text.
//!
//! # The way of an article
//!
//! Data flows one way, and so do imports: a room uses only rooms above it in this file (`tests/rooms.rs` holds that).
//!
//! ```text
//! sources ─ load ─► read ─► Document ─ enrich ─► Document ─► Publication ─ backend ×4 ─► Artifact ─► export
//!                     └────► Catalog ─────┘ (what an article may know of all the others)
//! ```
//!
//! 1. [`load`] finds the sources in an order that no file system decides, and reads them within limits.
//! 2. [`read`] makes a [`model::Document`] of Markdown and front matter: what the article says, never how it looks.
//! 3. [`enrich`] completes it, one pass a file in one ordered list: first what needs the document alone, then what needs
//!    the [`catalog`] of all articles (links between them) and the [`assets`].
//! 4. A [`model::Publication`] binds one document, or the many of a book.
//! 5. [`typography`] sets punctuation for the formats that people read.
//! 6. Each [`backend`] makes a publication into bytes. No backend knows another, the clock or the terminal, nor the disk,
//!    but for the fonts of the machine, which PDF looks for when no other font has a character.
//! 7. [`export`] drives all of it: two passes over the sources, articles and backends in parallel, every file written
//!    whole or not at all, results in the order of the sources whatever the threads do.
//! 8. A backend may leave of each article a small [fragment](backend::site_wide) on disk; when all are done the fragments
//!    come back as a stream, by date, and are joined to files of the whole site: feeds, site maps.
//!
//! What an earlier run made is not made again while all that it was made of is the same. That is the text, the tool, the
//! configuration, and the answers to every [question](enrich::Question) that the article asked of the catalog and of the
//! disk when it was completed. Their fingerprint stands in the manifest; the questions, the findings and the fragments are
//! kept beside it, a small file for each article.
//!
//! Two passes, because an article may link to any other: pass one keeps of each only its catalog entry, pass two takes
//! one article after another through the rest and drops it. A site may be far larger than memory; of a small one the
//! documents are kept between the passes, so that nothing is read twice.
//!
//! A [shard](export::Shard) of a site exports the articles that fall to it and leaves its fragments; [`export::merge`] joins those of
//! all shards to what one run would have written.
//!
//! # What goes wrong
//!
//! Bad input makes a [`diagnostic::Diagnostic`] with a stable code, a place ([`source::Span`]) and what to do about it,
//! never a panic. An error costs the artifact it is about and nothing else. The library prints nothing: the binary in
//! `src/bin/pepexport` makes arguments into an [`export::Job`], and shows the [`export::Report`].
//!
//! # A new format
//!
//! One folder in `backend`, its `mod` line there, its entry in [`export::all`]: the command line, the help, the manifest
//! and the tests derive from that list.
//!
//! # As a library
//!
//! ```no_run
//! use pepexport::export::{self, Destination, Job, Settings, Silent};
//! use pepexport::load::{self, Given};
//!
//! let sources = load::find(&[Given::Path("content".into())], &[]);
//! let job = Job {
//!     formats: export::all().to_vec(),
//!     destination: Destination::Folder("dist".into()),
//!     ..Job::new(Settings::default(), sources)
//! };
//! let report = export::run(&job, &Silent);
//! assert_eq!(report.errors(), 0);
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
