//! Runs after a first one: what did not change stays as it is, what did is made anew, and the outcome is that of a first
//! run in any case.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::folder::{Folder, Run, SITE, SOUND};

/// The files of the whole site, together.
const FEED: &str = "feed";

/// A site in which articles depend on each other and on files: `a` links to a part of `b` and shows a picture, `c` has a
/// dead link, an image that is not there, and no date.
fn site() -> Folder {
    let b = SOUND.replace("a vial", "another vial") + "\n## A part\n\nMore of it.\n";
    let a = SOUND.to_owned()
        + "\nSee [the other](/b#a-part) and [its file](/pic.png).\n\n![A picture](/pic.png)\n\n\
           [Heiss 2012](https://pubmed.ncbi.nlm.nih.gov/22282884/)\n";
    let c = SOUND.replace("published: 2026-01-15\n", "").replace("a vial", "a third vial")
        + "\nSee [that](/gone).\n\n![Not there](/later.png)\n";
    let folder = Folder::site(&[("a.md", &a), ("b.md", &b), ("c.md", &c)]);
    let picture = folder.files("assets")["cover.png"].clone();
    folder.write_bytes("assets/pic.png", &picture);
    folder.write_bytes("assets/logo.png", &picture);
    folder.write_bytes("assets/book.png", &picture);
    folder.write("look.css", "p { margin: 0 }");
    folder.write("works.json", "[]");
    fs::create_dir(folder.path("fonts")).unwrap();
    configure(&folder, "");
    folder
}

fn configure(folder: &Folder, more: &str) {
    let books = "books:\n  both: {title: Both, cover: /book.png, sources: [content/b.md, content/c.md]}\n";
    let site = SITE.replace("/cover.png", "/logo.png");
    let mut config =
        format!("{site}{books}epub: {{css: look.css}}\npdf: {{fonts: [fonts], system_fonts: false}}\n");
    if !more.contains("jsonld") {
        config.push_str("jsonld: {citations_file: works.json}\n");
    }
    folder.write("pepexport.yaml", &(config + more));
}

/// What a run wrote: artifacts of articles and books, and `feed` for any of the files of the whole site.
fn written(run: &Run) -> BTreeSet<String> {
    let wrote = run.stderr.lines().filter_map(|line| line.strip_prefix("wrote ")?.split(" (").next());
    wrote
        .map(|path| {
            let (format, rest) = path.split_once('/').unwrap();
            let article = ["a", "b", "c", "d", "bb", "gone", "both"]
                .iter()
                .any(|name| rest.split('.').next() == Some(name));
            if format == "jsonld" && !article { FEED.to_owned() } else { path.to_owned() }
        })
        .collect()
}

/// What a run noticed: all but the files and the summary.
fn noticed(run: &Run) -> String {
    let about_files = |line: &&str| {
        !["wrote ", "removed "].iter().any(|start| line.starts_with(start)) && !line.contains(" written to ")
    };
    run.stderr.lines().filter(about_files).collect::<Vec<_>>().join("\n")
}

/// Does something to a site that was exported, exports it again, and looks at what was written. In any case the outcome
/// is that of a first run: the same files, byte for byte, and the same findings.
#[track_caller]
fn after(formats: &str, edit: impl FnOnce(&Folder), expected: &[&str]) -> Run {
    let folder = site();
    folder.run(&["-f", formats]).ended(0);
    edit(&folder);
    check(&folder, formats, expected)
}

#[track_caller]
fn check(folder: &Folder, formats: &str, expected: &[&str]) -> Run {
    let warm = folder.run(&["-v", "-f", formats]);
    assert_eq!(written(&warm), expected.iter().map(|name| (*name).to_owned()).collect(), "{}", warm.stderr);
    let again = folder.run(&["-v", "-f", formats]);
    assert_eq!(written(&again), BTreeSet::new(), "after one more run: {}", again.stderr);
    let warm_files = folder.all_files("dist");
    fs::rename(folder.path("dist"), folder.path("warm")).unwrap();
    let cold = folder.run(&["-v", "-f", formats]);
    let cold_files = folder.all_files("dist");
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&warm_files), names(&cold_files));
    for (name, bytes) in &cold_files {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(warm_files[name] == *bytes, "{name}\n{}\n{}", text(&warm_files[name]), text(bytes));
    }
    assert_eq!(noticed(&warm), noticed(&cold));
    assert_eq!(noticed(&again), noticed(&cold));
    assert_eq!((warm.status, again.status), (cold.status, cold.status));
    warm
}

