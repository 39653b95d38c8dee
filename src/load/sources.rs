//! Finding the articles of a run, in an order that no file system decides.

use std::cell::Cell;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::WalkDir;

use super::EXTENSIONS;
use super::roots::normalise;
use crate::diagnostic::{Code, Diagnostic, Located, io_reason};
use crate::model::Route;
use crate::source::SourceId;

/// The deepest folder below a source folder that is looked into.
const MAX_DEPTH: usize = 64;

/// A source as the user gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A file, or a folder of files.
    Path(PathBuf),
    /// What standard input held.
    StandardInput(Vec<u8>),
}

/// One article to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its number in the run.
    pub id: SourceId,
    /// The file, as the user named it; `-` for standard input.
    pub path: PathBuf,
    /// The given folder it was found in; none when it was given itself.
    pub folder: Option<PathBuf>,
    /// Its route, before a slug in the front matter.
    pub route: Route,
    /// The bytes, when they are not in a file.
    pub(super) bytes: Option<Vec<u8>>,
}

impl Source {
    /// Whether the article came through standard input.
    pub fn is_standard_input(&self) -> bool {
        self.bytes.is_some()
    }
}

/// The articles of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The articles: as given, and those of a folder by path, each folder's `index` first.
    pub articles: Vec<Source>,
    /// The folders that were given.
    pub folders: Vec<PathBuf>,
    /// The folders that articles may refer into: those given, and the folder of each file given.
    pub roots: Vec<PathBuf>,
    /// What could not be looked into.
    pub diagnostics: Vec<Located>,
}

/// Finds the articles. `exclude` holds patterns relative to each folder given (those that are no patterns were
/// refused with the configuration, and are passed over here).
pub fn find(given: &[Given], exclude: &[String]) -> Sources {
    let excluded = patterns(exclude);
    let mut search = Search { found: Sources::default(), seen: HashSet::new() };
    for given in given {
        match given {
            Given::StandardInput(bytes) => search.standard_input(bytes.clone()),
            Given::Path(path) if path.is_dir() => search.folder(path, &excluded),
            Given::Path(path) => search.file(path),
        }
    }
    search.found
}

struct Search {
    found: Sources,
    /// Files found so far, by their real path: one file is one article, however often it is given.
    seen: HashSet<PathBuf>,
}

impl Search {
    fn standard_input(&mut self, bytes: Vec<u8>) {
        self.add(PathBuf::from("-"), None, Route::from_segments(["article"]), Some(bytes));
        self.root(PathBuf::new());
    }

    /// A file the user named: it is an article whatever its extension.
    fn file(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        self.root(normalise(folder));
        self.article(path, None, Route::from_segments([stem]), None);
    }

    fn folder(&mut self, folder: &Path, excluded: &GlobSet) {
        self.found.folders.push(normalise(folder));
        self.root(normalise(folder));
        let Ok(real) = folder.canonicalize() else {
            return self.report(folder, Code::UnreadableSource, "the folder could not be read".to_owned());
        };
        let mut files = Vec::new();
        let mut outside = Vec::new();
        // Without a link among them, all files have their names alone, and need not be looked up one by one.
        let linked = Cell::new(false);
        let walk = WalkDir::new(folder).follow_links(true).max_depth(MAX_DEPTH).into_iter();
        let walk = walk.filter_entry(|entry| {
            let Ok(relative) = entry.path().strip_prefix(folder) else { return true };
            if entry.depth() == 0 {
                return true;
            }
            if is_hidden(entry.file_name()) || excluded.is_match(relative) {
                return false;
            }
            linked.set(linked.get() || entry.path_is_symlink());
            let inside = !entry.path_is_symlink()
                || entry.path().canonicalize().is_ok_and(|target| target.starts_with(&real));
            if !inside {
                outside.push(entry.path().to_path_buf());
            }
            inside
        });
        let mut problems = Vec::new();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_article(entry.path()) => {
                    files.extend(entry.path().strip_prefix(folder).map(Path::to_path_buf));
                }
                Ok(_) => {}
                // A link to a folder above it: everything there is found without it.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_path_buf();
                    let reason = error.io_error().map_or_else(|| error.to_string(), io_reason);
                    problems.push((path, reason));
                }
            }
        }
        for (path, reason) in problems {
            self.report(&path, Code::UnreadableSource, format!("it could not be looked into: {reason}"));
        }
        outside.sort();
        for path in outside.iter().filter(|path| path.is_dir() || is_article(path)) {
            let message = "this link leads out of the source folder, and was not followed";
            self.report(path, Code::OutsideSource, message.to_owned());
        }
        files.sort_by_cached_key(|file| order(file));
        if files.is_empty() {
            self.report(folder, Code::NoSources, "there is no Markdown file in this folder".to_owned());
        }
        let linked = linked.get();
        for file in if linked { without_aliases(&real, files) } else { files } {
            let own = if linked { None } else { Some(real.join(&file)) };
            self.article(&folder.join(&file), own, route(&file), Some(folder));
        }
    }

    /// Adds a file, unless it is there already. `real` is its real path, when that is known.
    fn article(&mut self, path: &Path, real: Option<PathBuf>, route: Route, folder: Option<&Path>) {
        let real = real.unwrap_or_else(|| path.canonicalize().unwrap_or_else(|_| path.to_path_buf()));
        if self.seen.insert(real) {
            self.add(normalise(path), folder.map(normalise), route, None);
        }
    }

    fn add(&mut self, path: PathBuf, folder: Option<PathBuf>, route: Route, bytes: Option<Vec<u8>>) {
        let id = SourceId(u32::try_from(self.found.articles.len()).unwrap_or(u32::MAX));
        self.found.articles.push(Source { id, path, folder, route, bytes });
    }

    fn root(&mut self, folder: PathBuf) {
        if !self.found.roots.contains(&folder) {
            self.found.roots.push(folder);
        }
    }

    fn report(&mut self, path: &Path, code: Code, message: String) {
        self.found.diagnostics.push(Diagnostic::new(code, message).locate(path, None));
    }
}

