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
    /// The database cannot answer now: no connection became free, a lock was not given, it is out of reach. Nothing was
    /// changed, and trying again makes sense.
    #[error("busy: {0}")]
    Busy(#[source] sqlx::Error),
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
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => Self::Busy(error),
            sqlx::Error::Database(e) => match e.kind() {
                ErrorKind::UniqueViolation => Self::Conflict,
                ErrorKind::ForeignKeyViolation => Self::InUse,
                _ if e.code().is_some_and(|code| is_passing(&code)) => Self::Busy(error),
                _ => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}

/// Whether a code of SQLite (a number) or PostgreSQL (five characters) means a state that passes.
///
/// Sources: <https://www.sqlite.org/rescode.html>, <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn is_passing(code: &str) -> bool {
    const SQLITE_BUSY: u32 = 5;
    const SQLITE_LOCKED: u32 = 6;
    if code.len() == 5 {
        // A lock or statement timeout, a lost serialisation, a deadlock; no connection left, stopping or starting.
        return matches!(code, "55P03" | "57014" | "40001" | "40P01" | "53300" | "57P01" | "57P02" | "57P03");
    }
    // The low byte of an extended code is the code.
    code.parse::<u32>().is_ok_and(|code| [SQLITE_BUSY, SQLITE_LOCKED].contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overload_is_told_apart_from_mistakes() {
        // BUSY, BUSY_RECOVERY, BUSY_SNAPSHOT, LOCKED, LOCKED_SHAREDCACHE; then PostgreSQL.
        for passing in ["5", "261", "517", "6", "262", "55P03", "57014", "40001", "40P01", "53300", "57P01"] {
            assert!(is_passing(passing), "{passing}");
        }
        // ERROR, CORRUPT, FULL, CONSTRAINT_CHECK; a syntax error, a broken page, a full disk.
        for lasting in ["1", "11", "13", "275", "42601", "XX001", "53100", ""] {
            assert!(!is_passing(lasting), "{lasting}");
        }
    }
}
