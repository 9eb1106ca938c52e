//! Clusters of a card wall (live.md L19).

use super::RunsEvent;
use super::order::{self, Ordered};
use super::revision::raise_board;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::{ClusterId, EventId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::limits::CLUSTER_TITLE_MAX;
use weiterblick_domain::text::Line;

const ORDER: Ordered = Ordered {
    read: "SELECT id FROM cluster WHERE poll_id = $1 ORDER BY position",
    lift: "UPDATE cluster SET position = position + 1000000 WHERE poll_id = $1",
    put: "UPDATE cluster SET position = $3 WHERE poll_id = $1 AND id = $2",
};

pub type ClusterTitle = Line<CLUSTER_TITLE_MAX>;

/// A cluster of one collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    pub id: ClusterId,
    pub poll: PollId,
    pub title: String,
}

/// The clusters of all collections of the grant's event, in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list<A: RunsEvent>(conn: &mut Conn, grant: &EventGrant<A>) -> Result<Vec<Cluster>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<Cluster>, StoreError> {
    sqlx::query(
        "SELECT c.id, c.poll_id, c.title FROM cluster c JOIN poll p ON p.id = c.poll_id
         WHERE p.event_id = $1 ORDER BY p.position, c.position",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(Cluster { id: row.parsed("id")?, poll: row.parsed("poll_id")?, title: row.text("title")? }))
    .collect()
}

/// Adds a cluster at the end.
///
/// # Errors
/// [`StoreError::NotFound`] for a poll of another event or another type; [`StoreError::Conflict`] when the event is
/// sealed.
pub async fn create(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    poll: PollId,
    id: ClusterId,
    title: &ClusterTitle,
) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    let made = sqlx::query(
        "INSERT INTO cluster (id, poll_id, title, position)
         SELECT $1, p.id, $3,
                (SELECT CAST(COALESCE(MAX(c.position) + 1, 0) AS BIGINT) FROM cluster c WHERE c.poll_id = p.id)
         FROM poll p WHERE p.id = $2 AND p.event_id = $4 AND p.kind = 'cards'",
    )
    .bind(id.to_string())
    .bind(poll.to_string())
    .bind(title.to_string())
    .bind(grant.event().to_string())
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn rename(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    id: ClusterId,
    title: &ClusterTitle,
) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    poll_of(tx, grant.event(), id).await?;
    sqlx::query("UPDATE cluster SET title = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(title.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Moves a cluster to the place `index`, counted from 0; beyond the end means last.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn move_to(tx: &mut Tx, grant: &EventGrant<Run>, id: ClusterId, index: usize) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    let poll = poll_of(tx, grant.event(), id).await?;
    order::move_to(tx, &ORDER, &poll.to_string(), &id.to_string(), index).await
}

/// Makes one cluster of two of the same collection: the cards of `from` go to `into`.
///
/// # Errors
/// [`StoreError::NotFound`], also for clusters of different collections; [`StoreError::Conflict`] for a cluster and
/// itself, or when the event is sealed.
pub async fn merge(tx: &mut Tx, grant: &EventGrant<Run>, from: ClusterId, into: ClusterId) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    if from == into {
        return Err(StoreError::Conflict);
    }
    if poll_of(tx, grant.event(), from).await? != poll_of(tx, grant.event(), into).await? {
        return Err(StoreError::NotFound);
    }
    dissolve(tx, from, &into.to_string()).await
}

/// Deletes a cluster; its cards are in none afterwards.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn delete(tx: &mut Tx, grant: &EventGrant<Run>, id: ClusterId) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    poll_of(tx, grant.event(), id).await?;
    dissolve(tx, id, "").await
}

async fn dissolve(tx: &mut Tx, cluster: ClusterId, into: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE card SET cluster_id = $2
         WHERE cluster_id = $1 AND round_id IN
               (SELECT r.id FROM round r JOIN cluster c ON c.poll_id = r.poll_id WHERE c.id = $1)",
    )
    .bind(cluster.to_string())
    .bind(into.to_owned())
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM cluster WHERE id = $1").bind(cluster.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// The collection of a cluster.
///
/// # Errors
/// [`StoreError::NotFound`], also for a cluster of another event.
pub(super) async fn poll_of(conn: &mut Conn, event: EventId, id: ClusterId) -> Result<PollId, StoreError> {
    sqlx::query("SELECT c.poll_id FROM cluster c JOIN poll p ON p.id = c.poll_id WHERE c.id = $1 AND p.event_id = $2")
        .bind(id.to_string())
        .bind(event.to_string())
        .fetch_one(conn)
        .await?
        .parsed("poll_id")
}
