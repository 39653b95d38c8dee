//! Fixtures: an article, perhaps a configuration, perhaps other articles and pictures, through the whole pipeline.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pepexport::assets::Assets;
use pepexport::backend::json_ld::JsonLd;
use pepexport::backend::{Artifact, Backend as _, Context};
use pepexport::catalog::{Catalog, Entry};
use pepexport::diagnostic::Diagnostic;
use pepexport::enrich::{self, Setting, Surroundings};
use pepexport::export::Settings;
use pepexport::load::Roots;
use pepexport::model::{Document, Language, Publication, Route};
use pepexport::read::read;
use pepexport::source::SourceId;

use crate::golden;

/// What a fixture gives.
pub struct Rendered {
    /// The artifacts of its article.
    pub artifacts: Vec<Artifact>,
    /// What the backend noticed: the part of the source, and the finding.
    pub findings: Vec<(String, Diagnostic)>,
}

/// Takes a fixture through the pipeline.
pub fn render(name: &str) -> Rendered {
    let folder = golden::folder(name);
    let config_file = folder.join("pepexport.yaml");
    let settings = match config_file.exists() {
        true => Settings::read(&config_file).unwrap_or_else(|found| panic!("{found:?}")),
        false => Settings::default(),
    };
    let setting = Setting { config: &settings.config, terms: &settings.terms };
    let article = folder.join("input.md");
    let text = std::fs::read_to_string(&article).expect("an article");
    let document = identify(&article, &setting);
    let mut entries = vec![Entry::of(&document, &article)];
    for other in std::fs::read_dir(folder.join("others")).into_iter().flatten() {
        let file = other.expect("a file").path();
        entries.push(Entry::of(&identify(&file, &setting), &file));
    }
    let catalog = Catalog::new(entries);
    let roots = Roots { assets: PathBuf::from(&settings.config.site.assets), sources: vec![folder] };
    let around = Surroundings {
        catalog: &catalog,
        roots: &roots,
        file: &article,
        bound: &BTreeSet::from([document.route.clone()]),
        today: None,
        asked: None,
    };
    let document = enrich::complete(document, &setting, &around).value;
    let context = Context {
        config: &settings.config,
        terms: &settings.terms,
        catalog: &catalog,
        assets: &Assets::within(roots.clone()),
        fallback_date: None,
    };
    let rendered = JsonLd.render(&Publication::article(document), &context).expect("a graph");
    let place = |finding: &Diagnostic| {
        finding.span.and_then(|span| text.get(span.range())).unwrap_or_default().to_owned()
    };
    let findings = rendered.diagnostics.into_iter().map(|finding| (place(&finding), finding)).collect();
    Rendered { artifacts: rendered.value, findings }
}

fn identify(file: &Path, setting: &Setting<'_>) -> Document {
    let text = std::fs::read_to_string(file).expect("an article");
    let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
    let language = Language::parse(&setting.config.site.language).expect("a language");
    let route = Route::from_segments(["articles", stem]);
    let document =
        read(SourceId(0), &text, &route, &language).unwrap_or_else(|found| panic!("{found:?}")).value;
    enrich::identify(document, setting).value
}
