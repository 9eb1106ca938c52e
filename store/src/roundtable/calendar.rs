//! Events for the jobs that follow the clock. They act for nobody, so nothing here takes a grant.

use super::event::remove;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::event::{EventState, EventTimes};
use weiterblick_domain::time::{DAY, UnixMillis};

/// An event that the clock ends or seals some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timed {
    pub event: EventId,
    pub state: EventState,
    /// For [`due`](weiterblick_domain::roundtable::event::due).
    pub times: EventTimes,
}

/// All running and ended events (live.md §3).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn timed(conn: &mut Conn) -> Result<Vec<Timed>, StoreError> {
    sqlx::query(
        "SELECT id, state, planned_end, running_since, ended_at FROM event
         WHERE state IN ('running', 'ended') ORDER BY id",
    )
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        let times = EventTimes {
            planned_end: row.time("planned_end")?,
            running_since: row.time("running_since")?,
            ended_at: row.time("ended_at")?,
        };
        Ok(Timed { event: row.parsed("id")?, state: row.word("state", EventState::from_word)?, times })
    })
    .collect()
}

/// Sealed events whose retention is over (security.md E64).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn expired(conn: &mut Conn, now: UnixMillis) -> Result<Vec<EventId>, StoreError> {
    sqlx::query(
        "SELECT id FROM event WHERE state = 'sealed' AND ended_at + retention_days * $2 <= $1 ORDER BY ended_at, id",
    )
    .bind(now.0)
    .bind(DAY)
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| row.parsed("id"))
    .collect()
}

/// Deletes an expired event with everything in it; needs that it has handed on stay.
///
/// # Errors
/// [`StoreError::Conflict`] when it is gone, or people may be in it.
pub async fn delete(tx: &mut Tx, event: EventId) -> Result<(), StoreError> {
    remove(tx, event).await
}
