//! What the PDF layout makes of whole articles: golden pages and tags, read before they were blessed.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod golden;

use std::collections::BTreeSet;

use pepexport::assets::Assets;
use pepexport::backend::Context;
use pepexport::backend::pdf::{Described, describe};
use pepexport::catalog::{Catalog, Entry};
use pepexport::config::Config;
use pepexport::enrich::{Setting, Surroundings, complete, identify};
use pepexport::labels::Terms;
use pepexport::load::Roots;
use pepexport::model::{Language, Publication, Route};
use pepexport::read::read;
use pepexport::source::SourceId;
use pepexport::typography::punctuation::typeset;

/// Takes the article of a topic the whole way to pages, as an export does.
fn described(topic: &str, config: &Config) -> Described {
    let terms = Terms::default();
    let folder = golden::folder(topic);
    let file = folder.join("input.md");
    let setting = Setting { config, terms: &terms };
    let route = Route::from_segments(["guides", "input"]);
    let document = read(SourceId(0), &golden::input(topic), &route, &Language::english())
        .expect("the article can be read")
        .value;
    let document = identify(document, &setting).value;
    let catalog = Catalog::new([Entry::of(&document, &file)]);
    let around = Surroundings {
        catalog: &catalog,
        roots: &Roots { assets: folder.clone(), sources: vec![folder.clone()] },
        file: &file,
        bound: &BTreeSet::from([document.route.clone()]),
        today: None,
        asked: None,
    };
    let mut publication = Publication::article(complete(document, &setting, &around).value);
    typeset(&mut publication, &terms);
    let assets = Assets::default();
    let context = Context { config, terms: &terms, catalog: &catalog, assets: &assets, fallback_date: None };
    describe(&publication, &context)
}

fn config() -> Config {
    let mut config = Config::default();
    config.site.name = Some("Example".to_owned());
    config.site.base_url = Some("https://site.example".to_owned());
    config
}

#[test]
fn articles_become_the_pages_they_were() {
    for topic in ["pdf-guide", "enrich-german", "text-tables"] {
        let made = described(topic, &config());
        golden::check(topic, "pages.txt", &made.pages);
        golden::check(topic, "tags.txt", &made.tags);
    }
}

#[test]
fn what_is_read_is_tagged_as_what_it_is() {
    golden::check("pdf-tags", "tags.txt", &described("pdf-tags", &config()).tags);
}

#[test]
fn large_print_on_letter_paper() {
    let mut config = config();
    config.pdf.large_print = true;
    config.pdf.paper = pepexport::config::Paper::Letter;
    golden::check("pdf-guide", "pages-large-print.txt", &described("pdf-guide", &config).pages);
}

#[test]
fn justified_text() {
    let mut config = config();
    config.pdf.justify = Some(true);
    golden::check("pdf-justified", "pages.txt", &described("pdf-justified", &config).pages);
}
