//! Rows for the files of an event that may be long, one after the other (live.md §15, L63). Their order depends on
//! stored values only, so the same event gives the same files (L64). Rounds, agenda, needs, hands and releases are
//! short: their own modules list them.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use futures_util::{Stream, TryStreamExt};
use weiterblick_domain::ids::{PollId, QuestionId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::roundtable::identity::{Receipt, VoterRef};
use weiterblick_domain::roundtable::limits::SMALL_GROUP;
use weiterblick_domain::roundtable::poll::{Ballot, Source};
use weiterblick_domain::roundtable::question::QuestionState;

/// A ballot of a closed round after sealing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBallot {
    /// Random number of the voice, the same in all rounds of a poll.
    pub sheet: u32,
    /// Number of the round, from 1.
    pub round: u32,
    /// [`Ballot::canonical`].
    pub payload: String,
    pub weight: u8,
    pub source: Source,
}

/// The sealed ballots of a poll by sheet and round; none before sealing, since sheet numbers are drawn there (L41).
/// Rounds of a protected poll with fewer than five answers are withheld (L63).
pub fn ballots(
    conn: &mut Conn,
    grant: &EventGrant<Export>,
    poll: PollId,
) -> impl Stream<Item = Result<SealedBallot, StoreError>> {
    sqlx::query(
        "SELECT s.sheet, r.no, s.payload, s.weight, s.source
         FROM sealed_ballot s JOIN round r ON r.id = s.round_id JOIN poll p ON p.id = r.poll_id
         WHERE p.id = $1 AND p.event_id = $2
           AND (p.secrecy = 'open'
                OR (SELECT COUNT(*) FROM sealed_ballot o WHERE o.round_id = r.id AND o.payload <> $3) >= $4)
         ORDER BY s.sheet, r.no",
    )
    .bind(poll.to_string())
    .bind(grant.event().to_string())
    .bind(Ballot::Abstain.canonical())
    .bind(i64::from(SMALL_GROUP))
    .fetch(conn)
    .map_err(StoreError::from)
    .and_then(async |row| {
        Ok(SealedBallot {
            sheet: row.small("sheet")?,
            round: row.small("no")?,
            payload: row.text("payload")?,
            weight: row.small("weight")?,
            source: row.word("source", Source::from_word)?,
        })
    })
}

/// A card that the room could read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedCard {
    pub poll: PollId,
    pub round: u32,
    /// Empty: in none.
    pub cluster: String,
    pub text: String,
}

/// The visible cards of locked and closed rounds by poll, round and cluster; inside a cluster in the random order of
/// their ids. No time, no author.
pub fn cards(conn: &mut Conn, grant: &EventGrant<Export>) -> impl Stream<Item = Result<ExportedCard, StoreError>> {
    sqlx::query(
        "SELECT r.poll_id, r.no, COALESCE(k.title, '') AS cluster, c.text
         FROM card c
         JOIN round r ON r.id = c.round_id
         JOIN poll p ON p.id = r.poll_id
         LEFT JOIN cluster k ON k.id = c.cluster_id AND k.poll_id = p.id
         WHERE p.event_id = $1 AND c.state = 'visible' AND r.state IN ('locked', 'closed')
         ORDER BY p.position, r.no, COALESCE(k.position, 1000000), c.id",
    )
    .bind(grant.event().to_string())
    .fetch(conn)
    .map_err(StoreError::from)
    .and_then(async |row| {
        Ok(ExportedCard {
            poll: row.parsed("poll_id")?,
            round: row.small("no")?,
            cluster: row.text("cluster")?,
            text: row.text("text")?,
        })
    })
}

/// A question that the room could read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedQuestion {
    pub id: QuestionId,
    pub number: u32,
    pub text: String,
    pub votes: u32,
    pub state: QuestionState,
    pub answer: String,
    pub merged_into: Option<QuestionId>,
}

/// The published questions by number: without authors and nicknames.
pub fn questions(
    conn: &mut Conn,
    grant: &EventGrant<Export>,
) -> impl Stream<Item = Result<ExportedQuestion, StoreError>> {
    sqlx::query(
        "SELECT id, no, text, votes, state, answer, merged_id FROM question
         WHERE event_id = $1 AND state IN ('visible', 'answered', 'merged') ORDER BY no",
    )
    .bind(grant.event().to_string())
    .fetch(conn)
    .map_err(StoreError::from)
    .and_then(async |row| {
        Ok(ExportedQuestion {
            id: row.parsed("id")?,
            number: row.small("no")?,
            text: row.text("text")?,
            votes: row.small("votes")?,
            state: row.word("state", QuestionState::from_word)?,
            answer: row.text("answer")?,
            merged_into: row.parsed_filled("merged_id")?,
        })
    })
}

/// The receipts of a closed round, sorted: one for each voice whose ballot stands, whatever it says (L62). None after sealing,
/// which keeps their digest only.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn receipts(conn: &mut Conn, grant: &EventGrant<Export>, round: RoundId) -> Result<Vec<Receipt>, StoreError> {
    let rows = sqlx::query(
        "SELECT b.voter_ref FROM ballot b JOIN round r ON r.id = b.round_id JOIN poll p ON p.id = r.poll_id
         WHERE r.id = $1 AND p.event_id = $2 AND r.state = 'closed' AND b.state = 'valid'",
    )
    .bind(round.to_string())
    .bind(grant.event().to_string())
    .fetch_all(conn)
    .await?;
    let receipt = |row: &sqlx::any::AnyRow| Ok(Receipt::of(round, VoterRef::from_bytes(row.bytes("voter_ref")?)));
    let mut receipts = rows.iter().map(receipt).collect::<Result<Vec<_>, StoreError>>()?;
    receipts.sort_unstable();
    Ok(receipts)
}
