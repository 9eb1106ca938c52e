//! Rounds as rooms, consoles and pages read them. They are changed by [`super::command`] and the writer of ballots.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, PollId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::WatchConsole;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::round::{Results, Round, RoundState, Timing};
use weiterblick_domain::time::UnixMillis;

/// A round with its counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRound {
    pub id: RoundId,
    pub poll: PollId,
    /// 1 for the first one of the poll.
    pub number: u32,
    pub round: Round,
    /// Ballots written (`w`, L44), and voices that wrote one.
    pub writes: u64,
    pub voters: u64,
    /// There once the round is closed.
    pub frozen: Option<Frozen>,
    /// Why it was voided; empty otherwise.
    pub note: String,
}

/// What a closed round keeps for ever (L62).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// JSON, as it was computed at close.
    pub result: String,
    /// Over the sorted receipts.
    pub receipts: Digest,
    /// Over the sorted payloads.
    pub payloads: Digest,
}

fn round_row(row: &AnyRow) -> Result<StoredRound, StoreError> {
    let frozen = match row.parsed_filled("receipts_sha256")? {
        None => None,
        Some(receipts) => {
            Some(Frozen { result: row.text("result")?, receipts, payloads: row.parsed("payloads_sha256")? })
        }
    };
    Ok(StoredRound {
        id: row.parsed("id")?,
        poll: row.parsed("poll_id")?,
        number: row.small("no")?,
        round: Round {
            state: row.word("state", RoundState::from_word)?,
            timing: Timing { opened_at: UnixMillis(row.int("opened_at")?), deadline: row.time_filled("deadline")? },
            results: row.word("results", Results::from_word)?,
        },
        writes: row.small("writes")?,
        voters: row.small("voters")?,
        frozen,
        note: row.text("note")?,
    })
}

/// The rounds of the grant's event, in the order of the polls, with results that the room may not know yet.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<WatchConsole>) -> Result<Vec<StoredRound>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<StoredRound>, StoreError> {
    sqlx::query(
        "SELECT r.id, r.poll_id, r.no, r.state, r.opened_at, r.deadline, r.results, r.writes, r.voters, r.result,
                r.receipts_sha256, r.payloads_sha256, r.note
         FROM round r JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 ORDER BY p.position, r.no",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(round_row)
    .collect()
}

/// One round of an event.
///
/// # Errors
/// [`StoreError::NotFound`], also for a round of another event.
pub async fn load(conn: &mut Conn, event: EventId, round: RoundId) -> Result<StoredRound, StoreError> {
    let row = sqlx::query(
        "SELECT r.id, r.poll_id, r.no, r.state, r.opened_at, r.deadline, r.results, r.writes, r.voters, r.result,
                r.receipts_sha256, r.payloads_sha256, r.note
         FROM round r JOIN poll p ON p.id = r.poll_id
         WHERE r.id = $1 AND p.event_id = $2",
    )
    .bind(round.to_string())
    .bind(event.to_string())
    .fetch_one(conn)
    .await?;
    round_row(&row)
}
