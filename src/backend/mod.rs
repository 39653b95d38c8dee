//! What a backend is: a publication to bytes.

pub mod epub;
pub mod json_ld;
pub mod pdf;
pub mod site_wide;
pub mod text;

use crate::assets::Assets;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::Outcome;
use crate::labels::{Labels, Terms};
use crate::model::{Date, Language, Publication};
use site_wide::{Rendered, SiteFiles};

/// One output format.
pub trait Backend: Send + Sync {
    /// What the format is called and how its files are named.
    fn format(&self) -> &'static Format;

    /// Tells this state of the backend from others: what another state made is made anew. The backends of this crate need
    /// no version of their own; the crate's stands for them.
    fn version(&self) -> &'static str {
        ""
    }

    /// Renders a publication. The same publication and context give the same bytes.
    ///
    /// # Errors
    /// The artifact cannot be made at all. Everything less warns.
    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>>;

    /// Renders a publication that is kept track of: its artifacts, what the format's site-wide files need to know of it,
    /// and what it was made of that only the backend knows.
    ///
    /// # Errors
    /// As [`Backend::render`].
    fn render_for_site(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Rendered> {
        let rendered = self.render(publication, context)?;
        Ok(rendered.map(|artifacts| Rendered { artifacts, ..Rendered::default() }))
    }

    /// The format's site-wide files, when it has some.
    fn site_files(&self) -> Option<&'static dyn SiteFiles> {
        None
    }
}

/// What a format is called and how its files are named.
#[derive(Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name on the command line; also its folder among the outputs.
    pub name: &'static str,
    /// Its name in prose.
    pub title: &'static str,
    /// Extension of its main file.
    pub extension: &'static str,
    /// Media type of its main file.
    pub media_type: &'static str,
    /// Whether it can bind several articles in one file.
    pub binds_books: bool,
    /// Whether it is for readers, and so gets typographers' punctuation; data keeps the author's characters.
    pub typeset: bool,
}

/// One file that a backend made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Extension of the file.
    pub extension: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a backend may know besides the publication.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// Terms of every language.
    pub terms: &'a Terms,
    /// All articles of the run.
    pub catalog: &'a Catalog,
    /// Images.
    pub assets: &'a Assets,
    /// The date that stands in where one is required and the article has none (`SOURCE_DATE_EPOCH`).
    pub fallback_date: Option<Date>,
}

impl<'a> Context<'a> {
    /// The terms for a language.
    pub fn labels(&self, language: &Language) -> &'a Labels {
        self.terms.of(language)
    }
}
