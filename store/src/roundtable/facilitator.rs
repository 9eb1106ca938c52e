//! Accounts with a role in an event.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::AccountId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Own, WatchConsole};
use weiterblick_domain::roundtable::access::FacilitatorRole;
use weiterblick_domain::text::Email;

use super::revision::raise;

/// Somebody with a role, as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facilitator {
    pub account: AccountId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub role: FacilitatorRole,
}

/// All of an event, by name. An account that has left the organisation is missing: it has no role any more.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<WatchConsole>) -> Result<Vec<Facilitator>, StoreError> {
    sqlx::query(
        "SELECT f.account_id, f.role, p.first_name, p.last_name, a.email
         FROM facilitator f
         JOIN account a ON a.id = f.account_id
         JOIN person p ON p.account_id = f.account_id AND p.organisation_id = $2 AND p.state = 'active'
         WHERE f.event_id = $1
         ORDER BY p.search_key, f.account_id",
    )
    .bind(grant.event().to_string())
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(Facilitator {
            account: row.parsed("account_id")?,
            first_name: row.text("first_name")?,
            last_name: row.text("last_name")?,
            email: row.text("email")?,
            role: row.word("role", FacilitatorRole::from_word)?,
        })
    })
    .collect()
}

/// The account with this address, if its person is an active member of the event's organisation.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn find(conn: &mut Conn, grant: &EventGrant<Own>, email: &Email) -> Result<AccountId, StoreError> {
    sqlx::query(
        "SELECT a.id FROM account a
         JOIN person p ON p.account_id = a.id AND p.organisation_id = $2 AND p.state = 'active'
         WHERE a.email = $1",
    )
    .bind(email.to_string())
    .bind(grant.organisation().to_string())
    .fetch_one(conn)
    .await?
    .parsed("id")
}

/// Gives an account of the organisation a role, or another one.
///
/// # Errors
/// [`StoreError::NotFound`] when the account is no active member; [`StoreError::InUse`] when the event would be left
/// without a host; [`StoreError::Conflict`] when it is sealed.
pub async fn put(
    tx: &mut Tx,
    grant: &EventGrant<Own>,
    account: AccountId,
    role: FacilitatorRole,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let put = sqlx::query(
        "INSERT INTO facilitator (event_id, account_id, role)
         SELECT $1, account_id, $4 FROM person WHERE account_id = $2 AND organisation_id = $3 AND state = 'active'
         ON CONFLICT (event_id, account_id) DO UPDATE SET role = excluded.role",
    )
    .bind(grant.event().to_string())
    .bind(account.to_string())
    .bind(grant.organisation().to_string())
    .bind(role.word())
    .execute(&mut **tx)
    .await?;
    if put.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    refuse_without_host(tx, grant).await
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::InUse`] for the last host; [`StoreError::Conflict`] when the event is
/// sealed.
pub async fn remove(tx: &mut Tx, grant: &EventGrant<Own>, account: AccountId) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query("DELETE FROM facilitator WHERE event_id = $1 AND account_id = $2")
        .bind(grant.event().to_string())
        .bind(account.to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    refuse_without_host(tx, grant).await
}

async fn refuse_without_host(tx: &mut Tx, grant: &EventGrant<Own>) -> Result<(), StoreError> {
    let host = sqlx::query("SELECT account_id FROM facilitator WHERE event_id = $1 AND role = 'host' LIMIT 1")
        .bind(grant.event().to_string())
        .fetch_optional(&mut **tx)
        .await?;
    host.map(drop).ok_or(StoreError::InUse)
}
