//! Raised hands and sheets of paper, entered by the console (live.md L24).

use super::revision::raise;
use super::round;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Count;
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_domain::roundtable::limits::AREA_MAX;
use weiterblick_domain::roundtable::poll::Mark;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::text::Line;

/// Hands that were raised for one thing in one room or table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandCount {
    pub round: RoundId,
    pub area: String,
    /// [`Mark::code`]; what it means depends on the rules of the poll.
    pub code: u16,
    pub n: u32,
}

/// All hands of the grant's event.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Count>) -> Result<Vec<HandCount>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<HandCount>, StoreError> {
    sqlx::query(
        "SELECT h.round_id, h.area, h.option_no, h.n
         FROM hand_count h JOIN round r ON r.id = h.round_id JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 ORDER BY p.position, r.no, h.area, h.option_no",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(HandCount {
            round: row.parsed("round_id")?,
            area: row.text("area")?,
            code: row.small("option_no")?,
            n: row.small("n")?,
        })
    })
    .collect()
}

/// Writes the hands of one area instead of what it had before; they count as the poll's first answers (L21).
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event; [`StoreError::Conflict`] when it takes none now, or the event
/// is sealed.
pub async fn set(
    tx: &mut Tx,
    grant: &EventGrant<Count>,
    round: RoundId,
    area: &Line<AREA_MAX>,
    counts: &[(Mark, u32)],
) -> Result<(), StoreError> {
    // Whoever closes a round raises the revision first, so its state holds until the end of this transaction.
    raise(tx, grant.event()).await?;
    let found = round::load(tx, grant.event(), round).await?;
    if !(found.round.state.is_open() || found.round.state == RoundState::Locked) {
        return Err(StoreError::Conflict);
    }
    sqlx::query("DELETE FROM hand_count WHERE round_id = $1 AND area = $2")
        .bind(round.to_string())
        .bind(area.to_string())
        .execute(&mut **tx)
        .await?;
    for (mark, n) in counts {
        sqlx::query("INSERT INTO hand_count (round_id, area, option_no, n) VALUES ($1, $2, $3, $4)")
            .bind(round.to_string())
            .bind(area.to_string())
            .bind(i64::from(mark.code()))
            .bind(i64::from(*n))
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query("UPDATE poll SET has_ballots = 1 WHERE id = $1")
        .bind(found.poll.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The voice of a sheet of paper: the one that this number has in the round, else `fresh`, a random one. Its ballot is
/// written in the same transaction.
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event.
pub async fn sheet(
    tx: &mut Tx,
    grant: &EventGrant<Count>,
    round: RoundId,
    number: u32,
    fresh: VoterRef,
) -> Result<VoterRef, StoreError> {
    round::load(tx, grant.event(), round).await?;
    let row = sqlx::query(
        "INSERT INTO paper_sheet (round_id, sheet_no, voter_ref) VALUES ($1, $2, $3)
         ON CONFLICT (round_id, sheet_no) DO UPDATE SET sheet_no = excluded.sheet_no
         RETURNING voter_ref",
    )
    .bind(round.to_string())
    .bind(i64::from(number))
    .bind(fresh.as_bytes().to_vec())
    .fetch_one(&mut **tx)
    .await?;
    Ok(VoterRef::from_bytes(row.bytes("voter_ref")?))
}

/// The numbers of the sheets that were entered for a round.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sheets(conn: &mut Conn, grant: &EventGrant<Count>, round: RoundId) -> Result<Vec<u32>, StoreError> {
    sqlx::query(
        "SELECT s.sheet_no FROM paper_sheet s JOIN round r ON r.id = s.round_id JOIN poll p ON p.id = r.poll_id
         WHERE s.round_id = $1 AND p.event_id = $2 ORDER BY s.sheet_no",
    )
    .bind(round.to_string())
    .bind(grant.event().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| row.small("sheet_no"))
    .collect()
}
