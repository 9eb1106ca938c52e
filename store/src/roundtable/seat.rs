//! Personal seats: one printed QR code per place, which is one voice on every device that shows it (live.md L1).

use super::join::{Door, door};
use crate::row::RowExt;
use crate::sql;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Own;
use weiterblick_domain::questionnaire::Digest;

/// A seat as its list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// As printed, from 1.
    pub no: u32,
    pub used: bool,
}

/// Adds seats, numbered on from the highest; answers the number of the first. The secrets are shown once.
///
/// # Errors
/// [`StoreError::Conflict`] when a secret exists already, or two hosts add seats at once.
pub async fn add(tx: &mut Tx, grant: &EventGrant<Own>, tokens: &[Digest]) -> Result<u32, StoreError> {
    let row = sqlx::query("SELECT CAST(COALESCE(MAX(no), 0) AS BIGINT) AS no FROM seat WHERE event_id = $1")
        .bind(grant.event().to_string())
        .fetch_one(&mut **tx)
        .await?;
    let first = row.int("no")? + 1;
    let mut number = first;
    for tokens in tokens.chunks(sql::ROWS) {
        let mut query =
            sqlx::query(sql::insert("INSERT INTO seat (token_hash, event_id, no, used) VALUES", 4, tokens.len()));
        for token in tokens {
            query = query.bind(token.as_bytes().to_vec()).bind(grant.event().to_string()).bind(number).bind(0_i64);
            number += 1;
        }
        query.execute(&mut **tx).await?;
    }
    u32::try_from(first).map_err(|_| StoreError::Corrupt("no"))
}

/// The seats of an event by number.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Own>) -> Result<Vec<Seat>, StoreError> {
    sqlx::query("SELECT no, used FROM seat WHERE event_id = $1 ORDER BY no")
        .bind(grant.event().to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok(Seat { no: row.small("no")?, used: row.flag("used")? }))
        .collect()
}

/// Ends a seat: nobody comes in by it any more. Whoever has, stays until removed.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn revoke(tx: &mut Tx, grant: &EventGrant<Own>, no: u32) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM seat WHERE event_id = $1 AND no = $2")
        .bind(grant.event().to_string())
        .bind(i64::from(no))
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The door that a seat opens, for the page that asks before it redeems; `None` also when nobody may join now.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(conn: &mut Conn, token: &Digest) -> Result<Option<Door>, StoreError> {
    let row = sqlx::query("SELECT event_id FROM seat WHERE token_hash = $1")
        .bind(token.as_bytes().to_vec())
        .fetch_optional(&mut *conn)
        .await?;
    match row {
        Some(row) => door(conn, row.parsed::<EventId>("event_id")?).await,
        None => Ok(None),
    }
}

/// Marks a seat as used; again on another device it is the same voice.
///
/// # Errors
/// [`StoreError::NotFound`] as [`find`] says `None`.
pub async fn redeem(tx: &mut Tx, token: &Digest) -> Result<Door, StoreError> {
    let door = find(tx, token).await?.ok_or(StoreError::NotFound)?;
    sqlx::query("UPDATE seat SET used = 1 WHERE token_hash = $1")
        .bind(token.as_bytes().to_vec())
        .execute(&mut **tx)
        .await?;
    Ok(door)
}
