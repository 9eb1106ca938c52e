//! Facts about this installation.

use crate::{Conn, StoreError, Tx};

/// # Errors
/// [`StoreError::Database`].
pub async fn get(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT value FROM installation WHERE name = $1")
        .bind(name.to_owned())
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|(value,)| value))
}

/// The value of `name`, which becomes `value` if there was none.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn ensure(tx: &mut Tx, name: &str, value: &str) -> Result<String, StoreError> {
    sqlx::query("INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name.to_owned())
        .bind(value.to_owned())
        .execute(&mut **tx)
        .await?;
    get(tx, name).await?.ok_or(StoreError::NotFound)
}

/// Takes `name` away; nothing happens if it is not there.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM installation WHERE name = $1").bind(name.to_owned()).execute(&mut **tx).await?;
    Ok(())
}
