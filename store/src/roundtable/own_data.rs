//! "Meine Daten löschen": what a participant's cookie leads to goes, until the event is sealed (live.md L42).

use super::revision::{raise, raise_board};
use crate::row::RowExt;
use crate::{StoreError, Tx};
use weiterblick_domain::ids::{PollId, QuestionId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::TakePart;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::identity::{AuthorRef, ProfileRef, VoterRef};

/// Everything that is derived from one token.
#[derive(Debug, Clone)]
pub struct OwnRefs {
    pub token: Digest,
    pub profile: ProfileRef,
    pub author: AuthorRef,
    /// The own voice in each poll of the event.
    pub voices: Vec<(PollId, VoterRef)>,
}

/// Deletes participant, profile, questions and their votes, and in every round that is not closed ballot and cards.
/// Answers the rounds whose ballots have become fewer; closed results and releases do not change.
///
/// # Errors
/// [`StoreError::Conflict`] when the event is sealed: no data can be attributed any more (L41).
pub async fn delete(tx: &mut Tx, grant: &EventGrant<TakePart>, own: &OwnRefs) -> Result<Vec<RoundId>, StoreError> {
    raise(tx, grant.event()).await?;
    raise_board(tx, grant.event()).await?;
    let event = grant.event().to_string();
    let mut changed = Vec::new();
    for (round, voter) in open_rounds(tx, &event, &own.voices).await? {
        if withdraw_ballot(tx, round, voter).await? {
            changed.push(round);
        }
    }
    withdraw_votes(tx, &event, own.author).await?;
    delete_questions(tx, &event, own.author).await?;
    sqlx::query("DELETE FROM profile WHERE event_id = $1 AND profile_ref = $2")
        .bind(event.clone())
        .bind(own.profile.as_bytes().to_vec())
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM participant WHERE event_id = $1 AND token_hash = $2")
        .bind(event)
        .bind(own.token.as_bytes().to_vec())
        .execute(&mut **tx)
        .await?;
    Ok(changed)
}

/// The rounds that are not closed, each with the own voice in it, in the order in which the writer of ballots takes
/// them (L52).
async fn open_rounds(
    tx: &mut Tx,
    event: &str,
    voices: &[(PollId, VoterRef)],
) -> Result<Vec<(RoundId, VoterRef)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.id, r.poll_id FROM round r JOIN poll p ON p.id = r.poll_id
         WHERE p.event_id = $1 AND r.state <> 'closed' ORDER BY r.id",
    )
    .bind(event.to_owned())
    .fetch_all(&mut **tx)
    .await?;
    let mut rounds = Vec::new();
    for row in &rows {
        let (round, poll): (RoundId, PollId) = (row.parsed("id")?, row.parsed("poll_id")?);
        let own = voices.iter().filter(|(of, _)| *of == poll).map(|(_, voter)| (round, *voter));
        rounds.extend(own);
    }
    Ok(rounds)
}

async fn withdraw_ballot(tx: &mut Tx, round: RoundId, voter: VoterRef) -> Result<bool, StoreError> {
    let (round, voter) = (round.to_string(), voter.as_bytes().to_vec());
    // Holds the round before its ballots, as their writer does.
    sqlx::query("UPDATE round SET voters = voters WHERE id = $1").bind(round.clone()).execute(&mut **tx).await?;
    sqlx::query("DELETE FROM card WHERE round_id = $1 AND voter_ref = $2")
        .bind(round.clone())
        .bind(voter.clone())
        .execute(&mut **tx)
        .await?;
    let ballots = sqlx::query("DELETE FROM ballot WHERE round_id = $1 AND voter_ref = $2")
        .bind(round.clone())
        .bind(voter)
        .execute(&mut **tx)
        .await?
        .rows_affected();
    if ballots == 0 {
        return Ok(false);
    }
    sqlx::query("UPDATE round SET voters = voters - 1 WHERE id = $1").bind(round).execute(&mut **tx).await?;
    Ok(true)
}

async fn withdraw_votes(tx: &mut Tx, event: &str, author: AuthorRef) -> Result<(), StoreError> {
    for sql in [
        "UPDATE question SET votes = votes - 1
         WHERE event_id = $1 AND id IN (SELECT v.question_id FROM question_vote v WHERE v.author_ref = $2)",
        "DELETE FROM question_vote
         WHERE question_id IN (SELECT q.id FROM question q WHERE q.event_id = $1) AND author_ref = $2",
    ] {
        sqlx::query(sql).bind(event.to_owned()).bind(author.as_bytes().to_vec()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Questions of others that are part of a deleted one stand for themselves again.
async fn delete_questions(tx: &mut Tx, event: &str, author: AuthorRef) -> Result<(), StoreError> {
    let questions = sqlx::query("SELECT id FROM question WHERE event_id = $1 AND author_ref = $2")
        .bind(event.to_owned())
        .bind(author.as_bytes().to_vec())
        .fetch_all(&mut **tx)
        .await?;
    for row in &questions {
        super::question::release_parts(tx, row.parsed::<QuestionId>("id")?).await?;
    }
    sqlx::query("DELETE FROM question WHERE event_id = $1 AND author_ref = $2")
        .bind(event.to_owned())
        .bind(author.as_bytes().to_vec())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
