//! The row of an event: what it is called, who may join and how, how far it has come.

use super::revision::raise;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, OrganisationId};
use weiterblick_domain::organisation::fold;
use weiterblick_domain::policy::action::{ManageEvents, ReadEvents};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Count, Own, Prepare};
use weiterblick_domain::policy::{Act, Grant};
use weiterblick_domain::roundtable::access::{FacilitatorRole, JoinMode};
use weiterblick_domain::roundtable::attribute::AttributeQuestion;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::UnixMillis;

/// What the first form about an event asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basics {
    pub title: Wording,
    /// Empty: none.
    pub place: String,
    pub planned_start: UnixMillis,
    pub planned_end: UnixMillis,
}

impl Basics {
    pub(super) fn search_key(&self) -> String {
        fold(&self.title.versions().chain([self.place.as_str()]).collect::<Vec<_>>().join(" "))
    }
}

/// How people join, what is asked of them, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    pub join_mode: JoinMode,
    /// The profile questions in their order (L33).
    pub attributes: Vec<AttributeQuestion>,
    pub languages: Vec<Language>,
    /// Smallest group of a segment (L36).
    pub k: u32,
    pub retention_days: u32,
    pub settings: Settings,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub organisation: OrganisationId,
    pub basics: Basics,
    pub conditions: Conditions,
    pub state: EventState,
    pub r: Revision,
    pub b: u64,
    pub join_locked: bool,
    pub previous: Option<EventId>,
    /// People in the room as the host counted them; 0: not counted (L24).
    pub heads: u32,
    pub stage: Stage,
    pub code_number: u64,
    pub started_at: Option<UnixMillis>,
    /// The last start or resumption.
    pub running_since: Option<UnixMillis>,
    pub ended_at: Option<UnixMillis>,
}

const SELECT: &str = "SELECT id, organisation_id, title, place, planned_start, planned_end, state, r, b, join_mode,
        join_locked, attributes, languages, k, previous_event_id, retention_days, settings, heads, stage_kind, stage_id,
        code_number, started_at, running_since, ended_at
    FROM event WHERE id = $1";

fn basics(row: &AnyRow) -> Result<Basics, StoreError> {
    Ok(Basics {
        title: row.json("title")?,
        place: row.text("place")?,
        planned_start: row.time("planned_start")?,
        planned_end: row.time("planned_end")?,
    })
}

fn event_row(row: &AnyRow) -> Result<Event, StoreError> {
    Ok(Event {
        id: row.parsed("id")?,
        organisation: row.parsed("organisation_id")?,
        basics: basics(row)?,
        conditions: Conditions {
            join_mode: row.word("join_mode", JoinMode::from_word)?,
            attributes: row.json("attributes")?,
            languages: row.json("languages")?,
            k: row.small("k")?,
            retention_days: row.small("retention_days")?,
            settings: row.json("settings")?,
        },
        state: row.word("state", EventState::from_word)?,
        r: Revision(row.small("r")?),
        b: row.small("b")?,
        join_locked: row.flag("join_locked")?,
        previous: row.parsed_filled("previous_event_id")?,
        heads: row.small("heads")?,
        stage: Stage::read(&row.text("stage_kind")?, &row.text("stage_id")?).ok_or(StoreError::Corrupt("stage"))?,
        code_number: row.small("code_number")?,
        started_at: row.time_filled("started_at")?,
        running_since: row.time_filled("running_since")?,
        ended_at: row.time_filled("ended_at")?,
    })
}

/// An event for a room, a job, or somebody at its door.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn load(conn: &mut Conn, event: EventId) -> Result<Event, StoreError> {
    event_row(&sqlx::query(SELECT).bind(event.to_string()).fetch_one(conn).await?)
}

/// The event of the grant.
///
/// # Errors
/// [`StoreError::NotFound`] when it was deleted meanwhile.
pub async fn granted<A>(conn: &mut Conn, grant: &EventGrant<A>) -> Result<Event, StoreError> {
    load(conn, grant.event()).await
}

/// Actions of an organisation that open its events.
pub trait OpensEvents: Act {}

impl OpensEvents for ReadEvents {}
impl OpensEvents for ManageEvents {}

/// An event of the organisation.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn of_organisation<A: OpensEvents>(
    conn: &mut Conn,
    grant: &Grant<A>,
    event: EventId,
) -> Result<Event, StoreError> {
    let found = load(conn, event).await?;
    if found.organisation == grant.organisation() { Ok(found) } else { Err(StoreError::NotFound) }
}

