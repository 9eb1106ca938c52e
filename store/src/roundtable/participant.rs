//! Who has joined: people and tables, without names (live.md L1, L23, L40).

use super::company;
use super::join::Door;
use super::revision::raise;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventCompanyId, EventId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Run, TakePart};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::ParticipantKind;
use weiterblick_domain::roundtable::round::ExtraTime;
use weiterblick_domain::text::Language;

/// Somebody at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParticipant {
    pub token: Digest,
    pub language: Language,
    pub extra: ExtraTime,
    pub company: Option<EventCompanyId>,
}

/// A participant as the room knows one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub token: Digest,
    pub kind: ParticipantKind,
    /// Of a table; empty otherwise.
    pub label: String,
    /// People at a table; 0: not counted.
    pub heads: u32,
    pub language: Language,
    pub extra: ExtraTime,
    pub company: Option<EventCompanyId>,
    /// By the host; such a participant neither votes nor comes back.
    pub removed: bool,
}

const SELECT: &str = "SELECT token_hash, kind, label, heads, language, extra, company_id,
        CASE WHEN state = 'removed' THEN 1 ELSE 0 END AS removed
    FROM participant";

fn participant_row(row: &AnyRow) -> Result<Participant, StoreError> {
    Ok(Participant {
        token: Digest::from_bytes(row.bytes("token_hash")?),
        kind: row.word("kind", ParticipantKind::from_word)?,
        label: row.text("label")?,
        heads: row.small("heads")?,
        language: row.word("language", Language::from_code)?,
        extra: ExtraTime::from_percent(row.small("extra")?).ok_or(StoreError::Corrupt("extra"))?,
        company: row.parsed_filled("company_id")?,
        removed: row.flag("removed")?,
    })
}

/// Lets somebody in. Again with the same token nothing changes, so a form that is sent twice, and a seat on a second
/// device, are one participant; one who was removed stays removed.
///
/// # Errors
/// [`StoreError::Conflict`] when the door has closed meanwhile; [`StoreError::NotFound`] for a company of another
/// event.
pub async fn join(tx: &mut Tx, door: &Door, new: &NewParticipant) -> Result<Participant, StoreError> {
    if let Some(company) = new.company {
        company::hold(tx, door.event, company).await?;
    }
    sqlx::query(
        "INSERT INTO participant (token_hash, event_id, kind, label, heads, language, extra, company_id, state)
         SELECT $1, e.id, 'person', '', 0, $3, $4, $5, 'joined' FROM event e
         WHERE e.id = $2 AND e.state IN ('lobby', 'running') AND e.join_locked = 0
         ON CONFLICT (token_hash) DO NOTHING",
    )
    .bind(new.token.as_bytes().to_vec())
    .bind(door.event.to_string())
    .bind(new.language.code())
    .bind(i64::from(new.extra.percent()))
    .bind(new.company.map(|company| company.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    find(tx, door.event, &new.token).await?.ok_or(StoreError::Conflict)
}

/// All participants of an event, removed ones too, for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<Participant>, StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE event_id = $1")))
        .bind(event.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(participant_row)
        .collect()
}

/// The participant of a token, for a request with the cookie of this event.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(conn: &mut Conn, event: EventId, token: &Digest) -> Result<Option<Participant>, StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE event_id = $1 AND token_hash = $2")))
        .bind(event.to_string())
        .bind(token.as_bytes().to_vec())
        .fetch_optional(conn)
        .await?
        .map(|row| participant_row(&row))
        .transpose()
}

/// How many have joined and were not removed (L32); of a sealed event, how many had.
///
/// # Errors
/// [`StoreError::NotFound`] when the event was deleted meanwhile.
pub async fn joined(conn: &mut Conn, event: EventId) -> Result<u32, StoreError> {
    sqlx::query(
        "SELECT e.joined + (SELECT COUNT(*) FROM participant p
                            WHERE p.event_id = e.id AND p.state = 'joined') AS joined
         FROM event e WHERE e.id = $1",
    )
    .bind(event.to_string())
    .fetch_one(conn)
    .await?
    .small("joined")
}

/// # Errors
/// [`StoreError::NotFound`] for somebody who has not joined, or was removed.
pub async fn set_language(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    token: &Digest,
    language: Language,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE participant SET language = $3 WHERE event_id = $1 AND token_hash = $2 AND state = 'joined'",
    )
    .bind(grant.event().to_string())
    .bind(token.as_bytes().to_vec())
    .bind(language.code())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Takes more time, or gives it back (L29).
///
/// # Errors
/// [`StoreError::NotFound`] for somebody who has not joined, or was removed.
pub async fn set_extra(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    token: &Digest,
    extra: ExtraTime,
) -> Result<(), StoreError> {
    let done =
        sqlx::query("UPDATE participant SET extra = $3 WHERE event_id = $1 AND token_hash = $2 AND state = 'joined'")
            .bind(grant.event().to_string())
            .bind(token.as_bytes().to_vec())
            .bind(i64::from(extra.percent()))
            .execute(&mut **tx)
            .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Says for which company somebody is there, or for none.
///
/// # Errors
/// [`StoreError::NotFound`] for somebody who has not joined, was removed, and for a company of another event.
pub async fn set_company(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    token: &Digest,
    company: Option<EventCompanyId>,
) -> Result<(), StoreError> {
    if let Some(company) = company {
        company::hold(tx, grant.event(), company).await?;
    }
    let done = sqlx::query(
        "UPDATE participant SET company_id = $3 WHERE event_id = $1 AND token_hash = $2 AND state = 'joined'",
    )
    .bind(grant.event().to_string())
    .bind(token.as_bytes().to_vec())
    .bind(company.map(|company| company.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Puts somebody out. What they voted stays.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn remove(tx: &mut Tx, grant: &EventGrant<Run>, token: &Digest) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query("UPDATE participant SET state = 'removed' WHERE event_id = $1 AND token_hash = $2")
        .bind(grant.event().to_string())
        .bind(token.as_bytes().to_vec())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
