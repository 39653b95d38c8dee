//! The graph of a page: which nodes there are, and their order.

use serde::Serialize;

use super::article::{self, Article};
use super::breadcrumb::{self, BreadcrumbList};
use super::citations::{self, Citation};
use super::encodings::{self, MediaObject};
use super::faq::{self, FaqPage, Question};
use super::image::{self, ImageObject};
use super::node::Ref;
use super::organization::{self, Organization};
use super::page::{self, WebPage};
use super::person::{Agent, People};
use super::scope::Scope;
use super::sections::{self, Element};
use super::subject::{self, Subjects, Thing};
use super::website::{self, WebSite};
use crate::diagnostic::Diagnostic;

/// A JSON-LD document: schema.org's context and nodes (JSON-LD 1.1, 4.9 “Graphs”).
#[derive(Debug, Serialize)]
pub(super) struct Graph<N> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: Vec<N>,
}

impl<N> Graph<N> {
    pub(super) fn of(nodes: Vec<N>) -> Self {
        Self { context: "https://schema.org", nodes }
    }
}

/// A node of the graph of a page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Node<'n> {
    WebSite(&'n WebSite),
    Organization(&'n Organization),
    WebPage(&'n WebPage),
    Article(&'n Article),
    Image(&'n ImageObject),
    Thing(&'n Thing),
    Breadcrumb(&'n BreadcrumbList),
    Element(&'n Element),
    Citation(&'n Citation),
    Media(&'n MediaObject),
    Faq(&'n FaqPage),
    Question(&'n Question),
    Agent(&'n Agent),
}

/// The nodes of a page.
#[derive(Debug)]
pub(super) struct Nodes {
    pub website: Option<WebSite>,
    pub organization: Option<Organization>,
    page: WebPage,
    pub article: Article,
    pub image: Option<ImageObject>,
    subjects: Subjects,
    breadcrumb: Option<BreadcrumbList>,
    elements: Vec<Element>,
    pub citations: Vec<Citation>,
    pub encodings: Vec<MediaObject>,
    faq: Option<(FaqPage, Vec<Question>)>,
    pub agents: Vec<Agent>,
}

impl Nodes {
    /// The graph, in the order of the page.
    pub(super) fn graph(&self) -> Graph<Node<'_>> {
        let mut nodes = Vec::new();
        nodes.extend(self.website.as_ref().map(Node::WebSite));
        nodes.extend(self.organization.as_ref().map(Node::Organization));
        nodes.push(Node::WebPage(&self.page));
        nodes.push(Node::Article(&self.article));
        nodes.extend(self.image.as_ref().map(Node::Image));
        nodes.extend(self.subjects.about.iter().chain(&self.subjects.mentions).map(Node::Thing));
        nodes.extend(self.breadcrumb.as_ref().map(Node::Breadcrumb));
        nodes.extend(self.elements.iter().map(Node::Element));
        nodes.extend(self.citations.iter().map(Node::Citation));
        nodes.extend(self.encodings.iter().map(Node::Media));
        if let Some((faq, questions)) = &self.faq {
            nodes.push(Node::Faq(faq));
            nodes.extend(questions.iter().map(Node::Question));
        }
        nodes.extend(self.agents.iter().map(Node::Agent));
        Graph::of(nodes)
    }
}

/// Builds the nodes. Those without references to others come first, so that the article and its page refer only to
/// what is there.
pub(super) fn build(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Nodes {
    let site = scope.whole_site();
    let organization = organization::build(&site);
    let publisher = organization.as_ref().map(|organization| Ref::to(&organization.id));
    let website = website::build(&site, publisher.clone());
    let image = image::primary(scope, diagnostics);
    let subjects = subject::build(scope);
    let breadcrumb = breadcrumb::build(scope);
    let faq = faq::build(scope);
    let elements = sections::build(scope, faq.is_some());
    let citations = citations::build(scope, diagnostics);
    let encodings = encodings::build(scope);

    let mut people = People::new(scope, publisher.clone());
    let about = subjects.about.as_ref().map(|subject| Ref::to(&subject.id));
    let article = article::build(
        scope,
        article::Parts {
            publisher: publisher.clone(),
            image: image.as_ref().map(|image| (Ref::to(&image.id), image.url.clone())),
            about: about.clone(),
            mentions: subjects.mentions.iter().map(|thing| Ref::to(&thing.id)).collect(),
            sections: elements.top,
            citations: citations::references(&citations),
            encodings: encodings.iter().map(|encoding| Ref::to(&encoding.id)).collect(),
        },
        &mut people,
    );
    let page = page::build(
        scope,
        page::Parts {
            website: website.as_ref().map(|website| Ref::to(&website.id)),
            publisher,
            image: image.as_ref().map(|image| Ref::to(&image.id)),
            breadcrumb: breadcrumb.as_ref().map(|breadcrumb| Ref::to(&breadcrumb.id)),
            faq: faq.as_ref().map(|(page, _)| Ref::to(&page.id)),
            about,
        },
        &mut people,
    );

    Nodes {
        website,
        organization,
        page,
        article,
        image,
        subjects,
        breadcrumb,
        elements: elements.nodes,
        citations,
        encodings,
        faq,
        agents: people.agents,
    }
}
