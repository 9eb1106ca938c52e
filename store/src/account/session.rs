use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::account::session_alive;
use weiterblick_domain::ids::{AccountId, OrganisationId, PersonId};
use weiterblick_domain::policy::{Actor, Role};
use weiterblick_domain::text::Language;
use weiterblick_domain::time::UnixMillis;

/// A live session with everything a request needs to know about its owner.
#[derive(Debug, Clone)]
pub struct SessionRow {
    pub actor: Actor,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub language: Language,
    pub organisation_name: String,
    pub authenticated_at: UnixMillis,
    pub last_seen_at: UnixMillis,
}

/// What a new session is made of.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub token_hash: String,
    pub account: AccountId,
    pub person: PersonId,
    pub now: UnixMillis,
}

/// # Errors
/// [`StoreError::Database`].
pub async fn create_session(tx: &mut Tx, new: &NewSession) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO session (token_hash, account_id, person_id, created_at, authenticated_at, last_seen_at)
         VALUES ($1, $2, $3, $4, $4, $4)",
    )
    .bind(new.token_hash.clone())
    .bind(new.account.to_string())
    .bind(new.person.to_string())
    .bind(new.now.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The session behind a token, unless it has ended by rest or by age. Read on every request, never cached.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn session(conn: &mut Conn, token_hash: &str, now: UnixMillis) -> Result<Option<SessionRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.created_at, s.authenticated_at, s.last_seen_at, a.id AS account_id, a.email, a.language,
                p.id AS person_id, p.first_name, p.last_name, p.state, o.id AS organisation_id, o.name, r.role
         FROM session s
         JOIN account a ON a.id = s.account_id
         JOIN person p ON p.id = s.person_id AND p.account_id = a.id
         JOIN organisation o ON o.id = p.organisation_id
         LEFT JOIN person_role r ON r.person_id = p.id
         WHERE s.token_hash = $1
         ORDER BY r.role",
    )
    .bind(token_hash.to_owned())
    .fetch_all(conn)
    .await?;
    let Some(row) = rows.first() else { return Ok(None) };
    if !session_alive(now, row.time("created_at")?, row.time("last_seen_at")?) {
        return Ok(None);
    }
    let roles: Vec<Role> =
        rows.iter().map(|row| row.parsed_opt("role")).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    Ok(Some(SessionRow {
        actor: Actor {
            account: row.parsed("account_id")?,
            person: row.parsed::<PersonId>("person_id")?,
            organisation: row.parsed::<OrganisationId>("organisation_id")?,
            state: row.parsed("state")?,
            roles,
        },
        email: row.text("email")?,
        first_name: row.text("first_name")?,
        last_name: row.text("last_name")?,
        language: Language::from_code(&row.text("language")?).unwrap_or_default(),
        organisation_name: row.text("name")?,
        authenticated_at: row.time("authenticated_at")?,
        last_seen_at: row.time("last_seen_at")?,
    }))
}

/// # Errors
/// [`StoreError::Database`].
pub async fn touch_session(tx: &mut Tx, token_hash: &str, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2")
        .bind(token_hash.to_owned())
        .bind(now.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn end_session(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash.to_owned()).execute(&mut **tx).await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn end_all_sessions(tx: &mut Tx, account: AccountId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE account_id = $1").bind(account.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes what nobody can use any more: sessions begun before `born` or last seen before `seen`, expired links.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete_dead(tx: &mut Tx, now: UnixMillis, born: UnixMillis, seen: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE created_at < $1 OR last_seen_at < $2")
        .bind(born.0)
        .bind(seen.0)
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM recovery WHERE expires_at < $1").bind(now.0).execute(&mut **tx).await?;
    Ok(())
}
