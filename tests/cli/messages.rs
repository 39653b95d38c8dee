//! How findings are shown.

use std::collections::BTreeSet;

use crate::folder::{Folder, SOUND};

const WITH_LINK: &str = "---\ntitle: Vials\ndescription: How to store a vial.\npublished: 2026-01-15\n---\n\nSee µ and [that](./nowhere.md) too.\n";

#[test]
fn timings_tell_every_step_and_format() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", SOUND)]);
    let run = folder.run(&["-f", "jsonld,text", "--timings"]).ended(0);
    let rows: Vec<Vec<&str>> = run.stderr.lines().map(|line| line.split_whitespace().collect()).collect();
    let taken = |step: &str, format: Option<&str>| {
        let row = rows.iter().find(|row| {
            row.first() == Some(&step) && format.is_none_or(|format| row.get(1) == Some(&format))
        });
        let row = row.unwrap_or_else(|| panic!("no {step} {format:?} in\n{}", run.stderr));
        row[1 + usize::from(format.is_some())].parse::<u32>().unwrap()
    };
    for (step, format, times) in [
        ("survey", None, 2),
        ("read", None, 2),
        ("enrich", None, 2),
        ("typeset", None, 2),
        ("render", Some("jsonld"), 2),
        ("write", Some("text"), 2),
        ("join", Some("jsonld"), 1),
        ("manifest", None, 1),
    ] {
        assert_eq!(taken(step, format), times, "{step} {format:?}");
    }
    assert!(run.stderr.contains("added up over the threads; the whole run took "));
    folder.run(&["-f", "text"]).ended(0).kept_quiet_about("threads");
    let json = folder.run(&["check", "--timings", "--message-format", "json"]).ended(0);
    assert_eq!((json.stdout.as_str(), json.stderr.contains("render    pdf")), ("", true));
}

#[test]
fn people_see_the_line_with_the_place_underlined() {
    let folder = Folder::new();
    folder.write("pepexport.yaml", "check: {missing-author: off, missing-cover: off}\n");
    folder.write("a.md", WITH_LINK);
    let run = folder.run(&["check", "-f", "text", "a.md"]).ended(0);
    let (finding, summary) = run.stderr.split_once("\n\n").unwrap();
    let lines: Vec<&str> = finding.lines().take(6).collect();
    assert_eq!(
        lines,
        [
            "warning[broken-link]: “./nowhere.md” leads to no article or file",
            " --> a.md:7:11",
            "  |",
            "7 | See µ and [that](./nowhere.md) too.",
            "  |           ^^^^^^^^^^^^^^^^^^^^",
            "  |",
        ]
    );
    assert!(summary.starts_with("1 article checked in ") && summary.ends_with("; 1 warning\n"), "{summary}");
    assert!(!folder.path("dist").exists());
}

#[test]
fn tools_see_one_object_a_line() {
    let folder = Folder::new();
    folder.write("a.md", WITH_LINK);
    let run = folder.run(&["check", "-f", "text", "--message-format", "json", "a.md"]).ended(0);
    let messages: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let keys: BTreeSet<&str> = messages[0].as_object().unwrap().keys().map(String::as_str).collect();
    let documented = "code column end_column end_line file help line message severity";
    assert_eq!(keys.into_iter().collect::<Vec<_>>().join(" "), documented);
    assert_eq!(run.stderr, "");
    let link = messages.iter().find(|message| message["code"] == "broken-link").unwrap();
    assert_eq!(link["file"], "a.md");
    assert_eq!(link["severity"], "warning");
    let place = ["line", "column", "end_line", "end_column"].map(|key| link[key].as_u64().unwrap());
    assert_eq!(place, [7, 11, 7, 31]);
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let folder = Folder::new();
    folder.write("a.md", WITH_LINK);
    let escape = "\u{1b}[";
    let check = ["check", "-f", "text", "a.md", "--color"];
    folder.run(&check[..4]).kept_quiet_about(escape);
    folder.run(&[&check[..], &["always"]].concat()).said(escape);
    folder.run(&[&check[..], &["never"]].concat()).kept_quiet_about(escape);
}

#[test]
fn quiet_says_errors_only_and_verbose_names_files() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", "# Vials\n")]);
    assert_eq!(folder.run(&["-q", "-f", "text"]).ended(0).stderr, "");
    folder.run(&["-v", "-f", "text", "--force"]).ended(0).said("wrote text/a.txt (");
    folder.write("content/b.md", "---\ntitle: [\n---\n");
    folder
        .run(&["-q", "-f", "text"])
        .ended(1)
        .said("error[invalid-front-matter]")
        .kept_quiet_about("articles,");
}

#[test]
fn text_from_an_article_cannot_steer_the_terminal() {
    let folder = Folder::new();
    folder.write("a.md", "# Vials\n\n[\u{1b}]0;owned\u{7}x](./no\u{1b}[31mwhere.md)\n");
    let run = folder.run(&["check", "-f", "text", "a.md"]);
    assert!(!run.stderr.contains(['\u{1b}', '\u{7}']), "{:?}", run.stderr);
}

#[test]
fn the_dump_shows_the_model() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    let run = folder.run(&["dump", "content/a.md"]).ended(0);
    assert!(run.stdout.starts_with("document a\n  title \"Storing a vial\"\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\"Keep it cold and dry.\""), "{}", run.stdout);
    folder.run(&["dump", "nowhere.md"]).ended(1).said("unreadable-source");
}
