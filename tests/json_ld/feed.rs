//! The feed of a whole site, joined from the fragments of its articles.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use pepexport::assets::Assets;
use pepexport::backend::json_ld::JsonLd;
use pepexport::backend::site_wide::{FileSize, Fragment, Piece, Shelf, SiteFile, Written};
use pepexport::backend::{Backend as _, Context};
use pepexport::catalog::Catalog;
use pepexport::config::{ArticleBody, Config, Organization, Site};
use pepexport::enrich::{self, Setting};
use pepexport::labels::Terms;
use pepexport::model::{Document, Language, Publication, Route};
use pepexport::read::read;
use pepexport::source::SourceId;
use proptest::prelude::*;
use serde_json::Value;

use crate::{golden, graph_check, random};

/// Files in memory.
#[derive(Default)]
struct Memory(RefCell<BTreeMap<String, Vec<u8>>>);

struct Open<'m>(&'m Memory, Vec<u8>);

impl Shelf for Memory {
    fn open(&self) -> io::Result<Box<dyn SiteFile + '_>> {
        Ok(Box::new(Open(self, Vec::new())))
    }
}

impl Write for Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SiteFile for Open<'_> {
    fn close(self: Box<Self>, path: &str) -> io::Result<Written> {
        let written = Written { bytes: self.1.len() as u64, sha256: "0".repeat(64) };
        let before = self.0.0.borrow_mut().insert(path.to_owned(), self.1);
        assert!(before.is_none(), "{path} is written twice");
        Ok(written)
    }
}

fn config() -> Config {
    let mut config = Config {
        site: Site {
            base_url: Some("https://e.example".to_owned()),
            name: Some("Peptides & Co".to_owned()),
            description: Some("Guides.".to_owned()),
            timezone: Some("+00:00".to_owned()),
            permalink: Some("/articles/{slug}".to_owned()),
            downloads_url: Some("/downloads/{format}/{route}.{ext}".to_owned()),
            organization: Organization { logo: Some("/logo.png".to_owned()), ..Organization::default() },
            ..Site::default()
        },
        ..Config::default()
    };
    config.jsonld.encodings = vec!["pdf".to_owned(), "text".to_owned()];
    config
}

fn article(slug: &str, text: &str, config: &Config) -> Document {
    let setting = Setting { config, terms: &Terms::default() };
    let route = Route::from_segments(["articles", slug]);
    let document = read(SourceId(0), text, &route, &Language::english()).expect("an article").value;
    enrich::identify(document, &setting).value
}

fn fragment(document: Document, config: &Config) -> Option<Fragment> {
    let context = context(config);
    JsonLd.render_for_site(&Publication::article(document), &context).expect("a graph").value.fragment
}

/// A context for one configuration, which lives as long as the test.
fn context(config: &Config) -> Context<'_> {
    static AROUND: std::sync::LazyLock<(Terms, Catalog, Assets)> = std::sync::LazyLock::new(Default::default);
    Context { config, terms: &AROUND.0, catalog: &AROUND.1, assets: &AROUND.2, fallback_date: None }
}

