//! The data directory: lock, marker, key, database file (security.md E46, E54).
//!
//! An empty directory is initialised, one with anything else in it is not. One that bears the marker but lacks its
//! database or key is refused with a text that says what is missing: a wrong path must never look like a fresh start.
//! Until the database bears the marker's id too, the marker says so, and a first start that was interrupted goes on.

use crate::secret::{self, SecretError};
use rustix::fs::{FlockOperation, flock};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const LOCK: &str = "weiterblick.lock";
const MARKER: &str = "weiterblick.marker";
const DATABASE: &str = "weiterblick.db";
const KEYS: &str = "keys";
const KEY: &str = "installation.key";
/// How every SQLite file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Second line of a marker whose database is still to be made.
const UNFINISHED: &str = "unfinished";

/// A data directory that this process owns until it ends.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    /// Whether the first start has not ended yet: the database may be created.
    pub fresh: bool,
    /// The database's random id, also stored inside it.
    pub marker: String,
    pub installation_key: [u8; 32],
    /// Held open: the lock ends with the process, however it ends.
    _lock: File,
}

#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    #[error("in use by process {0}")]
    Locked(String),
    #[error("{0} is missing")]
    Missing(PathBuf),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("{0} is not a database")]
    NoDatabase(PathBuf),
    #[error("{0} is not readable as a key of 32 bytes")]
    BadKey(PathBuf),
    #[error("{0} is readable by others than its owner")]
    OpenSecret(PathBuf),
}

impl From<SecretError> for DataDirError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Open(file) => Self::OpenSecret(file),
            SecretError::Io { path, source } => Self::Io { path, source },
        }
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> DataDirError {
    let path = path.to_owned();
    move |source| DataDirError::Io { path, source }
}

impl DataDir {
    /// Locks the directory and reads or makes what belongs in it. `with_database`: SQLite lives in here.
    ///
    /// # Errors
    /// [`DataDirError`].
    pub fn open(path: &Path, with_database: bool, random: impl Fn(&mut [u8])) -> Result<Self, DataDirError> {
        refuse_foreign(path)?;
        make_private(path)?;
        let lock = lock(&path.join(LOCK))?;
        make_private(&path.join(KEYS))?;
        let marker_file = path.join(MARKER);
        let key_file = path.join(KEYS).join(KEY);
        let database = path.join(DATABASE);
        if !marker_file.exists() {
            // A key that is there already stays: what it has made is lost without it.
            if !key_file.exists() {
                let mut key = [0; 32];
                random(&mut key);
                write_whole(&key_file, &key)?;
            }
            let mut id = [0; 16];
            random(&mut id);
            let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
            write_marker(path, &format!("{id}\n{UNFINISHED}\n"))?;
        }
        let text = fs::read_to_string(&marker_file).map_err(io_error(&marker_file))?;
        let mut lines = text.lines();
        let marker = lines.next().unwrap_or_default().to_owned();
        let fresh = lines.next() == Some(UNFINISHED);
        for needed in [Some(&key_file), (with_database && !fresh).then_some(&database)].into_iter().flatten() {
            if !needed.exists() {
                return Err(DataDirError::Missing(needed.clone()));
            }
        }
        if with_database && !fresh {
            check_magic(&database)?;
        }
        let installation_key = read_key(key_file)?;
        Ok(Self { path: path.to_owned(), fresh, marker, installation_key, _lock: lock })
    }

    /// Like [`Self::open`], but makes nothing where there is nothing.
    ///
    /// # Errors
    /// [`DataDirError`].
    pub fn open_existing(path: &Path, with_database: bool) -> Result<Self, DataDirError> {
        let marker_file = path.join(MARKER);
        if marker_file.exists() {
            Self::open(path, with_database, |_| {})
        } else {
            Err(DataDirError::Missing(marker_file))
        }
    }

    /// The database bears the marker's id: from now on it must be there.
    ///
    /// # Errors
    /// When the marker cannot be written.
    pub fn finish(&mut self) -> Result<(), DataDirError> {
        if self.fresh {
            write_marker(&self.path, &format!("{}\n", self.marker))?;
            self.fresh = false;
        }
        Ok(())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// Folder of the installation's and the surveys' keys.
    pub fn keys(&self) -> PathBuf {
        self.path.join(KEYS)
    }

    /// A file of this name in the directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// A directory without the marker that holds anything but what a first start makes before it: the wrong one, or ours that
/// has lost the marker. Hidden files and `lost+found` are the system's.
fn refuse_foreign(path: &Path) -> Result<(), DataDirError> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(io_error(path))?,
    };
    let mut foreign = false;
    for entry in entries {
        let name = entry.map_err(io_error(path))?.file_name();
        let name = name.to_string_lossy();
        foreign |= !name.starts_with('.') && ![LOCK, KEYS, "lost+found"].contains(&&*name);
    }
    let marker = path.join(MARKER);
    if foreign && !marker.exists() { Err(DataDirError::Missing(marker)) } else { Ok(()) }
}

