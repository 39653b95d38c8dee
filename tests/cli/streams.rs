//! Standard input, standard output, and pipes that close.

use std::io::Write;
use std::process::Stdio;

use crate::folder::{Folder, Run, SOUND};

#[test]
fn standard_output_holds_the_artifact_and_nothing_else() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "text"]).ended(0);
    let run = folder.run(&["-f", "text", "-o", "-", "content/a.md"]).ended(0);
    assert_eq!(run.stdout, folder.read("dist/text/a.txt"));
    assert_eq!(run.stderr, "");
}

#[test]
fn findings_of_a_piped_article_go_to_standard_error() {
    let folder = Folder::new();
    folder.write("a.md", "# Vials\n\ntext\n");
    let run = folder.run(&["-f", "text", "-o", "-", "a.md"]).ended(0).said("warning[missing-date]");
    assert!(run.stdout.starts_with("Vials\n"), "{}", run.stdout);
}

#[test]
fn standard_output_takes_one_article_in_one_format() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", SOUND)]);
    folder.run(&["-o", "-", "content/a.md"]).ended(2).said("one format");
    folder.run(&["-o", "-", "-f", "text"]).ended(2).said("one article, and there are 2");
    let run = folder.run(&["-o", "-", "-f", "text", "--book", "Both"]).ended(0);
    assert!(run.stdout.contains("Both"), "{}", run.stdout);
}

#[test]
fn a_failed_article_leaves_standard_output_empty() {
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: [\n---\n");
    assert_eq!(folder.run(&["-f", "text", "-o", "-", "a.md"]).ended(1).stdout, "");
}

#[test]
fn standard_input_is_an_article() {
    let folder = Folder::site(&[]);
    let fed = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(SOUND.as_bytes()).unwrap();
        Run::of(child.wait_with_output().unwrap())
    };
    assert!(fed(&["-", "-f", "text", "-o", "-"]).ended(0).stdout.contains("Keep it cold"));
    fed(&["-", "-f", "text"]).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/article.txt"]);
    fed(&["-", "-", "-f", "text"]).ended(2).said("once only");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::site(&[]);
    let long = "A line that fills the pipe before the reader has gone.\n\n".repeat(5_000);
    folder.write("a.md", &format!("{SOUND}{long}"));
    let mut command = folder.command(&["-f", "text", "-o", "-", "a.md"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    Run::of(child.wait_with_output().unwrap()).ended(0).kept_quiet_about("error");
}

#[test]
fn what_is_printed_survives_a_closed_pipe_too() {
    let folder = Folder::new();
    for command in [&["schema", "config"][..], &["man"], &["completions", "zsh"]] {
        let mut child =
            folder.command(command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(Run::of(child.wait_with_output().unwrap()).ended(0).stderr, "");
    }
}