fn edit_article(name: &str, from: &str, to: &str) -> impl FnOnce(&Folder) {
    move |folder| {
        let path = format!("content/{name}");
        let text = folder.read(&path);
        assert!(text.contains(from), "{text}");
        folder.write(&path, &text.replace(from, to));
    }
}

#[test]
fn nothing_is_made_twice() {
    let run = after("all", |_| {}, &[]);
    assert!(run.stderr.contains("3 articles, 0 files written to dist"), "{}", run.stderr);
    // Four artifacts an article, three of the book, seven of the feed.
    assert!(run.stderr.contains(", 22 unchanged"), "{}", run.stderr);
}

#[test]
fn all_is_made_anew_by_force() {
    let folder = site();
    folder.run(&["-f", "text"]).ended(0);
    let all: BTreeSet<String> =
        ["text/a.txt", "text/b.txt", "text/c.txt", "text/both.txt"].map(String::from).into();
    assert_eq!(written(&folder.run(&["-v", "-f", "text", "--force"])), all);
}

#[test]
fn a_text_is_made_anew_where_it_stands() {
    let made = ["text/b.txt", "jsonld/b.jsonld", "text/both.txt", FEED];
    after("jsonld,text", edit_article("b.md", "More of it", "Much more of it"), &made);
}

#[test]
fn a_title_is_made_anew_where_it_is_linked() {
    let made = ["text/a.txt", "jsonld/a.jsonld", "text/b.txt", "jsonld/b.jsonld", "text/both.txt", FEED];
    after("jsonld,text", edit_article("b.md", "another vial", "one more vial"), &made);
}

#[test]
fn an_anchor_is_missed_where_it_is_linked() {
    let run = after(
        "text",
        edit_article("b.md", "A part", "Another part"),
        &["text/a.txt", "text/b.txt", "text/both.txt"],
    );
    run.said("warning[broken-anchor]");
}

#[test]
fn an_article_that_is_renamed_takes_its_links_along() {
    let rename = |folder: &Folder| {
        fs::rename(folder.path("content/b.md"), folder.path("content/bb.md")).unwrap();
    };
    // The book names `b`, and lacks it now; `c` has a dead link, whose help looks at all addresses.
    let made = ["text/a.txt", "text/bb.txt", "text/c.txt", "text/both.txt"];
    let run = after("text", rename, &made);
    run.said("removed text/b.txt").said("“/b#a-part” leads to no article or file");
}

#[test]
fn a_new_article_is_found_by_a_dead_link() {
    let add = |folder: &Folder| folder.write("content/gone.md", SOUND);
    let run = after("text", add, &["text/gone.txt", "text/c.txt", "text/both.txt"]);
    run.kept_quiet_about("broken-link");
}

#[test]
fn a_draft_leaves_and_comes_back() {
    let folder = site();
    folder.run(&["-f", "text"]).ended(0);
    let sound = folder.read("content/b.md");
    folder.write("content/b.md", &sound.replace("title:", "draft: true\ntitle:"));
    let run = folder.run(&["-v", "-f", "text"]).said("removed text/b.txt").said("1 draft left out");
    let made = ["text/a.txt", "text/c.txt", "text/both.txt"].map(String::from);
    assert_eq!(written(&run), made.into());
    folder.run(&["-v", "-f", "text", "--drafts"]).said("wrote text/b.txt");
    folder.run(&["-v", "-f", "text"]).said("removed text/b.txt");
    folder.write("content/b.md", &sound);
    check(&folder, "text", &["text/a.txt", "text/b.txt", "text/c.txt", "text/both.txt"]);
}

#[test]
fn images_are_looked_at() {
    let small = || {
        let mut bytes = Vec::new();
        let grey = image::GrayImage::from_pixel(400, 300, image::Luma([99]));
        grey.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    };
    let replace = |folder: &Folder| folder.write_bytes("assets/pic.png", &small());
    after("epub", replace, &["epub/a.epub"]);
    let remove = |folder: &Folder| fs::remove_file(folder.path("assets/pic.png")).unwrap();
    // `c` lacks an image, and its help looks at the names beside it.
    let run = after("text", remove, &["text/a.txt", "text/c.txt", "text/both.txt"]);
    run.said("there is no image file “/pic.png”");
    let add = |folder: &Folder| folder.write_bytes("assets/later.png", &small());
    after("text", add, &["text/c.txt", "text/both.txt"]).kept_quiet_about("later.png");
    let cover = |folder: &Folder| folder.write_bytes("assets/book.png", &small());
    after("epub", cover, &["epub/both.epub"]);
    let logo = |folder: &Folder| folder.write_bytes("assets/logo.png", &small());
    after("jsonld,text", logo, &["jsonld/a.jsonld", "jsonld/b.jsonld", "jsonld/c.jsonld", FEED]);
}

