//! One function for each reader of bytes: it must bear whatever bytes there are, and what it makes of them must be sound.
#![allow(dead_code, reason = "each fuzz target uses one of these")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pepexport::assets::{Assets, Picture};
use pepexport::backend::Context;
use pepexport::catalog::{Catalog, Entry};
use pepexport::config::{Config, VerifiedWorks, load};
use pepexport::diagnostic::Diagnostic;
use pepexport::enrich::{Setting, Surroundings, complete, identify};
use pepexport::export;
use pepexport::labels::Terms;
use pepexport::load::Roots;
use pepexport::model::{Document, Language, Publication, Route, dump, plain_text_of_blocks};
use pepexport::read;
use pepexport::source::SourceId;
use pepexport::typography::punctuation::typeset;

#[path = "../spans/mod.rs"]
mod spans;

/// What is fuzzed: it takes any bytes, and panics at what must not be.
pub type Target = fn(&[u8]);

/// The targets by name; each has its seeds and past findings in the folder of its [corpus](corpus).
pub const ALL: [(&str, Target); 9] = [
    ("front_matter", front_matter),
    ("configuration", configuration),
    ("read", read),
    ("enrich", enrich),
    ("text", text),
    ("json_ld", json_ld),
    ("epub", epub),
    ("pdf", pdf),
    ("images", images),
];

/// The folder of a target's inputs: targets that take whole articles share theirs.
pub fn corpus(target: &str) -> &str {
    match target {
        "read" | "enrich" | "text" | "json_ld" | "epub" | "pdf" => "articles",
        other => other,
    }
}

/// The bytes between `---` lines, and between `+++` lines.
pub fn front_matter(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for fence in ["---", "+++"] {
        read_soundly(&format!("{fence}\n{text}\n{fence}\n\nBody.\n"));
    }
}

/// The bytes as `pepexport.yaml`, then as records of works (CSL-JSON); where it is a sound configuration, all formats
/// with it.
pub fn configuration(bytes: &[u8]) {
    let _ = VerifiedWorks::parse(bytes);
    let text = String::from_utf8_lossy(bytes);
    match load::parse(&text, &|_| Vec::new()) {
        Err(found) => spans::assert_in_text(&found, &text),
        Ok(mut config) => {
            // No folder of the tester's is read.
            config.pdf.fonts.clear();
            config.pdf.system_fonts = Some(false);
            let terms = Terms::bundled(&config.labels).unwrap_or_default();
            let site = Site { config, terms, ..Site::new(fixtures()) };
            let publication = site.publication(ARTICLE).expect("the article can be read");
            for backend in export::all() {
                site.render(backend.format().name, &publication);
            }
        }
    }
}

/// The bytes as an article: read.
pub fn read(bytes: &[u8]) {
    read_soundly(&String::from_utf8_lossy(bytes));
}

/// The bytes as an article: read and completed, beside a neighbour and images.
pub fn enrich(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some((document, found)) = site().document(&text) {
        spans::assert_spans(&document, &text);
        spans::assert_in_text(&found, &text);
        dump(&document, &text);
    }
}

/// The bytes as an article: as text. No letter of it is lost.
pub fn text(bytes: &[u8]) {
    let Some(publication) = site().publication(&String::from_utf8_lossy(bytes)) else { return };
    let artifact = site().render("text", &publication);
    let text = String::from_utf8(artifact).expect("text is UTF-8");
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        assert_eq!(line, line.trim_end(), "a space at the end of a line");
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
    }
    let content = plain_text_of_blocks(&publication.parts[0].blocks);
    // Formulas are shown in another notation.
    if !content.contains(['\\', '$']) && !String::from_utf8_lossy(bytes).contains('$') {
        let found = letters(&text);
        for (letter, count) in letters(&content) {
            assert!(found.get(&letter) >= Some(&count), "{letter:?} is lost:\n{content}\n----\n{text}");
        }
    }
}

/// The bytes as an article: as JSON-LD.
pub fn json_ld(bytes: &[u8]) {
    let Some(publication) = site().publication(&String::from_utf8_lossy(bytes)) else { return };
    let graph: serde_json::Value =
        serde_json::from_slice(&site().render("jsonld", &publication)).expect("JSON");
    assert!(graph["@graph"].as_array().is_some_and(|nodes| !nodes.is_empty()));
}

/// The bytes as an article: as EPUB, whose files are well-formed.
pub fn epub(bytes: &[u8]) {
    let Some(publication) = site().publication(&String::from_utf8_lossy(bytes)) else { return };
    assert_epub(site().render("epub", &publication));
}

/// The bytes as an article: as PDF, which can be read back.
pub fn pdf(bytes: &[u8]) {
    let Some(publication) = site().publication(&String::from_utf8_lossy(bytes)) else { return };
    assert_pdf(&site().render("pdf", &publication));
}

/// The bytes as an image file: decoded, and as cover and figure of an article in the formats that hold images.
pub fn images(bytes: &[u8]) {
    if let Ok(picture) = Picture::from_bytes("picture", bytes.to_vec()) {
        // Larger ones are refused or merely slow.
        if u64::from(picture.width) * u64::from(picture.height) > 1_000_000 {
            return;
        }
        let _ = picture.pixels();
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("picture"), bytes).expect("a file can be written");
    let site = Site::new(folder.path().to_path_buf());
    // Covers take much longer than all else: one input in eight is one.
    let cover = if bytes.len().is_multiple_of(8) { "image: /picture\n" } else { "" };
    let article = format!(
        "---\ntitle: Picture\n{cover}---\n\n![One](picture \"Its caption\")\n\nText ![two](picture).\n"
    );
    let publication = site.publication(&article).expect("the article can be read");
    assert_epub(site.render("epub", &publication));
    assert_pdf(&site.render("pdf", &publication));
    site.render("jsonld", &publication);
}

