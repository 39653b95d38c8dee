//! The JSON-LD backend, from documents and fixtures to bytes.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail by panicking")]

mod feed;
mod fixture;
#[path = "../golden/mod.rs"]
mod golden;
mod graph_check;
mod random;
mod samples;

use pepexport::assets::Assets;
use pepexport::backend::json_ld::JsonLd;
use pepexport::backend::{Artifact, Backend as _, Context};
use pepexport::catalog::Catalog;
use pepexport::config::Config;
use pepexport::diagnostic::Warned;
use pepexport::labels::Terms;
use pepexport::model::{Document, Publication};
use proptest::prelude::*;

/// The artifacts of a document without a site around it.
fn render(document: Document, config: &Config) -> Warned<Vec<Artifact>> {
    let context = Context {
        config,
        terms: &Terms::default(),
        catalog: &Catalog::default(),
        assets: &Assets::default(),
        fallback_date: None,
    };
    JsonLd.render(&Publication::article(document), &context).expect("a graph")
}

/// The JSON in an embed, as a browser finds it: up to the first `</script`.
fn script(html: &[u8]) -> serde_json::Value {
    let html = std::str::from_utf8(html).expect("UTF-8");
    let inside = html.strip_prefix("<script type=\"application/ld+json\">").expect("a script");
    let (json, after) = inside.split_once("</script").expect("its end");
    assert_eq!(after, ">\n");
    assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
    serde_json::from_str(json).expect("JSON")
}

/// Renders a fixture, checks its graph, and compares both of its forms with the golden ones.
fn golden(name: &str) -> fixture::Rendered {
    let rendered = fixture::render(name);
    let graph = &rendered.artifacts[0];
    assert_eq!(graph_check::problems(&graph.bytes), Vec::<String>::new());
    let text = std::str::from_utf8(&graph.bytes).expect("UTF-8");
    golden::check(name, "json_ld.json", text);
    for embed in &rendered.artifacts[1..] {
        assert_eq!(embed.extension, "jsonld.html");
        let graph: serde_json::Value = serde_json::from_slice(&graph.bytes).expect("JSON");
        assert_eq!(script(&embed.bytes), graph);
    }
    rendered
}

/// The findings of a fixture: code and what they point at.
fn codes(rendered: &fixture::Rendered) -> Vec<(&str, &str)> {
    rendered.findings.iter().map(|(place, finding)| (finding.code.name(), place.as_str())).collect()
}

#[test]
fn a_guide_with_everything() {
    let rendered = golden("json-ld-guide");
    assert_eq!(
        codes(&rendered),
        [
            ("not-a-question", "### A remark without a question"),
            ("small-image", "/images/cover.png"),
            ("citation-record", "[Schulz et al., 2010](https://pubmed.ncbi.nlm.nih.gov/20332509/)"),
        ]
    );
}

#[test]
fn an_article_alone() {
    let rendered = golden("json-ld-bare");
    assert_eq!(codes(&rendered), []);
}

#[test]
fn another_language_and_the_other_options() {
    let rendered = golden("json-ld-german");
    assert_eq!(codes(&rendered), []);
}

#[test]
fn hostile_input_stays_text() {
    let rendered = golden("json-ld-hostile");
    let codes = codes(&rendered);
    let codes: Vec<&str> = codes.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["author-name", "direction-control", "direction-control"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_gives_a_sound_graph(document in random::document(), config in random::config()) {
        let artifacts = render(document.clone(), &config).value;
        prop_assert_eq!(graph_check::problems(&artifacts[0].bytes), Vec::<String>::new());
        let graph: serde_json::Value = serde_json::from_slice(&artifacts[0].bytes).unwrap();
        prop_assert_eq!(script(&artifacts[1].bytes), graph);
        prop_assert_eq!(render(document, &config).value, artifacts);
    }
}
