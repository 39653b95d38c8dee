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
use super::subject::{self, Thing};
use super::website::{self, WebSite};
use crate::diagnostic::Diagnostic;

/// A JSON-LD document: schema.org's context and the nodes of one page (JSON-LD 1.1, 4.9 “Graphs”).
#[derive(Debug, Serialize)]
pub(super) struct Graph {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: Vec<Node>,
}

/// A node of the graph.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Node {
    WebSite(WebSite),
    Organization(Box<Organization>),
    WebPage(Box<WebPage>),
    Article(Box<Article>),
    Image(ImageObject),
    Thing(Thing),
    Breadcrumb(BreadcrumbList),
    Element(Element),
    Citation(Citation),
    Media(MediaObject),
    Faq(FaqPage),
    Question(Box<Question>),
    Agent(Box<Agent>),
}

/// Builds the graph. The nodes without references to others come first, so that the article and its page refer only to
/// what is there.
pub(super) fn build(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Graph {
    let organization = organization::build(scope);
    let publisher = organization.as_ref().map(|organization| Ref::to(&organization.id));
    let website = website::build(scope, publisher.clone());
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

    let mut nodes = Vec::new();
    nodes.extend(website.map(Node::WebSite));
    nodes.extend(organization.map(|organization| Node::Organization(Box::new(organization))));
    nodes.push(Node::WebPage(Box::new(page)));
    nodes.push(Node::Article(Box::new(article)));
    nodes.extend(image.map(Node::Image));
    nodes.extend(subjects.about.into_iter().chain(subjects.mentions).map(Node::Thing));
    nodes.extend(breadcrumb.map(Node::Breadcrumb));
    nodes.extend(elements.nodes.into_iter().map(Node::Element));
    nodes.extend(citations.into_iter().map(Node::Citation));
    nodes.extend(encodings.into_iter().map(Node::Media));
    if let Some((faq, questions)) = faq {
        nodes.push(Node::Faq(faq));
        nodes.extend(questions.into_iter().map(|question| Node::Question(Box::new(question))));
    }
    nodes.extend(people.agents.into_iter().map(|agent| Node::Agent(Box::new(agent))));
    Graph { context: "https://schema.org", nodes }
}
