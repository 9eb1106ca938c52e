//! Tables: one device for a group, which is one participant (live.md L23).

use super::access_key::{Opens, redeem};
use super::revision::raise;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::AccessKeyId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Run, WatchConsole};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::text::Language;

/// Couples a device with a table by the table's key. `token` is derived from the key, so that the table stays one voice
/// on whatever device (L23).
///
/// # Errors
/// [`StoreError::NotFound`] for a key that is unknown, void or no table's.
pub async fn join(tx: &mut Tx, key: &Digest, token: &Digest, language: Language) -> Result<Opens, StoreError> {
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
pub async fn list(conn: &mut Conn, grant: &EventGrant<WatchConsole>) -> Result<Vec<Table>, StoreError> {
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
pub async fn update(
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
