//! Arguments, and the commands beside the export.

use crate::folder::{Folder, SOUND};

#[test]
fn wrong_arguments_end_with_two() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "docx"]).ended(2).said("[possible values: pdf, epub, jsonld, text, all]");
    folder.run(&["-j", "0"]).ended(2);
    folder.run(&["--nonsense"]).ended(2);
    folder.run(&["--book", "All", "-f", "jsonld"]).ended(2).said("JSON-LD cannot bind");
    folder.run(&["--book", " "]).ended(2).said("needs a title");
    let run = folder.command(&["-f", "text"]).env("SOURCE_DATE_EPOCH", "soon").output().unwrap();
    assert_eq!(run.status.code(), Some(2));
}

#[test]
fn formats_are_repeated_or_joined() {
    for arguments in [&["-f", "text", "--format", "jsonld"][..], &["-f", "jsonld,text"]] {
        let folder = Folder::site(&[("a.md", SOUND)]);
        folder.run(arguments);
        assert!(folder.path("dist/text/a.txt").is_file());
        assert!(!folder.path("dist/pdf").exists());
    }
}

#[test]
fn init_writes_a_site_that_exports_and_touches_nothing() {
    let folder = Folder::new();
    folder.run(&["init", "site"]).ended(0).said("wrote site/pepexport.yaml");
    folder.write("site/pepexport.yaml", "text: {width: 50}\n");
    folder.run(&["init", "site"]).ended(0).said("kept site/pepexport.yaml, which is there already");
    assert_eq!(folder.read("site/pepexport.yaml"), "text: {width: 50}\n");
    std::fs::remove_file(folder.path("site/pepexport.yaml")).unwrap();
    folder.run(&["init", "site"]).ended(0);
    folder.run(&["-f", "text", "site/content"]).ended(0).kept_quiet_about("broken");
    let text = folder.read("dist/text/articles/first-article.txt");
    assert!(text.contains("Where do the results go?"), "{text}");
}

#[test]
fn completions_and_the_manual_page_name_every_option() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.run(&["completions", shell]).ended(0).stdout;
        assert!(script.contains("message-format") && script.contains("completions"), "{shell}");
    }
    let page = folder.run(&["man"]).ended(0).stdout;
    for option in ["format", "out", "config", "book", "drafts", "base\\-url", "jobs", "strict"] {
        assert!(page.contains(&format!("\\-\\-{option}")), "{option}");
    }
}

#[test]
fn a_folder_named_like_a_command_can_be_given() {
    let folder = Folder::site(&[]);
    folder.write("check/a.md", SOUND);
    folder.run(&["-f", "text", "./check"]).ended(0);
    assert!(folder.path("dist/text/a.txt").is_file());
}
