//! Sites in parts: what several runs make and a merge joins is what one run writes.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::folder::{Folder, SITE, SOUND};

/// A site with all that meets when parts are joined: links between articles, a book, a draft, articles without a date, and
/// one that cannot be read.
fn site() -> Folder {
    let names: Vec<String> = (0..13).map(|n| format!("part-{}/{n}.md", n % 3)).collect();
    let texts: Vec<String> = (0..13)
        .map(|n| {
            let text = SOUND
                .replace("a vial", &format!("vial {n}"))
                .replace("01-15", &format!("01-{:02}", n % 5 + 1));
            let text = text
                + &format!(
                    "\n## Part\n\nSee [the next](/part-{}/{}#part) and [none](/gone-{n}).\n",
                    (n + 1) % 3,
                    n + 1
                );
            match n {
                3 => text.replace("title:", "draft: true\ntitle:"),
                5 => text.replace("title:", "title: [\nx:"),
                7 => text.replace("published:", "# published:"),
                9 => text.replace("title:", "slug: nine\ntitle:"),
                _ => text,
            }
        })
        .collect();
    let articles: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let folder = Folder::site(&articles);
    let books = "books:\n  one: {title: One, sources: [content/part-1]}\n  two: {title: Two, sources: [content/part-2]}\n  \
         none: {title: None, sources: [content/none]}\n";
    let site = SITE.replace("site:\n", "site:\n  downloads_url: /downloads/{format}/{route}.{ext}\n");
    folder.write("pepexport.yaml", &format!("{site}{books}pdf: {{system_fonts: false}}\n"));
    folder
}

fn shard(folder: &Folder, number: usize, of: usize, more: &[&str]) -> String {
    let part = format!("{number}/{of}");
    let run = folder.run(&[&["--shard", &part], more].concat());
    assert!(run.status <= 1, "{}", run.stderr);
    run.stderr
}

/// The findings in what runs said, one by one, in order.
fn findings(said: &[String]) -> Vec<String> {
    let blocks = said.iter().flat_map(|said| said.split("\n\n"));
    let is_finding = |block: &&str| block.starts_with("warning[") || block.starts_with("error[");
    let mut findings: Vec<String> = blocks.filter(is_finding).map(str::to_owned).collect();
    findings.sort();
    findings
}

#[track_caller]
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in one {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(other[name] == *bytes, "{name}\n{}\n{}", text(bytes), text(&other[name]));
    }
}

#[test]
fn any_number_of_parts_makes_one_whole() {
    let folder = site();
    let whole = folder.run(&["-o", "whole"]).ended(1);
    let expected = folder.all_files("whole");
    assert!(expected.len() > 70, "{:?}", expected.keys());
    for of in [1, 2, 3, 7] {
        let mut folders = Vec::new();
        let mut said = Vec::new();
        for number in 1..=of {
            let name = format!("of-{of}/{number}");
            said.push(shard(&folder, number, of, &["-o", &name]));
            folders.push(name);
        }
        assert_eq!(
            findings(&said),
            findings(std::slice::from_ref(&whole.stderr)),
            "{of} shards tell what one run tells"
        );
        let out = format!("merged-{of}");
        let folders: Vec<&str> = folders.iter().rev().map(String::as_str).collect();
        let run = folder.run(&[&["merge", "-o", &out], &folders[..]].concat()).ended(0);
        run.said("11 articles, ").said("for robots.txt: Sitemap: https://www.example.org/sitemap.xml");
        assert_same(&expected, &folder.all_files(&out));
        // The folder that holds those of the shards will do, and nothing is lost when they are merged again.
        folder.run(&["merge", "-o", &out, &format!("of-{of}")]).ended(0);
        assert_same(&expected, &folder.all_files(&out));
    }
    // What was merged is known to a run of the whole.
    folder.run(&["-v", "-o", "merged-3"]).ended(1).kept_quiet_about("wrote");
    assert_same(&expected, &folder.all_files("merged-3"));
}

