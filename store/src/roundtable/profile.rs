//! What participants stated about themselves, under references that only their cookies lead to (live.md L2, L33).

use super::join::Door;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::TakePart;
use weiterblick_domain::roundtable::attribute::{Attribute, Profile, ValueCode};
use weiterblick_domain::roundtable::identity::ProfileRef;

/// Writes the profile of somebody who joins in the same transaction. It is asked once: one that is there stays.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn state(tx: &mut Tx, door: &Door, of: ProfileRef, profile: &Profile) -> Result<(), StoreError> {
    let code = |attribute| i64::from(profile.get(attribute).get());
    sqlx::query(
        "INSERT INTO profile (profile_ref, event_id, size_class, role, sector, region) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (profile_ref) DO NOTHING",
    )
    .bind(of.as_bytes().to_vec())
    .bind(door.event.to_string())
    .bind(code(Attribute::SizeClass))
    .bind(code(Attribute::Role))
    .bind(code(Attribute::Sector))
    .bind(code(Attribute::Region))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// All profiles of an event, for a room: it knows whose they are when a cookie comes.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<(ProfileRef, Profile)>, StoreError> {
    let rows = sqlx::query("SELECT profile_ref, size_class, role, sector, region FROM profile WHERE event_id = $1")
        .bind(event.to_string())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|row| Ok((ProfileRef::from_bytes(row.bytes("profile_ref")?), profile_row(row)?))).collect()
}

/// What one participant stated; `None` when nothing was asked.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn own(conn: &mut Conn, grant: &EventGrant<TakePart>, of: ProfileRef) -> Result<Option<Profile>, StoreError> {
    find(conn, grant.event(), of).await
}

/// [`own`] for a room that does not know somebody yet.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(conn: &mut Conn, event: EventId, of: ProfileRef) -> Result<Option<Profile>, StoreError> {
    sqlx::query("SELECT size_class, role, sector, region FROM profile WHERE event_id = $1 AND profile_ref = $2")
        .bind(event.to_string())
        .bind(of.as_bytes().to_vec())
        .fetch_optional(conn)
        .await?
        .map(|row| profile_row(&row))
        .transpose()
}

fn profile_row(row: &AnyRow) -> Result<Profile, StoreError> {
    let mut profile = Profile::NOTHING_STATED;
    for (attribute, column) in [
        (Attribute::SizeClass, "size_class"),
        (Attribute::Role, "role"),
        (Attribute::Sector, "sector"),
        (Attribute::Region, "region"),
    ] {
        let code = ValueCode::try_from(row.small::<u8>(column)?).map_err(|_| StoreError::Corrupt(column))?;
        profile = profile.with(attribute, code);
    }
    Ok(profile)
}
