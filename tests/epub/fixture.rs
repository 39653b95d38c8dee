//! Markdown files to EPUB files, as one run makes them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use pepexport::assets::Assets;
use pepexport::backend::epub::Epub;
use pepexport::backend::{Backend, Context};
use pepexport::catalog::Catalog;
use pepexport::config::Config;
use pepexport::diagnostic::Diagnostic;
use pepexport::labels::Terms;
use pepexport::model::{Document, Publication};
use zip::ZipArchive;

/// The configuration of all fixtures.
pub fn config() -> Config {
    let mut config = Config::default();
    config.site.base_url = Some("https://site.example".to_owned());
    config.site.name = Some("Site of Examples".to_owned());
    config.site.copyright_holder = Some("The desk & friends".to_owned());
    config.site.copyright_year = Some(2026);
    config
}

/// Reads and completes the files of a topic.
pub fn documents(topic: &str, names: &[&str], config: &Config, terms: &Terms) -> Vec<Document> {
    let folder = super::golden::folder(topic);
    let files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    super::articles::documents(&files, config, terms)
}

/// An EPUB file, unpacked.
#[derive(Debug, PartialEq)]
pub struct Unpacked {
    /// The file as it is.
    pub bytes: Vec<u8>,
    /// Its files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What was noticed.
    pub findings: Vec<Diagnostic>,
}

impl Unpacked {
    /// A file in the folder of the package.
    pub fn text(&self, name: &str) -> &str {
        let path = format!("OEBPS/{name}");
        let bytes = self.files.get(&path).unwrap_or_else(|| panic!("{path} is not there"));
        std::str::from_utf8(bytes).unwrap()
    }
}

/// Renders and unpacks a publication.
pub fn render(publication: &Publication, config: &Config, terms: &Terms) -> Unpacked {
    let (catalog, assets) = (Catalog::default(), Assets::default());
    let context = Context { config, terms, catalog: &catalog, assets: &assets, fallback_date: None };
    let mut rendered = Epub.render(publication, &context).unwrap();
    assert_eq!(rendered.value.len(), 1);
    let bytes = rendered.value.remove(0).bytes;
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut files = BTreeMap::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().to_owned(), content);
    }
    Unpacked { bytes, files, findings: rendered.diagnostics }
}

/// The article of a topic.
pub fn article(topic: &str) -> Unpacked {
    let (config, terms) = (config(), Terms::default());
    let document = documents(topic, &["input.md"], &config, &terms).remove(0);
    render(&Publication::article(document), &config, &terms)
}
