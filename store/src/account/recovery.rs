use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::AccountId;
use weiterblick_domain::time::UnixMillis;

/// A one-time link for a forgotten password; an older one of the account ends.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn create_recovery(
    tx: &mut Tx,
    account: AccountId,
    token_hash: &str,
    credential: &str,
    expires_at: UnixMillis,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM recovery WHERE account_id = $1").bind(account.to_string()).execute(&mut **tx).await?;
    sqlx::query("INSERT INTO recovery (token_hash, account_id, credential, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash.to_owned())
        .bind(account.to_string())
        .bind(credential.to_owned())
        .bind(expires_at.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether a recovery link could be used.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn recovery_exists(conn: &mut Conn, token_hash: &str, now: UnixMillis) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT account_id FROM recovery WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash.to_owned())
        .bind(now.0)
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// Uses a recovery link up: the account and the credential state it was made for, if it still holds.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn redeem_recovery(
    tx: &mut Tx,
    token_hash: &str,
    now: UnixMillis,
) -> Result<Option<(AccountId, String)>, StoreError> {
    let row =
        sqlx::query("DELETE FROM recovery WHERE token_hash = $1 AND expires_at > $2 RETURNING account_id, credential")
            .bind(token_hash.to_owned())
            .bind(now.0)
            .fetch_optional(&mut **tx)
            .await?;
    row.map(|row| Ok((row.parsed("account_id")?, row.text("credential")?))).transpose()
}
