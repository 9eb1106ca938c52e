//! Needs that round tables have handed on (live.md L19, L20). They belong to the organisation and outlive their event.

use super::RunsEvent;
use crate::row::{RowExt, to_json};
use crate::sql::like;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, NeedId};
use weiterblick_domain::organisation::{fold, search_words};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageNeeds, ReadNeeds};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Run, WatchConsole};
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_domain::roundtable::poll::chain::Evidence;
use weiterblick_domain::roundtable::poll::{OptionNo, Wording};
use weiterblick_domain::time::UnixMillis;

/// A need to be captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNeed {
    pub id: NeedId,
    pub option: OptionNo,
    pub title: Wording,
    /// Its poll and round are where the option comes from.
    pub evidence: Evidence,
    pub now: UnixMillis,
}

/// A need of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub id: NeedId,
    pub option: OptionNo,
    pub title: Wording,
    pub evidence: Evidence,
    pub state: NeedState,
    pub captured_at: UnixMillis,
    /// `None` when the event was deleted.
    pub event_title: Option<Wording>,
}

/// What of the list is wanted.
#[derive(Debug, Clone, Default)]
pub struct NeedFilter {
    /// Words of the title.
    pub search: String,
    /// `None`: all.
    pub state: Option<NeedState>,
}

fn need_row(row: &AnyRow) -> Result<Need, StoreError> {
    let event_title = row.text("event_title")?;
    Ok(Need {
        id: row.parsed("id")?,
        option: row.small("option_no")?,
        title: row.json("title")?,
        evidence: row.json("evidence")?,
        state: row.word("state", NeedState::from_word)?,
        captured_at: row.time("captured_at")?,
        event_title: if event_title.is_empty() { None } else { Some(row.json("event_title")?) },
    })
}

/// Makes an option of a closed round a need, also after the event was sealed. `false`: it is one already (L20).
///
/// # Errors
/// [`StoreError::NotFound`] for a poll, round or option of another event; [`StoreError::Conflict`] when the round is
/// not closed.
pub async fn capture(tx: &mut Tx, grant: &EventGrant<Run>, new: &NewNeed) -> Result<bool, StoreError> {
    if new.evidence.event != grant.event() {
        return Err(StoreError::NotFound);
    }
    let row = sqlx::query(
        "SELECT r.state FROM round r
         JOIN poll p ON p.id = r.poll_id
         JOIN poll_option o ON o.poll_id = p.id
         WHERE r.id = $1 AND p.id = $2 AND o.no = $3 AND p.event_id = $4",
    )
    .bind(new.evidence.round.to_string())
    .bind(new.evidence.poll.to_string())
    .bind(i64::from(new.option))
    .bind(grant.event().to_string())
    .fetch_one(&mut **tx)
    .await?;
    if row.text("state")? != "closed" {
        return Err(StoreError::Conflict);
    }
    let made = sqlx::query(
        "INSERT INTO need (id, organisation_id, event_id, poll_id, option_no, title, search_key, evidence, state,
             captured_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'captured', $9)
         ON CONFLICT (poll_id, option_no) DO NOTHING",
    )
    .bind(new.id.to_string())
    .bind(grant.organisation().to_string())
    .bind(grant.event().to_string())
    .bind(new.evidence.poll.to_string())
    .bind(i64::from(new.option))
    .bind(to_json(&new.title)?)
    .bind(fold(&new.title.versions().collect::<Vec<_>>().join(" ")))
    .bind(to_json(&new.evidence)?)
    .bind(new.now.0)
    .execute(&mut **tx)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// The needs that `filter` finds, the newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &Grant<ReadNeeds>, filter: &NeedFilter) -> Result<Vec<Need>, StoreError> {
    let [first, second, third] = search_words(&filter.search).map(|word| like(&word));
    sqlx::query(
        "SELECT n.id, n.option_no, n.title, n.evidence, n.state, n.captured_at, COALESCE(e.title, '') AS event_title
         FROM need n LEFT JOIN event e ON e.id = n.event_id
         WHERE n.organisation_id = $1 AND ($2 = '' OR n.state = $2)
           AND n.search_key LIKE $3 ESCAPE '!' AND n.search_key LIKE $4 ESCAPE '!' AND n.search_key LIKE $5 ESCAPE '!'
         ORDER BY n.captured_at DESC, n.id",
    )
    .bind(grant.organisation().to_string())
    .bind(filter.state.map(NeedState::word).unwrap_or_default())
    .bind(first)
    .bind(second)
    .bind(third)
    .fetch_all(conn)
    .await?
    .iter()
    .map(need_row)
    .collect()
}

/// What the grant's event has handed on, in the order of polls and options.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event<A: RunsEvent>(conn: &mut Conn, grant: &EventGrant<A>) -> Result<Vec<Need>, StoreError> {
    handed_on_by(conn, grant.event()).await
}

pub(super) async fn handed_on_by(conn: &mut Conn, event: EventId) -> Result<Vec<Need>, StoreError> {
    sqlx::query(
        "SELECT n.id, n.option_no, n.title, n.evidence, n.state, n.captured_at, e.title AS event_title
         FROM need n JOIN event e ON e.id = n.event_id JOIN poll p ON p.id = n.poll_id
         WHERE n.event_id = $1 ORDER BY p.position, n.option_no",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(need_row)
    .collect()
}

/// What the event before this one has handed on, and what has become of it (live.md §9, "Was ist daraus geworden?").
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_previous(conn: &mut Conn, grant: &EventGrant<WatchConsole>) -> Result<Vec<Need>, StoreError> {
    sqlx::query(
        "SELECT n.id, n.option_no, n.title, n.evidence, n.state, n.captured_at, COALESCE(e.title, '') AS event_title
         FROM need n
         JOIN event now ON now.previous_event_id = n.event_id
         LEFT JOIN event e ON e.id = n.event_id
         WHERE now.id = $1 AND n.organisation_id = $2
         ORDER BY n.captured_at, n.id",
    )
    .bind(grant.event().to_string())
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(need_row)
    .collect()
}

/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_state(
    tx: &mut Tx,
    grant: &Grant<ManageNeeds>,
    need: NeedId,
    state: NeedState,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE need SET state = $3 WHERE id = $1 AND organisation_id = $2")
        .bind(need.to_string())
        .bind(grant.organisation().to_string())
        .bind(state.word())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