#[test]
fn parts_may_share_a_folder_at_the_same_time_and_run_again() {
    let folder = site();
    let export = |folder: &Folder| {
        let runs: Vec<_> = (1..=3)
            .map(|number| {
                let part = format!("{number}/3");
                let mut command = folder.command(&["-f", "jsonld,text", "--shard", &part]);
                command.stderr(std::process::Stdio::null()).spawn().unwrap()
            })
            .collect();
        runs.into_iter().for_each(|mut run| assert!(run.wait().unwrap().code() <= Some(1)));
        folder.run(&["merge"]).ended(0)
    };
    export(&folder);
    folder.run(&["-f", "jsonld,text", "-o", "whole"]).ended(1);
    assert_same(&folder.all_files("whole"), &folder.all_files("dist"));

    // An article changes, one goes, one becomes a draft: each shard makes what falls to it, the merge tidies up.
    let text = folder.read("content/part-1/1.md");
    folder.write("content/part-1/1.md", &text.replace("Keep it", "Keep this one"));
    fs::remove_file(folder.path("content/part-2/2.md")).unwrap();
    let text = folder.read("content/part-0/6.md");
    folder.write("content/part-0/6.md", &text.replace("title:", "draft: true\ntitle:"));
    export(&folder).said(" removed");
    fs::remove_dir_all(folder.path("whole")).unwrap();
    folder.run(&["-f", "jsonld,text", "-o", "whole"]).ended(1);
    assert_same(&folder.all_files("whole"), &folder.all_files("dist"));
    let warm = shard(&folder, 2, 3, &["-v", "-f", "jsonld,text"]);
    assert!(!warm.contains("wrote") && warm.contains(" unchanged"), "{warm}");
}

#[test]
fn what_makes_no_whole_is_refused() {
    let folder = site();
    let text = |number, of, out: &str, more: &[&str]| {
        shard(&folder, number, of, &[&["-f", "text", "-o", out], more].concat());
    };
    let refuse = |folders: &[&str]| folder.run(&[&["merge", "-o", "out"], folders].concat()).ended(2);
    text(1, 3, "a", &[]);
    text(3, 3, "c", &[]);
    refuse(&["a", "c"]).said("shards are missing: 2/3");
    refuse(&["nowhere"]).said("there is no shard in nowhere");
    text(2, 3, "b", &[]);
    text(2, 3, "again", &[]);
    refuse(&["a", "b", "again", "c"])
        .said("shard 2 of 3 is there twice: b/shard-2-of-3.json and again/shard-2-of-3.json");
    text(2, 4, "other", &[]);
    refuse(&["a", "other", "c"]).said("one of 3 shards").said("one of 4");
    for (out, more) in [
        ("formats", vec!["-f", "jsonld"]),
        ("drafts", vec!["--drafts"]),
        ("address", vec!["--base-url", "https://example.com"]),
    ] {
        text(2, 3, out, &more);
        refuse(&["a", out, "c"]).said("shards 1 and 2 differ in sources, configuration, options or version");
    }
    let article = folder.read("content/part-0/0.md");
    folder.write("content/part-0/0.md", &article.replace("Keep it", "Keep them"));
    text(2, 3, "sources", &[]);
    refuse(&["a", "sources", "c"]).said("shards 1 and 2 differ in sources");
    folder.write("content/part-0/0.md", &article);

    let config = folder.read("pepexport.yaml");
    folder.write("pepexport.yaml", &config.replace("name: Example\n", "name: Another\n"));
    for (number, out) in [(1, "d"), (2, "e"), (3, "f")] {
        shard(&folder, number, 3, &["-f", "jsonld", "-o", out]);
    }
    refuse(&["a", "e", "c"]).said("differ in");
    folder.write("pepexport.yaml", &config);
    refuse(&["d", "e", "f"]).said("the configuration here is not that of the shards");

    let artifact = folder.names("b").into_iter().find(|name| name.ends_with(".txt")).unwrap();
    folder.write(&format!("b/{artifact}"), "changed");
    refuse(&["a", "b", "c"]).said(&format!("{artifact} of shard 2 of 3: it was changed"));
    fs::remove_file(folder.path(&format!("b/{artifact}"))).unwrap();
    refuse(&["a", "b", "c"]).said(&format!("{artifact} of shard 2 of 3: no such file"));
    folder.write("b/shard-2-of-3.json", "{");
    refuse(&["a", "b", "c"]).said("b/shard-2-of-3.json cannot be read by this version");

    folder.run(&["--shard", "4/3"]).ended(2).said("a shard is written I/N");
    folder.run(&["--shard", "1/3", "--book", "All"]).ended(2);
    let one = "content/part-0/0.md";
    folder
        .run(&["--shard", "1/3", "-f", "text", "-o", "-", one])
        .ended(2)
        .said("--shard exports to a folder");
}