#[test]
fn what_a_format_is_told_concerns_that_format() {
    let text = ["text/a.txt", "text/b.txt", "text/c.txt", "text/both.txt"];
    let jsonld = ["jsonld/a.jsonld", "jsonld/b.jsonld", "jsonld/c.jsonld"];
    let both: Vec<&str> = text.iter().chain(&jsonld).copied().collect();
    let with_feed: Vec<&str> = jsonld.iter().chain(&[FEED]).copied().collect();
    after("jsonld,text", |folder| configure(folder, "text: {width: 60}\n"), &text);
    // No article has a heading of the third level or contents: what is joined is what it was, and stays.
    let sections = "jsonld: {citations_file: works.json, sections: h3}\n";
    after("jsonld,text", |folder| configure(folder, sections), &jsonld);
    let labels = "labels: {en: {contents: In this guide}}\n";
    after("jsonld,text", |folder| configure(folder, labels), &both);
    let described = "jsonld: {citations_file: works.json, feed_description: All that is known of vials by articles with their sources}\n";
    after("jsonld", |folder| configure(folder, described), &[FEED]);
    let works = "[{\"PMID\": \"22282884\", \"title\": \"A trial\"}]";
    after("jsonld", |folder| folder.write("works.json", works), &with_feed);
    let epub = ["epub/a.epub", "epub/b.epub", "epub/c.epub", "epub/both.epub"];
    after("epub,text", |folder| folder.write("look.css", "p { margin: 1em }"), &epub);
}

#[test]
fn fonts_are_looked_at() {
    let pdf = ["pdf/a.pdf", "pdf/b.pdf", "pdf/c.pdf", "pdf/both.pdf"];
    let font = include_bytes!("../../assets/fonts/SourceSans3_400Regular.ttf");
    let other = include_bytes!("../../assets/fonts/SourceSerif4_400Regular.ttf");
    let folder = site();
    folder.write_bytes("fonts/one.ttf", font);
    folder.run(&["-f", "pdf,text"]).ended(0);
    folder.write_bytes("fonts/one.ttf", other);
    check(&folder, "pdf,text", &pdf);
}

#[test]
fn rules_weigh_what_was_noticed_before() {
    let folder = site();
    folder.run(&["-f", "text"]).ended(0).said("warning[broken-link]");
    configure(&folder, "check: {broken-link: off, missing-date: error}\n");
    let run = check(&folder, "text", &[]);
    assert_eq!(run.status, 1);
    run.kept_quiet_about("broken-link").said("error[missing-date]");
    folder
        .run(&["-v", "-f", "text", "--strict"])
        .ended(1)
        .said("error[missing-image]")
        .kept_quiet_about("wrote");
}

#[test]
fn a_date_that_stands_in_concerns_what_has_none() {
    let folder = site();
    folder.run(&["-f", "epub"]).ended(0);
    let run = |seconds: &str| {
        let mut command = folder.command(&["-v", "-f", "epub"]);
        written(&Run::of(command.env("SOURCE_DATE_EPOCH", seconds).output().unwrap()))
    };
    let undated: BTreeSet<String> = ["epub/c.epub", "epub/both.epub"].map(String::from).into();
    assert_eq!(run("1700000000"), undated);
    assert_eq!(run("1700000000"), BTreeSet::new());
    assert_eq!(run("1800000000"), undated);
}

#[test]
fn artifacts_that_are_gone_or_cut_are_made_again() {
    after("epub,text", |folder| fs::remove_file(folder.path("dist/text/b.txt")).unwrap(), &["text/b.txt"]);
    let cut = |folder: &Folder| folder.write("dist/text/both.txt", "cut");
    after("epub,text", cut, &["text/both.txt"]);
    let site_map = |folder: &Folder| fs::remove_file(folder.path("dist/jsonld/sitemap.xml")).unwrap();
    after("jsonld", site_map, &[FEED]);
}

#[test]
fn without_its_manifest_an_artifact_is_known_by_its_bytes() {
    let remove = |folder: &Folder| fs::remove_file(folder.path("dist/manifest.json")).unwrap();
    after("jsonld,text", remove, &[]);
    let folder = site();
    folder.run(&["-f", "jsonld,text"]).ended(0);
    folder.write("dist/manifest.json", "{\"version\": 99, \"artifacts\": []}");
    let old = folder.files("dist")["text/a.txt"].len();
    folder.write("dist/text/a.txt", &"x".repeat(old));
    let run = folder.run(&["-v", "-f", "jsonld,text"]).ended(0).said("warning[broken-manifest]");
    assert_eq!(written(&run), ["text/a.txt".to_owned()].into());
    check(&folder, "jsonld,text", &[]);
}