fn make_private(path: &Path) -> Result<(), DataDirError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(io_error(path))
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), DataDirError> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(io_error(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_error(path))
}

/// SQLite takes an empty file for a new database.
fn check_magic(database: &Path) -> Result<(), DataDirError> {
    let mut start = Vec::new();
    let file = File::open(database).map_err(io_error(database))?;
    file.take(MAGIC.len() as u64).read_to_end(&mut start).map_err(io_error(database))?;
    if start == MAGIC { Ok(()) } else { Err(DataDirError::NoDatabase(database.to_owned())) }
}

fn write_marker(folder: &Path, text: &str) -> Result<(), DataDirError> {
    write_whole(&folder.join(MARKER), text.as_bytes())
}

/// The whole file or none of it, whenever the process ends.
fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), DataDirError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let new = file.with_file_name(format!(".{name}"));
    write_private(&new, bytes)?;
    fs::rename(&new, file).map_err(io_error(file))
}

fn read_key(file: PathBuf) -> Result<[u8; 32], DataDirError> {
    secret::read(&file)?.try_into().map_err(|_| DataDirError::BadKey(file))
}

fn lock(path: &Path) -> Result<File, DataDirError> {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(io_error(path))?;
    if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
        let mut holder = String::new();
        // Only for the message: an unreadable number changes nothing about the refusal.
        drop(file.read_to_string(&mut holder));
        return Err(DataDirError::Locked(holder.trim().to_owned()));
    }
    file.set_len(0).and_then(|()| file.rewind()).map_err(io_error(path))?;
    write!(file, "{}", std::process::id()).map_err(io_error(path))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn temporary() -> PathBuf {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        std::env::temp_dir().join(format!("weiterblick-datadir-{}-{number}", std::process::id()))
    }

    fn random(bytes: &mut [u8]) {
        bytes.fill(7);
    }

    /// R17 of security.md.
    #[test]
    fn a_directory_is_opened_once_and_never_started_afresh() {
        let path = temporary();
        let mut first = DataDir::open(&path, true, random).unwrap();
        assert!(first.fresh);
        fs::write(first.database(), MAGIC).unwrap();
        first.finish().unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Locked(_))));
        let (database, key) = (first.database(), first.keys().join(KEY));
        drop(first);

        let again = DataDir::open(&path, true, random).unwrap();
        assert!(!again.fresh);
        drop(again);

        fs::remove_file(&database).unwrap();
        let missing = DataDir::open(&path, true, random).unwrap_err();
        assert!(matches!(missing, DataDirError::Missing(ref file) if *file == database));
        for not_a_database in [b"".as_slice(), b"SQLite format 2\0", b"SQLite"] {
            fs::write(&database, not_a_database).unwrap();
            assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::NoDatabase(_))));
        }
        fs::write(&database, MAGIC).unwrap();
        fs::remove_file(&key).unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Missing(ref file)) if *file == key));
        fs::remove_file(path.join(MARKER)).unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Missing(_))));
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn an_interrupted_first_start_goes_on() {
        let path = temporary();
        let marker = DataDir::open(&path, true, random).unwrap().marker;
        let again = DataDir::open(&path, true, |_| panic!("key and id are there")).unwrap();
        assert!(again.fresh);
        assert_eq!(again.marker, marker);
        drop(again);
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_key_without_its_marker_is_kept() {
        let path = temporary();
        let key = DataDir::open(&path, true, random).unwrap().keys().join(KEY);
        fs::write(&key, [9; 32]).unwrap();
        fs::remove_file(path.join(MARKER)).unwrap();
        assert_eq!(DataDir::open(&path, true, random).unwrap().installation_key, [9; 32]);
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_directory_of_other_things_is_left_alone() {
        let path = temporary();
        fs::create_dir_all(path.join("lost+found")).unwrap();
        fs::write(path.join("letter.txt"), b"x").unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Missing(_))));
        assert_eq!(fs::read_dir(&path).unwrap().count(), 2);
        fs::remove_file(path.join("letter.txt")).unwrap();
        assert!(DataDir::open(&path, true, random).unwrap().fresh);
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn looking_makes_nothing() {
        let path = temporary();
        assert!(matches!(DataDir::open_existing(&path, true), Err(DataDirError::Missing(_))));
        assert!(!path.exists());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let path = temporary();
        let key = DataDir::open(&path, true, random).unwrap().keys().join(KEY);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = DataDir::open(&path, true, random).unwrap_err();
        assert!(matches!(refused, DataDirError::OpenSecret(ref file) if *file == key));
        fs::remove_dir_all(path).unwrap();
    }
}