/// The site-wide files of fragments in any order, and what the publisher is told.
fn join(mut fragments: Vec<Fragment>, config: &Config) -> (BTreeMap<String, String>, Vec<String>) {
    fragments.sort_by(|a, b| a.key.cmp(&b.key));
    let files = vec![FileSize { format: "pdf", bytes: 1234 }];
    let mut pieces =
        fragments.into_iter().map(|fragment| Ok(Piece { bytes: fragment.bytes, files: files.clone() }));
    let shelf = Memory::default();
    let feed = JsonLd.site_files().expect("site-wide files");
    let advice = feed.join(&mut pieces, &context(config), &shelf).expect("a feed");
    let text = |(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"));
    (shelf.0.into_inner().into_iter().map(text).collect(), advice)
}

/// Article `n` of a site: each day has three, and each cites what its neighbours cite.
fn numbered(n: usize, config: &Config) -> Fragment {
    let (year, month, day) = (2000 + n / 1008, n / 84 % 12 + 1, n / 3 % 28 + 1);
    let text = format!(
        "---\ntitle: \"Peptide {n}: A Guide\"\ndescription: What peptide {n} is.\npublished: {year}-{month:02}-{day:02}\n\
         author: Writer {}\nimage: /images/{n}.webp\ntags: [peptide {n}]\n---\n\n## What it is\n\nText \
         ([Author et al., 2001](https://pubmed.ncbi.nlm.nih.gov/{})).\n",
        n % 7,
        1000 + n / 2,
    );
    let document = enriched(article(&format!("peptide-{n}"), &text, config), config);
    fragment(document, config).expect("a fragment")
}

fn graph(text: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(text).expect("JSON");
    document["@graph"].as_array().expect("a graph").clone()
}

fn shards(files: &BTreeMap<String, String>) -> Vec<&str> {
    let shards = files.iter().filter(|(path, _)| path.starts_with("feed/articles-"));
    shards.map(|(_, text)| text.as_str()).collect()
}

fn text<'f>(value: &'f Value, key: &str) -> &'f str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

#[test]
fn five_thousand_articles_are_one_graph_in_five_shards() {
    let config = config();
    let fragments: Vec<Fragment> = (0..5000).map(|n| numbered(n, &config)).collect();
    let (files, advice) = join(fragments.clone(), &config);
    let shards = shards(&files);
    assert_eq!(shards.len(), 5);
    assert_eq!(
        advice,
        ["Sitemap: https://e.example/sitemap.xml", "Schemamap: https://e.example/schemamap.xml"]
    );

    let mut merged: BTreeMap<String, Value> = BTreeMap::new();
    let mut items: Vec<(String, String)> = Vec::new();
    for shard in &shards {
        assert_eq!(graph_check::problems(shard.as_bytes()), Vec::<String>::new());
        assert!(shard.len() < 10_000_000);
        for mut node in graph(shard) {
            if node["@type"] == "DataFeed" {
                let elements = node["dataFeedElement"].take();
                node["dateModified"].take();
                items.extend(elements.as_array().expect("items").iter().map(|item| {
                    (text(item, "dateCreated").to_owned(), text(&item["item"], "@id").to_owned())
                }));
            }
            let id = text(&node, "@id").to_owned();
            let known = merged.entry(id).or_insert_with(|| node.clone());
            assert_eq!(*known, node, "what two shards say of one thing is the same");
        }
    }
    assert!(items.is_sorted(), "by date, then by identifier");
    assert_eq!(items.len(), 5000);
    assert_eq!(items.iter().collect::<BTreeSet<_>>().len(), 5000);
    let kinds = |kind: &str| merged.values().filter(|node| node["@type"] == kind).count();
    assert_eq!(
        (kinds("Article"), kinds("ScholarlyArticle"), kinds("Person"), kinds("DataFeed")),
        (5000, 2500, 7, 1)
    );

    let index = graph(&files["feed/index.jsonld"]);
    let listed = index[0]["distribution"].as_array().expect("shards");
    assert_eq!(listed.len(), 5);
    assert_eq!(listed[4]["name"], "Articles 4001 to 5000");
    assert_eq!(listed[4]["contentSize"], format!("{} bytes", shards[4].len()));
    assert_eq!(listed[4]["dateModified"], index[0]["dateModified"]);
    assert_eq!(files["feed/articles.jsonl"].lines().count(), 5000);

    // A new article changes the last shard, and the first page of each feed for readers.
    let mut more = fragments;
    more.push(numbered(5001, &config));
    let (after, _) = join(more, &config);
    let changed: Vec<&str> = after
        .iter()
        .filter(|(path, text)| files.get(*path) != Some(text))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(
        changed,
        [
            "atom.xml",
            "feed.json",
            "feed/articles-00006.jsonld",
            "feed/articles.jsonl",
            "feed/index.jsonld",
            "schemamap.xml",
            "sitemap.xml"
        ]
    );
    let gone: Vec<&String> = files.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(gone, Vec::<&String>::new());
}

