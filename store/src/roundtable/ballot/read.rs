//! The ballots of a room.

use super::write::Keys;
use crate::row::RowExt;
use crate::sql;
use crate::{Conn, StoreError};
use sqlx::Row;
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::roundtable::attribute::Profile;
use weiterblick_domain::roundtable::identity::{BallotKey, CompanyRef, VoterRef};
use weiterblick_domain::roundtable::poll::Source;

/// The present ballot of a voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBallot {
    pub round: RoundId,
    pub voter: VoterRef,
    pub payload: String,
    pub change_no: u64,
    pub keys: Keys,
    pub profile: Profile,
    pub company: Option<CompanyRef>,
    pub weight: u8,
    pub source: Source,
}

/// A ballot as its voice finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnBallot {
    pub round: RoundId,
    pub voter: VoterRef,
    pub payload: String,
    pub change_no: u64,
}

/// The ballots of the rounds that can still change: open, closing and locked.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<StoredBallot>, StoreError> {
    sqlx::query(
        "SELECT b.round_id, b.voter_ref, b.payload, b.change_no, b.key1, b.key2, b.key3, b.segment, b.company_ref,
                b.weight, b.source
         FROM ballot b JOIN round r ON r.id = b.round_id JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 AND r.state IN ('open', 'closing', 'locked')",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(ballot_row)
    .collect()
}

/// The ballots of one round, for counting them anew.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<StoredBallot>, StoreError> {
    sqlx::query(
        "SELECT round_id, voter_ref, payload, change_no, key1, key2, key3, segment, company_ref, weight, source
         FROM ballot WHERE round_id = $1",
    )
    .bind(round.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(ballot_row)
    .collect()
}

/// The ballots of these voices in the rounds of an event, whatever state they are in.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn own(conn: &mut Conn, event: EventId, voices: &[VoterRef]) -> Result<Vec<OwnBallot>, StoreError> {
    if voices.is_empty() {
        return Ok(Vec::new());
    }
    let voices = sql::padded(voices.to_vec());
    let text = sql::within(
        "SELECT b.round_id, b.voter_ref, b.payload, b.change_no
         FROM round r JOIN poll p ON p.id = r.poll_id JOIN ballot b ON b.round_id = r.id
         WHERE p.event_id = $1 AND b.voter_ref IN",
        2,
        voices.len(),
        "ORDER BY p.position, r.no",
    );
    let query = sqlx::query(text).bind(event.to_string());
    let query = voices.iter().fold(query, |query, voter| query.bind(voter.as_bytes().to_vec()));
    let rows = query.fetch_all(conn).await?;
    let own = rows.iter().map(|row| {
        Ok(OwnBallot {
            round: row.parsed("round_id")?,
            voter: VoterRef::from_bytes(row.bytes("voter_ref")?),
            payload: row.text("payload")?,
            change_no: row.small("change_no")?,
        })
    });
    own.collect()
}

fn ballot_row(row: &AnyRow) -> Result<StoredBallot, StoreError> {
    let key = |column| Ok::<_, StoreError>(filled(row, column)?.map(BallotKey::from_bytes));
    Ok(StoredBallot {
        round: row.parsed("round_id")?,
        voter: VoterRef::from_bytes(row.bytes("voter_ref")?),
        payload: row.text("payload")?,
        change_no: row.small("change_no")?,
        keys: [key("key1")?, key("key2")?, key("key3")?],
        profile: row.parsed("segment")?,
        company: filled(row, "company_ref")?.map(CompanyRef::from_bytes),
        weight: row.small("weight")?,
        source: row.word("source", Source::from_word)?,
    })
}

/// 16 bytes, or none where the blob is empty.
fn filled(row: &AnyRow, column: &'static str) -> Result<Option<[u8; 16]>, StoreError> {
    let bytes: Vec<u8> = row.try_get(column)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    bytes.try_into().map(Some).map_err(|_| StoreError::Corrupt(column))
}
