//! Cards of collections (live.md §5, Cards; L10, L19).

use super::cluster::poll_of;
use super::revision::raise_board;
use super::round;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{CardId, ClusterId, EventId, PollId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Moderate, Run, TakePart};
use weiterblick_domain::roundtable::card::{CardCommand, CardState, HideRule};
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_domain::roundtable::revision::Outcome;

/// A card of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCard {
    /// For the first card of its slot; a card that is written anew keeps its id.
    pub id: CardId,
    /// 1 to 5.
    pub slot: u8,
    pub text: String,
    /// By the moderation of the collection, and by the ban list.
    pub state: CardState,
    pub hidden_by: Option<HideRule>,
}

/// A card as the board knows it: without its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCard {
    pub id: CardId,
    pub poll: PollId,
    pub round: RoundId,
    pub text: String,
    pub cluster: Option<ClusterId>,
    pub state: CardState,
    pub hidden_by: Option<HideRule>,
}

/// A card as its author sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCard {
    pub slot: u8,
    pub text: String,
    pub state: CardState,
    pub hidden_by: Option<HideRule>,
}

fn card_row(row: &AnyRow) -> Result<StoredCard, StoreError> {
    Ok(StoredCard {
        id: row.parsed("id")?,
        poll: row.parsed("poll_id")?,
        round: row.parsed("round_id")?,
        text: row.text("text")?,
        cluster: row.parsed_filled("cluster_id")?,
        state: row.word("state", CardState::from_word)?,
        hidden_by: row.word_filled("reason", HideRule::from_word)?,
    })
}

/// Makes `cards` the cards of a voice in a round; slots that are not among them become empty. A text that changed waits
/// for the moderation again, one that did not stays where it was put.
///
/// For the writer of ballots, in the transaction of the ballot, after [`raise_board`].
///
/// # Errors
/// [`StoreError::Database`].
pub async fn write(tx: &mut Tx, round: RoundId, voter: VoterRef, cards: &[NewCard]) -> Result<(), StoreError> {
    let slots = sqlx::query("SELECT slot FROM card WHERE round_id = $1 AND voter_ref = $2")
        .bind(round.to_string())
        .bind(voter.as_bytes().to_vec())
        .fetch_all(&mut **tx)
        .await?;
    for row in &slots {
        let slot: u8 = row.small("slot")?;
        if cards.iter().all(|card| card.slot != slot) {
            sqlx::query("DELETE FROM card WHERE round_id = $1 AND voter_ref = $2 AND slot = $3")
                .bind(round.to_string())
                .bind(voter.as_bytes().to_vec())
                .bind(i64::from(slot))
                .execute(&mut **tx)
                .await?;
        }
    }
    for card in cards {
        sqlx::query(
            "INSERT INTO card (id, round_id, voter_ref, slot, text, cluster_id, state, reason)
             VALUES ($1, $2, $3, $4, $5, '', $6, $7)
             ON CONFLICT (round_id, voter_ref, slot) DO UPDATE
             SET text = excluded.text, state = excluded.state, reason = excluded.reason
             WHERE card.text <> excluded.text",
        )
        .bind(card.id.to_string())
        .bind(round.to_string())
        .bind(voter.as_bytes().to_vec())
        .bind(i64::from(card.slot))
        .bind(card.text.clone())
        .bind(card.state.word())
        .bind(card.hidden_by.map(HideRule::word).unwrap_or_default())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// All cards of the grant's event, those that the room does not see too, in the order of polls, rounds and their random
/// ids.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Moderate>) -> Result<Vec<StoredCard>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room; it publishes the visible ones.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<StoredCard>, StoreError> {
    sqlx::query(
        "SELECT c.id, r.poll_id, c.round_id, c.text, c.cluster_id, c.state, c.reason
         FROM card c JOIN round r ON r.id = c.round_id JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 ORDER BY p.position, r.no, c.id",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(card_row)
    .collect()
}

/// The own cards of a round by slot.
///
/// # Errors
/// [`StoreError::NotFound`] for a round of another event.
pub async fn own(
    conn: &mut Conn,
    grant: &EventGrant<TakePart>,
    round: RoundId,
    voter: VoterRef,
) -> Result<Vec<OwnCard>, StoreError> {
    round::load(conn, grant.event(), round).await?;
    sqlx::query("SELECT slot, text, state, reason FROM card WHERE round_id = $1 AND voter_ref = $2 ORDER BY slot")
        .bind(round.to_string())
        .bind(voter.as_bytes().to_vec())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| {
            Ok(OwnCard {
                slot: row.small("slot")?,
                text: row.text("text")?,
                state: row.word("state", CardState::from_word)?,
                hidden_by: row.word_filled("reason", HideRule::from_word)?,
            })
        })
        .collect()
}

/// Shows or hides a card. Answers whether that changed anything.
///
/// # Errors
/// [`StoreError::NotFound`] for a card of another event; [`StoreError::Conflict`] when the event is sealed.
pub async fn moderate(
    tx: &mut Tx,
    grant: &EventGrant<Moderate>,
    card: CardId,
    command: CardCommand,
) -> Result<bool, StoreError> {
    raise_board(tx, grant.event()).await?;
    let (_, state) = load(tx, grant.event(), card).await?;
    let Outcome::Changed(after) = state.after(command) else {
        return Ok(false);
    };
    let hidden_by = (after == CardState::Hidden).then_some(HideRule::Moderation);
    sqlx::query("UPDATE card SET state = $2, reason = $3 WHERE id = $1")
        .bind(card.to_string())
        .bind(after.word())
        .bind(hidden_by.map(HideRule::word).unwrap_or_default())
        .execute(&mut **tx)
        .await?;
    Ok(true)
}

/// Puts a card into a cluster of its collection, or into none.
///
/// # Errors
/// [`StoreError::NotFound`] for a card of another event or a cluster of another collection;
/// [`StoreError::Conflict`] when the event is sealed.
pub async fn assign(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    card: CardId,
    cluster: Option<ClusterId>,
) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    let (poll, _) = load(tx, grant.event(), card).await?;
    if let Some(cluster) = cluster
        && poll_of(tx, grant.event(), cluster).await? != poll
    {
        return Err(StoreError::NotFound);
    }
    sqlx::query("UPDATE card SET cluster_id = $2 WHERE id = $1")
        .bind(card.to_string())
        .bind(cluster.map(|cluster| cluster.to_string()).unwrap_or_default())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Collection and state of a card.
async fn load(tx: &mut Tx, event: EventId, card: CardId) -> Result<(PollId, CardState), StoreError> {
    let row = sqlx::query(
        "SELECT r.poll_id, c.state FROM card c JOIN round r ON r.id = c.round_id JOIN poll p ON p.id = r.poll_id
         WHERE c.id = $1 AND p.event_id = $2",
    )
    .bind(card.to_string())
    .bind(event.to_string())
    .fetch_one(&mut **tx)
    .await?;
    Ok((row.parsed("poll_id")?, row.word("state", CardState::from_word)?))
}