#[test]
fn a_run_of_all_leaves_nothing_to_merge() {
    let folder = site();
    shard(&folder, 1, 2, &["-f", "text"]);
    assert!(folder.path("dist/shard-1-of-2.json").exists());
    folder.run(&["-f", "text"]).ended(1);
    assert!(!folder.path("dist/shard-1-of-2.json").exists());
}

/// The lines of the README that follow a text, up to the end of the block of code.
fn block(start: &str) -> Vec<String> {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once(start).unwrap();
    let code = rest.split("```").nth(1).unwrap();
    code.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn the_example_with_gnu_parallel_works() {
    let folder = site();
    folder.run(&["-o", "whole"]).ended(1);
    let have = Command::new("parallel").arg("--version").output().is_ok_and(|told| told.status.success());
    let script = block("With [GNU parallel]").join("\n");
    assert!(script.starts_with("seq 4 | parallel pepexport --shard {}/4\n"), "{script}");
    // It is not on every machine; xargs runs the same commands side by side.
    let script = if have { script } else { script.replace("parallel", "xargs -P 4 -I {}") };
    let binary = env!("CARGO_BIN_EXE_pepexport");
    let path = std::env::join_paths(
        std::iter::once(std::path::Path::new(binary).parent().unwrap().to_path_buf())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let run = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path(""))
        .env("PATH", path.unwrap())
        .output();
    let said = String::from_utf8(run.unwrap().stderr).unwrap();
    assert!(said.contains("11 articles, "), "{said}");
    assert_same(&folder.all_files("whole"), &folder.all_files("dist"));
}

#[test]
fn the_example_with_a_matrix_works() {
    let folder = site();
    folder.run(&["-o", "whole"]).ended(1);
    let workflow: serde_json::Value = {
        let text = block("With GitHub Actions").join("\n");
        let workflow: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        serde_json::to_value(workflow).unwrap()
    };
    let commands = |job: &str| -> Vec<String> {
        let steps = workflow["jobs"][job]["steps"].as_array().unwrap();
        let runs = steps.iter().filter_map(|step| step["run"].as_str());
        runs.filter_map(|run| run.strip_prefix("pepexport ")).map(str::to_owned).collect()
    };
    let matrix = workflow["jobs"]["export"]["strategy"]["matrix"]["shard"].as_array().unwrap();
    for number in matrix {
        for command in commands("export") {
            let command = command.replace("${{ matrix.shard }}", &number.to_string());
            let run = folder.run(&command.split(' ').collect::<Vec<_>>());
            assert!(run.status <= 1, "{}", run.stderr);
        }
        // Artifacts come back in a folder each, by their names, and without hidden files.
        fs::create_dir_all(folder.path("shards")).unwrap();
        let _ = fs::remove_file(folder.path("dist/.pepexport.lock"));
        fs::rename(folder.path("dist"), folder.path(&format!("shards/shard-{number}"))).unwrap();
    }
    let [merge] = &commands("merge")[..] else { panic!("one command") };
    folder.run(&merge.split(' ').collect::<Vec<_>>()).ended(0);
    assert_same(&folder.all_files("whole"), &folder.all_files("dist"));
}
