//! The pace barometer, as far as it is kept: sums of a minute, of five voices or more (live.md L27).

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::roundtable::pace::{PaceCounts, PaceMinute};

/// Keeps a minute, for the room; one that is there stays.
///
/// # Errors
/// [`StoreError::InUse`] when the event was deleted meanwhile.
pub async fn keep(tx: &mut Tx, event: EventId, minute: &PaceMinute) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pace_minute (event_id, minute, n, fast, slow) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (event_id, minute) DO NOTHING",
    )
    .bind(event.to_string())
    .bind(minute.minute)
    .bind(i64::from(minute.counts.n()))
    .bind(i64::from(minute.counts.too_fast))
    .bind(i64::from(minute.counts.too_slow))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The minutes of an event, oldest first; those with too few voices are missing.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Export>) -> Result<Vec<PaceMinute>, StoreError> {
    of_event(conn, grant.event()).await
}

pub(super) async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<PaceMinute>, StoreError> {
    sqlx::query("SELECT minute, n, fast, slow FROM pace_minute WHERE event_id = $1 ORDER BY minute")
        .bind(event.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| {
            let (n, too_fast, too_slow): (u32, u32, u32) = (row.small("n")?, row.small("fast")?, row.small("slow")?);
            let right = n.checked_sub(too_fast + too_slow).ok_or(StoreError::Corrupt("n"))?;
            Ok(PaceMinute { minute: row.int("minute")?, counts: PaceCounts { too_fast, right, too_slow } })
        })
        .collect()
}
