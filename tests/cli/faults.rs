//! A site with planted faults: each is told once, at its place.

use std::collections::BTreeSet;
use std::process::Command;

use pepexport::diagnostic::Code;
use serde_json::Value;

use crate::folder::Run;
use crate::golden;

const TOPIC: &str = "planted-faults";

/// Findings that no file in a repository can show, each with the test that shows it.
const ELSEWHERE: [Code; 10] = [
    Code::UnreadableSource,   // sources::nothing_to_export_is_told
    Code::SourceTooLarge,     // load::text
    Code::UnwritableArtifact, // output::what_stands_in_the_way_costs_one_artifact
    Code::BrokenManifest,     // output::a_broken_manifest_is_written_anew
    Code::RenderFailed,       // export
    Code::OutsideSource,      // sources::links_out_of_the_folder_are_not_followed
    Code::PartialSite,        // site_wide
    Code::NoSources,          // sources::nothing_to_export_is_told
    Code::InvalidConfig,      // configuration::all_mistakes_are_told_at_once
    Code::UnknownConfigKey,   // configuration::a_misspelt_key_is_told_with_its_place_and_the_right_one
];

fn check(arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pepexport"));
    command.arg("check").args(arguments).current_dir(golden::folder(TOPIC));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    Run::of(command.output().unwrap())
}

/// One finding a line: `content/a.md:1:2-1:9 code: message (help)`.
fn findings(arguments: &[&str]) -> Vec<String> {
    let run = check(&[&["--message-format", "json"][..], arguments].concat());
    let line = |line: &str| {
        let found: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| found[key].as_str().unwrap_or("-").to_owned();
        let place = match found["line"].as_u64() {
            Some(_) => {
                let [line, column, end_line, end_column] =
                    ["line", "column", "end_line", "end_column"].map(|key| found[key].as_u64().unwrap());
                format!(":{line}:{column}-{end_line}:{end_column}")
            }
            None => String::new(),
        };
        format!("{}{place} {}: {} ({})", text("file"), text("code"), text("message"), text("help"))
    };
    run.stdout.lines().map(line).collect()
}

#[test]
fn every_fault_is_told_once_at_its_place() {
    let found = findings(&[]);
    golden::check(TOPIC, "findings.txt", &(found.join("\n") + "\n"));
    let places: BTreeSet<String> =
        found.iter().map(|line| line.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(places.len(), found.len(), "one kind of finding twice at one place");
}

#[test]
fn every_kind_of_finding_is_planted() {
    let found = [findings(&[]), findings(&["--base-url", "https://www.example.org"])].concat();
    let told = |code: &&Code| found.iter().any(|line| line.contains(&format!(" {code}: ")));
    let missing: Vec<&Code> =
        Code::ALL.iter().filter(|code| !told(code) && !ELSEWHERE.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_book_tells_nothing_twice() {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pepexport"));
    command.args(["--book", "All Faults", "-f", "pdf,epub,text", "--message-format", "json", "-o"]);
    command.arg(out.path()).current_dir(golden::folder(TOPIC));
    let run = Run::of(command.output().unwrap());
    let lines: BTreeSet<&str> = run.stdout.lines().collect();
    assert!(lines.len() > 30);
    assert_eq!(lines.len(), run.stdout.lines().count(), "{}", run.stdout);
}

#[test]
fn the_log_for_code_hosts_has_all_of_it() {
    let run = check(&["--message-format", "sarif"]).ended(1);
    assert_eq!(run.stderr, "");
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let [one] = log["runs"].as_array().unwrap().as_slice() else { panic!("one run") };
    assert_eq!(one["columnKind"], "unicodeCodePoints");
    assert_eq!(one["invocations"][0]["executionSuccessful"], true);
    let rules = one["tool"]["driver"]["rules"].as_array().unwrap();
    let results = one["results"].as_array().unwrap();
    assert_eq!(results.len(), findings(&[]).len());
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(result["ruleId"], rule["id"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().len() > 100);
        assert!(["warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(golden::folder(TOPIC).join(uri).is_file(), "{uri}");
        if let Some(region) = place.get("region") {
            let [start, end] = ["startLine", "endLine"].map(|key| region[key].as_u64().unwrap());
            let [from, to] = ["startColumn", "endColumn"].map(|key| region[key].as_u64().unwrap());
            assert!(start >= 1 && from >= 1 && (start, from) <= (end, to), "{region}");
        }
    }
}

#[test]
fn a_run_that_cannot_begin_is_a_log_too() {
    let run = check(&["--message-format", "sarif", "-c", "nowhere.yaml"]).ended(2);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "invalid-config");
}

#[test]
fn every_kind_is_explained() {
    let explain = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pepexport"));
        Run::of(command.arg("explain").args(arguments).output().unwrap())
    };
    let list = explain(&[]).ended(0).stdout;
    for code in Code::ALL {
        assert!(list.contains(code.name()) && list.contains(code.meaning()), "{code}");
    }
    let page = explain(&["broken-anchor"]).ended(0).stdout;
    assert!(page.starts_with("broken-anchor\n=============\n\nwarning: A link leads to an anchor"), "{page}");
    assert!(page.ends_with("    check:\n      broken-anchor: off\n"), "{page}");
    assert!(!explain(&["unreadable-source"]).ended(0).stdout.contains("check:"), "an error stays one");
    explain(&["brokenanchor"]).ended(2).said("did you mean `broken-anchor`?");
    explain(&["zzz"]).ended(2).said("lists them all");
}
