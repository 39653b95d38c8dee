//! Artifacts to files: each whole or not at all, in a folder that one run at a time writes to.
//!
//! A file is written beside its place and renamed. So whatever ends a run (a mistake, a full disk, a kill), each file is
//! the old one or the new one, and the next run completes the folder. It is not flushed to the disk (`fsync`) before it is
//! renamed: that would wait for the disk once a file, with thousands of files, and protect against one thing only, a
//! machine that loses power soon after. Nothing is lost for good then: every artifact is made from the sources, one that
//! lost its size is made anew by the next run, and `--force` makes all of them anew, whatever lies there.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;
use walkdir::WalkDir;

use super::{Destination, Job, Progress};
use crate::diagnostic::{Code, Diagnostic, Located, io_reason};

/// What the names of temporary files begin with: a run that is killed leaves some, and the next one removes them.
const TEMPORARY_PREFIX: &str = ".pepexport-";
/// What the names of temporary files end with.
const TEMPORARY_SUFFIX: &str = ".tmp";
/// The file that a run locks. It stays, empty: removing it would let two runs lock two files of one name.
const LOCK_FILE: &str = ".pepexport.lock";

/// Where the artifacts of a run go.
pub enum Output {
    /// Nowhere.
    Nowhere,
    /// Into the report.
    Memory,
    /// Into a folder.
    Folder(Folder),
}

/// A folder that this run alone writes to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Folders known to exist.
    made: Mutex<HashSet<PathBuf>>,
    /// Locked until it is dropped.
    _lock: Option<File>,
}

impl Output {
    /// Makes the job's destination ready. Waits while another run writes there.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub fn open(job: &Job, progress: &dyn Progress) -> Result<Self, Box<Located>> {
        match &job.destination {
            Destination::Nowhere => Ok(Self::Nowhere),
            Destination::Memory => Ok(Self::Memory),
            Destination::Folder(path) => match Folder::open(path, job.shard.is_some(), progress) {
                Ok(folder) => Ok(Self::Folder(folder)),
                Err(error) => {
                    let message = format!("the output folder cannot be used: {}", io_reason(&error));
                    let problem = Diagnostic::new(Code::UnwritableArtifact, message);
                    Err(Box::new(problem.help("give another folder with --out").locate(path, None)))
                }
            },
        }
    }

    /// Whether the artifact is handed back in the report.
    pub fn is_memory(&self) -> bool {
        matches!(self, Self::Memory)
    }

    /// Puts an artifact where it goes. `path` is relative, with `/`.
    ///
    /// # Errors
    /// The file cannot be written; what stood there before is still there.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        match self {
            Self::Nowhere | Self::Memory => Ok(()),
            Self::Folder(folder) => folder.put(path, bytes),
        }
    }

    /// The folder that artifacts go to.
    pub fn folder(&self) -> Option<&Folder> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Nowhere | Self::Memory => None,
        }
    }
}

impl Folder {
    /// Makes the folder ready. Waits while another run writes there; runs of shards share it.
    ///
    /// # Errors
    /// It cannot be made or written to.
    pub fn open(path: &Path, shared: bool, progress: &dyn Progress) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let lock = lock(path, shared, progress)?;
        if !shared {
            sweep(path);
        }
        Ok(Self { path: path.to_path_buf(), made: Mutex::default(), _lock: lock })
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file: first beside its place, then moved there, so that nobody ever sees half of it.
    ///
    /// # Errors
    /// The file cannot be written; what stood there before is still there.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let file = self.path.join(path);
        self.replace(&file, bytes).map_err(|error| {
            let message = format!("{} could not be written: {}", file.to_string_lossy(), io_reason(&error));
            Diagnostic::new(Code::UnwritableArtifact, message)
        })
    }

    /// Begins a file whose place is named when it is complete.
    ///
    /// # Errors
    /// No file can be made in the folder.
    pub fn draft(&self) -> io::Result<Draft<'_>> {
        Ok(Draft { folder: self, file: BufWriter::new(temporary(&self.path)?) })
    }

    fn replace(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = self.ready(file)?;
        let mut temporary = temporary(folder)?;
        temporary.write_all(bytes)?;
        temporary.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// Makes the folder of a file, and makes sure that the file can be put there.
    ///
    /// # Errors
    /// A folder stands in its place, or its folder cannot be made.
    pub fn ready<'f>(&'f self, file: &'f Path) -> io::Result<&'f Path> {
        if file.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let folder = file.parent().unwrap_or(&self.path);
        self.make(folder)?;
        Ok(folder)
    }

    fn make(&self, folder: &Path) -> io::Result<()> {
        if self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf());
        Ok(())
    }

    /// Removes a file that an earlier run wrote, and the folders that are empty without it. Nothing outside the folder is
    /// touched, whatever the path says and wherever links lead. True when the file is gone.
    pub fn remove(&self, path: &str) -> bool {
        let file = self.path.join(path);
        let clean = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        let inside = || {
            let root = self.path.canonicalize().ok()?;
            Some(file.parent()?.canonicalize().ok()?.starts_with(root))
        };
        if !clean {
            return false;
        }
        match inside() {
            // Its folder is gone already.
            None => return true,
            Some(false) => return false,
            Some(true) => {}
        }
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => return false,
        }
        for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.path) {
            // Only an empty folder can be removed this way.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        true
    }
}

