//! Each stage on its own, on a real guide: `cargo bench --bench stages`.
#![expect(clippy::expect_used, reason = "a benchmark may stop")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::{Bencher, black_box};
use pepexport::assets::Assets;
use pepexport::backend::Context;
use pepexport::backend::epub::stages as epub;
use pepexport::backend::pdf::stages::Stages;
use pepexport::catalog::{Catalog, Entry};
use pepexport::config::Config;
use pepexport::enrich::{Setting, Surroundings, complete, identify};
use pepexport::labels::Terms;
use pepexport::load::Roots;
use pepexport::model::{Document, Language, Publication, Route};
use pepexport::source::SourceId;
use pepexport::typography::punctuation::typeset;

// As the command has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// What every stage needs.
struct Bench {
    source: String,
    file: PathBuf,
    roots: Roots,
    config: Config,
    terms: Terms,
    catalog: Catalog,
    assets: Assets,
    publication: Publication,
}

fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = root.join("content/articles/cerebrolysin.md");
        let source = std::fs::read_to_string(&file).expect("the sample article is there");
        let mut config = Config::default();
        config.site.base_url = Some("https://peptidearc.example".to_owned());
        config.site.name = Some("PeptideArc".to_owned());
        let terms = Terms::default();
        let document = document(&source, &config, &terms);
        let catalog = Catalog::new([Entry::of(&document, &file)]);
        let roots = Roots { assets: root.join("assets"), sources: vec![root.join("content")] };
        let assets = Assets::within(roots.clone());
        let publication = publication(document, (&config, &terms, &catalog, &roots, &file));
        Bench { source, file, roots, config, terms, catalog, assets, publication }
    })
}

fn document(source: &str, config: &Config, terms: &Terms) -> Document {
    let route = Route::from_segments(["articles", "cerebrolysin"]);
    let document = pepexport::read::read(SourceId(0), source, &route, &Language::english())
        .expect("the sample article can be read")
        .value;
    identify(document, &Setting { config, terms }).value
}

fn publication(
    document: Document,
    (config, terms, catalog, roots, file): (&Config, &Terms, &Catalog, &Roots, &Path),
) -> Publication {
    let bound = BTreeSet::from([document.route.clone()]);
    let around = Surroundings { catalog, roots, file, bound: &bound, today: None, asked: None };
    let mut publication = Publication::article(complete(document, &Setting { config, terms }, &around).value);
    typeset(&mut publication, terms);
    publication
}

impl Bench {
    fn context(&self) -> Context<'_> {
        Context {
            config: &self.config,
            terms: &self.terms,
            catalog: &self.catalog,
            assets: &self.assets,
            fallback_date: None,
        }
    }
}

#[divan::bench]
fn a_read(bencher: Bencher<'_, '_>) {
    let bench = bench();
    let route = Route::from_segments(["articles", "cerebrolysin"]);
    bencher.bench(|| {
        pepexport::read::read(SourceId(0), black_box(&bench.source), &route, &Language::english()).is_ok()
    });
}

#[divan::bench]
fn b_read_and_enrich(bencher: Bencher<'_, '_>) {
    let bench = bench();
    bencher.bench(|| {
        let document = document(black_box(&bench.source), &bench.config, &bench.terms);
        publication(document, (&bench.config, &bench.terms, &bench.catalog, &bench.roots, &bench.file))
    });
}

/// A whole backend.
#[divan::bench(args = ["pdf", "epub", "jsonld", "text"])]
fn c_backend(bencher: Bencher<'_, '_>, name: &str) {
    let bench = bench();
    let backend = pepexport::export::named(name).expect("there is such a format");
    let context = bench.context();
    bencher.bench(|| backend.render(black_box(&bench.publication), &context).is_ok());
}

#[divan::bench]
fn pdf_1_shape(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    bencher.bench(|| stages.shape());
}

#[divan::bench]
fn pdf_2_collect_shape_break(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    bencher.bench(|| stages.stack());
}

#[divan::bench]
fn pdf_3_paginate(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    bencher.with_inputs(|| stages.stack()).bench_refs(|strip| stages.paginate(strip));
}

#[divan::bench]
fn pdf_4_whole_layout(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    bencher.bench(|| stages.lay_out());
}

#[divan::bench]
fn pdf_5_subset(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    let laid = stages.lay_out();
    bencher.bench_local(|| stages.subset(&laid));
}

#[divan::bench]
fn pdf_6_subset_paint_compress(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    bencher.with_inputs(|| stages.lay_out()).bench_local_values(|laid| stages.paint(laid).is_some());
}

#[divan::bench]
fn pdf_7_finish(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = Stages::new(&bench().publication, &context);
    bencher
        .with_inputs(|| stages.paint(stages.lay_out()).expect("the bundled fonts can be embedded"))
        .bench_local_values(|sheets| stages.finish(sheets));
}

#[divan::bench]
fn epub_1_cover(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = epub::Stages::new(&bench().publication, &context);
    bencher.bench_local(|| stages.cover(true));
}

#[divan::bench]
fn epub_2_xhtml(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = epub::Stages::new(&bench().publication, &context);
    bencher.with_inputs(|| stages.cover(false)).bench_local_values(|images| stages.pages(images));
}

#[divan::bench]
fn epub_3_package_and_contents(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = epub::Stages::new(&bench().publication, &context);
    bencher
        .with_inputs(|| stages.pages(stages.cover(false)))
        .bench_local_values(|pages| stages.papers(pages));
}

#[divan::bench]
fn epub_4_deflate_into_the_container(bencher: Bencher<'_, '_>) {
    let context = bench().context();
    let stages = epub::Stages::new(&bench().publication, &context);
    let bound = stages.papers(stages.pages(stages.cover(false))).expect("the sample article has papers");
    bencher.bench_local(|| stages.pack(&bound));
}
