//! Questions from the room and the votes for them (live.md L10, L25).

use super::revision::raise_board;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, QuestionId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Moderate, TakePart};
use weiterblick_domain::roundtable::card::HideRule;
use weiterblick_domain::roundtable::identity::AuthorRef;
use weiterblick_domain::roundtable::question::{
    AskRefusal, Nickname, QuestionLimits, QuestionRefusal, QuestionState, QuestionText, may_ask,
};

/// Why a question did not change.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    #[error("no further question: {0}")]
    Ask(AskRefusal),
    #[error("the question does not take this: {0}")]
    Refused(QuestionRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for QuestionError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A question to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    pub id: QuestionId,
    pub author: AuthorRef,
    pub nickname: Option<Nickname>,
    pub text: QuestionText,
    /// By the event's moderation, and by its ban list.
    pub state: QuestionState,
    pub hidden_by: Option<HideRule>,
}

/// A question as rooms know it: without its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuestion {
    pub id: QuestionId,
    /// Running number of the event.
    pub number: u32,
    /// Empty: none.
    pub nickname: String,
    pub text: String,
    pub votes: u32,
    pub pinned: bool,
    pub state: QuestionState,
    /// Note of the moderation; empty: none.
    pub answer: String,
    pub merged_into: Option<QuestionId>,
    pub hidden_by: Option<HideRule>,
}

const SELECT: &str = "SELECT id, no, nickname, text, votes, pinned, state, answer, merged_id, reason FROM question";

fn question_row(row: &AnyRow) -> Result<StoredQuestion, StoreError> {
    Ok(StoredQuestion {
        id: row.parsed("id")?,
        number: row.small("no")?,
        nickname: row.text("nickname")?,
        text: row.text("text")?,
        votes: row.small("votes")?,
        pinned: row.flag("pinned")?,
        state: row.word("state", QuestionState::from_word)?,
        answer: row.text("answer")?,
        merged_into: row.parsed_filled("merged_id")?,
        hidden_by: row.word_filled("reason", HideRule::from_word)?,
    })
}

/// All questions of the grant's event by number, those that the room does not see too.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Moderate>) -> Result<Vec<StoredQuestion>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room; it publishes those that are visible.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<StoredQuestion>, StoreError> {
    sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE event_id = $1 ORDER BY no")))
        .bind(event.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(question_row)
        .collect()
}

/// What one participant has asked, and the questions that have the own vote.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn own(
    conn: &mut Conn,
    grant: &EventGrant<TakePart>,
    author: AuthorRef,
) -> Result<(Vec<StoredQuestion>, Vec<QuestionId>), StoreError> {
    let asked =
        sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE event_id = $1 AND author_ref = $2 ORDER BY no")))
            .bind(grant.event().to_string())
            .bind(author.as_bytes().to_vec())
            .fetch_all(&mut *conn)
            .await?
            .iter()
            .map(question_row)
            .collect::<Result<_, _>>()?;
    let voted = sqlx::query(
        "SELECT q.id FROM question_vote v JOIN question q ON q.id = v.question_id
         WHERE q.event_id = $1 AND v.author_ref = $2 ORDER BY q.no",
    )
    .bind(grant.event().to_string())
    .bind(author.as_bytes().to_vec())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| row.parsed("id"))
    .collect::<Result<_, _>>()?;
    Ok((asked, voted))
}

/// Asks a question; answers its number.
///
/// # Errors
/// [`QuestionError::Ask`] when the author has asked as many as one may; [`StoreError::Conflict`] when the event is
/// sealed.
pub async fn ask(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    new: &NewQuestion,
    limits: QuestionLimits,
) -> Result<u32, QuestionError> {
    raise_board(tx, grant.event()).await?;
    let own = sqlx::query("SELECT state FROM question WHERE event_id = $1 AND author_ref = $2")
        .bind(grant.event().to_string())
        .bind(new.author.as_bytes().to_vec())
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(|row| row.word("state", QuestionState::from_word))
        .collect::<Result<Vec<_>, _>>()?;
    may_ask(&own, limits).map_err(QuestionError::Ask)?;
    let row = sqlx::query(
        "INSERT INTO question (id, event_id, no, author_ref, nickname, text, votes, pinned, state, answer, merged_id,
             reason)
         SELECT $1, $2, CAST(COALESCE(MAX(no), 0) + 1 AS BIGINT), $3, $4, $5, 0, 0, $6, '', '', $7
         FROM question WHERE event_id = $2
         RETURNING no",
    )
    .bind(new.id.to_string())
    .bind(grant.event().to_string())
    .bind(new.author.as_bytes().to_vec())
    .bind(new.nickname.as_deref().unwrap_or_default().to_owned())
    .bind(new.text.to_string())
    .bind(new.state.word())
    .bind(new.hidden_by.map(HideRule::word).unwrap_or_default())
    .fetch_one(&mut **tx)
    .await?;
    Ok(row.small("no")?)
}

