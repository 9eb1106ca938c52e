//! What the moderation decided about words of a cloud; remembered for the poll (live.md §5, Word cloud).

use super::poll::require;
use super::revision::raise;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use std::collections::{BTreeMap, HashMap};
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Moderate;
use weiterblick_domain::roundtable::poll::words::{WordKey, WordRule};

/// The decisions about one poll.
pub type Decisions = BTreeMap<WordKey, WordRule>;

/// The decisions about every poll of the grant's event that has some.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Moderate>) -> Result<HashMap<PollId, Decisions>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<HashMap<PollId, Decisions>, StoreError> {
    let rows = sqlx::query(
        "SELECT w.poll_id, w.key, w.rule FROM word_rule w JOIN poll p ON p.id = w.poll_id WHERE p.event_id = $1",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?;
    let mut decisions: HashMap<PollId, Decisions> = HashMap::new();
    for row in &rows {
        decisions.entry(row.parsed("poll_id")?).or_default().insert(WordKey::from(row.text("key")?), row.json("rule")?);
    }
    Ok(decisions)
}

/// Decides about a word, or otherwise than before. Counts of words may fall by it, so the revision rises (L44).
///
/// # Errors
/// [`StoreError::NotFound`] for a poll of another event; [`StoreError::Conflict`] when the event is sealed.
pub async fn set(
    tx: &mut Tx,
    grant: &EventGrant<Moderate>,
    poll: PollId,
    key: &WordKey,
    rule: &WordRule,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    sqlx::query(
        "INSERT INTO word_rule (poll_id, key, rule) VALUES ($1, $2, $3)
         ON CONFLICT (poll_id, key) DO UPDATE SET rule = excluded.rule",
    )
    .bind(poll.to_string())
    .bind(key.as_str().to_owned())
    .bind(to_json(rule)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a decision back; without one nothing changes.
///
/// # Errors
/// [`StoreError::NotFound`] for a poll of another event; [`StoreError::Conflict`] when the event is sealed.
pub async fn unset(tx: &mut Tx, grant: &EventGrant<Moderate>, poll: PollId, key: &WordKey) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    sqlx::query("DELETE FROM word_rule WHERE poll_id = $1 AND key = $2")
        .bind(poll.to_string())
        .bind(key.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