#[test]
fn what_is_kept_may_be_damaged_or_gone() {
    let folder = site();
    folder.run(&["-f", "text"]).ended(0);
    for (name, bytes) in folder.all_files("dist").iter().filter(|(name, _)| name.starts_with("cache/")) {
        // Half a file, as a machine that lost power may leave it.
        folder.write_bytes(&format!("dist/{name}"), &bytes[..bytes.len() / 2]);
    }
    check(&folder, "text", &["text/a.txt", "text/b.txt", "text/c.txt", "text/both.txt"]);
}

#[test]
fn formats_come_one_by_one() {
    let folder = site();
    folder.run(&["-f", "text"]).ended(0);
    let first = folder.run(&["-v", "-f", "jsonld,text"]).ended(0);
    assert_eq!(
        written(&first),
        ["jsonld/a.jsonld", "jsonld/b.jsonld", "jsonld/c.jsonld", FEED].map(String::from).into()
    );
    // A run of one format leaves the others as they are, and what is known of them.
    edit_article("b.md", "More of it", "Much more of it")(&folder);
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(
        written(&folder.run(&["-v", "-f", "jsonld"])),
        ["jsonld/b.jsonld", FEED].map(String::from).into()
    );
    check(&folder, "jsonld,text", &[]);

    // A run of one format that noticed something does not speak for the others.
    let sound = folder.read("content/b.md");
    folder.write("content/b.md", &sound.replace("Much more", "[](/a)Much more"));
    folder.run(&["-f", "text"]).ended(0).said("warning[empty-link]");
    folder.write("content/b.md", &sound);
    folder.run(&["-v", "-f", "jsonld"]).ended(0).said("wrote jsonld/b.jsonld").kept_quiet_about("empty-link");
}

#[test]
fn one_article_by_itself_is_known_by_the_site() {
    let folder = site();
    folder.run(&["-f", "text"]).ended(0);
    let alone = folder.run(&["-v", "-f", "text", "content/b.md"]).ended(0);
    assert_eq!(written(&alone), BTreeSet::new());
    check(&folder, "text", &[]);
}

#[test]
fn two_sources_of_one_artifact_do_not_pass_for_each_other() {
    let folder = site();
    folder.write("more/b.md", &SOUND.replace("Keep it cold and dry", "Keep it warm and wet"));
    folder.run(&["-f", "text"]).ended(0);
    let first = folder.read("dist/text/b.txt");
    folder.run(&["-f", "text", "-o", "dist", "more"]).ended(0);
    assert!(folder.read("dist/text/b.txt").contains("warm and wet"));
    let back = folder.run(&["-v", "-f", "text"]).ended(0);
    assert_eq!(written(&back), ["text/b.txt".to_owned()].into());
    assert_eq!(folder.read("dist/text/b.txt"), first);
}

#[test]
fn a_run_that_was_killed_leaves_nothing_stale() {
    let text = |n: usize, words: &str| {
        let text = SOUND.replace("a vial", &format!("vial {n}")) + "\n" + words;
        text.replace("author:", "lang: en\nauthor:")
    };
    let names: Vec<String> = (0..150).map(|n| format!("{n}.md")).collect();
    let texts: Vec<String> = (0..150).map(|n| text(n, "One word.\n")).collect();
    let articles: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let folder = Folder::site(&articles);
    folder.run(&["-f", "jsonld,text"]).ended(0);
    let before = folder.files("dist");

    // Words of one length: an artifact's size tells nothing.
    (0..150).for_each(|n| folder.write(&format!("content/{n}.md"), &text(n, "Two word.\n")));
    let mut run = folder
        .command(&["-f", "jsonld,text", "-j", "1"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // Only this file: others come and go while the run goes on.
    let changed = || fs::read(folder.path("dist/text/0.txt")).unwrap() != before["text/0.txt"];
    while !changed() && run.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let _ = run.kill();
    run.wait().unwrap();

    // Back as it was, then as it was to become.
    (0..150).for_each(|n| folder.write(&format!("content/{n}.md"), &text(n, "One word.\n")));
    folder.run(&["-f", "jsonld,text"]).ended(0);
    assert!(folder.files("dist") == before);
    (0..150).for_each(|n| folder.write(&format!("content/{n}.md"), &text(n, "Two word.\n")));
    folder.run(&["-f", "jsonld,text"]).ended(0);
    let warm = folder.all_files("dist");
    fs::remove_dir_all(folder.path("dist")).unwrap();
    folder.run(&["-f", "jsonld,text"]).ended(0);
    assert!(folder.all_files("dist") == warm);
}
