use crate::account::end_all_sessions;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::AccountId;
use weiterblick_domain::text::{Email, Language};
use weiterblick_domain::time::UnixMillis;

/// What signing in needs to know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    pub id: AccountId,
    pub email: String,
    /// PHC string of argon2id.
    pub password_hash: String,
    pub language: Language,
}

fn credential(row: &AnyRow) -> Result<Credential, StoreError> {
    Ok(Credential {
        id: row.parsed("id")?,
        email: row.text("email")?,
        password_hash: row.text("password_hash")?,
        language: Language::from_code(&row.text("language")?).unwrap_or_default(),
    })
}

/// # Errors
/// [`StoreError::Database`].
pub async fn by_email(conn: &mut Conn, email: &str) -> Result<Option<Credential>, StoreError> {
    sqlx::query("SELECT id, email, password_hash, language FROM account WHERE email = $1")
        .bind(email.to_owned())
        .fetch_optional(conn)
        .await?
        .as_ref()
        .map(credential)
        .transpose()
}

/// # Errors
/// [`StoreError::NotFound`].
pub async fn by_id(conn: &mut Conn, id: AccountId) -> Result<Credential, StoreError> {
    let row = sqlx::query("SELECT id, email, password_hash, language FROM account WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(conn)
        .await?;
    credential(&row)
}

/// How many accounts there are; 0 means that the installation is waiting for its set-up.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM account").fetch_one(conn).await?;
    Ok(count)
}

/// # Errors
/// [`StoreError::Conflict`] when the address has an account already.
pub async fn create(
    tx: &mut Tx,
    id: AccountId,
    email: &Email,
    password_hash: &str,
    language: Language,
    now: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO account (id, email, password_hash, language, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id.to_string())
        .bind(email.to_string())
        .bind(password_hash.to_owned())
        .bind(language.code())
        .bind(now.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Sets a new password and ends every session and pending recovery of the account in the same transaction.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn change_password(tx: &mut Tx, id: AccountId, password_hash: &str) -> Result<(), StoreError> {
    rehash(tx, id, password_hash).await?;
    sqlx::query("DELETE FROM recovery WHERE account_id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    end_all_sessions(tx, id).await
}

/// Keeps the same password by a new hash; sessions go on.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn rehash(tx: &mut Tx, id: AccountId, password_hash: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE account SET password_hash = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(password_hash.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn set_language(tx: &mut Tx, id: AccountId, language: Language) -> Result<(), StoreError> {
    sqlx::query("UPDATE account SET language = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(language.code())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
