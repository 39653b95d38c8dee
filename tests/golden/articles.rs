//! Markdown files as one run reads and completes them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pepexport::catalog::{Catalog, Entry};
use pepexport::config::Config;
use pepexport::enrich::{Setting, Surroundings, complete, identify};
use pepexport::labels::Terms;
use pepexport::load::Roots;
use pepexport::model::{Document, Language, Route};
use pepexport::read::read;
use pepexport::source::SourceId;

/// Reads and completes files of one folder, each with its name as its route.
pub fn documents(files: &[PathBuf], config: &Config, terms: &Terms) -> Vec<Document> {
    let setting = Setting { config, terms };
    let identified: Vec<Document> = files
        .iter()
        .zip(0..)
        .map(|(file, id)| {
            let stem = file.file_stem().unwrap().to_str().unwrap();
            let text = std::fs::read_to_string(file).unwrap();
            let route = Route::from_segments([stem]);
            let document = read(SourceId(id), &text, &route, &Language::english()).unwrap().value;
            identify(document, &setting).value
        })
        .collect();
    let catalog =
        Catalog::new(identified.iter().zip(files).map(|(document, file)| Entry::of(document, file)));
    let bound: BTreeSet<Route> = identified.iter().map(|document| document.route.clone()).collect();
    let folder = files.first().unwrap().parent().unwrap().to_path_buf();
    let roots = Roots { assets: folder.clone(), sources: vec![folder] };
    identified
        .into_iter()
        .zip(files)
        .map(|(document, file)| {
            let around = Surroundings {
                catalog: &catalog,
                roots: &roots,
                file,
                bound: &bound,
                today: None,
                asked: None,
            };
            complete(document, &setting, &around).value
        })
        .collect()
}