/// Patterns as people know them from ignore files: `*` stays within a folder, and a pattern without `/` matches at
/// any depth.
fn patterns(exclude: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in exclude {
        let anchored = pattern.trim_end_matches('/').contains('/');
        let pattern = pattern.trim_matches('/');
        let pattern = if anchored { pattern.to_owned() } else { format!("**/{pattern}") };
        if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

/// Leaves out the files that are found under their own name and through a link as well.
fn without_aliases(root: &Path, files: Vec<PathBuf>) -> Vec<PathBuf> {
    let own: HashSet<PathBuf> = files.iter().map(|file| root.join(file)).collect();
    let is_alias = |file: &PathBuf| {
        let named = root.join(file);
        named.canonicalize().is_ok_and(|target| target != named && own.contains(&target))
    };
    files.into_iter().filter(|file| !is_alias(file)).collect()
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_article(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// By path, segment by segment; the `index` of a folder comes before everything else in it.
fn order(file: &Path) -> Vec<(bool, Vec<u8>)> {
    let index = is_index(file);
    let last = file.components().count().saturating_sub(1);
    let segments = file.components().enumerate();
    segments.map(|(i, part)| (!(index && i == last), part.as_os_str().as_encoded_bytes().to_vec())).collect()
}

fn is_index(file: &Path) -> bool {
    file.file_stem() == Some(OsStr::new("index"))
}

/// The route of a file, by its path below its source folder.
fn route(file: &Path) -> Route {
    let path =
        if is_index(file) { file.parent().unwrap_or(file).to_path_buf() } else { file.with_extension("") };
    Route::from_segments(path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn routes(sources: &Sources) -> Vec<&str> {
        sources.articles.iter().map(|source| source.route.as_str()).collect()
    }

    fn find_in(folder: &Path, exclude: &[&str]) -> Sources {
        let exclude: Vec<String> = exclude.iter().map(|pattern| (*pattern).to_owned()).collect();
        find(&[Given::Path(folder.to_path_buf())], &exclude)
    }

    #[test]
    fn a_folder_is_found_in_order() {
        let files =
            ["b.md", "a/z.markdown", "a/index.md", "a-b.md", "a/k.MD", "a/.hidden.md", ".git/x.md", "c.txt"];
        let folder = tree(&files);
        let found = find_in(folder.path(), &[]);
        assert_eq!(routes(&found), ["a", "a/k", "a/z", "a-b", "b"]);
        assert_eq!(found.diagnostics, []);
        let ids: Vec<u32> = found.articles.iter().map(|source| source.id.0).collect();
        assert_eq!(ids, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn patterns_leave_files_and_folders_out() {
        let folder = tree(&["README.md", "a/README.md", "a/x.md", "drafts/x.md", "a/drafts/x.md"]);
        assert_eq!(routes(&find_in(folder.path(), &["README.md", "/drafts"])), ["a/drafts/x", "a/x"]);
        assert_eq!(routes(&find_in(folder.path(), &["drafts/"])), ["README", "a/README", "a/x"]);
        assert_eq!(routes(&find_in(folder.path(), &["*/x.md", "a/**/x.md"])), ["README", "a/README"]);
    }

    #[test]
    fn a_file_given_twice_is_one_article() {
        let folder = tree(&["a/x.md"]);
        let file = folder.path().join("a/x.md");
        let given = [Given::Path(file.clone()), Given::Path(folder.path().to_path_buf()), Given::Path(file)];
        let found = find(&given, &[]);
        assert_eq!(routes(&found), ["x"]);
        assert_eq!(found.folders, [folder.path()]);
        assert_eq!(found.roots, [folder.path().join("a"), folder.path().to_path_buf()]);
    }

    #[test]
    fn an_empty_folder_is_told() {
        let folder = tree(&["x.txt"]);
        let found = find_in(folder.path(), &[]);
        let codes: Vec<_> = found.diagnostics.iter().map(|d| d.diagnostic.code).collect();
        assert_eq!(codes, [Code::NoSources]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_folder_only() {
        use std::os::unix::fs::symlink;
        let other = tree(&["secret.md", "deep/secret.md"]);
        let folder = tree(&["real/x.md"]);
        symlink(other.path().join("secret.md"), folder.path().join("stolen.md")).unwrap();
        symlink(other.path().join("deep"), folder.path().join("deep")).unwrap();
        symlink(folder.path(), folder.path().join("real/round")).unwrap();
        symlink(folder.path().join("real"), folder.path().join("alias")).unwrap();
        let found = find_in(folder.path(), &[]);
        assert_eq!(routes(&found), ["real/x"]);
        let told: Vec<_> =
            found.diagnostics.iter().map(|d| (d.diagnostic.code, d.path.file_name())).collect();
        let link = |name: &'static str| (Code::OutsideSource, Some(OsStr::new(name)));
        assert_eq!(told, [link("deep"), link("stolen.md")]);
    }
}
