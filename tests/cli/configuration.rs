//! The configuration file: found, checked, and told about with the place.

use crate::folder::{Folder, SOUND};

#[test]
fn a_misspelt_key_is_told_with_its_place_and_the_right_one() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write("pepexport.yaml", "site:\n  name: Example\n  baseurl: https://example.org # here\n");
    let run = folder.run(&[]).ended(2);
    let expected = "\
error[unknown-config-key]: there is no key `site.baseurl`
 --> pepexport.yaml:3:3
  |
3 |   baseurl: https://example.org # here
  |   ^^^^^^^
  |
  = help: did you mean `base_url`?

";
    similar_asserts::assert_eq!(run.stderr, expected);
    assert!(!folder.path("dist").exists());
}

#[test]
fn all_mistakes_are_told_at_once() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write(
        "pepexport.yaml",
        "pdf: {paper: A3}\ntext:\n  width: 10\nchek: {}\nlabels: {de: {figur: X}}\n",
    );
    let run = folder.run(&["--message-format", "json"]).ended(2);
    let told: Vec<String> = run
        .stdout
        .lines()
        .map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            format!("{}:{} {}", message["line"], message["column"], message["message"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            "1:14 `pdf.paper` must be `a4`, `letter` or `a5`, and is “A3”",
            "3:10 a line has from 40 to 200 columns, not 10",
            "4:1 there is no key `chek`",
            "5:15 there is no term `figur`",
        ]
    );
}

#[test]
fn the_nearest_configuration_counts() {
    let folder = Folder::new();
    folder.write("pepexport.yaml", "text: {width: 1}\n");
    folder.write("inner/pepexport.yaml", "text: {ascii: true}\n");
    folder.write("inner/deep/a.md", "# “Vials”\n");
    folder.run(&["-f", "text", "inner/deep/a.md"]).ended(0);
    assert!(folder.read("dist/text/a.txt").starts_with("\"Vials\"\n"), "{}", folder.read("dist/text/a.txt"));
    folder.run(&["-f", "text", "-c", "pepexport.yaml", "inner/deep/a.md"]).ended(2).said("columns, not 1");
    folder.run(&["-c", "nowhere.yaml", "inner/deep/a.md"]).ended(2).said("nowhere.yaml");
}

#[test]
fn rules_can_be_off_or_errors() {
    let folder = Folder::site(&[("a.md", &SOUND.replace("published: 2026-01-15\n", ""))]);
    folder.run(&["-f", "text"]).ended(0).said("warning[missing-date]").said("1 warning");
    folder.run(&["-f", "text", "--strict"]).ended(1).said("error[missing-date]");
    folder.write("pepexport.yaml", "check: {missing-date: error, missing-cover: off}\n");
    folder.run(&["-f", "text"]).ended(1).said("error[missing-date]");
    assert!(folder.path("dist/text/a.txt").is_file(), "the article is exported all the same");
    folder.write("pepexport.yaml", "check: {missing-date: off, missing-cover: off, unknown-author: off}\n");
    folder.run(&["-f", "text"]).ended(0).kept_quiet_about("missing-date");
}

#[test]
fn a_base_url_is_checked_and_its_absence_is_told_once() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", SOUND)]);
    folder.run(&["--base-url", "example.org"]).ended(2).said("--base-url").said("https://");
    folder.write("pepexport.yaml", "site: {authors: {}}\n");
    let told = folder.run(&["-f", "jsonld"]).stderr.matches("warning[missing-base-url]").count();
    assert_eq!(told, 1);
    folder.run(&["-f", "text"]).ended(0).kept_quiet_about("missing-base-url");
    folder.run(&["-f", "jsonld", "--base-url", "https://example.org"]).kept_quiet_about("missing-base-url");
}

#[test]
fn the_schemas_are_json_schema() {
    let folder = Folder::new();
    for (of, key) in [("config", "site"), ("front-matter", "title")] {
        let run = folder.run(&["schema", of]).ended(0);
        let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["properties"][key].is_object(), "{of}");
    }
}
