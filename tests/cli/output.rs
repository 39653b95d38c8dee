//! The files that runs leave: whole, complete, reproducible, and gone with their sources.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::folder::{Folder, Run, SOUND};

/// Front matter that cannot be read.
const BROKEN: &str = "---\ntitle: [\n---\n\ntext\n";

#[test]
fn one_bad_article_does_not_hide_the_good_ones() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", BROKEN), ("c.md", SOUND)]);
    let run = folder.run(&["-f", "text"]).ended(1);
    run.said("error[invalid-front-matter]").said("content/b.md:").said("2 articles, 2 files written to dist");
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt", "text/c.txt"]);
}

#[test]
fn a_failed_article_keeps_its_old_artifact() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "text"]).ended(0);
    let before = folder.files("dist");
    folder.write("content/a.md", BROKEN);
    folder.run(&["-f", "text"]).ended(1);
    assert_eq!(folder.files("dist"), before);
}

#[test]
fn what_stands_in_the_way_costs_one_artifact() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", SOUND)]);
    fs::create_dir_all(folder.path("dist/text/a.txt")).unwrap();
    let run = folder.run(&["-f", "text"]).ended(1);
    run.said("error[unwritable-artifact]").said("dist/text/a.txt could not be written");
    assert_eq!(folder.names("dist"), ["manifest.json", "text/b.txt"]);
}

#[test]
fn an_output_folder_that_is_a_file_is_told() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write("dist", "precious");
    folder.run(&["-f", "text"]).ended(1).said("error[unwritable-artifact]").said("--> dist");
    assert_eq!(folder.read("dist"), "precious");
}

