//! What accepted commands change, in one transaction (live.md §3, L5).
//!
//! The rules decide, with the room as their caller; here is only what they decided. [`begin`] gives a [`Turn`] to the
//! one who knew the event's present revision, and every change asks for it, so no change goes without a new revision.

use super::event;
use super::join::{delete_code, set_code};
use super::round::Frozen;
use crate::row::RowExt;
use crate::{StoreError, Tx};
use weiterblick_domain::ids::{EventId, PollId, RoundId};
use weiterblick_domain::roundtable::identity::JoinCode;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{Round, VoidReason};
use weiterblick_domain::time::UnixMillis;

/// One event at its new revision, held until the transaction ends.
#[derive(Debug)]
pub struct Turn {
    event: EventId,
    r: Revision,
}

impl Turn {
    pub const fn event(&self) -> EventId {
        self.event
    }

    /// The revision after the command.
    pub const fn revision(&self) -> Revision {
        self.r
    }
}

/// Raises the revision from `expected`, which the decision was made for. For the room: it has asked who may.
///
/// # Errors
/// [`StoreError::Conflict`] when the event has another revision by now, or is gone.
pub async fn begin(tx: &mut Tx, event: EventId, expected: Revision) -> Result<Turn, StoreError> {
    let raised = sqlx::query("UPDATE event SET r = r + 1 WHERE id = $1 AND r = $2 RETURNING r")
        .bind(event.to_string())
        .bind(i64::try_from(expected.0).map_err(|_| StoreError::Conflict)?)
        .fetch_optional(&mut **tx)
        .await?;
    let r = raised.ok_or(StoreError::Conflict)?.small("r").map(Revision)?;
    Ok(Turn { event, r })
}

/// Lets people in. `code` is a fresh one.
///
/// # Errors
/// [`StoreError::Conflict`] when another event has this code: the caller drops the transaction and draws again.
pub async fn open_lobby(tx: &mut Tx, turn: &Turn, code: JoinCode) -> Result<(), StoreError> {
    sqlx::query("UPDATE event SET state = 'lobby' WHERE id = $1")
        .bind(turn.event.to_string())
        .execute(&mut **tx)
        .await?;
    set_code(tx, turn.event, code).await
}

/// Starts or resumes. `code` is a fresh one, for an event that has none: it did not come from the lobby.
///
/// # Errors
/// [`StoreError::Conflict`] as in [`open_lobby`].
pub async fn run(tx: &mut Tx, turn: &Turn, code: JoinCode, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE event SET state = 'running', running_since = $2,
             started_at = CASE WHEN started_at = 0 THEN $2 ELSE started_at END
         WHERE id = $1",
    )
    .bind(turn.event.to_string())
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    let known = sqlx::query("SELECT code FROM join_code WHERE event_id = $1")
        .bind(turn.event.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    match known {
        Some(_) => Ok(()),
        None => set_code(tx, turn.event, code).await,
    }
}

/// Ends the event and deletes its join code. Its rounds are locked and closed before, one by one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn end(tx: &mut Tx, turn: &Turn, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("UPDATE event SET state = 'ended', ended_at = $2 WHERE id = $1")
        .bind(turn.event.to_string())
        .bind(now.0)
        .execute(&mut **tx)
        .await?;
    delete_code(tx, turn.event).await
}

/// # Errors
/// [`StoreError::Database`].
pub async fn set_join_lock(tx: &mut Tx, turn: &Turn, locked: bool) -> Result<(), StoreError> {
    sqlx::query("UPDATE event SET join_locked = $2 WHERE id = $1")
        .bind(turn.event.to_string())
        .bind(i64::from(locked))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Removes the event with everything in it; needs that it has handed on stay.
///
/// # Errors
/// [`StoreError::Conflict`] while people may be in it.
pub async fn remove(tx: &mut Tx, turn: &Turn) -> Result<(), StoreError> {
    event::remove(tx, turn.event).await
}

/// Makes the round `number` of a poll, in the state prepared (L6).
///
/// # Errors
/// [`StoreError::NotFound`] for a poll of another event; [`StoreError::Conflict`] when the poll has this round already.
pub async fn create_round(
    tx: &mut Tx,
    turn: &Turn,
    poll: PollId,
    round: RoundId,
    number: u32,
) -> Result<(), StoreError> {
    let made = sqlx::query(
        "INSERT INTO round (id, poll_id, no, state, opened_at, deadline, results, writes, voters, result,
             receipts_sha256, payloads_sha256, note)
         SELECT $1, p.id, $3, 'prepared', 0, 0, 'hidden', 0, 0, '', '', '', '' FROM poll p
         WHERE p.id = $2 AND p.event_id = $4",
    )
    .bind(round.to_string())
    .bind(poll.to_string())
    .bind(i64::from(number))
    .bind(turn.event.to_string())
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Writes state, times and results flag of a round. The writer of ballots holds the same row, so a lock waits for the
/// batch before it and stops the one after it (L52).
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event.
pub async fn set_round(tx: &mut Tx, turn: &Turn, round: RoundId, after: &Round) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE round SET state = $3, opened_at = $4, deadline = $5, results = $6
         WHERE id = $1 AND poll_id IN (SELECT p.id FROM poll p WHERE p.event_id = $2)",
    )
    .bind(round.to_string())
    .bind(turn.event.to_string())
    .bind(after.state.word())
    .bind(after.timing.opened_at.0)
    .bind(after.timing.deadline.map_or(0, |deadline| deadline.0))
    .bind(after.results.word())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Notes why a round was thrown away, beside [`set_round`] (L9).
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event.
pub async fn note_void(tx: &mut Tx, turn: &Turn, round: RoundId, reason: &VoidReason) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE round SET note = $3 WHERE id = $1 AND poll_id IN (SELECT p.id FROM poll p WHERE p.event_id = $2)",
    )
    .bind(round.to_string())
    .bind(turn.event.to_string())
    .bind(reason.to_string())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Freezes the result of a locked round and closes it (L62).
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event, or one that is not locked.
pub async fn close_round(tx: &mut Tx, turn: &Turn, round: RoundId, frozen: &Frozen) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE round SET state = 'closed', result = $3, receipts_sha256 = $4, payloads_sha256 = $5
         WHERE id = $1 AND state = 'locked' AND poll_id IN (SELECT p.id FROM poll p WHERE p.event_id = $2)",
    )
    .bind(round.to_string())
    .bind(turn.event.to_string())
    .bind(frozen.result.clone())
    .bind(frozen.receipts.to_string())
    .bind(frozen.payloads.to_string())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
