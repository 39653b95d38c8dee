//! The folders a run may read from, and what a path in an article means in them.

use std::path::{Component, Path, PathBuf};

use crate::model::AssetPath;

/// The folders a run may read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roots {
    /// The site's asset folder: `/images/x.webp` is `images/x.webp` in it.
    pub assets: PathBuf,
    /// The folders the sources were found in (for a single file, its folder).
    pub sources: Vec<PathBuf>,
}

/// Why a path leads to no asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetProblem {
    /// There is no such file.
    Missing,
    /// The path leads out of the roots.
    Outside,
}

impl Roots {
    /// The file that a path in `article` means. A leading slash means the asset folder, else it is relative to the
    /// article's folder. Query and fragment are not part of the path; percent-encoding is decoded by the caller.
    ///
    /// # Errors
    /// The path leads out of the roots (`..`, or a link that points outside), or there is no such file.
    pub fn asset(&self, path: &str, article: &Path) -> Result<AssetPath, AssetProblem> {
        let (folder, relative) = match path.strip_prefix('/') {
            Some(relative) => (self.assets.clone(), relative),
            None => (article.parent().unwrap_or(Path::new("")).to_path_buf(), path),
        };
        let file = normalise(&folder.join(relative));
        let root = std::iter::once(&self.assets)
            .chain(&self.sources)
            .map(|root| normalise(root))
            .filter(|root| is_below(&file, root))
            .max_by_key(|root| root.components().count())
            .ok_or(AssetProblem::Outside)?;
        let real = file.canonicalize().map_err(|_| AssetProblem::Missing)?;
        // The working directory has no name of its own.
        let named_root = if root.as_os_str().is_empty() { Path::new(".") } else { root.as_path() };
        let real_root = named_root.canonicalize().map_err(|_| AssetProblem::Missing)?;
        if !real.starts_with(&real_root) {
            return Err(AssetProblem::Outside);
        }
        if !real.is_file() {
            return Err(AssetProblem::Missing);
        }
        let inside = file.strip_prefix(&root).unwrap_or(&file);
        let name: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Ok(AssetPath { name: name.join("/"), file })
    }
}

/// Whether a file lies below a folder, by their names. The empty path, the working directory, begins every path, but
/// neither what lies above it nor an absolute path lies below it.
fn is_below(file: &Path, folder: &Path) -> bool {
    let normal = |part: Component<'_>| matches!(part, Component::Normal(_));
    file.strip_prefix(folder).is_ok_and(|inside| inside.components().all(normal))
}

/// Takes `.` and `..` out of a path without looking at the disk. A `..` at the front stays.
pub fn normalise(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_in_the_working_directory_has_assets_beside_it() {
        // Tests run in the folder of the package.
        let roots = Roots { assets: PathBuf::from("assets"), sources: vec![PathBuf::new()] };
        let asset = roots.asset("Cargo.toml", Path::new("article.md")).unwrap();
        assert_eq!(asset.name, "Cargo.toml");
        assert_eq!(roots.asset("nothing.png", Path::new("article.md")), Err(AssetProblem::Missing));
        assert_eq!(roots.asset("../x.png", Path::new("article.md")), Err(AssetProblem::Outside));
    }
}
