//! The fan-out with backends made for the test: what a backend does wrong costs its own artifact and nothing else.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets the unexpected has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use pepexport::backend::{Artifact, Backend, Context, Format};
use pepexport::diagnostic::{Code, Diagnostic, Outcome, Severity, Warned};
use pepexport::export::{self, Destination, Job, Progress, Report, Settings, Silent, Stage};
use pepexport::load::{self, Given};
use pepexport::model::{Binding, Publication};
use pepexport::source::{SourceId, Span};

/// Writes the title, and misbehaves when the title asks for it.
struct Titles(Format);

const fn format(name: &'static str, typeset: bool) -> Format {
    Format { name, title: "Titles", extension: "title", media_type: "text/plain", binds_books: true, typeset }
}

static PLAIN: Titles = Titles(format("plain", false));
static SET: Titles = Titles(format("set", true));

impl Backend for Titles {
    fn format(&self) -> &'static Format {
        if self.0.typeset { &SET.0 } else { &PLAIN.0 }
    }

    fn render(&self, publication: &Publication, _: &Context<'_>) -> Outcome<Vec<Artifact>> {
        let title = publication.metadata.title.as_str();
        let artifact = |extension, text: &str| Artifact { extension, bytes: text.as_bytes().to_vec() };
        let at =
            |from: usize| Span::new(SourceId(publication.parts.first().unwrap().source.0), from..from + 1);
        match title {
            "Panics" => panic!("out of paper"),
            "Fails" => Err(vec![Diagnostic::new(Code::RenderFailed, "too long a title")]),
            "Gives up" => Err(Vec::new()),
            "Two files" => Ok(Warned::clean(vec![artifact("title", "one"), artifact("title.html", "two")])),
            "Warns" => Ok(Warned {
                value: vec![artifact("title", title)],
                diagnostics: vec![
                    Diagnostic::new(Code::MissingGlyph, "second").at(at(9)),
                    Diagnostic::new(Code::MissingGlyph, "first").at(at(4)),
                ],
            }),
            _ => Ok(Warned::clean(vec![artifact("title", title)])),
        }
    }
}

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new(titles: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        for (n, title) in titles.iter().enumerate() {
            let text = format!("---\ntitle: {title}\n---\n\ntext\n");
            fs::write(folder.path().join(format!("content/{n}.md")), text).unwrap();
        }
        Self { folder }
    }

    fn job(&self, formats: &[&'static dyn Backend]) -> Job {
        let sources = load::find(&[Given::Path(self.folder.path().join("content"))], &[]);
        Job {
            project: self.folder.path().to_path_buf(),
            formats: formats.to_vec(),
            destination: Destination::Folder(self.folder.path().join("dist")),
            ..Job::new(Settings::default(), sources)
        }
    }

    fn files(&self) -> BTreeMap<String, String> {
        let dist = self.folder.path().join("dist");
        let mut files = BTreeMap::new();
        for format in ["plain", "set"] {
            let Ok(entries) = fs::read_dir(dist.join(format)) else { continue };
            for entry in entries.map(Result::unwrap) {
                let name = format!("{format}/{}", entry.file_name().to_string_lossy());
                files.insert(name, fs::read_to_string(entry.path()).unwrap());
            }
        }
        files
    }
}

/// Findings of the backends: file, severity, message.
fn rendering(report: &Report) -> Vec<String> {
    let of_backends = [Code::RenderFailed, Code::MissingGlyph];
    let found = report.diagnostics.iter().filter(|found| of_backends.contains(&found.diagnostic.code));
    found
        .map(|found| {
            let file = found.path.file_name().unwrap().to_string_lossy();
            format!("{file} {} {}", found.diagnostic.severity, found.diagnostic.message)
        })
        .collect()
}

#[test]
fn a_backend_that_fails_costs_one_artifact() {
    std::panic::set_hook(Box::new(|_| {}));
    let site = Site::new(&["Good", "Panics", "Fails", "Gives up", "Last"]);
    let report = export::run(&site.job(&[&PLAIN]), &Silent);
    assert_eq!(site.files().into_keys().collect::<Vec<_>>(), ["plain/0.title", "plain/4.title"]);
    assert_eq!(report.articles, 2);
    assert_eq!(
        rendering(&report),
        [
            "1.md error Titles: a mistake in pepexport: out of paper",
            "2.md error too long a title",
            "3.md error Titles could not be made",
        ]
    );
}

#[test]
fn findings_come_in_the_order_of_the_text_and_once() {
    let site = Site::new(&["Warns", "Warns"]);
    let report = export::run(&site.job(&[&PLAIN, &SET]), &Silent);
    assert_eq!(
        rendering(&report),
        ["0.md warning first", "0.md warning second", "1.md warning first", "1.md warning second"]
    );
    let columns: Vec<String> = report
        .diagnostics
        .iter()
        .filter(|found| found.diagnostic.code == Code::MissingGlyph)
        .map(|found| found.excerpt.as_ref().unwrap().start.to_string())
        .collect();
    assert_eq!(columns, ["2:1", "2:6", "2:1", "2:6"]);
}

