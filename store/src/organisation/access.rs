//! What somebody may do and whether they may sign in at all.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use std::collections::BTreeSet;
use weiterblick_domain::ids::{AccountId, PersonId};
use weiterblick_domain::policy::action::ManageAccess;
use weiterblick_domain::policy::{Grant, MemberState, Role};
use weiterblick_domain::text::Email;

/// The active people with an account who hold the role HR: those who can manage the organisation.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn hr_in_charge(conn: &mut Conn, grant: &Grant<ManageAccess>) -> Result<Vec<PersonId>, StoreError> {
    sqlx::query(
        "SELECT p.id FROM person p
         JOIN person_role r ON r.person_id = p.id AND r.role = 'hr'
         WHERE p.organisation_id = $1 AND p.state = 'active' AND p.account_id IS NOT NULL",
    )
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| row.parsed("id"))
    .collect()
}

/// Replaces all roles of a person.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_roles(
    tx: &mut Tx,
    grant: &Grant<ManageAccess>,
    person: PersonId,
    roles: &BTreeSet<Role>,
) -> Result<(), StoreError> {
    let known = sqlx::query("SELECT id FROM person WHERE id = $1 AND organisation_id = $2")
        .bind(person.to_string())
        .bind(grant.organisation().to_string())
        .fetch_optional(&mut **tx)
        .await?;
    known.ok_or(StoreError::NotFound)?;
    sqlx::query("DELETE FROM person_role WHERE person_id = $1").bind(person.to_string()).execute(&mut **tx).await?;
    for role in roles {
        sqlx::query("INSERT INTO person_role (person_id, role) VALUES ($1, $2)")
            .bind(person.to_string())
            .bind(role.code())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_state(
    tx: &mut Tx,
    grant: &Grant<ManageAccess>,
    person: PersonId,
    state: MemberState,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE person SET state = $3 WHERE id = $1 AND organisation_id = $2")
        .bind(person.to_string())
        .bind(grant.organisation().to_string())
        .bind(state.code())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Ends the sessions and recovery links of a person's account (security.md §4, "ending").
///
/// # Errors
/// [`StoreError::Database`].
pub async fn end_access(tx: &mut Tx, grant: &Grant<ManageAccess>, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM session WHERE account_id IN
           (SELECT account_id FROM person WHERE id = $1 AND organisation_id = $2 AND account_id IS NOT NULL)",
        "DELETE FROM recovery WHERE account_id IN
           (SELECT account_id FROM person WHERE id = $1 AND organisation_id = $2 AND account_id IS NOT NULL)",
    ] {
        sqlx::query(sql).bind(person.to_string()).bind(grant.organisation().to_string()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Changes the address with which an account signs in; only for accounts of this organisation alone.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when another account has the address.
pub async fn set_sign_in_address(
    tx: &mut Tx,
    grant: &Grant<ManageAccess>,
    account: AccountId,
    email: &Email,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE account SET email = $3
         WHERE id = $1 AND EXISTS (SELECT 1 FROM person WHERE account_id = $1 AND organisation_id = $2)
           AND NOT EXISTS (SELECT 1 FROM person WHERE account_id = $1 AND organisation_id <> $2)",
    )
    .bind(account.to_string())
    .bind(grant.organisation().to_string())
    .bind(email.to_string())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Deletes a person with everything that hangs on them, and their account unless another organisation needs it.
/// Sealed answers and releases know no person and stay.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn remove_person(tx: &mut Tx, grant: &Grant<ManageAccess>, person: PersonId) -> Result<(), StoreError> {
    end_access(tx, grant, person).await?;
    let row = sqlx::query("DELETE FROM person WHERE id = $1 AND organisation_id = $2 RETURNING account_id")
        .bind(person.to_string())
        .bind(grant.organisation().to_string())
        .fetch_one(&mut **tx)
        .await?;
    if let Some(account) = row.parsed_opt::<AccountId>("account_id")? {
        sqlx::query("DELETE FROM account WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM person WHERE account_id = $1)")
            .bind(account.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
