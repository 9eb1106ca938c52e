use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageAccess;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::UnixMillis;

/// Whom an invitation is for.
#[derive(Debug, Clone)]
pub struct Invited {
    pub person: PersonId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: Language,
    pub organisation_name: String,
}

/// Whoever is suspended or has left cannot come back by an old link.
const SELECT: &str = "SELECT p.id, p.first_name, p.last_name, p.email, p.language, o.name
    FROM role_invitation i
    JOIN person p ON p.id = i.person_id
    JOIN organisation o ON o.id = p.organisation_id
    WHERE i.token_hash = $1 AND i.expires_at > $2 AND p.account_id IS NULL AND p.email <> ''
      AND p.state IN ('invited', 'active')";

fn invited_row(row: &AnyRow) -> Result<Invited, StoreError> {
    Ok(Invited {
        person: row.parsed("id")?,
        first_name: row.text("first_name")?,
        last_name: row.text("last_name")?,
        email: row.text("email")?,
        language: Language::from_code(&row.text("language")?).unwrap_or_default(),
        organisation_name: row.text("name")?,
    })
}

/// Looks an invitation up without using it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn invited(conn: &mut Conn, token_hash: &str, now: UnixMillis) -> Result<Option<Invited>, StoreError> {
    sqlx::query(SELECT)
        .bind(token_hash.to_owned())
        .bind(now.0)
        .fetch_optional(conn)
        .await?
        .as_ref()
        .map(invited_row)
        .transpose()
}

/// Uses an invitation up.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn redeem_invitation(tx: &mut Tx, token_hash: &str, now: UnixMillis) -> Result<Option<Invited>, StoreError> {
    let found = invited(tx, token_hash, now).await?;
    sqlx::query("DELETE FROM role_invitation WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(found)
}

/// A one-time link to an account; an older one of the person ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn create_invitation(
    tx: &mut Tx,
    grant: &Grant<ManageAccess>,
    person: PersonId,
    token_hash: &str,
    expires_at: UnixMillis,
) -> Result<(), StoreError> {
    revoke_invitation(tx, grant, person).await?;
    let made = sqlx::query(
        "INSERT INTO role_invitation (token_hash, person_id, expires_at)
         SELECT $3, id, $4 FROM person WHERE id = $1 AND organisation_id = $2",
    )
    .bind(person.to_string())
    .bind(grant.organisation().to_string())
    .bind(token_hash.to_owned())
    .bind(expires_at.0)
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// # Errors
/// [`StoreError::Database`].
pub async fn revoke_invitation(tx: &mut Tx, grant: &Grant<ManageAccess>, person: PersonId) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM role_invitation
         WHERE person_id IN (SELECT id FROM person WHERE id = $1 AND organisation_id = $2)",
    )
    .bind(person.to_string())
    .bind(grant.organisation().to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
