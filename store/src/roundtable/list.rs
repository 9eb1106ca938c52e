//! The round tables of an organisation.

use crate::row::RowExt;
use crate::sql::like;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::organisation::search_words;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadEvents;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::time::UnixMillis;

/// What of the list is wanted.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Words of title or place.
    pub search: String,
    /// `None`: all.
    pub state: Option<EventState>,
}

/// An event as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: EventId,
    pub title: Wording,
    pub place: String,
    pub planned_start: UnixMillis,
    pub planned_end: UnixMillis,
    pub state: EventState,
    pub polls: u32,
    /// People who joined and were not removed.
    pub joined: u32,
}

fn listed_row(row: &AnyRow) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: row.parsed("id")?,
        title: row.json("title")?,
        place: row.text("place")?,
        planned_start: row.time("planned_start")?,
        planned_end: row.time("planned_end")?,
        state: row.word("state", EventState::from_word)?,
        polls: row.small("polls")?,
        joined: row.small("joined")?,
    })
}

/// The events that `filter` finds, the latest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &Grant<ReadEvents>, filter: &EventFilter) -> Result<Vec<Listed>, StoreError> {
    let [first, second, third] = search_words(&filter.search).map(|word| like(&word));
    sqlx::query(
        "SELECT e.id, e.title, e.place, e.planned_start, e.planned_end, e.state,
                (SELECT COUNT(*) FROM poll p WHERE p.event_id = e.id) AS polls,
                e.joined + (SELECT COUNT(*) FROM participant p
                            WHERE p.event_id = e.id AND p.state = 'joined') AS joined
         FROM event e
         WHERE e.organisation_id = $1 AND ($2 = '' OR e.state = $2)
           AND e.search_key LIKE $3 ESCAPE '!' AND e.search_key LIKE $4 ESCAPE '!' AND e.search_key LIKE $5 ESCAPE '!'
         ORDER BY e.planned_start DESC, e.id",
    )
    .bind(grant.organisation().to_string())
    .bind(filter.state.map(EventState::word).unwrap_or_default())
    .bind(first)
    .bind(second)
    .bind(third)
    .fetch_all(conn)
    .await?
    .iter()
    .map(listed_row)
    .collect()
}
