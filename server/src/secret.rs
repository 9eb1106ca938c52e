//! Secrets come as files that nobody else may read (security.md E53).

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{fs, io};

#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("{0} must be readable by its owner only (mode 0600)")]
    Open(PathBuf),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

/// The bytes of a secret file.
///
/// # Errors
/// [`SecretError::Open`] for a file that group or others may read, write or run.
pub fn read(file: &Path) -> Result<Vec<u8>, SecretError> {
    let failed = |source| SecretError::Io { path: file.to_owned(), source };
    let mode = fs::metadata(file).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(SecretError::Open(file.to_owned()));
    }
    fs::read(file).map_err(failed)
}

/// A secret of one line, without the line's end.
///
/// # Errors
/// As [`read`]; also for what is no text.
pub fn line(file: &Path) -> Result<String, SecretError> {
    let failed = |source| SecretError::Io { path: file.to_owned(), source };
    let text = String::from_utf8(read(file)?).map_err(|error| failed(io::Error::other(error.utf8_error())))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
