//! The keys of anonymous surveys (needs-analysis.md §12.5).
//!
//! Each lies in a file of its own outside the database and its backups. Once it is destroyed, every copy of a draft that
//! a backup still holds is unreadable. While a survey is open its key is also in memory; what destroys the file takes it
//! out of there first, and a request that comes later finds neither.

use crate::survey::crypto::SurveyKey;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::RwLock;
use weiterblick_domain::ids::SurveyId;
use zeroize::Zeroizing;

type KeyBytes = Zeroizing<[u8; 32]>;

/// Neither a path nor an id is in any of these: they may be logged.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not there: the survey has not been opened, is closed, or a backup was restored without its keys.
    #[error("the survey's key file: {0}")]
    File(#[from] io::Error),
    #[error("the survey's key file does not hold a key")]
    Length,
}

/// The folder of the keys, and those that are in use.
pub struct SurveyKeys {
    dir: PathBuf,
    open: RwLock<HashMap<SurveyId, Arc<SurveyKey>>>,
}

impl SurveyKeys {
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, open: RwLock::default() }
    }

    /// Keeps `random` as the survey's key, unless it has one: opening a survey may be repeated after a crash.
    ///
    /// # Errors
    /// [`KeyError`] when the file cannot be written, or exists and holds no key.
    pub async fn ensure(&self, survey: SurveyId, random: [u8; 32]) -> Result<(), KeyError> {
        let random = Zeroizing::new(random);
        self.blocking(move |dir| ensure(dir, survey, &random)).await
    }

    /// # Errors
    /// [`KeyError`].
    pub async fn get(&self, survey: SurveyId) -> Result<Arc<SurveyKey>, KeyError> {
        if let Some(key) = self.open.read().await.get(&survey) {
            return Ok(Arc::clone(key));
        }
        // Held while the file is read: nobody can destroy it in between and leave the key here.
        let mut open = self.open.write().await;
        let key = Arc::new(SurveyKey::new(self.blocking(move |dir| read(dir, survey)).await?));
        open.insert(survey, Arc::clone(&key));
        Ok(key)
    }

    /// Forgets the key, overwrites and removes its file; one that is already gone is fine.
    ///
    /// # Errors
    /// [`KeyError::File`]; the key is out of memory all the same.
    pub async fn destroy(&self, survey: SurveyId) -> Result<(), KeyError> {
        let mut open = self.open.write().await;
        open.remove(&survey);
        self.blocking(move |dir| destroy(dir, survey)).await
    }

    /// Surveys whose key is in the folder.
    ///
    /// # Errors
    /// [`KeyError::File`].
    pub async fn surveys(&self) -> Result<Vec<SurveyId>, KeyError> {
        self.blocking(surveys).await
    }

    /// Files are no work for the threads that answer requests.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        let dir = self.dir.clone();
        tokio::task::spawn_blocking(move || work(&dir)).await.map_err(io::Error::other)?
    }
}

fn path(dir: &Path, survey: SurveyId) -> PathBuf {
    dir.join(format!("survey-{survey}.key"))
}