/// An article that has something of everything a configuration speaks of.
const ARTICLE: &str = "---\ntitle: Storing a vial\ndescription: How to store a vial.\npublished: 2026-01-15\n\
    author: example-team\ncategory: Guides\nimage: images/vial.png\n---\n\n## Cold\n\n> **Warning:** Keep it cold.\n\n\
    A [study](https://doi.org/10.1/x) of peptides[^1] “said” so.\n\n[^1]: A note.\n\n## FAQ\n\n### Why?\n\nIt spoils.\n\n\
    | A | B |\n|---|---|\n| 1 | 2 |\n\n![Curve](images/curve.png \"A curve\")\n";

fn fixtures() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut folders = above.map(|folder| folder.join("tests/fixtures/enrich-article"));
    folders.find(|folder| folder.is_dir()).expect("the fixtures are there")
}

fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| Site::new(fixtures()))
}

/// A site of one article and its neighbour.
struct Site {
    config: Config,
    terms: Terms,
    catalog: Catalog,
    roots: Roots,
    file: PathBuf,
}

impl Site {
    fn new(folder: PathBuf) -> Self {
        let mut config = Config::default();
        config.site.base_url = Some("https://site.example".to_owned());
        config.site.name = Some("Site of Examples".to_owned());
        config.pdf.system_fonts = Some(false);
        let terms = Terms::default();
        let neighbour = "---\ntitle: Neighbour\n---\n\n## A part\n\nText.\n";
        let route = Route::from_segments(["neighbour"]);
        let document = read::read(SourceId(1), neighbour, &route, &Language::english()).expect("it is sound");
        let document = identify(document.value, &Setting { config: &config, terms: &terms }).value;
        let catalog = Catalog::new([Entry::of(&document, &folder.join("neighbour.md"))]);
        let file = folder.join("input.md");
        Self { config, terms, catalog, roots: Roots { assets: folder.clone(), sources: vec![folder] }, file }
    }

    /// The completed article, with what was found in it.
    fn document(&self, text: &str) -> Option<(Document, Vec<Diagnostic>)> {
        let route = Route::from_segments(["input"]);
        let read = read::read(SourceId(0), text, &route, &Language::english()).ok()?;
        let setting = Setting { config: &self.config, terms: &self.terms };
        let mut found = read.diagnostics;
        let identified = identify(read.value, &setting);
        found.extend(identified.diagnostics);
        let bound = BTreeSet::from([identified.value.route.clone()]);
        let (catalog, roots, file) = (&self.catalog, &self.roots, &self.file);
        let around = Surroundings { catalog, roots, file, bound: &bound, today: None, asked: None };
        let completed = complete(identified.value, &setting, &around);
        found.extend(completed.diagnostics);
        Some((completed.value, found))
    }

    /// The article as readers' formats get it.
    fn publication(&self, text: &str) -> Option<Publication> {
        let mut publication = Publication::article(self.document(text)?.0);
        typeset(&mut publication, &self.terms);
        Some(publication)
    }

    /// The first artifact of a format.
    fn render(&self, format: &str, publication: &Publication) -> Vec<u8> {
        let assets = Assets::within(self.roots.clone());
        let context = Context {
            config: &self.config,
            terms: &self.terms,
            catalog: &self.catalog,
            assets: &assets,
            fallback_date: None,
        };
        let backend = export::named(format).expect("there is such a format");
        let rendered =
            backend.render_for_site(publication, &context).expect("every document can be rendered");
        rendered.value.artifacts.into_iter().next().expect("there is an artifact").bytes
    }
}

fn read_soundly(text: &str) {
    match read::read(SourceId(0), text, &Route::from_segments(["x"]), &Language::english()) {
        Ok(read) => {
            spans::assert_spans(&read.value, text);
            spans::assert_in_text(&read.diagnostics, text);
            dump(&read.value, text);
        }
        Err(found) => spans::assert_in_text(&found, text),
    }
}

fn assert_epub(bytes: Vec<u8>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).expect("a file in it");
        let name = file.name().to_owned();
        if [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|extension| name.ends_with(extension)) {
            let mut content = String::new();
            file.read_to_string(&mut content).expect("XML is UTF-8");
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            if let Err(error) = roxmltree::Document::parse_with_options(&content, options) {
                panic!("{name}: {error}:\n{content}");
            }
        }
    }
}

fn assert_pdf(bytes: &[u8]) {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF file");
    assert!(!document.get_pages().is_empty());
}

/// How often each letter and figure occurs, whatever its case and height: text has raised and lowered ones of its own.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let raised = |c: char| matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209C}' | '\u{2B0}'..='\u{2B8}' | '\u{2E1}'..='\u{2E3}' | '\u{1D2C}'..='\u{1D9F}');
    let plain = |c: char| {
        let level = if raised(c) {
            deunicode::deunicode_char(c).unwrap_or_default().to_owned()
        } else {
            c.to_string()
        };
        level.to_uppercase().chars().collect::<Vec<_>>()
    };
    let mut letters = BTreeMap::new();
    for letter in text.chars().filter(|c| c.is_alphanumeric()).flat_map(plain) {
        *letters.entry(letter).or_default() += 1;
    }
    letters
}
