//! The graphs of the sample articles in `content/`, exported as a user exports them.

use std::path::Path;

use pepexport::export::{self, Destination, Job, Settings, Silent};
use pepexport::load::{self, Given};

use crate::{golden, graph_check};

const TOPIC: &str = "json-ld-samples";

#[test]
fn every_sample_has_the_graph_that_was_read() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dist = tempfile::tempdir().expect("a folder");
    let settings =
        Settings::read(&project.join("pepexport.yaml")).unwrap_or_else(|found| panic!("{found:?}"));
    let sources = load::find(&[Given::Path(project.join("content"))], &[]);
    let formats = export::all().iter().copied().filter(|backend| backend.format().name == "jsonld").collect();
    let job = Job {
        project: project.to_path_buf(),
        formats,
        destination: Destination::Folder(dist.path().to_path_buf()),
        ..Job::new(settings, sources)
    };
    let report = export::run(&job, &Silent);
    assert_eq!(report.diagnostics.len(), 0, "{:?}", report.diagnostics);

    let sources = std::fs::read_dir(project.join("content/articles")).expect("samples");
    let mut slugs: Vec<String> = sources
        .map(|file| file.expect("a file").path().with_extension(""))
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    slugs.sort();
    assert!(slugs.contains(&"cerebrolysin".to_owned()), "{slugs:?}");
    for slug in slugs {
        let graph = dist.path().join(format!("jsonld/articles/{slug}.jsonld"));
        let graph = std::fs::read_to_string(&graph).unwrap_or_else(|error| panic!("{slug}: {error}"));
        assert_eq!(graph_check::problems(graph.as_bytes()), Vec::<String>::new(), "{slug}");
        golden::check(TOPIC, &format!("{slug}.json"), &graph);
    }
}
