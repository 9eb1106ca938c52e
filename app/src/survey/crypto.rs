//! The key of an anonymous survey, and drafts under it (needs-analysis.md §12.5).
//!
//! The key lies in a file of its own outside the database and its backups. Once it is destroyed, every copy of a draft
//! that a backup still holds is unreadable.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use weiterblick_domain::ids::{DraftId, SurveyId};
use weiterblick_domain::survey::{DraftPayload, PAYLOAD_MAX_BYTES};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The key of one survey. It has no `Debug`, so that no log line can hold it by accident.
pub struct SurveyKey([u8; KEY_BYTES]);

/// Neither a path nor an id is in any of these: they may be logged.
#[derive(Debug, thiserror::Error)]
pub enum CryptoError {
    #[error("the survey's key file: {0}")]
    KeyFile(#[source] io::Error),
    #[error("the survey's key file does not hold a key")]
    KeyLength,
    #[error("a draft does not open with the survey's key")]
    Unopenable,
    #[error("a draft cannot be sealed")]
    Unsealable,
    #[error("a draft is not what this program writes")]
    Format,
    #[error("a draft is larger than {PAYLOAD_MAX_BYTES} bytes")]
    TooLarge,
}

fn path(dir: &Path, survey: SurveyId) -> PathBuf {
    dir.join(format!("survey-{survey}.key"))
}

/// Keeps `random` as the survey's key, unless it has one: opening a survey may be repeated after a crash.
///
/// # Errors
/// [`CryptoError`] when the file cannot be written, or exists and holds no key.
pub fn ensure_key(dir: &Path, survey: SurveyId, random: [u8; KEY_BYTES]) -> Result<(), CryptoError> {
    let path = path(dir, survey);
    if path.exists() {
        return read_key(dir, survey).map(drop);
    }
    // Written beside and renamed: a crash leaves no half of a key under the final name.
    let beside = path.with_extension("new");
    write_private(&beside, &random)
        .and_then(|()| fs::rename(&beside, &path))
        .and_then(|()| sync_dir(dir))
        .map_err(CryptoError::KeyFile)
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

/// # Errors
/// [`CryptoError`] when the key is not there: the survey has not been opened, is closed, or a backup was restored
/// without it.
pub fn read_key(dir: &Path, survey: SurveyId) -> Result<SurveyKey, CryptoError> {
    let bytes = fs::read(path(dir, survey)).map_err(CryptoError::KeyFile)?;
    bytes.try_into().map(SurveyKey).map_err(|_| CryptoError::KeyLength)
}

/// Overwrites and removes the key; one that is already gone is fine.
///
/// # Errors
/// [`CryptoError::KeyFile`].
pub fn destroy_key(dir: &Path, survey: SurveyId) -> Result<(), CryptoError> {
    let path = path(dir, survey);
    let destroyed = write_over(&path).and_then(|()| fs::remove_file(&path)).and_then(|()| sync_dir(dir));
    match destroyed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(CryptoError::KeyFile(error)),
        _ => Ok(()),
    }
}

fn write_over(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&[0; KEY_BYTES])?;
    file.sync_all()
}

/// Encrypts a draft with AES-256-GCM: 12 bytes of nonce, then ciphertext and tag. The draft's id is authenticated with
/// it, so that no draft can stand in another one's place. `nonce` is fresh from the system's random source.
///
/// # Errors
/// [`CryptoError::TooLarge`] above the limit of a stored draft.
pub fn seal_payload(
    key: &SurveyKey,
    draft: DraftId,
    nonce: [u8; NONCE_BYTES],
    payload: &DraftPayload,
) -> Result<Vec<u8>, CryptoError> {
    let text = serde_json::to_vec(payload).map_err(|_| CryptoError::Format)?;
    if text.len() > PAYLOAD_MAX_BYTES {
        return Err(CryptoError::TooLarge);
    }
    let sealed = Aes256Gcm::new(&key.0.into())
        .encrypt(&nonce.into(), Payload { msg: &text, aad: draft.as_bytes() })
        .map_err(|_| CryptoError::Unsealable)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Reads what [`seal_payload`] wrote.
///
/// # Errors
/// [`CryptoError`] for another key, another draft, and any changed byte.
pub fn open_payload(key: &SurveyKey, draft: DraftId, sealed: &[u8]) -> Result<DraftPayload, CryptoError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(CryptoError::Unopenable)?;
    let text = Aes256Gcm::new(&key.0.into())
        .decrypt(&(*nonce).into(), Payload { msg: sealed, aad: draft.as_bytes() })
        .map_err(|_| CryptoError::Unopenable)?;
    serde_json::from_slice(&text).map_err(|_| CryptoError::Format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::survey::{Attributes, Draft};

    const SURVEY: SurveyId = SurveyId::from_bytes([7; 16]);
    const DRAFT: DraftId = DraftId::from_bytes([1; 16]);

    fn payload() -> DraftPayload {
        DraftPayload { unit: None, attributes: Attributes::new(), notice_version: 3, draft: Draft::default() }
    }

    /// A folder of its own per test, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("weiterblick-crypto-{}-{name}", std::process::id()));
            fs::create_dir_all(&dir).unwrap();
            Self(dir)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn a_draft_opens_with_its_key_and_its_id_only() {
        let key = SurveyKey([9; 32]);
        let sealed = seal_payload(&key, DRAFT, [5; 12], &payload()).unwrap();
        assert_eq!(open_payload(&key, DRAFT, &sealed).unwrap(), payload());
        assert!(open_payload(&SurveyKey([8; 32]), DRAFT, &sealed).is_err());
        assert!(open_payload(&key, DraftId::from_bytes([2; 16]), &sealed).is_err());
    }

    #[test]
    fn no_byte_of_a_sealed_draft_can_be_changed_or_missing() {
        let key = SurveyKey([9; 32]);
        let sealed = seal_payload(&key, DRAFT, [5; 12], &payload()).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open_payload(&key, DRAFT, &changed).is_err(), "byte {at}");
            assert!(open_payload(&key, DRAFT, &sealed[..at]).is_err(), "length {at}");
        }
    }

    #[test]
    fn nothing_of_a_draft_is_readable_where_it_lies() {
        let sealed = seal_payload(&SurveyKey([9; 32]), DRAFT, [5; 12], &payload()).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("notice"));
    }

    #[test]
    fn a_key_is_made_once_and_opening_twice_keeps_it() {
        let folder = Folder::new("once");
        ensure_key(&folder.0, SURVEY, [1; 32]).unwrap();
        ensure_key(&folder.0, SURVEY, [2; 32]).unwrap();
        assert_eq!(read_key(&folder.0, SURVEY).unwrap().0, [1; 32]);
    }

    #[test]
    fn a_destroyed_key_is_gone_and_destroying_it_again_is_fine() {
        let folder = Folder::new("destroyed");
        ensure_key(&folder.0, SURVEY, [1; 32]).unwrap();
        destroy_key(&folder.0, SURVEY).unwrap();
        destroy_key(&folder.0, SURVEY).unwrap();
        assert!(matches!(read_key(&folder.0, SURVEY), Err(CryptoError::KeyFile(_))));
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_key_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("private");
        ensure_key(&folder.0, SURVEY, [1; 32]).unwrap();
        let mode = fs::metadata(path(&folder.0, SURVEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