/// A file on its way into the folder: nobody sees it until it is complete, and it is gone when it never is.
pub struct Draft<'f> {
    folder: &'f Folder,
    file: BufWriter<NamedTempFile>,
}

impl Draft<'_> {
    /// Puts the file in its place: a path below the folder, with `/`.
    ///
    /// # Errors
    /// The file cannot be written; what stood there before is still there.
    pub fn persist(self, path: &str) -> io::Result<()> {
        let file = self.folder.path.join(path);
        self.folder.ready(&file)?;
        let complete = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        complete.persist(&file).map_err(|error| error.error)?;
        Ok(())
    }
}

impl Write for Draft<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
    // Temporary files are private by default; an artifact is as readable as the user's other files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Locks the folder, alone or with other shards. File systems that know no locks are used without.
fn lock(folder: &Path, shared: bool, progress: &dyn Progress) -> io::Result<Option<File>> {
    let path = folder.join(LOCK_FILE);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match if shared { file.try_lock_shared() } else { file.try_lock() } {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            progress.wait(folder);
            if shared {
                file.lock_shared()?
            } else {
                file.lock()?
            }
            Ok(Some(file))
        }
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Removes the temporary files of runs that were killed. The lock is held, so no living run owns any.
fn sweep(folder: &Path) {
    for entry in WalkDir::new(folder).into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        let ours = name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX);
        if ours && entry.file_type().is_file() {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Silent;

    fn folder() -> (tempfile::TempDir, Folder) {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::open(&temporary.path().join("dist"), false, &Silent).unwrap();
        (temporary, folder)
    }

    fn names(folder: &Path) -> Vec<String> {
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = walk.filter(|entry| entry.file_type().is_file() && entry.file_name() != LOCK_FILE);
        files.map(|e| e.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_written_and_replaced_whole() {
        let (_guard, folder) = folder();
        folder.put("pdf/a/x.pdf", b"one").unwrap();
        folder.put("pdf/a/x.pdf", b"two").unwrap();
        assert_eq!(fs::read(folder.path().join("pdf/a/x.pdf")).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["pdf/a/x.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn an_artifact_is_as_readable_as_other_files() {
        use std::os::unix::fs::PermissionsExt;
        let (_guard, folder) = folder();
        folder.put("x.txt", b"x").unwrap();
        fs::write(folder.path().join("other"), "x").unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode("x.txt"), mode("other"));
    }

    #[test]
    fn what_stands_in_the_way_is_named() {
        let (_guard, folder) = folder();
        fs::create_dir_all(folder.path().join("pdf/x.pdf")).unwrap();
        fs::write(folder.path().join("epub"), "a file").unwrap();
        let problem = folder.put("pdf/x.pdf", b"x").unwrap_err();
        assert_eq!(problem.code, Code::UnwritableArtifact);
        assert!(
            problem.message.contains("pdf/x.pdf could not be written: is a directory"),
            "{}",
            problem.message
        );
        assert!(folder.put("epub/x.epub", b"x").is_err());
        assert_eq!(names(folder.path()), ["epub"], "no temporary file is left");
    }

    #[test]
    fn leftovers_of_a_killed_run_are_swept() {
        let (guard, folder) = folder();
        folder.put("pdf/x.pdf", b"x").unwrap();
        let path = folder.path().to_path_buf();
        fs::write(path.join("pdf/.pepexport-abc.tmp"), "half").unwrap();
        fs::write(path.join("pdf/.other.tmp"), "not ours").unwrap();
        drop(folder);
        Folder::open(&path, false, &Silent).unwrap();
        assert_eq!(names(&path), ["pdf/.other.tmp", "pdf/x.pdf"]);
        drop(guard);
    }

    #[test]
    fn removal_stays_inside_and_takes_empty_folders_along() {
        let (guard, folder) = folder();
        fs::write(guard.path().join("precious"), "x").unwrap();
        folder.put("pdf/a/b/x.pdf", b"x").unwrap();
        folder.put("pdf/y.pdf", b"x").unwrap();
        assert!(!folder.remove("../precious"));
        assert!(!folder.remove(&guard.path().join("precious").to_string_lossy()));
        assert!(folder.remove("pdf/a/b/x.pdf"));
        assert!(folder.remove("gone/z.pdf"));
        assert!(guard.path().join("precious").exists());
        assert!(!folder.path().join("pdf/a").exists());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(guard.path(), folder.path().join("link")).unwrap();
            assert!(!folder.remove("link/precious"));
            assert!(guard.path().join("precious").exists());
        }
        assert_eq!(names(folder.path()), ["pdf/y.pdf"]);
    }

    #[test]
    fn one_run_at_a_time() {
        struct Told(std::sync::mpsc::Sender<()>);
        impl Progress for Told {
            fn wait(&self, _: &Path) {
                self.0.send(()).unwrap();
            }
            fn start(&self, _: crate::export::Stage, _: usize) {}
            fn step(&self) {}
        }
        // `Progress` is called from many threads; a `Sender` is `Sync`.
        let (_guard, folder) = folder();
        let path = folder.path().to_path_buf();
        let (tell, told) = std::sync::mpsc::channel();
        let second = std::thread::spawn(move || Folder::open(&path, false, &Told(tell)).is_ok());
        told.recv().unwrap();
        assert!(!second.is_finished());
        drop(folder);
        assert!(second.join().unwrap());
    }
}
