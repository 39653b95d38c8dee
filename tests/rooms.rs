//! Holds the architecture: what each room of the library may import.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that only some rooms may use: the crate as code names it, the rooms, and why.
const CRATES: [(&str, &[&str], &str); 5] = [
    ("pulldown_cmark", &["read/"], "only the reader knows how Markdown is written"),
    ("printpdf", &["backend/pdf/paint", "backend/pdf/finish"], "layout knows no PDF objects"),
    ("lopdf", &["backend/pdf/paint", "backend/pdf/finish"], "layout knows no PDF objects"),
    ("epub_builder", &["backend/epub/"], "only the EPUB backend writes EPUB"),
    ("clap", &["bin/"], "only the command line has arguments"),
];

/// Source files of the crate with their text, without comments and tests.
struct Sources {
    files: Vec<(String, String)>,
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths = Vec::new();
        collect(&root, &mut paths);
        paths.sort();
        let test_only: BTreeSet<PathBuf> = paths.iter().flat_map(|path| test_modules(path)).collect();
        let files = paths
            .into_iter()
            .filter(|path| {
                !test_only.iter().any(|module| path.with_extension("") == *module || path.starts_with(module))
            })
            .map(|path| {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                (name, code(&fs::read_to_string(&path).unwrap()))
            })
            .collect();
        Self { files }
    }

    fn library(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter(|(name, _)| !name.starts_with("bin/")).map(|(n, c)| (n.as_str(), c.as_str()))
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Modules that a file declares for tests only, as paths without extension.
fn test_modules(path: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(path).unwrap();
    let stem = path.file_stem().unwrap();
    let folder = if stem == "mod" || stem == "lib" || stem == "main" {
        path.parent().unwrap().to_path_buf()
    } else {
        path.with_extension("")
    };
    let declared = text.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let declaration = rest.trim_start().lines().next()?;
        let name = declaration.trim_start_matches("pub(crate) ").strip_prefix("mod ")?.strip_suffix(';')?;
        Some(folder.join(name))
    });
    declared.collect()
}

/// The code of a file, without comments and without its tests, which stand at the end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The first names of all paths in `code` that begin with `start`: of `crate::model::Block` and
/// `crate::{model, load::read}` those are `model`, `model` and `load`.
fn names_after(code: &str, start: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        let before = code.get(..at).and_then(|before| before.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = code.get(at + start.len()..).unwrap();
        match rest.strip_prefix('{') {
            None => names.extend(first_name(rest)),
            Some(group) => {
                let mut depth = 0_u32;
                let mut item = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.extend(first_name(&std::mem::take(&mut item))),
                        _ => {}
                    }
                    if c != ',' {
                        item.push(c);
                    }
                }
                names.extend(first_name(&item));
            }
        }
    }
    names
}

fn first_name(path: &str) -> Option<String> {
    let name: String = path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The rooms in their order: the `pub mod` lines of `lib.rs`.
fn rooms(sources: &Sources) -> Vec<String> {
    let (_, lib) = sources.library().find(|(name, _)| *name == "lib.rs").unwrap();
    lib.lines()
        .filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned()))
        .collect()
}

fn complain(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    let sources = Sources::read();
    let rooms = rooms(&sources);
    let expected =
        "source diagnostic model config labels load read catalog enrich typography assets backend export";
    assert_eq!(rooms.join(" "), expected, "a new room needs its place in the order");
    let place = |room: &str| rooms.iter().position(|other| other == room);
    let mut problems = Vec::new();
    for (name, code) in sources.library().filter(|(name, _)| *name != "lib.rs") {
        let room = name.split(['/', '.']).next().unwrap();
        let here = place(room).unwrap_or_else(|| panic!("{name} is in no room"));
        for imported in names_after(code, "crate::") {
            match place(&imported) {
                Some(there) if there <= here => {}
                Some(_) => problems.push(format!("{name} imports {imported}, which comes after {room}")),
                None => problems.push(format!("{name} imports {imported}, which is no room")),
            }
        }
    }
    complain(&problems);
}

#[test]
fn no_backend_knows_another() {
    let sources = Sources::read();
    let backends = ["epub", "json_ld", "pdf", "text"];
    let mut problems = Vec::new();
    for (name, code) in sources.library() {
        let Some(inside) = name.strip_prefix("backend/") else { continue };
        let Some((own, file)) = inside.split_once('/') else { continue };
        assert!(backends.contains(&own), "{own} is a new backend: add it here");
        let mut imported = names_after(code, "crate::backend::");
        if file == "mod.rs" {
            imported.extend(names_after(code, "super::"));
        }
        let others = imported.into_iter().filter(|other| backends.contains(&other.as_str()) && other != own);
        problems.extend(others.map(|other| format!("{name} imports the backend {other}")));
    }
    complain(&problems);
}

#[test]
fn some_crates_stay_in_their_rooms() {
    let sources = Sources::read();
    let mut problems = Vec::new();
    for (name, code) in &sources.files {
        for (krate, rooms, why) in CRATES {
            let used = !names_after(code, &format!("{krate}::")).is_empty()
                || code.contains(&format!("use {krate};"));
            if used && !rooms.iter().any(|room| name.starts_with(room)) {
                problems.push(format!("{name} uses {krate}: {why}"));
            }
        }
    }
    complain(&problems);
}

#[test]
fn the_command_sees_only_the_public_library() {
    let sources = Sources::read();
    let mut problems = Vec::new();
    for (name, code) in sources.files.iter().filter(|(name, _)| name.starts_with("bin/")) {
        if code.contains("#[path") {
            problems.push(format!("{name} takes a file of the library in as its own"));
        }
    }
    for (name, code) in sources.library() {
        if code.contains("pepexport::") {
            problems.push(format!("{name} imports the library by its name"));
        }
    }
    complain(&problems);
}

#[test]
fn names_are_found_in_paths_and_groups() {
    let code = "use crate::model::Block;\nuse crate::{\n    config::{A, load::B},\n    read,\n};\nlet x = crate::load::read();\nnot_crate::other";
    let names: Vec<String> = names_after(code, "crate::").into_iter().collect();
    assert_eq!(names, ["config", "load", "model", "read"]);
}
