//! The JSON-LD backend: one connected schema.org graph for each article.
//!
//! Every value comes from the text, the front matter, the configuration or a measured file; what is not known is left
//! out. `graph` builds the nodes, one file each; here they become bytes.

mod address;
mod answer_html;
mod article;
mod breadcrumb;
mod citations;
mod dates;
mod embed;
mod encodings;
mod faq;
mod feed;
mod graph;
mod ids;
mod image;
mod lints;
mod mark_up;
mod node;
mod organization;
mod page;
mod person;
mod scope;
mod sections;
mod site_lints;
mod site_scope;
mod subject;
mod text;
mod website;

pub use site_lints::check_site;

use super::site_wide::{Rendered, SiteFiles};
use super::{Artifact, Backend, Context, Format};
use crate::diagnostic::{Code, Diagnostic, Outcome, Warned};
use crate::model::Publication;

/// The JSON-LD backend.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonLd;

/// What the format is called.
pub const FORMAT: Format = Format {
    name: "jsonld",
    title: "JSON-LD",
    extension: "jsonld",
    media_type: "application/ld+json",
    binds_books: false,
    typeset: false,
};

impl Backend for JsonLd {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn render(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let (made, diagnostics) = made(publication, context, false)?;
        Ok(Warned { value: made.artifacts, diagnostics })
    }

    fn render_for_site(&self, publication: &Publication, context: &Context<'_>) -> Outcome<Rendered> {
        let (value, diagnostics) = made(publication, context, true)?;
        Ok(Warned { value, diagnostics })
    }

    fn site_files(&self) -> Option<&'static dyn SiteFiles> {
        Some(&feed::Feed)
    }
}

/// The graph of an article in its forms, and with `for_site` what the feed needs to know of it.
fn made(
    publication: &Publication,
    context: &Context<'_>,
    for_site: bool,
) -> Result<(Rendered, Vec<Diagnostic>), Vec<Diagnostic>> {
    let failed = |what: String| vec![Diagnostic::new(Code::RenderFailed, what)];
    let scope = publication
        .parts
        .first()
        .and_then(|document| scope::Scope::of(document, context))
        .ok_or_else(|| failed("the article has no address".to_owned()))?;

    let mut diagnostics = lints::of(&scope);
    let nodes = graph::build(&scope, &mut diagnostics);
    let graph = nodes.graph();

    let unwritable = |error: serde_json::Error| failed(format!("the graph cannot be written: {error}"));
    let mut pretty = serde_json::to_vec_pretty(&graph).map_err(unwritable)?;
    pretty.push(b'\n');
    let mut artifacts = vec![Artifact { extension: FORMAT.extension, bytes: pretty }];
    if scope.options.embed {
        let minified = serde_json::to_string(&graph).map_err(unwritable)?;
        artifacts.push(Artifact { extension: "jsonld.html", bytes: embed::script(&minified).into_bytes() });
    }
    let fragment = if for_site { feed::fragment(&scope, &nodes).map_err(unwritable)? } else { None };
    Ok((Rendered { artifacts, fragment, machine_fonts: false }, diagnostics))
}
