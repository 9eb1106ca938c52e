//! Revisions of an event: `r` counts what its pages and streams show, `b` what is on its board (live.md L5, L44).
//!
//! Raising one is the first statement of every change. So the writers of one event take turns on PostgreSQL too, and a
//! transaction that has raised a revision may count, compare and renumber without anybody in between.
//!
//! Everybody holds rows in the same order, so that nobody waits in a circle: event, rounds by id, polls, the rest.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::revision::Revision;

/// A sealed event does not change any more (L41).
///
/// # Errors
/// [`StoreError::Conflict`] when the event is sealed or gone.
pub(super) async fn raise(tx: &mut Tx, event: EventId) -> Result<Revision, StoreError> {
    let raised = sqlx::query("UPDATE event SET r = r + 1 WHERE id = $1 AND state <> 'sealed' RETURNING r")
        .bind(event.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    raised.ok_or(StoreError::Conflict)?.small("r").map(Revision)
}

/// [`raise`], for cards, clusters and questions.
///
/// The writer of ballots calls it too, once per event of a batch with cards (live.md §5), before it holds their rounds.
///
/// # Errors
/// [`StoreError::Conflict`] when the event is sealed or gone.
pub async fn raise_board(tx: &mut Tx, event: EventId) -> Result<u64, StoreError> {
    let raised = sqlx::query("UPDATE event SET b = b + 1 WHERE id = $1 AND state <> 'sealed' RETURNING b")
        .bind(event.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    raised.ok_or(StoreError::Conflict)?.small("b")
}

/// How far an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub event: EventId,
    pub r: Revision,
    pub b: u64,
    /// Ballot writes of all its rounds; it only grows.
    pub writes: u64,
}

/// Every event in which people can take part now, for nodes that compare what they hold (L61).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn active(conn: &mut Conn) -> Result<Vec<Progress>, StoreError> {
    sqlx::query(
        "SELECT e.id, e.r, e.b,
                (SELECT CAST(COALESCE(SUM(r.writes), 0) AS BIGINT)
                 FROM round r JOIN poll p ON p.id = r.poll_id WHERE p.event_id = e.id) AS writes
         FROM event e WHERE e.state IN ('lobby', 'running') ORDER BY e.id",
    )
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(Progress {
            event: row.parsed("id")?,
            r: Revision(row.small("r")?),
            b: row.small("b")?,
            writes: row.small("writes")?,
        })
    })
    .collect()
}
