//! What the nodes of an installation on PostgreSQL tell each other (live.md L61). On SQLite there is one node only.

use crate::row::to_json;
use crate::{Db, StoreError};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use weiterblick_domain::ids::{EventId, RoundId};

const CHANNEL: &str = "wb_live";

/// Something has changed in an event, and who is with this node. Within the 8,000 bytes that a notification may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Drawn by the sender at its start.
    pub node: u64,
    pub event: EventId,
    /// Participants who are connected with the sender.
    pub connected: usize,
    /// The open rounds in which all of them have answered.
    pub done: Vec<RoundId>,
}

/// Tells the other nodes; on SQLite nobody. Outside any transaction that writes, since a notification serialises commits.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn send(db: &Db, notice: &Notice) -> Result<(), StoreError> {
    if db.url().is_none() {
        return Ok(());
    }
    sqlx::query("SELECT 1 FROM (SELECT pg_notify($1, $2)) told")
        .bind(CHANNEL)
        .bind(to_json(notice)?)
        .execute(&mut *db.read().await?)
        .await?;
    Ok(())
}

/// Hears the other nodes, on a connection of its own.
pub struct Listener(PgListener);

/// What a listener has heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Notice(Notice),
    /// The connection was lost and is there again; what was said meanwhile is lost.
    Gap,
}

impl Listener {
    /// `None` on SQLite.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the server cannot be reached.
    pub async fn open(db: &Db) -> Result<Option<Self>, StoreError> {
        let Some(url) = db.url() else { return Ok(None) };
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Self(listener)))
    }

    /// Waits for the next thing to hear. What cannot be read comes from a node of another version and is passed over.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the connection is lost and cannot be made again.
    pub async fn hear(&mut self) -> Result<Heard, StoreError> {
        loop {
            match self.0.try_recv().await? {
                None => return Ok(Heard::Gap),
                Some(told) => {
                    if let Ok(notice) = serde_json::from_str(told.payload()) {
                        return Ok(Heard::Notice(notice));
                    }
                }
            }
        }
    }
}
