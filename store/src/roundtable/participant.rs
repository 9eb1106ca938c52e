//! Who has joined: people and tables, without names (live.md L1, L23, L40).

use super::access_key::{Opens, redeem};
use super::company;
use super::join::Door;
use super::revision::raise;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{AccessKeyId, EventCompanyId, EventId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Run, TakePart, WatchConsole};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::{KeyKind, ParticipantKind};
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
/// [`StoreError::Conflict`] when the door has closed meanwhile; [`StoreError::NotFound`] for a company of another event.
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

/// Couples a device with a table by the table's key. `token` is derived from the key, so that the table stays one voice
/// on whatever device (L23).
///
/// # Errors
/// [`StoreError::NotFound`] for a key that is unknown, void or no table's.
pub async fn join_table(tx: &mut Tx, key: &Digest, token: &Digest, language: Language) -> Result<Opens, StoreError> {
    let opens = redeem(tx, key, token).await?;
    if opens.key.kind != KeyKind::Table {
        return Err(StoreError::NotFound);
    }
    sqlx::query(
        "INSERT INTO participant (token_hash, event_id, kind, label, heads, language, extra, company_id, state)
         VALUES ($1, $2, 'table', $3, 0, $4, 0, '', 'joined')
         ON CONFLICT (token_hash) DO NOTHING",
    )
    .bind(token.as_bytes().to_vec())
    .bind(opens.event.to_string())
    .bind(opens.key.label.clone())
    .bind(language.code())
    .execute(&mut **tx)
    .await?;
    Ok(opens)
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

/// A table that was coupled with a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub key: AccessKeyId,
    pub label: String,
    /// People at it; 0: not counted.
    pub heads: u32,
}

/// The tables of an event by label.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tables(conn: &mut Conn, grant: &EventGrant<WatchConsole>) -> Result<Vec<Table>, StoreError> {
    sqlx::query(
        "SELECT k.id, p.label, p.heads
         FROM access_key k JOIN participant p ON p.token_hash = k.device AND p.event_id = k.event_id
         WHERE k.event_id = $1 AND k.kind = 'table' AND p.state = 'joined' ORDER BY p.label, k.id",
    )
    .bind(grant.event().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(Table { key: row.parsed("id")?, label: row.text("label")?, heads: row.small("heads")? }))
    .collect()
}

/// Notes the label of a table and how many people are at it: what may be shown of it depends on that (L23).
///
/// # Errors
/// [`StoreError::NotFound`] for a key that no device was coupled by; [`StoreError::Conflict`] when the event is sealed.
pub async fn set_table(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    key: AccessKeyId,
    label: &str,
    heads: u32,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query(
        "UPDATE participant SET label = $3, heads = $4
         WHERE event_id = $1
           AND token_hash IN (SELECT k.device FROM access_key k
                              WHERE k.id = $2 AND k.event_id = $1 AND k.kind = 'table')",
    )
    .bind(grant.event().to_string())
    .bind(key.to_string())
    .bind(label.to_owned())
    .bind(i64::from(heads))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
