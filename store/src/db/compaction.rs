//! What a deletion leaves in the database's own files (needs-analysis.md §12.5).
//!
//! `secure_delete` overwrites what is deleted, but the write-ahead log keeps the pages as they were, and pages that were
//! rearranged may keep a part. So the transaction that deletes notes both, the log is emptied right after it, and the
//! file is written anew some days later. PostgreSQL does its part by itself (`autovacuum`, and it reuses its log).

use super::{Db, Engine};
use crate::{Conn, StoreError, Tx, installation};
use sqlx::{Executor, Row};
use weiterblick_domain::time::UnixMillis;

/// When the oldest deletion was that the file may still show.
const SINCE: &str = "deleted_since";
/// There if the log may still show one.
const LOG: &str = "deleted_in_log";

/// What is still to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// [`Db::empty_log`].
    pub log: bool,
    /// [`Db::compact`]: since when.
    pub file: Option<UnixMillis>,
}

/// Notes in the transaction itself that it deletes what must not be found again.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn note_deletion(tx: &mut Tx, now: UnixMillis) -> Result<(), StoreError> {
    installation::ensure(tx, SINCE, &now.0.to_string()).await?;
    installation::ensure(tx, LOG, "1").await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn pending(conn: &mut Conn) -> Result<Pending, StoreError> {
    let since = installation::get(conn, SINCE).await?;
    let since = since.map(|since| since.parse().map_err(|_| StoreError::Corrupt(SINCE))).transpose()?;
    Ok(Pending { log: installation::get(conn, LOG).await?.is_some(), file: since.map(UnixMillis) })
}

impl Db {
    /// Folds the write-ahead log into the file and empties it. `false`: somebody was reading an older state all the
    /// while; nothing is lost, and the next call tries again. Holds the writer for at most a twentieth of a second.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn empty_log(&self) -> Result<bool, StoreError> {
        if self.engine == Engine::Sqlite && !self.truncate_log().await? {
            return Ok(false);
        }
        let mut tx = self.write().await?;
        installation::forget(&mut tx, LOG).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn truncate_log(&self) -> Result<bool, StoreError> {
        let mut conn = self.write.acquire().await?;
        conn.execute("PRAGMA busy_timeout = 50").await?;
        let answer = conn.fetch_one("PRAGMA wal_checkpoint(TRUNCATE)").await;
        conn.execute("PRAGMA busy_timeout = 5000").await?;
        Ok(answer?.try_get::<i64, _>(0)? == 0)
    }

    /// Writes the file anew, without anything that is no longer part of it, and empties the log. Nobody can write in the
    /// meantime; it takes about a second per 100 MB.
    ///
    /// # Errors
    /// [`StoreError::Database`]; nothing is lost then.
    pub async fn compact(&self) -> Result<(), StoreError> {
        if self.engine == Engine::Sqlite {
            self.write.execute("VACUUM").await?;
        }
        let mut tx = self.write().await?;
        installation::forget(&mut tx, SINCE).await?;
        // The new file went through the log, and old pages are still behind it.
        installation::ensure(&mut tx, LOG, "1").await?;
        tx.commit().await?;
        self.empty_log().await.map(drop)
    }
}
