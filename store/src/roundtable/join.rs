//! The door of an event: whether people may come in, and the code that leads to it (live.md §3; security.md E22).

use super::revision::raise;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, OrganisationId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::identity::JoinCode;

/// An event that people may join at this moment; only this module says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Door {
    pub event: EventId,
    pub organisation: OrganisationId,
    pub mode: JoinMode,
    /// Number of the present join code: tickets of earlier ones are void.
    pub code_number: u64,
}

fn door_row(row: &AnyRow) -> Result<Door, StoreError> {
    Ok(Door {
        event: row.parsed("id")?,
        organisation: row.parsed("organisation_id")?,
        mode: row.word("join_mode", JoinMode::from_word)?,
        code_number: row.small("code_number")?,
    })
}

/// The door of an event that a ticket or seat names; `None` for one that is unknown, not open, over or locked, so that
/// all answer alike (live.md §9).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn door(conn: &mut Conn, event: EventId) -> Result<Option<Door>, StoreError> {
    sqlx::query(
        "SELECT id, organisation_id, join_mode, code_number FROM event
         WHERE id = $1 AND state IN ('lobby', 'running') AND join_locked = 0",
    )
    .bind(event.to_string())
    .fetch_optional(conn)
    .await?
    .map(|row| door_row(&row))
    .transpose()
}

/// The door that a typed code leads to; `None` as in [`door`].
///
/// # Errors
/// [`StoreError::Database`].
pub async fn door_of_code(conn: &mut Conn, code: JoinCode) -> Result<Option<Door>, StoreError> {
    sqlx::query(
        "SELECT e.id, e.organisation_id, e.join_mode, e.code_number
         FROM join_code c JOIN event e ON e.id = c.event_id
         WHERE c.code = $1 AND e.state IN ('lobby', 'running') AND e.join_locked = 0",
    )
    .bind(code.to_string())
    .fetch_optional(conn)
    .await?
    .map(|row| door_row(&row))
    .transpose()
}

/// The present code of an event; `None` before the lobby and after the end.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn code<A>(conn: &mut Conn, grant: &EventGrant<A>) -> Result<Option<JoinCode>, StoreError> {
    sqlx::query("SELECT code FROM join_code WHERE event_id = $1")
        .bind(grant.event().to_string())
        .fetch_optional(conn)
        .await?
        .map(|row| row.parsed("code"))
        .transpose()
}

/// Gives the event another code ("Neuer Code"); the old one and its tickets end, whoever has joined stays.
///
/// # Errors
/// [`StoreError::Conflict`] when another event has this code: the caller drops the transaction and draws again; also
/// when the event is sealed.
pub async fn renew_code(tx: &mut Tx, grant: &EventGrant<Run>, code: JoinCode) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    set_code(tx, grant.event(), code).await
}

/// [`renew_code`] inside a command that has raised the revision.
pub(super) async fn set_code(tx: &mut Tx, event: EventId, code: JoinCode) -> Result<(), StoreError> {
    delete_code(tx, event).await?;
    sqlx::query("UPDATE event SET code_number = code_number + 1 WHERE id = $1")
        .bind(event.to_string())
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO join_code (code, event_id) VALUES ($1, $2)")
        .bind(code.to_string())
        .bind(event.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The code goes when the event ends (live.md §3).
pub(super) async fn delete_code(tx: &mut Tx, event: EventId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM join_code WHERE event_id = $1").bind(event.to_string()).execute(&mut **tx).await?;
    Ok(())
}
