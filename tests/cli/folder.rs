//! A folder to run the command in, and what a run left.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// An article without fault: it gives no warning in any format.
pub const SOUND: &str = "\
---
title: Storing a vial
description: How to store a vial, in one paragraph, for people who have just received one.
published: 2026-01-15
author: example-team
image: /cover.png
image_alt: A vial on a shelf
---

Keep it cold and dry.
";

/// A configuration that lacks nothing.
pub const SITE: &str = "\
site:
  base_url: https://www.example.org
  name: Example
  organization: {logo: /cover.png}
  authors: {example-team: {name: Example Team, type: organization}}
";

/// A temporary folder, gone when dropped.
pub struct Folder {
    guard: tempfile::TempDir,
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self { guard: tempfile::tempdir().unwrap() }
    }

    /// A folder with a sound configuration and these articles in `content/`.
    pub fn site(articles: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        folder.write("pepexport.yaml", SITE);
        folder.write_bytes("assets/cover.png", &png());
        for (name, text) in articles {
            folder.write(&format!("content/{name}"), text);
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.guard.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.as_bytes());
    }

    pub fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The command, to be run here, with nothing of the tester's environment that it heeds.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_in("", arguments)
    }

    /// The command, to be run in a folder below.
    pub fn command_in(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pepexport"));
        command.args(arguments).current_dir(self.path(folder));
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null());
        command
    }

    /// Runs the command.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// The files below a folder with their bytes; the lock and what is kept for the next run are no output.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.all_files(folder);
        files.retain(|name, _| !name.starts_with("cache/"));
        files
    }

    /// The files below a folder with their bytes, but for the lock.
    pub fn all_files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let root = self.path(folder);
        collect(&root, &root, &mut files);
        files.remove(".pepexport.lock");
        files
    }

    /// The names of the files below a folder.
    pub fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_keys().collect()
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

/// What a run said.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The same run, when it ended with this status.
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}", self.stderr);
        self
    }

    /// The same run, when standard error held this.
    #[track_caller]
    pub fn said(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "{text:?} is not in:\n{}", self.stderr);
        self
    }

    /// The same run, when standard error did not hold this.
    #[track_caller]
    pub fn kept_quiet_about(self, text: &str) -> Self {
        assert!(!self.stderr.contains(text), "{text:?} is in:\n{}", self.stderr);
        self
    }
}

/// A white picture of 1600 × 900 pixels.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let white = image::GrayImage::from_pixel(1600, 900, image::Luma([255]));
    white.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}
