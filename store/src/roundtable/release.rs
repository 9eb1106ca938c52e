//! Released segments of rounds (live.md L35–L38). What is shown of a round's segments is its last release.

use super::round;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::roundtable::attribute::Attribute;
use weiterblick_domain::roundtable::segment::{CellKind, SegmentCell, Segments};

/// Releases of a round by number, from 1.
pub type Releases = BTreeMap<u32, Segments>;

/// Keeps a further release of a round, and answers its number. For the room, at a lock.
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event.
pub async fn publish(tx: &mut Tx, event: EventId, round: RoundId, segments: &Segments) -> Result<u32, StoreError> {
    round::load(tx, event, round).await?;
    let row = sqlx::query(
        "INSERT INTO segment_release (round_id, release_no, k)
         SELECT $1, CAST(COALESCE(MAX(release_no), 0) + 1 AS BIGINT), $2 FROM segment_release WHERE round_id = $1
         RETURNING release_no",
    )
    .bind(round.to_string())
    .bind(i64::from(segments.k))
    .fetch_one(&mut **tx)
    .await?;
    let number = row.int("release_no")?;
    for (position, cell) in (0_i64..).zip(&segments.cells) {
        sqlx::query(
            "INSERT INTO release_cell (round_id, release_no, attribute, value, kind, position, n, figures)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(round.to_string())
        .bind(number)
        .bind(cell.attribute.word())
        .bind(to_json(&cell.values)?)
        .bind(cell.kind.word())
        .bind(position)
        .bind(i64::from(cell.n))
        .bind(to_json(&cell.figures)?)
        .execute(&mut **tx)
        .await?;
    }
    row.small("release_no")
}

/// All releases of an event's rounds, for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<BTreeMap<RoundId, Releases>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.round_id, s.release_no, s.k FROM segment_release s
         JOIN round r ON r.id = s.round_id JOIN poll p ON p.id = r.poll_id WHERE p.event_id = $1",
    )
    .bind(event.to_string())
    .fetch_all(&mut *conn)
    .await?;
    let mut releases: BTreeMap<RoundId, Releases> = BTreeMap::new();
    for row in &rows {
        let segments = Segments { k: row.small("k")?, cells: Vec::new() };
        releases.entry(row.parsed("round_id")?).or_default().insert(row.small("release_no")?, segments);
    }
    let rows = sqlx::query(
        "SELECT c.round_id, c.release_no, c.attribute, c.value, c.kind, c.n, c.figures FROM release_cell c
         JOIN round r ON r.id = c.round_id JOIN poll p ON p.id = r.poll_id WHERE p.event_id = $1
         ORDER BY c.round_id, c.release_no, c.position",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?;
    for row in &rows {
        let release = releases
            .get_mut(&row.parsed("round_id")?)
            .and_then(|releases| releases.get_mut(&row.small("release_no").ok()?))
            .ok_or(StoreError::Corrupt("release_no"))?;
        release.cells.push(cell_row(row)?);
    }
    Ok(releases)
}

/// [`of_event`] for the files of an event.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Export>) -> Result<BTreeMap<RoundId, Releases>, StoreError> {
    of_event(conn, grant.event()).await
}

fn cell_row(row: &AnyRow) -> Result<SegmentCell, StoreError> {
    Ok(SegmentCell {
        attribute: row.word("attribute", Attribute::from_word)?,
        kind: row.word("kind", CellKind::from_word)?,
        values: row.json("value")?,
        n: row.small("n")?,
        figures: row.json("figures")?,
    })
}
