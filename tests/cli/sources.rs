//! Which articles a run takes, and under which route.

use crate::folder::{Folder, Run, SOUND};

#[test]
fn without_sources_the_content_beside_the_configuration_is_exported() {
    let folder = Folder::site(&[("articles/a.md", SOUND), ("index.md", SOUND)]);
    folder.write("content/articles/deeper/readme.txt", "no article");
    let run = folder.command_in("content/articles/deeper", &["-f", "text"]).output().unwrap();
    Run::of(run).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/articles/a.txt", "text/index.txt"]);
}

#[test]
fn a_single_file_has_its_stem_as_route() {
    let folder = Folder::site(&[("articles/a.md", SOUND)]);
    folder.run(&["-f", "text", "content/articles/a.md"]).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt"]);
}

#[test]
fn nothing_to_export_is_told() {
    let folder = Folder::new();
    folder.run(&[]).ended(2).said("nothing to export").said("pepexport init");
    folder.run(&["nowhere.md"]).ended(1).said("error[unreadable-source]").said("nowhere.md");
    folder.write("empty/readme.txt", "x");
    folder.run(&["-f", "text", "empty"]).ended(0).said("warning[no-sources]");
}

#[test]
fn drafts_are_left_out_and_can_be_had() {
    let draft = SOUND.replace("title:", "draft: true\ntitle:");
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", &draft)]);
    folder.run(&["-f", "text", "--drafts"]).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt", "text/b.txt"]);
    folder.run(&["-f", "text"]).ended(0).said("1 draft left out");
    assert_eq!(
        folder.names("dist"),
        ["manifest.json", "text/a.txt"],
        "what is a draft is no longer published"
    );
}

#[test]
fn excluded_and_hidden_files_are_left_out() {
    let folder =
        Folder::site(&[("a.md", SOUND), ("old/b.md", SOUND), ("README.md", SOUND), (".x/c.md", SOUND)]);
    folder.write("pepexport.yaml", "site: {exclude: [old/**, README.md]}\n");
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt"]);
}

#[test]
fn of_two_sources_with_one_route_the_first_is_exported() {
    let second = SOUND.replace("title:", "slug: a\ntitle:").replace("Keep", "Second");
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", &second), ("c.md", SOUND)]);
    let run = folder.run(&["-f", "text"]).ended(1);
    run.said("error[duplicate-route]").said("--> content/b.md").said("already that of content/a.md");
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt", "text/c.txt"]);
    assert!(folder.read("dist/text/a.txt").contains("Keep it"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.write("secret/b.md", "# Secret\n");
    std::os::unix::fs::symlink("../secret/b.md", folder.path("content/b.md")).unwrap();
    std::os::unix::fs::symlink("../secret", folder.path("content/c")).unwrap();
    let run = folder.run(&["-f", "text"]).ended(0);
    run.said("warning[outside-source]").said("content/b.md").said("content/c");
    assert_eq!(folder.names("dist"), ["manifest.json", "text/a.txt"]);
}

#[test]
fn bytes_that_are_no_text_are_replaced_with_a_warning() {
    let folder = Folder::site(&[]);
    folder.write_bytes("content/a.md", &[SOUND.as_bytes(), b"\ncaf\xE9\n"].concat());
    folder.run(&["-f", "text"]).ended(0).said("warning[invalid-utf8]").said("content/a.md:12:4");
    assert!(folder.read("dist/text/a.txt").contains("caf\u{fffd}"));
}
