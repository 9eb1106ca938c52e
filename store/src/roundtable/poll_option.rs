//! Options of polls. A number is given once and never again (live.md §2).

use super::order::{self, Ordered};
use super::poll::require;
use super::revision::raise;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use std::collections::HashMap;
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::poll::{
    OptionChange, OptionNo, OptionSet, OptionSource, OptionState, PollOption, Wording,
};
use weiterblick_domain::roundtable::round::RoundState;

const ORDER: Ordered = Ordered {
    read: "SELECT CAST(no AS TEXT) AS id FROM poll_option WHERE poll_id = $1 ORDER BY position, no",
    lift: "UPDATE poll_option SET position = position + 1000000 WHERE poll_id = $1",
    put: "UPDATE poll_option SET position = $3 WHERE poll_id = $1 AND no = CAST($2 AS BIGINT)",
};

/// The options of an event's polls in their order; `only` names one poll, or is empty.
pub(super) async fn by_poll(
    conn: &mut Conn,
    event: EventId,
    only: &str,
) -> Result<HashMap<PollId, Vec<PollOption>>, StoreError> {
    let rows = sqlx::query(
        "SELECT o.poll_id, o.no, o.label, o.state, o.sources
         FROM poll_option o JOIN poll p ON p.id = o.poll_id
         WHERE p.event_id = $1 AND ($2 = '' OR p.id = $2) ORDER BY o.poll_id, o.position, o.no",
    )
    .bind(event.to_string())
    .bind(only.to_owned())
    .fetch_all(conn)
    .await?;
    let mut options: HashMap<PollId, Vec<PollOption>> = HashMap::new();
    for row in &rows {
        options.entry(row.parsed("poll_id")?).or_default().push(PollOption {
            no: row.small("no")?,
            label: row.json("label")?,
            state: row.word("state", OptionState::from_word)?,
            sources: row.json("sources")?,
        });
    }
    Ok(options)
}

pub(super) async fn insert(tx: &mut Tx, poll: PollId, options: &[PollOption]) -> Result<(), StoreError> {
    for (position, option) in (0_i64..).zip(options) {
        sqlx::query(
            "INSERT INTO poll_option (poll_id, no, position, label, state, sources) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(poll.to_string())
        .bind(i64::from(option.no))
        .bind(position)
        .bind(to_json(&option.label)?)
        .bind(option.state.word())
        .bind(to_json(&option.sources)?)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Adds an option at the end, under a number that the poll has never given.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] while a round is open or locked (L21), when the numbers are used
/// up, or when the event is sealed.
pub async fn add(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    poll: PollId,
    label: &Wording,
    sources: &[OptionSource],
) -> Result<OptionNo, StoreError> {
    raise(tx, grant.event()).await?;
    allow(tx, grant.event(), poll, OptionChange::Add).await?;
    let rows = sqlx::query("SELECT no, position FROM poll_option WHERE poll_id = $1")
        .bind(poll.to_string())
        .fetch_all(&mut **tx)
        .await?;
    let given: OptionSet = rows.iter().map(|row| row.small::<OptionNo>("no")).collect::<Result<_, _>>()?;
    let no = given.next_no().ok_or(StoreError::Conflict)?;
    let mut position = 0;
    for row in &rows {
        position = position.max(row.int("position")? + 1);
    }
    sqlx::query(
        "INSERT INTO poll_option (poll_id, no, position, label, state, sources) VALUES ($1, $2, $3, $4, 'active', $5)",
    )
    .bind(poll.to_string())
    .bind(i64::from(no))
    .bind(position)
    .bind(to_json(label)?)
    .bind(to_json(&sources)?)
    .execute(&mut **tx)
    .await?;
    Ok(no)
}

/// Words an option anew; it stays the same option (L31).
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn rename(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    poll: PollId,
    no: OptionNo,
    label: &Wording,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    let done = sqlx::query("UPDATE poll_option SET label = $3 WHERE poll_id = $1 AND no = $2")
        .bind(poll.to_string())
        .bind(i64::from(no))
        .bind(to_json(label)?)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Takes an option out of the poll, before its first ballot; the number stays used.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when there is a ballot or one can come in any moment (L31), or
/// when the event is sealed.
pub async fn withdraw(tx: &mut Tx, grant: &EventGrant<Prepare>, poll: PollId, no: OptionNo) -> Result<(), StoreError> {
    set_state(tx, grant, poll, no, OptionChange::Withdraw, OptionState::Withdrawn).await
}

/// Takes a withdrawn option back into the poll.
///
/// # Errors
/// As [`withdraw`].
pub async fn restore(tx: &mut Tx, grant: &EventGrant<Prepare>, poll: PollId, no: OptionNo) -> Result<(), StoreError> {
    set_state(tx, grant, poll, no, OptionChange::Restore, OptionState::Active).await
}

async fn set_state(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    poll: PollId,
    no: OptionNo,
    change: OptionChange,
    state: OptionState,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    allow(tx, grant.event(), poll, change).await?;
    let done = sqlx::query("UPDATE poll_option SET state = $3 WHERE poll_id = $1 AND no = $2")
        .bind(poll.to_string())
        .bind(i64::from(no))
        .bind(state.word())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Moves an option to the place `index`, counted from 0; beyond the end means last.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn move_to(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    poll: PollId,
    no: OptionNo,
    index: usize,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    order::move_to(tx, &ORDER, &poll.to_string(), &no.to_string(), index).await
}

/// Whether the options of a poll may change now. While a round takes ballots none may leave or return: the first ballot
/// may be on its way.
async fn allow(tx: &mut Tx, event: EventId, poll: PollId, change: OptionChange) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT has_ballots FROM poll WHERE id = $1 AND event_id = $2")
        .bind(poll.to_string())
        .bind(event.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let rounds = sqlx::query("SELECT state FROM round WHERE poll_id = $1")
        .bind(poll.to_string())
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| row.word("state", RoundState::from_word))
        .collect::<Result<Vec<_>, _>>()?;
    let open = rounds.iter().any(|state| state.is_open());
    let running = open || rounds.contains(&RoundState::Locked);
    change.check(row.flag("has_ballots")? || open, running).map_err(|_| StoreError::Conflict)
}