fn ensure(dir: &Path, survey: SurveyId, random: &KeyBytes) -> Result<(), KeyError> {
    let path = path(dir, survey);
    if path.exists() {
        return read(dir, survey).map(drop);
    }
    // Written beside and renamed: a crash leaves no half of a key under the final name.
    let beside = path.with_extension("new");
    write_private(&beside, &random[..])?;
    fs::rename(&beside, &path)?;
    Ok(sync_dir(dir)?)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

fn read(dir: &Path, survey: SurveyId) -> Result<KeyBytes, KeyError> {
    let mut file = File::open(path(dir, survey))?;
    let mut key = KeyBytes::default();
    if file.metadata()?.len() != key.len() as u64 {
        return Err(KeyError::Length);
    }
    file.read_exact(&mut key[..])?;
    Ok(key)
}

fn destroy(dir: &Path, survey: SurveyId) -> Result<(), KeyError> {
    let path = path(dir, survey);
    let destroyed = write_over(&path).and_then(|()| fs::remove_file(&path)).and_then(|()| sync_dir(dir));
    match destroyed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn write_over(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&[0; 32])?;
    file.sync_all()
}

fn surveys(dir: &Path) -> Result<Vec<SurveyId>, KeyError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let id = |name: &str| name.strip_prefix("survey-")?.strip_suffix(".key")?.parse::<SurveyId>().ok();
        found.extend(name.to_str().and_then(id));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::crypto::{open_payload, seal_payload};
    use weiterblick_domain::ids::DraftId;
    use weiterblick_domain::survey::{Attributes, Draft, DraftPayload};

    const SURVEY: SurveyId = SurveyId::from_bytes([7; 16]);
    const DRAFT: DraftId = DraftId::from_bytes([1; 16]);

    /// Keys in a folder of their own per test, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("weiterblick-keys-{}-{name}", std::process::id()));
            fs::create_dir_all(&dir).unwrap();
            Self(dir)
        }

        fn keys(&self) -> SurveyKeys {
            SurveyKeys::new(self.0.clone())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    fn opens(key: &SurveyKey, sealed: &[u8]) -> bool {
        open_payload(key, DRAFT, sealed).is_ok()
    }

    fn sealed(key: &SurveyKey) -> Vec<u8> {
        let payload =
            DraftPayload { unit: None, attributes: Attributes::new(), notice_version: 1, draft: Draft::default() };
        seal_payload(key, DRAFT, [5; 12], &payload).unwrap()
    }

    #[tokio::test]
    async fn a_key_is_made_once_and_opening_twice_keeps_it() {
        let folder = Folder::new("once");
        folder.keys().ensure(SURVEY, [1; 32]).await.unwrap();
        let sealed = sealed(&folder.keys().get(SURVEY).await.unwrap());
        folder.keys().ensure(SURVEY, [2; 32]).await.unwrap();
        assert!(opens(&folder.keys().get(SURVEY).await.unwrap(), &sealed));
        assert_eq!(folder.keys().surveys().await.unwrap(), [SURVEY]);
    }

    #[tokio::test]
    async fn a_destroyed_key_is_neither_in_its_file_nor_in_memory() {
        let folder = Folder::new("destroyed");
        let keys = folder.keys();
        keys.ensure(SURVEY, [1; 32]).await.unwrap();
        let held = Arc::downgrade(&keys.get(SURVEY).await.unwrap());
        assert!(held.upgrade().is_some(), "kept while the survey is open");
        keys.destroy(SURVEY).await.unwrap();
        assert!(held.upgrade().is_none(), "overwritten when dropped: SurveyKey holds `Zeroizing`");
        assert!(keys.open.read().await.is_empty());
        assert!(matches!(keys.get(SURVEY).await, Err(KeyError::File(_))));
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
        keys.destroy(SURVEY).await.unwrap();
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_removed_takes_the_key_out_of_memory_all_the_same() {
        let folder = Folder::new("stuck");
        let keys = folder.keys();
        keys.ensure(SURVEY, [1; 32]).await.unwrap();
        keys.get(SURVEY).await.unwrap();
        fs::remove_file(path(&folder.0, SURVEY)).unwrap();
        fs::create_dir(path(&folder.0, SURVEY)).unwrap();
        assert!(keys.destroy(SURVEY).await.is_err());
        assert!(keys.open.read().await.is_empty());
    }

    #[tokio::test]
    async fn what_is_no_key_is_refused() {
        let folder = Folder::new("length");
        for length in [0, 31, 33] {
            fs::write(path(&folder.0, SURVEY), vec![1; length]).unwrap();
            assert!(matches!(folder.keys().get(SURVEY).await, Err(KeyError::Length)), "{length}");
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_may_read_the_key_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("private");
        folder.keys().ensure(SURVEY, [1; 32]).await.unwrap();
        let mode = fs::metadata(path(&folder.0, SURVEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
