//! Sealing: afterwards nothing of an event can be attributed to a voice (live.md L41).

use super::command::Turn;
use crate::row::RowExt;
use crate::sql;
use crate::{StoreError, Tx};
use std::collections::BTreeMap;
use weiterblick_domain::ids::{CardId, EventId, PollId, QuestionId};
use weiterblick_domain::survey::shuffle;

/// Copies the ballots of closed rounds under random sheet numbers, the rounds of one poll under the same ones, and
/// deletes everything else that tells voices apart. Results, releases and digests stay; so does how many had joined.
///
/// Cards and questions lose their authors: their references become their own random ids.
///
/// `random` is uniform over all `u64` and comes from the system's generator.
///
/// # Errors
/// [`StoreError::Conflict`] while a round is open or locked: its ballots would be lost.
pub async fn seal(tx: &mut Tx, turn: &Turn, random: impl FnMut() -> u64) -> Result<(), StoreError> {
    let event = turn.event();
    refuse_unfinished(tx, event).await?;
    copy_ballots(tx, event, random).await?;
    part_from_authors(tx, event).await?;
    sqlx::query(
        "UPDATE event SET state = 'sealed',
             joined = (SELECT COUNT(*) FROM participant p WHERE p.event_id = $1 AND p.state = 'joined')
         WHERE id = $1",
    )
    .bind(event.to_string())
    .execute(&mut **tx)
    .await?;
    for sql in DELETED {
        sqlx::query(sql).bind(event.to_string()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// `$1` is the event.
const DELETED: [&str; 8] = [
    "DELETE FROM ballot WHERE round_id IN
         (SELECT r.id FROM round r JOIN poll p ON p.id = r.poll_id WHERE p.event_id = $1)",
    "DELETE FROM paper_sheet WHERE round_id IN
         (SELECT r.id FROM round r JOIN poll p ON p.id = r.poll_id WHERE p.event_id = $1)",
    "DELETE FROM question_vote WHERE question_id IN (SELECT id FROM question WHERE event_id = $1)",
    "DELETE FROM profile WHERE event_id = $1",
    // Also who was there for which company.
    "DELETE FROM participant WHERE event_id = $1",
    "DELETE FROM join_code WHERE event_id = $1",
    "DELETE FROM access_key WHERE event_id = $1",
    "DELETE FROM seat WHERE event_id = $1",
];

async fn refuse_unfinished(tx: &mut Tx, event: EventId) -> Result<(), StoreError> {
    let unfinished = sqlx::query(
        "SELECT r.id FROM round r JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 AND r.state IN ('open', 'closing', 'locked') LIMIT 1",
    )
    .bind(event.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    if unfinished.is_some() { Err(StoreError::Conflict) } else { Ok(()) }
}

/// What is left of a ballot.
struct Sheet {
    round: String,
    number: i64,
    payload: String,
    weight: i64,
    source: String,
}

async fn copy_ballots(tx: &mut Tx, event: EventId, mut random: impl FnMut() -> u64) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT r.poll_id, b.round_id, b.voter_ref, b.payload, b.weight, b.source
         FROM ballot b JOIN round r ON r.id = b.round_id JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 AND r.state = 'closed' AND b.state = 'valid'",
    )
    .bind(event.to_string())
    .fetch_all(&mut **tx)
    .await?;
    let mut voices: BTreeMap<PollId, BTreeMap<[u8; 16], i64>> = BTreeMap::new();
    for row in &rows {
        voices.entry(row.parsed("poll_id")?).or_default().insert(row.bytes("voter_ref")?, 0);
    }
    for voices in voices.values_mut() {
        let mut numbers: Vec<i64> = (1..).take(voices.len()).collect();
        shuffle(&mut numbers, &mut random);
        voices.values_mut().zip(numbers).for_each(|(sheet, number)| *sheet = number);
    }
    let sheet = |row: &sqlx::any::AnyRow| {
        let poll: PollId = row.parsed("poll_id")?;
        let voter: [u8; 16] = row.bytes("voter_ref")?;
        let number = voices.get(&poll).and_then(|voices| voices.get(&voter)).copied();
        Ok(Sheet {
            round: row.text("round_id")?,
            number: number.ok_or(StoreError::Corrupt("voter_ref"))?,
            payload: row.text("payload")?,
            weight: row.int("weight")?,
            source: row.text("source")?,
        })
    };
    let mut sheets = rows.iter().map(sheet).collect::<Result<Vec<_>, StoreError>>()?;
    // By the random numbers, so that the order on the disk says nothing either.
    sheets.sort_unstable_by(|a, b| (&a.round, a.number).cmp(&(&b.round, b.number)));
    for sheets in sheets.chunks(sql::ROWS) {
        insert(tx, sheets).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, sheets: &[Sheet]) -> Result<(), StoreError> {
    const PREFIX: &str = "INSERT INTO sealed_ballot (round_id, sheet, payload, weight, source) VALUES";
    let mut query = sqlx::query(sql::insert(PREFIX, 5, sheets.len()));
    for sheet in sheets {
        query = query
            .bind(sheet.round.clone())
            .bind(sheet.number)
            .bind(sheet.payload.clone())
            .bind(sheet.weight)
            .bind(sheet.source.clone());
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

async fn part_from_authors(tx: &mut Tx, event: EventId) -> Result<(), StoreError> {
    let cards = sqlx::query(
        "SELECT c.id FROM card c JOIN round r ON r.id = c.round_id JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1",
    )
    .bind(event.to_string())
    .fetch_all(&mut **tx)
    .await?;
    for row in &cards {
        let id: CardId = row.parsed("id")?;
        sqlx::query("UPDATE card SET voter_ref = $2, slot = 1 WHERE id = $1")
            .bind(id.to_string())
            .bind(id.as_bytes().to_vec())
            .execute(&mut **tx)
            .await?;
    }
    let questions =
        sqlx::query("SELECT id FROM question WHERE event_id = $1").bind(event.to_string()).fetch_all(&mut **tx).await?;
    for row in &questions {
        let id: QuestionId = row.parsed("id")?;
        sqlx::query("UPDATE question SET author_ref = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(id.as_bytes().to_vec())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
