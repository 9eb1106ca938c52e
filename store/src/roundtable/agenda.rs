//! The agenda of an event.

use super::RunsEvent;
use super::order::{self, Ordered};
use super::revision::raise;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{AgendaItemId, EventId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Prepare, Run};
use weiterblick_domain::roundtable::agenda::AgendaState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::roundtable::poll::template::ItemKind;
use weiterblick_domain::time::UnixMillis;

const ORDER: Ordered = Ordered {
    read: "SELECT id FROM agenda_item WHERE event_id = $1 ORDER BY position",
    lift: "UPDATE agenda_item SET position = position + 1000000 WHERE event_id = $1",
    put: "UPDATE agenda_item SET position = $3 WHERE event_id = $1 AND id = $2",
};

/// What the author of an agenda item writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub kind: ItemKind,
    pub title: Wording,
    /// Empty: none.
    pub speaker: String,
    /// 0: not planned.
    pub planned_minutes: u32,
    /// Material; shown as text, never fetched. Empty: none.
    pub link: String,
    /// The poll that it shows.
    pub poll: Option<PollId>,
}

/// An agenda item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    pub id: AgendaItemId,
    pub plan: Plan,
    pub state: AgendaState,
    pub started_at: Option<UnixMillis>,
    pub ended_at: Option<UnixMillis>,
}

fn item_row(row: &AnyRow) -> Result<AgendaItem, StoreError> {
    Ok(AgendaItem {
        id: row.parsed("id")?,
        plan: Plan {
            kind: row.word("kind", ItemKind::from_word)?,
            title: row.json("title")?,
            speaker: row.text("speaker")?,
            planned_minutes: row.small("planned_minutes")?,
            link: row.text("link")?,
            poll: row.parsed_filled("poll_id")?,
        },
        state: row.word("state", AgendaState::from_word)?,
        started_at: row.time_filled("started_at")?,
        ended_at: row.time_filled("ended_at")?,
    })
}

/// The items of an event in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list<A: RunsEvent>(conn: &mut Conn, grant: &EventGrant<A>) -> Result<Vec<AgendaItem>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<AgendaItem>, StoreError> {
    sqlx::query(
        "SELECT id, kind, title, speaker, planned_minutes, link, poll_id, state, started_at, ended_at
         FROM agenda_item WHERE event_id = $1 ORDER BY position",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(item_row)
    .collect()
}

/// Adds an item at the end.
///
/// # Errors
/// [`StoreError::NotFound`] for a poll of another event; [`StoreError::Conflict`] when the event is sealed.
pub async fn add(tx: &mut Tx, grant: &EventGrant<Prepare>, id: AgendaItemId, plan: &Plan) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    insert(tx, grant.event(), id, plan).await
}

/// [`add`] for an event whose revision was raised, or that is new.
pub(super) async fn insert(tx: &mut Tx, event: EventId, id: AgendaItemId, plan: &Plan) -> Result<(), StoreError> {
    let made = sqlx::query(
        "INSERT INTO agenda_item (event_id, position, id, kind, title, speaker, planned_minutes, started_at, ended_at,
             link, poll_id, state)
         SELECT $1, CAST(COALESCE(MAX(position) + 1, 0) AS BIGINT), $2, $3, $4, $5, $6, 0, 0, $7, $8, 'planned'
         FROM agenda_item WHERE event_id = $1
         HAVING $8 = '' OR EXISTS (SELECT 1 FROM poll WHERE id = $8 AND event_id = $1)",
    )
    .bind(event.to_string())
    .bind(id.to_string())
    .bind(plan.kind.word())
    .bind(to_json(&plan.title)?)
    .bind(plan.speaker.clone())
    .bind(i64::from(plan.planned_minutes))
    .bind(plan.link.clone())
    .bind(plan.poll.map(|poll| poll.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// # Errors
/// [`StoreError::NotFound`], also for a poll of another event; [`StoreError::Conflict`] when the event is sealed.
pub async fn update(tx: &mut Tx, grant: &EventGrant<Prepare>, id: AgendaItemId, plan: &Plan) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query(
        "UPDATE agenda_item SET kind = $3, title = $4, speaker = $5, planned_minutes = $6, link = $7, poll_id = $8
         WHERE event_id = $1 AND id = $2
           AND ($8 = '' OR EXISTS (SELECT 1 FROM poll p WHERE p.id = $8 AND p.event_id = $1))",
    )
    .bind(grant.event().to_string())
    .bind(id.to_string())
    .bind(plan.kind.word())
    .bind(to_json(&plan.title)?)
    .bind(plan.speaker.clone())
    .bind(i64::from(plan.planned_minutes))
    .bind(plan.link.clone())
    .bind(plan.poll.map(|poll| poll.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Moves an item to the place `index`, counted from 0; beyond the end means last.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn move_to(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    id: AgendaItemId,
    index: usize,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    order::move_to(tx, &ORDER, &grant.event().to_string(), &id.to_string(), index).await
}

/// Deletes an item; a stage that shows it shows the welcome afterwards.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn delete(tx: &mut Tx, grant: &EventGrant<Prepare>, id: AgendaItemId) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query("DELETE FROM agenda_item WHERE id = $1 AND event_id = $2")
        .bind(id.to_string())
        .bind(grant.event().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    sqlx::query("UPDATE event SET stage_kind = 'welcome', stage_id = '' WHERE id = $1 AND stage_id = $2")
        .bind(grant.event().to_string())
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Brings an item to a state; one that is current before it is done by it. `false`: it was in this state already.
///
/// The first start counts for the actual minutes, and the last end.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn set_state(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    id: AgendaItemId,
    state: AgendaState,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT state FROM agenda_item WHERE id = $1 AND event_id = $2")
        .bind(id.to_string())
        .bind(grant.event().to_string())
        .fetch_one(&mut **tx)
        .await?;
    if row.word("state", AgendaState::from_word)? == state {
        return Ok(false);
    }
    raise(tx, grant.event()).await?;
    sqlx::query(
        "UPDATE agenda_item SET state = 'done', ended_at = $3
         WHERE event_id = $1 AND state = 'current' AND ($2 = 'current' OR id = $4)",
    )
    .bind(grant.event().to_string())
    .bind(state.word())
    .bind(now.0)
    .bind(id.to_string())
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "UPDATE agenda_item SET state = $2,
             started_at = CASE WHEN $2 = 'current' AND started_at = 0 THEN $3 ELSE started_at END,
             ended_at = CASE WHEN $2 = 'current' THEN 0 ELSE ended_at END
         WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(state.word())
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    Ok(true)
}