/// Makes a draft; whoever makes it is its host.
///
/// # Errors
/// [`StoreError::Conflict`] when the id is taken.
pub async fn create(
    tx: &mut Tx,
    grant: &Grant<ManageEvents>,
    id: EventId,
    basics: &Basics,
    conditions: &Conditions,
) -> Result<(), StoreError> {
    insert(tx, grant, id, basics, conditions, None).await
}

/// [`create`], naming the event that this one follows.
pub(super) async fn insert(
    tx: &mut Tx,
    grant: &Grant<ManageEvents>,
    id: EventId,
    basics: &Basics,
    conditions: &Conditions,
    previous: Option<EventId>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO event (id, organisation_id, title, search_key, place, planned_start, planned_end, state, r, b,
             join_mode, join_locked, attributes, languages, k, previous_event_id, retention_days, settings, heads,
             stage_kind, stage_id, code_number, started_at, running_since, ended_at, joined)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', 0, 0, $8, 0, $9, $10, $11, $12, $13, $14, 0, 'welcome', '', 0, 0,
             0, 0, 0)",
    )
    .bind(id.to_string())
    .bind(grant.organisation().to_string())
    .bind(to_json(&basics.title)?)
    .bind(basics.search_key())
    .bind(basics.place.clone())
    .bind(basics.planned_start.0)
    .bind(basics.planned_end.0)
    .bind(conditions.join_mode.word())
    .bind(to_json(&conditions.attributes)?)
    .bind(to_json(&conditions.languages)?)
    .bind(i64::from(conditions.k))
    .bind(previous.map(|event| event.to_string()).unwrap_or_default())
    .bind(i64::from(conditions.retention_days))
    .bind(to_json(&conditions.settings)?)
    .execute(&mut **tx)
    .await?;
    sqlx::query("INSERT INTO facilitator (event_id, account_id, role) VALUES ($1, $2, $3)")
        .bind(id.to_string())
        .bind(grant.account().to_string())
        .bind(FacilitatorRole::Host.word())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Conflict`] when the event is sealed.
pub async fn set_basics(tx: &mut Tx, grant: &EventGrant<Prepare>, basics: &Basics) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    sqlx::query(
        "UPDATE event SET title = $2, search_key = $3, place = $4, planned_start = $5, planned_end = $6 WHERE id = $1",
    )
    .bind(grant.event().to_string())
    .bind(to_json(&basics.title)?)
    .bind(basics.search_key())
    .bind(basics.place.clone())
    .bind(basics.planned_start.0)
    .bind(basics.planned_end.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What people relied on when they joined and voted does not change any more: join mode and profile questions after the
/// first one has joined, k after the first ballot (security.md E60).
///
/// # Errors
/// [`StoreError::InUse`] when one of these would change; [`StoreError::Conflict`] when the event is sealed.
pub async fn set_conditions(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    conditions: &Conditions,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query(
        "UPDATE event SET join_mode = $2, attributes = $3, languages = $4, k = $5, retention_days = $6, settings = $7
         WHERE id = $1
           AND ((join_mode = $2 AND attributes = $3)
                OR NOT EXISTS (SELECT 1 FROM participant p WHERE p.event_id = $1))
           AND (k = $5 OR NOT EXISTS (SELECT 1 FROM poll WHERE event_id = $1 AND has_ballots = 1))",
    )
    .bind(grant.event().to_string())
    .bind(conditions.join_mode.word())
    .bind(to_json(&conditions.attributes)?)
    .bind(to_json(&conditions.languages)?)
    .bind(i64::from(conditions.k))
    .bind(i64::from(conditions.retention_days))
    .bind(to_json(&conditions.settings)?)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::InUse) } else { Ok(()) }
}

/// The head count of the room; 0: not counted.
///
/// # Errors
/// [`StoreError::Conflict`] when the event is sealed.
pub async fn set_heads(tx: &mut Tx, grant: &EventGrant<Count>, heads: u32) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    sqlx::query("UPDATE event SET heads = $2 WHERE id = $1")
        .bind(grant.event().to_string())
        .bind(i64::from(heads))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes an event with everything in it. Needs that it has handed on stay with the organisation.
///
/// # Errors
/// [`StoreError::Conflict`] while people may be in it: it has to end first.
pub async fn delete(tx: &mut Tx, grant: &EventGrant<Own>) -> Result<(), StoreError> {
    remove(tx, grant.event()).await
}

/// [`delete`] for a job or a decided command.
pub(super) async fn remove(tx: &mut Tx, event: EventId) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM event WHERE id = $1 AND state IN ('draft', 'ended', 'sealed')")
        .bind(event.to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}
