//! `FAQPage`: the article's frequently asked questions.
//!
//! A node beside the article, which stays the main entity of its page. Search engines show no rich result for it any
//! more; it is vocabulary for everybody else.

use serde::Serialize;

use super::answer_html;
use super::node::Ref;
use super::scope::Scope;
use super::text;
use crate::config::HeadingAnchors;
use crate::model::{Anchor, BlockKind, Faq};

/// <https://schema.org/FAQPage>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FaqPage {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    is_part_of: Ref,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    main_entity: Vec<Ref>,
}

/// <https://schema.org/Question>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Question {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// From 1.
    position: usize,
    answer_count: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    accepted_answer: Answer,
}

/// <https://schema.org/Answer>
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
}

/// The FAQ and its questions, when at least one of them has an answer. Several FAQs in one article are one node.
pub(super) fn build(scope: &Scope<'_>) -> Option<(FaqPage, Vec<Question>)> {
    if !scope.options.faq {
        return None;
    }
    let faqs: Vec<&Faq> = scope
        .document
        .blocks
        .iter()
        .filter_map(|block| if let BlockKind::Faq(faq) = &block.kind { Some(faq.as_ref()) } else { None })
        .collect();
    let first = faqs.first()?;
    let address = |anchor: &Anchor| {
        let linked = scope.site.heading_anchors == HeadingAnchors::Github && !anchor.as_str().is_empty();
        linked.then(|| scope.ids.place(anchor))
    };
    let mut questions: Vec<Question> = Vec::new();
    for block in faqs.iter().flat_map(|faq| &faq.body) {
        let BlockKind::Question(question) = &block.kind else { continue };
        let Some(name) = text::cleaned(&text::of_inlines(&question.heading.content)) else { continue };
        let Some(text) = answer_html::write(scope, &question.answer) else { continue };
        let number = questions.len() + 1;
        questions.push(Question {
            kind: "Question",
            id: scope.ids.question(number),
            name,
            url: address(&question.heading.anchor),
            position: number,
            answer_count: 1,
            in_language: scope.language.clone(),
            accepted_answer: Answer {
                kind: "Answer",
                id: scope.ids.answer(number),
                text,
                in_language: scope.language.clone(),
            },
        });
    }
    if questions.is_empty() {
        return None;
    }
    let page = FaqPage {
        kind: "FAQPage",
        id: scope.ids.faq(),
        url: address(&first.heading.anchor).unwrap_or_else(|| scope.ids.page().to_owned()),
        name: text::cleaned(&text::of_inlines(&first.heading.content)),
        is_part_of: Ref::to(scope.ids.page()),
        in_language: scope.language.clone(),
        main_entity: questions.iter().map(|question| Ref::to(&question.id)).collect(),
    };
    Some((page, questions))
}