#[test]
fn every_format_has_its_folder() {
    let folder = Folder::site(&[("guides/a.md", SOUND)]);
    let formats = pepexport::export::names();
    let run = folder.run(&["--strict", "--format", &formats.join(",")]).ended(0);
    assert!(run.stderr.starts_with("1 article, "), "a sound article gives no finding: {}", run.stderr);
    for backend in pepexport::export::all() {
        let format = backend.format();
        let name = format!("dist/{}/guides/a.{}", format.name, format.extension);
        assert!(folder.path(&name).is_file(), "{name}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let names: Vec<String> = (0..12).map(|n| format!("part-{}/{n}.md", n % 3)).collect();
    let texts: Vec<String> = (0..12)
        .map(|n| {
            SOUND.replace("Storing a vial", &format!("Vial {n}"))
                + &format!("\nSee [the next](/part-0/{n}).\n")
        })
        .collect();
    let articles: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let folder = Folder::site(&articles);
    let said = |out: &str, jobs: &str| {
        let run = folder.run(&["-o", out, "-j", jobs]);
        run.stderr.rsplit_once("articles,").unwrap().0.to_owned()
    };
    let one = said("one", "1");
    assert_eq!(one, said("many", "8"));
    assert_eq!(one, said("again", "3"));
    assert!(folder.files("one").len() > 12, "{:?}", folder.names("one"));
    assert!(folder.files("one") == folder.files("many"), "one thread and eight differ");
    assert!(folder.files("one") == folder.files("again"), "one thread and three differ");
}

#[test]
fn the_manifest_lists_every_artifact() {
    let folder = Folder::site(&[("b.md", SOUND), ("a/index.md", SOUND)]);
    folder.run(&["-f", "text"]).ended(0);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("dist/manifest.json")).unwrap();
    let bytes = folder.files("dist")["text/a.txt"].len();
    assert_eq!(manifest["version"], 1);
    let artifacts = manifest["artifacts"].as_array().unwrap();
    let paths: Vec<_> = artifacts.iter().map(|artifact| artifact["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["text/a.txt", "text/b.txt"]);
    assert_eq!(artifacts[0]["format"], "text");
    assert_eq!(artifacts[0]["source"], "content/a/index.md");
    assert_eq!(artifacts[0]["bytes"], bytes);
    assert_eq!(artifacts[0]["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn the_manifest_does_not_depend_on_where_the_command_is_run() {
    let folder = Folder::site(&[("b.md", SOUND)]);
    folder.run(&["-f", "text", "-o", "one"]).ended(0);
    let run = folder.command_in("content", &["-f", "text", "-o", "../two"]).output().unwrap();
    Run::of(run).ended(0);
    assert_eq!(folder.files("one"), folder.files("two"));
}

#[test]
fn artifacts_go_when_their_source_does() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", SOUND), ("deep/c.md", SOUND)]);
    folder.run(&["-f", "text"]).ended(0);
    folder.run(&["-f", "text", "content/b.md", "-o", "dist"]).ended(0);
    fs::write(folder.path("dist/text/mine.txt"), "the user's own").unwrap();
    for source in ["content/a.md", "content/deep/c.md"] {
        fs::remove_file(folder.path(source)).unwrap();
    }
    // A run of one file removes nothing.
    folder.run(&["-f", "text", "content/b.md"]).ended(0);
    assert_eq!(folder.names("dist").len(), 5);
    folder.run(&["-f", "text"]).ended(0).said(", 2 removed");
    assert_eq!(folder.names("dist"), ["manifest.json", "text/b.txt", "text/mine.txt"]);
    assert!(!folder.path("dist/text/deep").exists());
}

#[test]
fn a_new_slug_takes_the_old_artifact_away() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "text"]).ended(0);
    folder.write("content/a.md", &SOUND.replace("title:", "slug: vials\ntitle:"));
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/vials.txt"]);
    // The same file given by itself leaves the site's artifacts alone.
    folder.write("content/a.md", SOUND);
    folder.run(&["-f", "text", "content/a.md"]).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt", "text/vials.txt"]);
}

#[test]
fn other_formats_and_sources_stay_in_the_manifest() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write("more/b.md", SOUND);
    folder.run(&["-f", "text"]).ended(0);
    folder.run(&["-f", "text", "-o", "dist", "more"]).ended(0);
    let paths = |manifest: &str| -> Vec<String> {
        let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
        let artifacts = manifest["artifacts"].as_array().unwrap();
        artifacts.iter().map(|artifact| artifact["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&folder.read("dist/manifest.json")), ["text/a.txt", "text/b.txt"]);
}

#[test]
fn a_broken_manifest_is_written_anew() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write("dist/manifest.json", "{\"version\": 1, \"artifacts\": [{\"path\": \"../../x\"");
    folder.run(&["-f", "text"]).ended(0).said("warning[broken-manifest]");
    folder.run(&["-f", "text"]).ended(0).kept_quiet_about("broken-manifest");
}

#[test]
fn a_manifest_cannot_make_it_remove_other_files() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write("precious.txt", "x");
    let entry = |path: &str| {
        format!(
            "{{\"path\":\"{path}\",\"format\":\"text\",\"source\":\"content/gone.md\",\"root\":\"content\",\"bytes\":1,\"sha256\":\"\"}}"
        )
    };
    let absolute = folder.path("precious.txt").to_string_lossy().into_owned();
    let entries = [entry("../precious.txt"), entry(&absolute)].join(",");
    folder.write("dist/manifest.json", &format!("{{\"version\":1,\"artifacts\":[{entries}]}}"));
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(folder.read("precious.txt"), "x");
}

#[test]
fn a_book_binds_all_articles() {
    let first = SOUND.replace("Keep it", "The first: keep it");
    let second = SOUND.replace("Storing a vial", "Another vial").replace("Keep it", "The second: keep it");
    let folder = Folder::site(&[("b.md", &second), ("a.md", &first)]);
    folder.run(&["-f", "text", "--book", "Peptides: a Guide"]).ended(0).said("2 articles, 1 file written");
    assert_eq!(folder.names("dist"), ["manifest.json", "text/peptides-a-guide.txt"]);
    let text = folder.read("dist/text/peptides-a-guide.txt");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not in\n{text}"));
    assert!(at("Peptides: a Guide") < at("The first: keep it"));
    assert!(at("The first: keep it") < at("The second: keep it"));
    let manifest = folder.read("dist/manifest.json");
    assert!(
        manifest.contains("\"book\":\"Peptides: a Guide\",\"sources\":[\"content/a.md\",\"content/b.md\"]")
    );
}

#[test]
fn the_configuration_names_books() {
    let article = |words: &str| SOUND.replace("Keep it", words);
    let folder = Folder::site(&[
        ("a.md", &article("First words: keep it")),
        ("guides/b.md", &article("Second words: keep it")),
        ("guides/c.md", &article("Third words: keep it")),
    ]);
    let books = "books:\n  vials:\n    title: All About Vials\n    subtitle: And nothing else\n    \
        cover: /cover.png\n    sources: [content/guides, content/a.md, content/guides/b.md]\n  \
        none: {title: Nothing, sources: [content/nowhere]}\n";
    folder.write("pepexport.yaml", &format!("{}{books}", crate::folder::SITE));
    let run = folder.run(&["-f", "text,jsonld"]).ended(0);
    run.said("warning[empty-book]").said("3 articles, 14 files").kept_quiet_about("missing");
    let text = folder.read("dist/text/vials.txt");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not in\n{text}"));
    assert!(at("All About Vials") < at("And nothing else"), "{text}");
    assert!(at("Second words") < at("Third words") && at("Third words") < at("First words"), "{text}");
    folder.run(&["-f", "text", "-o", "other", "content"]).ended(0);
    assert!(!folder.path("other/text/vials.txt").exists(), "who names sources wants those");
    // A book may not take an article's place.
    folder.write("content/vials.md", SOUND);
    folder
        .run(&["-f", "text"])
        .ended(1)
        .said("error[duplicate-route]")
        .said("`vials` has the route of content/vials.md");
}

#[test]
fn a_book_lists_its_references_where_it_is_asked_to() {
    let article = |more: &str| {
        format!("{SOUND}\nAs [a study](https://doi.org/10.1000/182) and [a page]({more}) say.\n")
    };
    let folder = Folder::site(&[
        ("a.md", &article("https://example.org/a")),
        ("b.md", &article("https://example.org/b")),
    ]);
    let lists = |text: &str| text.matches("doi:10.1000/182").count();
    folder.run(&["-f", "text", "--book", "Vials"]).ended(0);
    assert_eq!(lists(&folder.read("dist/text/vials.txt")), 2);
    folder.run(&["-f", "text", "--book", "Vials", "--references", "book"]).ended(0);
    let text = folder.read("dist/text/vials.txt");
    assert_eq!(lists(&text), 1, "{text}");
    assert!(text.contains("[3] a page. https://example.org/b"), "{text}");
    folder.run(&["-f", "text", "--references", "book"]).ended(2).said("--book");

    let config = |place: &str| {
        let book =
            format!("books:\n  one:\n    title: One\n    sources: [content]\n    references: {place}\n");
        folder.write("pepexport.yaml", &format!("{}{book}", crate::folder::SITE));
    };
    config("book");
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(lists(&folder.read("dist/text/one.txt")), 1);
    config("end");
    folder.run(&["-f", "text"]).ended(2).said("pepexport.yaml:").said("references").said("`book`");
}

#[test]
fn a_second_run_waits_for_the_first() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    fs::create_dir_all(folder.path("dist")).unwrap();
    let lock = fs::File::create(folder.path("dist/.pepexport.lock")).unwrap();
    lock.lock().unwrap();
    let mut run = folder.command(&["-f", "text"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(run.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.starts_with("waiting for another run"), "{line}");
    assert!(run.try_wait().unwrap().is_none());
    drop(lock);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert!(run.wait().unwrap().success(), "{rest}");
}