#[test]
fn pages_hold_every_article_once_the_newest_first() {
    let config = config();
    let (files, _) = join((0..437).map(|n| numbered(n, &config)).collect(), &config);
    let mut posts = Vec::new();
    let mut path = "feed.json".to_owned();
    let mut pages = Vec::new();
    loop {
        let page: Value = serde_json::from_str(&files[&path]).expect("JSON");
        assert_eq!(page["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(page["feed_url"], "https://e.example/feed.json");
        let items = page["items"].as_array().expect("items");
        pages.push(items.len());
        posts.extend(items.iter().map(|item| text(item, "date_published").to_owned()));
        let attachment = &items[0]["attachments"][0];
        assert_eq!(attachment["mime_type"], "application/pdf");
        assert_eq!(attachment["size_in_bytes"], 1234);
        let Some(next) = page["next_url"].as_str() else { break };
        path = next.replace("https://e.example/", "");
    }
    assert_eq!(pages, [137, 100, 100, 100]);
    assert_eq!(posts.len(), 437);
    assert!(posts.iter().rev().is_sorted());

    let links = |path: &str| -> Vec<(String, String)> {
        let feed: atom_syndication::Feed = files[path].parse().expect("an Atom feed");
        assert_eq!(feed.id, "https://e.example/atom.xml");
        assert_eq!(feed.extensions.contains_key("fh"), path != "atom.xml");
        let archive =
            feed.links.into_iter().filter(|link| link.rel.contains("archive") || link.rel == "current");
        archive.map(|link| (link.rel, link.href.replace("https://e.example/", ""))).collect()
    };
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    assert_eq!(links("atom.xml"), pairs(&[("prev-archive", "feed/atom-00003.xml")]));
    assert_eq!(
        links("feed/atom-00003.xml"),
        pairs(&[("current", "atom.xml"), ("prev-archive", "feed/atom-00002.xml")])
    );
    assert_eq!(
        links("feed/atom-00001.xml"),
        pairs(&[("current", "atom.xml"), ("next-archive", "feed/atom-00002.xml")])
    );
}

#[test]
fn what_is_not_public_or_has_no_date_stays_out() {
    let config = config();
    let with = |slug: &str, front_matter: &str| {
        let text = format!("---\ntitle: {slug}\n{front_matter}\n---\n\nText.\n");
        fragment(article(slug, &text, &config), &config).expect("a fragment")
    };
    let (files, _) = join(
        vec![
            with("dated", "published: 2026-02-14"),
            with("hidden", "published: 2026-02-14\nnoindex: true"),
            with("draft", "published: 2026-02-14\ndraft: true"),
            with("undated", "tags: [x]"),
            with("elsewhere", "published: 2026-02-13\ncanonical: https://other.example/x"),
            with("twice", "published: 2026-02-15\ncanonical: https://e.example/articles/dated"),
        ],
        &config,
    );
    let articles = |path: &str, from: &str| -> Vec<String> {
        let parts = files[path].split(from).skip(1);
        parts.map(|part| part.split(['<', '"']).next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(
        articles("sitemap.xml", "<loc>"),
        ["https://e.example/articles/undated", "https://e.example/articles/dated"]
    );
    assert_eq!(
        articles("feed/articles-00001.jsonld", "\"item\":{\"@id\":\""),
        ["https://other.example/x#article", "https://e.example/articles/dated#article"]
    );
    assert_eq!(articles("feed.json", "\"id\": \"").len(), 2);
    assert_eq!(files["feed/articles.jsonl"].lines().count(), 2);
}

#[test]
fn without_an_address_there_is_no_feed() {
    let mut config = config();
    config.site.base_url = None;
    assert!(!JsonLd.site_files().expect("site-wide files").wanted(&config));
    let document = article("x", "---\ntitle: X\npublished: 2026-02-14\n---\n\nText.\n", &config);
    assert_eq!(fragment(document, &config), None);
}

#[test]
fn without_an_article_there_is_no_file() {
    let (files, advice) = join(Vec::new(), &config());
    assert_eq!((files.len(), advice.len()), (0, 0));
}

#[test]
fn the_feed_may_hold_the_text_of_articles() {
    let mut config = config();
    config.jsonld.article_body = ArticleBody::Feed;
    config.jsonld.feed_description =
        Some("Guides to peptides, with sources, for people who read labels.".to_owned());
    config.jsonld.well_known = true;
    let text = "---\ntitle: X\npublished: 2026-02-14\n---\n\nOne & **two**.\n\n## Part\n\n- three\n\n*This does not constitute medical advice.*\n";
    let document = enriched(article("x", text, &config), &config);
    let (files, _) = join(vec![fragment(document, &config).expect("a fragment")], &config);
    let graph = graph(&files["feed/articles-00001.jsonld"]);
    assert_eq!(
        text_of(&graph, "DataFeed", "description"),
        "Guides to peptides, with sources, for people who read labels."
    );
    assert_eq!(
        text_of(&graph, "Article", "articleBody"),
        "One & two.\nPart\nthree\nThis does not constitute medical advice."
    );
    let posts: Value = serde_json::from_str(&files["feed.json"]).expect("JSON");
    assert_eq!(
        posts["items"][0]["content_html"],
        "<p>One &amp; <strong>two</strong>.</p><h2>Part</h2><ul><li>three</li></ul>\
         <p><em>This does not constitute medical advice.</em></p>"
    );
    assert_eq!(files[".well-known/feeddata-toc"], files["feed/index.jsonld"]);
    assert_eq!(files[".well-known/feeddata-general"], files["feed/index.jsonld"]);
}

fn enriched(document: Document, config: &Config) -> Document {
    let setting = Setting { config, terms: &Terms::default() };
    let around = enrich::Surroundings {
        catalog: &Catalog::default(),
        roots: &pepexport::load::Roots { assets: "assets".into(), sources: Vec::new() },
        file: std::path::Path::new("x.md"),
        bound: &BTreeSet::new(),
        today: None,
        asked: None,
    };
    enrich::complete(document, &setting, &around).value
}

fn text_of<'g>(graph: &'g [Value], kind: &str, key: &str) -> &'g str {
    let node = graph.iter().find(|node| node["@type"] == kind).expect("a node");
    text(node, key)
}

#[test]
fn golden_files_of_a_small_feed() {
    let config = config();
    let (files, _) = join((0..2).map(|n| numbered(n, &config)).collect(), &config);
    for (path, text) in &files {
        golden::check("json-ld-feed", &path.replace('/', "-"), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_articles_give_sound_files(
        documents in proptest::collection::vec(random::document(), 1..6),
        config in random::config(),
        whole in any::<bool>(),
    ) {
        let mut config = config;
        config.site.base_url = Some("https://e.example/blog".to_owned());
        if whole {
            config.jsonld.article_body = ArticleBody::Feed;
        }
        let mut fragments: Vec<Fragment> =
            documents.into_iter().filter_map(|document| fragment(document, &config)).collect();
        // Two articles of one date and address have no order; `export` lets none of them pass.
        let mut keys = BTreeSet::new();
        fragments.retain(|fragment| keys.insert(fragment.key.clone()));
        let (files, _) = join(fragments.clone(), &config);
        for (path, text) in &files {
            if path.ends_with(".jsonld") {
                prop_assert_eq!(graph_check::problems(text.as_bytes()), Vec::<String>::new(), "{}", path);
            } else if path.ends_with(".xml") {
                prop_assert!(roxmltree::Document::parse(text).is_ok(), "{}: {}", path, text);
            } else {
                for line in text.lines().filter(|_| path.ends_with("jsonl")) {
                    prop_assert!(serde_json::from_str::<Value>(line).is_ok());
                }
            }
        }
        let backwards = fragments.into_iter().rev().collect();
        prop_assert_eq!(join(backwards, &config).0, files);
    }
}