/// Withdraws an own question that has no answer; what was part of it stands for itself again.
///
/// # Errors
/// [`QuestionError::Refused`] when it has one; [`StoreError::NotFound`] for a question of somebody else.
pub async fn withdraw(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    question: QuestionId,
    author: AuthorRef,
) -> Result<(), QuestionError> {
    raise_board(tx, grant.event()).await?;
    let row = sqlx::query("SELECT state FROM question WHERE id = $1 AND event_id = $2 AND author_ref = $3")
        .bind(question.to_string())
        .bind(grant.event().to_string())
        .bind(author.as_bytes().to_vec())
        .fetch_one(&mut **tx)
        .await?;
    row.word("state", QuestionState::from_word)?.may_be_withdrawn().map_err(QuestionError::Refused)?;
    release_parts(tx, question).await?;
    sqlx::query("DELETE FROM question WHERE id = $1").bind(question.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Questions that are part of this one stand for themselves again, with their own votes.
pub(super) async fn release_parts(tx: &mut Tx, question: QuestionId) -> Result<(), StoreError> {
    sqlx::query("UPDATE question SET state = 'visible', merged_id = '' WHERE merged_id = $1")
        .bind(question.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Gives a question a participant's vote; the same one again changes nothing. Answers whether it was new.
///
/// # Errors
/// [`QuestionError::Refused`] when the room does not vote on it; [`StoreError::NotFound`] for a question of another
/// event; [`StoreError::Conflict`] when the event is sealed.
pub async fn vote(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    question: QuestionId,
    author: AuthorRef,
) -> Result<bool, QuestionError> {
    hold_for_votes(tx, grant, question).await?;
    let made = sqlx::query(
        "INSERT INTO question_vote (question_id, author_ref) VALUES ($1, $2)
         ON CONFLICT (question_id, author_ref) DO NOTHING",
    )
    .bind(question.to_string())
    .bind(author.as_bytes().to_vec())
    .execute(&mut **tx)
    .await?;
    count_votes(tx, question, i64::from(made.rows_affected() == 1)).await
}

/// Takes a vote back; answers whether there was one.
///
/// # Errors
/// As [`vote`].
pub async fn unvote(
    tx: &mut Tx,
    grant: &EventGrant<TakePart>,
    question: QuestionId,
    author: AuthorRef,
) -> Result<bool, QuestionError> {
    hold_for_votes(tx, grant, question).await?;
    let gone = sqlx::query("DELETE FROM question_vote WHERE question_id = $1 AND author_ref = $2")
        .bind(question.to_string())
        .bind(author.as_bytes().to_vec())
        .execute(&mut **tx)
        .await?;
    count_votes(tx, question, -i64::from(gone.rows_affected() == 1)).await
}

async fn hold_for_votes(tx: &mut Tx, grant: &EventGrant<TakePart>, question: QuestionId) -> Result<(), QuestionError> {
    raise_board(tx, grant.event()).await?;
    let row = sqlx::query("SELECT state FROM question WHERE id = $1 AND event_id = $2")
        .bind(question.to_string())
        .bind(grant.event().to_string())
        .fetch_one(&mut **tx)
        .await?;
    row.word("state", QuestionState::from_word)?.takes_votes().map_err(QuestionError::Refused)
}

async fn count_votes(tx: &mut Tx, question: QuestionId, change: i64) -> Result<bool, QuestionError> {
    sqlx::query("UPDATE question SET votes = votes + $2 WHERE id = $1")
        .bind(question.to_string())
        .bind(change)
        .execute(&mut **tx)
        .await?;
    Ok(change != 0)
}
