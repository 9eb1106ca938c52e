//! Keys for screens, tables, moderators and the way in for an emergency (live.md L23, L26, L30; security.md E21).

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{AccessKeyId, EventId, OrganisationId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Own;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::text::Line;

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub id: AccessKeyId,
    pub kind: KeyKind,
    pub label: Option<Line<60>>,
    /// SHA-256 of the secret that is shown once.
    pub token: Digest,
}

/// A key as its list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub id: AccessKeyId,
    pub kind: KeyKind,
    /// Empty: none.
    pub label: String,
    pub redeemed: bool,
}

/// A key with the event that it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opens {
    pub key: Key,
    pub event: EventId,
    pub organisation: OrganisationId,
}

fn key_row(row: &AnyRow) -> Result<Key, StoreError> {
    Ok(Key {
        id: row.parsed("id")?,
        kind: row.word("kind", KeyKind::from_word)?,
        label: row.text("label")?,
        redeemed: row.flag("redeemed")?,
    })
}

fn opens_row(row: &AnyRow) -> Result<Opens, StoreError> {
    Ok(Opens { key: key_row(row)?, event: row.parsed("event_id")?, organisation: row.parsed("organisation_id")? })
}

/// # Errors
/// [`StoreError::Conflict`] when the secret exists already.
pub async fn create(tx: &mut Tx, grant: &EventGrant<Own>, new: &NewKey) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO access_key (token_hash, id, event_id, kind, label, device) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.token.as_bytes().to_vec())
    .bind(new.id.to_string())
    .bind(grant.event().to_string())
    .bind(new.kind.word())
    .bind(new.label.as_deref().unwrap_or_default().to_owned())
    .bind(Vec::<u8>::new())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The keys of an event by kind and label.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Own>) -> Result<Vec<Key>, StoreError> {
    sqlx::query(
        "SELECT id, kind, label, CASE WHEN length(device) > 0 THEN 1 ELSE 0 END AS redeemed
         FROM access_key WHERE event_id = $1 ORDER BY kind, label, id",
    )
    .bind(grant.event().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(key_row)
    .collect()
}

/// Ends a key, and with it the rights of the device that redeemed it.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn revoke(tx: &mut Tx, grant: &EventGrant<Own>, key: AccessKeyId) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM access_key WHERE id = $1 AND event_id = $2")
        .bind(key.to_string())
        .bind(grant.event().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// What a secret would open, for the page that asks before it redeems: a GET changes nothing (security.md E20).
///
/// `None` for a secret that is unknown, used up or of an event that has ended; they look alike.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(conn: &mut Conn, token: &Digest) -> Result<Option<Opens>, StoreError> {
    sqlx::query(
        "SELECT k.id, k.kind, k.label, k.event_id, e.organisation_id,
                CASE WHEN length(k.device) > 0 THEN 1 ELSE 0 END AS redeemed
         FROM access_key k JOIN event e ON e.id = k.event_id
         WHERE k.token_hash = $1 AND e.state NOT IN ('ended', 'sealed')
           AND (k.kind <> 'takeover' OR length(k.device) = 0)",
    )
    .bind(token.as_bytes().to_vec())
    .fetch_optional(conn)
    .await?
    .map(|row| opens_row(&row))
    .transpose()
}

/// Gives the rights of a key to a device: once for the way in for an emergency (L30), for the others to the device that
/// came last, since a projector is started anew and a table gets another tablet.
///
/// # Errors
/// [`StoreError::NotFound`] as [`find`] says `None`, and for a take-over that another device has won meanwhile.
pub async fn redeem(tx: &mut Tx, token: &Digest, device: &Digest) -> Result<Opens, StoreError> {
    let opens = find(tx, token).await?.ok_or(StoreError::NotFound)?;
    let done = sqlx::query(
        "UPDATE access_key SET device = $2 WHERE token_hash = $1 AND (kind <> 'takeover' OR length(device) = 0)",
    )
    .bind(token.as_bytes().to_vec())
    .bind(device.as_bytes().to_vec())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(opens) }
}
