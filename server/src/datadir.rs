//! The data directory: lock, marker, key, database file (security.md E46, E54).
//!
//! An empty directory is initialised. One that bears the marker but lacks its database or key is refused with a text
//! that says what is missing: a wrong path must never look like a fresh start.

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

/// A data directory that this process owns until it ends.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    /// Whether the directory was empty: the database may be created.
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
    #[error("{0} is not readable as a key of 32 bytes")]
    BadKey(PathBuf),
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
        make_private(path)?;
        let lock = lock(&path.join(LOCK))?;
        make_private(&path.join(KEYS))?;
        let marker_file = path.join(MARKER);
        let key_file = path.join(KEYS).join(KEY);
        let database = path.join(DATABASE);
        let fresh = !marker_file.exists();
        if fresh {
            if with_database && database.exists() {
                return Err(DataDirError::Missing(marker_file));
            }
            let mut key = [0; 32];
            random(&mut key);
            let mut id = [0; 16];
            random(&mut id);
            write_private(&key_file, &key)?;
            let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
            write_private(&marker_file, id.as_bytes())?;
        } else {
            for needed in [Some(&key_file), with_database.then_some(&database)].into_iter().flatten() {
                if !needed.exists() {
                    return Err(DataDirError::Missing(needed.clone()));
                }
            }
        }
        let marker = fs::read_to_string(&marker_file).map_err(io_error(&marker_file))?;
        let key = fs::read(&key_file).map_err(io_error(&key_file))?;
        let installation_key = key.try_into().map_err(|_| DataDirError::BadKey(key_file))?;
        Ok(Self { path: path.to_owned(), fresh, marker, installation_key, _lock: lock })
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

fn make_private(path: &Path) -> Result<(), DataDirError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(io_error(path))
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), DataDirError> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(io_error(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_error(path))
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

    fn temporary() -> PathBuf {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        std::env::temp_dir().join(format!("weiterblick-datadir-{}-{number}", std::process::id()))
    }

    /// R17 of security.md.
    #[test]
    fn a_directory_is_opened_once_and_never_started_afresh() {
        let path = temporary();
        let random = |bytes: &mut [u8]| bytes.fill(7);
        let first = DataDir::open(&path, true, random).unwrap();
        assert!(first.fresh);
        fs::write(first.database(), b"x").unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Locked(_))));
        let (database, key) = (first.database(), first.keys().join(KEY));
        drop(first);

        let again = DataDir::open(&path, true, random).unwrap();
        assert!(!again.fresh);
        drop(again);

        fs::remove_file(&database).unwrap();
        let missing = DataDir::open(&path, true, random).unwrap_err();
        assert!(matches!(missing, DataDirError::Missing(ref file) if *file == database));
        fs::write(&database, b"x").unwrap();
        fs::remove_file(&key).unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Missing(ref file)) if *file == key));
        fs::remove_file(path.join(MARKER)).unwrap();
        assert!(matches!(DataDir::open(&path, true, random), Err(DataDirError::Missing(_))));
        fs::remove_dir_all(path).unwrap();
    }
}
