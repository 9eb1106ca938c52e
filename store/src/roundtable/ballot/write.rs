//! The ballots of one round in one transaction.

use super::key_bytes;
use crate::row::RowExt;
use crate::{StoreError, Tx};
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use std::sync::LazyLock;
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::roundtable::attribute::Profile;
use weiterblick_domain::roundtable::identity::{BallotKey, CompanyRef, VoterRef};
use weiterblick_domain::roundtable::limits::{REMEMBERED_KEYS, STATEMENT_ROWS};
use weiterblick_domain::roundtable::poll::Source;

/// The last keys of a ballot, newest first (L12).
pub type Keys = [Option<BallotKey>; REMEMBERED_KEYS];

/// A ballot to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBallot {
    pub voter: VoterRef,
    /// [`Ballot::canonical`](weiterblick_domain::roundtable::poll::Ballot::canonical).
    pub payload: String,
    /// Taken back by the voice.
    pub withdrawn: bool,
    /// The first is the key of this answer; after it those of answers of the same batch that it replaces.
    pub keys: Keys,
    pub profile: Profile,
    pub company: Option<CompanyRef>,
    /// 1 to 10.
    pub weight: u8,
    pub source: Source,
}

/// A ballot that was new or different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub voter: VoterRef,
    /// 1 for the first one of the voice.
    pub change_no: u64,
}

/// How the ballots come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// From devices: open and closing.
    Voices,
    /// Typed in from paper: locked as well (L24).
    Recorded,
}

/// Counts `writes` ballots for a round and holds its row until the end of the transaction, so that a lock on another node
/// comes before or after all of them. Answers `w`, or `None` when the round takes no such ballots.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn take_turn(tx: &mut Tx, round: RoundId, gate: Gate, writes: usize) -> Result<Option<u64>, StoreError> {
    let sql = match gate {
        Gate::Voices => {
            "UPDATE round SET writes = writes + $2 WHERE id = $1 AND state IN ('open', 'closing') RETURNING writes"
        }
        Gate::Recorded => {
            "UPDATE round SET writes = writes + $2 WHERE id = $1 AND state IN ('open', 'closing', 'locked')
             RETURNING writes"
        }
    };
    sqlx::query(sql)
        .bind(round.to_string())
        .bind(i64::try_from(writes).unwrap_or(i64::MAX))
        .fetch_optional(&mut **tx)
        .await?
        .map(|row| row.small("writes"))
        .transpose()
}

/// Stores ballots of a round that [`take_turn`] has given, each voice at most once. What is missing in the answer was
/// there already under its key.
///
/// # Errors
/// [`StoreError::Conflict`] or [`StoreError::Database`] when one of the rows breaks a rule of the table.
pub async fn write(tx: &mut Tx, round: RoundId, ballots: &[NewBallot]) -> Result<Vec<Written>, StoreError> {
    let mut written = Vec::with_capacity(ballots.len());
    let mut rest = ballots;
    for (rows, sql) in UPSERTS.iter() {
        let (now, later) = rest.split_at(rest.len() - rest.len() % rows);
        rest = later;
        for rows in now.chunks(*rows) {
            let query = rows.iter().fold(sqlx::query(sql.as_str()).bind(round.to_string()), bind);
            for row in query.fetch_all(&mut **tx).await? {
                let voter = VoterRef::from_bytes(row.bytes("voter_ref")?);
                written.push(Written { voter, change_no: row.small("change_no")? });
            }
        }
    }
    let voters = written.iter().filter(|ballot| ballot.change_no == 1).count();
    if voters > 0 {
        sqlx::query("UPDATE round SET voters = voters + $2 WHERE id = $1")
            .bind(round.to_string())
            .bind(i64::try_from(voters).unwrap_or(i64::MAX))
            .execute(&mut **tx)
            .await?;
    }
    Ok(written)
}

/// Freezes what a poll is about, at its first ballot (L21).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn mark_poll(tx: &mut Tx, poll: PollId) -> Result<(), StoreError> {
    sqlx::query("UPDATE poll SET has_ballots = 1 WHERE id = $1 AND has_ballots = 0")
        .bind(poll.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Makes the persisted number of voters the number of ballots there are ("Neu auszählen", L62).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn correct_voters(tx: &mut Tx, round: RoundId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE round
         SET voters = (SELECT COUNT(*) FROM ballot b WHERE b.round_id = $1),
             writes = CASE WHEN writes < (SELECT COUNT(*) FROM ballot b WHERE b.round_id = $1)
                           THEN (SELECT COUNT(*) FROM ballot b WHERE b.round_id = $1) ELSE writes END
         WHERE id = $1",
    )
    .bind(round.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A statement for each number of rows, so that few texts are prepared.
static UPSERTS: LazyLock<[(usize, String); STATEMENT_ROWS.len()]> =
    LazyLock::new(|| STATEMENT_ROWS.map(|rows| (rows, upsert(rows))));

/// `$1` is the round; ten values follow per row. The keys of a ballot move on by as many as the new one brings.
fn upsert(rows: usize) -> String {
    let row = |row: usize| {
        let [voter, payload, state, key1, key2, key3, segment, company, weight, source] =
            std::array::from_fn(|column| 2 + row * 10 + column);
        format!(
            "($1, ${voter}, ${payload}, ${state}, 1, ${key1}, ${key2}, ${key3}, ${segment}, ${company}, ${weight}, \
             ${source})"
        )
    };
    format!(
        "INSERT INTO ballot (round_id, voter_ref, payload, state, change_no, key1, key2, key3, segment, company_ref,
             weight, source)
         VALUES {}
         ON CONFLICT (round_id, voter_ref) DO UPDATE
         SET payload = excluded.payload, state = excluded.state, change_no = ballot.change_no + 1,
             key1 = excluded.key1,
             key2 = CASE WHEN length(excluded.key2) = 0 THEN ballot.key1 ELSE excluded.key2 END,
             key3 = CASE WHEN length(excluded.key3) > 0 THEN excluded.key3
                         WHEN length(excluded.key2) > 0 THEN ballot.key1 ELSE ballot.key2 END,
             segment = excluded.segment, company_ref = excluded.company_ref, weight = excluded.weight,
             source = excluded.source
         WHERE excluded.key1 NOT IN (ballot.key1, ballot.key2, ballot.key3)
         RETURNING voter_ref, change_no",
        (0..rows).map(row).collect::<Vec<_>>().join(", ")
    )
}

type Upsert<'q> = Query<'q, Any, AnyArguments>;

fn bind<'q>(query: Upsert<'q>, ballot: &NewBallot) -> Upsert<'q> {
    let [key1, key2, key3] = ballot.keys.map(key_bytes);
    query
        .bind(ballot.voter.as_bytes().to_vec())
        .bind(ballot.payload.clone())
        .bind(if ballot.withdrawn { "void" } else { "valid" })
        .bind(key1)
        .bind(key2)
        .bind(key3)
        .bind(ballot.profile.to_string())
        .bind(ballot.company.map(|company| company.as_bytes().to_vec()).unwrap_or_default())
        .bind(i64::from(ballot.weight))
        .bind(ballot.source.word())
}
