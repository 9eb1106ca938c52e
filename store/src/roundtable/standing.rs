//! What an account or a device is in an event, one look-up each (security.md §3, live.md §9).

use crate::row::RowExt;
use crate::{Conn, StoreError};
use weiterblick_domain::ids::{AccountId, EventId, OrganisationId};
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::{EventAct, EventGrant, EventRole, decide};
use weiterblick_domain::policy::{Denied, Grant};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::{FacilitatorRole, KeyKind, ParticipantKind};

/// A role in an event, and whose event it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub event: EventId,
    pub organisation: OrganisationId,
    pub role: EventRole,
}

impl Standing {
    /// # Errors
    /// [`Denied::Forbidden`] when the role may not do `A`.
    pub fn decide<A: EventAct>(&self) -> Result<EventGrant<A>, Denied> {
        decide(Some(self.role), self.event, self.organisation)
    }
}

/// Whoever may manage the organisation's events is their host.
///
/// # Errors
/// [`StoreError::NotFound`] for an event of another organisation.
pub async fn of_manager(conn: &mut Conn, grant: &Grant<ManageEvents>, event: EventId) -> Result<Standing, StoreError> {
    sqlx::query("SELECT id FROM event WHERE id = $1 AND organisation_id = $2")
        .bind(event.to_string())
        .bind(grant.organisation().to_string())
        .fetch_one(conn)
        .await?;
    Ok(Standing { event, organisation: grant.organisation(), role: EventRole::Host })
}

/// The role that an account was given; `None` without one, and for somebody who is no active member of the
/// organisation any more (security.md E5).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_account(conn: &mut Conn, event: EventId, account: AccountId) -> Result<Option<Standing>, StoreError> {
    let row = sqlx::query(
        "SELECT e.organisation_id, f.role
         FROM facilitator f
         JOIN event e ON e.id = f.event_id
         JOIN person p ON p.account_id = f.account_id AND p.organisation_id = e.organisation_id
         WHERE f.event_id = $1 AND f.account_id = $2 AND p.state = 'active'",
    )
    .bind(event.to_string())
    .bind(account.to_string())
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let role: FacilitatorRole = row.word("role", FacilitatorRole::from_word)?;
        Ok(Standing { event, organisation: row.parsed("organisation_id")?, role: role.into() })
    })
    .transpose()
}

/// The role of a device that redeemed a key. Keys are void once the event has ended (security.md E21).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_device(conn: &mut Conn, event: EventId, device: &Digest) -> Result<Option<Standing>, StoreError> {
    let row = sqlx::query(
        "SELECT e.organisation_id, k.kind
         FROM access_key k JOIN event e ON e.id = k.event_id
         WHERE k.event_id = $1 AND k.device = $2 AND k.kind <> 'table' AND e.state NOT IN ('ended', 'sealed')",
    )
    .bind(event.to_string())
    .bind(device.as_bytes().to_vec())
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let kind = row.word("kind", KeyKind::from_word)?;
        let role = kind.role().ok_or(StoreError::Corrupt("kind"))?;
        Ok(Standing { event, organisation: row.parsed("organisation_id")?, role })
    })
    .transpose()
}

/// The role of somebody who joined, or of a table; `None` also when they were removed. After the end it stays, for
/// receipts and own data.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_participant(conn: &mut Conn, event: EventId, token: &Digest) -> Result<Option<Standing>, StoreError> {
    let row = sqlx::query(
        "SELECT e.organisation_id, p.kind
         FROM participant p JOIN event e ON e.id = p.event_id
         WHERE p.token_hash = $2 AND p.event_id = $1 AND p.state = 'joined'",
    )
    .bind(event.to_string())
    .bind(token.as_bytes().to_vec())
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let role = row.word("kind", ParticipantKind::from_word)?.into();
        Ok(Standing { event, organisation: row.parsed("organisation_id")?, role })
    })
    .transpose()
}
