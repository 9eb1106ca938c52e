use sqlx::error::ErrorKind;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not there, or not there for this grant.
    #[error("not found")]
    NotFound,
    /// Something with this name, code or key exists already, or the state has moved on.
    #[error("conflict")]
    Conflict,
    /// The row is still used elsewhere.
    #[error("still in use")]
    InUse,
    /// A stored value that this program cannot read.
    #[error("unreadable stored value in {0}")]
    Corrupt(&'static str),
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(e) => match e.kind() {
                ErrorKind::UniqueViolation => Self::Conflict,
                ErrorKind::ForeignKeyViolation => Self::InUse,
                _ => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}
