//! The JSON-LD backend, from documents and fixtures to bytes.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

mod graph_check;
mod random;

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
