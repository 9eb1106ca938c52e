//! Mails waiting to be sent. No request ever waits for a mail server.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::{MailId, OrganisationId};
use weiterblick_domain::time::{DAY, UnixMillis};

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct NewMail {
    pub id: MailId,
    /// Whose HR sees its state; `None` for mails about an account itself.
    pub organisation: Option<OrganisationId>,
    pub purpose: &'static str,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub now: UnixMillis,
}

/// # Errors
/// [`StoreError::Database`].
pub async fn enqueue(tx: &mut Tx, mail: &NewMail) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO outbox (id, organisation_id, purpose, recipient, subject, body, state, attempts, next_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $7)",
    )
    .bind(mail.id.to_string())
    .bind(mail.organisation.map(|id| id.to_string()).unwrap_or_default())
    .bind(mail.purpose)
    .bind(mail.recipient.clone())
    .bind(mail.subject.clone())
    .bind(mail.body.clone())
    .bind(mail.now.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A mail that is due.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub attempts: i64,
    pub created_at: UnixMillis,
}

/// The oldest mails that are due.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn due(conn: &mut Conn, now: UnixMillis, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    sqlx::query(
        "SELECT id, recipient, subject, body, attempts, created_at FROM outbox
         WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2",
    )
    .bind(now.0)
    .bind(limit)
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(Waiting {
            id: row.parsed("id")?,
            recipient: row.text("recipient")?,
            subject: row.text("subject")?,
            body: row.text("body")?,
            attempts: row.int("attempts")?,
            created_at: row.time("created_at")?,
        })
    })
    .collect()
}

/// Marks a mail as sent and empties its text: links in it are secrets.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sent(tx: &mut Tx, id: MailId) -> Result<(), StoreError> {
    finish(tx, id, "sent").await
}

/// Gives a mail up and empties its text.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn failed(tx: &mut Tx, id: MailId) -> Result<(), StoreError> {
    finish(tx, id, "failed").await
}

async fn finish(tx: &mut Tx, id: MailId, state: &'static str) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET state = $2, body = '', attempts = attempts + 1 WHERE id = $1")
        .bind(id.to_string())
        .bind(state)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn retry_at(tx: &mut Tx, id: MailId, next_at: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET attempts = attempts + 1, next_at = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(next_at.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes finished mails after seven days (security.md E64).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete_old(tx: &mut Tx, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM outbox WHERE state <> 'waiting' AND created_at < $1")
        .bind(now.plus(-7 * DAY).0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