#[test]
fn only_formats_for_readers_get_typographers_punctuation() {
    let site = Site::new(&["'It''s 5 ... \"good\"'"]);
    export::run(&site.job(&[&PLAIN, &SET]), &Silent);
    let files = site.files();
    assert_eq!(files.get("plain/0.title").unwrap(), "It's 5 ... \"good\"");
    assert_eq!(files.get("set/0.title").unwrap(), "It’s 5 … “good”");
    let mut job = site.job(&[&SET]);
    job.settings.config.site.smart_punctuation = false;
    export::run(&job, &Silent);
    assert_eq!(site.files().get("set/0.title").unwrap(), "It's 5 ... \"good\"");
}

#[test]
fn a_backend_may_make_several_files() {
    let site = Site::new(&["Two files"]);
    let mut job = site.job(&[&PLAIN]);
    let report = export::run(&job, &Silent);
    let paths: Vec<&str> = report.artifacts.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["plain/0.title", "plain/0.title.html"]);
    job.destination = Destination::Memory;
    assert_eq!(export::run(&job, &Silent).output.as_deref(), Some(&b"one"[..]));
}

#[test]
fn checking_renders_and_writes_nothing() {
    let site = Site::new(&["Fails", "Good"]);
    let mut job = site.job(&[&PLAIN]);
    job.destination = Destination::Nowhere;
    let report = export::run(&job, &Silent);
    assert_eq!(rendering(&report), ["0.md error too long a title"]);
    assert!(!site.folder.path().join("dist").exists());
}

#[test]
fn weights_are_applied_to_everything_that_is_noticed() {
    let site = Site::new(&["Warns", "Fails"]);
    let mut job = site.job(&[&PLAIN]);
    let level = pepexport::config::Level::Off;
    job.settings.config.check.insert("missing-glyph".to_owned(), level);
    job.settings.config.check.insert("render-failed".to_owned(), level);
    assert_eq!(rendering(&export::run(&job, &Silent)), ["1.md error too long a title"], "an error stays one");
    job.settings.config.check.clear();
    job.strict = true;
    let report = export::run(&job, &Silent);
    assert!(report.diagnostics.iter().all(|found| found.diagnostic.severity == Severity::Error));
    assert_eq!(report.articles, 1, "strictness changes what is said, not what is made");
}

#[test]
fn a_book_leaves_out_what_cannot_be_read_and_says_so() {
    let site = Site::new(&["One", "[", "Three"]);
    let mut job = site.job(&[&PLAIN]);
    job.book = Some("Whole".to_owned());
    let report = export::run(&job, &Silent);
    assert_eq!(
        site.files().into_iter().collect::<Vec<_>>(),
        [("plain/whole.title".to_owned(), "Whole".to_owned())]
    );
    assert_eq!((report.articles, report.errors()), (2, 1));
}

#[test]
fn a_publication_says_how_it_is_bound() {
    static SEEN: AtomicUsize = AtomicUsize::new(0);
    struct Counts;
    static COUNTS: Counts = Counts;
    impl Backend for Counts {
        fn format(&self) -> &'static Format {
            &PLAIN.0
        }
        fn render(&self, publication: &Publication, _: &Context<'_>) -> Outcome<Vec<Artifact>> {
            if publication.binding == Binding::Book {
                SEEN.fetch_add(publication.parts.len(), Ordering::Relaxed);
            }
            Ok(Warned::clean(Vec::new()))
        }
    }
    let site = Site::new(&["One", "Two", "Three"]);
    let mut job = site.job(&[&COUNTS]);
    export::run(&job, &Silent);
    assert_eq!(SEEN.load(Ordering::Relaxed), 0);
    job.book = Some("All".to_owned());
    export::run(&job, &Silent);
    assert_eq!(SEEN.load(Ordering::Relaxed), 3);
}

#[test]
fn progress_is_told_for_every_article() {
    #[derive(Default)]
    struct Count {
        begun: AtomicUsize,
        steps: AtomicUsize,
    }
    impl Progress for Count {
        fn wait(&self, _: &Path) {}
        fn start(&self, _: Stage, articles: usize) {
            self.begun.fetch_add(articles, Ordering::Relaxed);
        }
        fn step(&self) {
            self.steps.fetch_add(1, Ordering::Relaxed);
        }
    }
    let titles = ["A"; 30];
    let count = Count::default();
    export::run(&Site::new(&titles).job(&[&PLAIN]), &count);
    assert_eq!(count.begun.load(Ordering::Relaxed), 60);
    assert_eq!(count.steps.load(Ordering::Relaxed), 60);
}
