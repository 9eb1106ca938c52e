//! What the moderation does with questions (live.md L10, L26).

use super::question::QuestionError;
use super::revision::raise_board;
use crate::row::RowExt;
use crate::{StoreError, Tx};
use weiterblick_domain::ids::{EventId, QuestionId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Moderate;
use weiterblick_domain::roundtable::card::HideRule;
use weiterblick_domain::roundtable::question::{Question, QuestionCommand, QuestionState};
use weiterblick_domain::roundtable::revision::Outcome;

/// Shows, hides, answers or merges a question. Answers whether that changed anything.
///
/// A merged question keeps its own votes; the one that it is part of has the voices of both, each once.
///
/// # Errors
/// [`QuestionError::Refused`] by the table of states; [`StoreError::NotFound`] for a question of another event;
/// [`StoreError::Conflict`] when the event is sealed.
pub async fn moderate(
    tx: &mut Tx,
    grant: &EventGrant<Moderate>,
    question: QuestionId,
    command: QuestionCommand,
) -> Result<bool, QuestionError> {
    raise_board(tx, grant.event()).await?;
    let found = load(tx, grant.event(), question).await?.ok_or(StoreError::NotFound)?;
    let target = match command {
        QuestionCommand::Merge { into } => load(tx, grant.event(), into).await?,
        QuestionCommand::Show | QuestionCommand::Hide | QuestionCommand::Answer => None,
    };
    let target = target.map_or(QuestionState::Hidden, |target| target.state);
    let Outcome::Changed(after) = found.after(command, target).map_err(QuestionError::Refused)? else {
        return Ok(false);
    };
    let hidden_by = (after.state == QuestionState::Hidden).then_some(HideRule::Moderation);
    sqlx::query("UPDATE question SET state = $2, merged_id = $3, reason = $4 WHERE id = $1")
        .bind(question.to_string())
        .bind(after.state.word())
        .bind(after.merged_into.map(|into| into.to_string()).unwrap_or_default())
        .bind(hidden_by.map(HideRule::word).unwrap_or_default())
        .execute(&mut **tx)
        .await?;
    if let Some(into) = after.merged_into {
        add_voices(tx, question, into).await?;
    }
    Ok(true)
}

async fn load(tx: &mut Tx, event: EventId, question: QuestionId) -> Result<Option<Question>, StoreError> {
    let row = sqlx::query("SELECT state, merged_id FROM question WHERE id = $1 AND event_id = $2")
        .bind(question.to_string())
        .bind(event.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| {
        let state = row.word("state", QuestionState::from_word)?;
        Ok(Question { id: question, state, merged_into: row.parsed_filled("merged_id")? })
    })
    .transpose()
}

async fn add_voices(tx: &mut Tx, from: QuestionId, into: QuestionId) -> Result<(), StoreError> {
    for sql in [
        "INSERT INTO question_vote (question_id, author_ref)
         SELECT $2, author_ref FROM question_vote WHERE question_id = $1
         ON CONFLICT (question_id, author_ref) DO NOTHING",
        // Parts of a part are parts of the whole.
        "UPDATE question SET merged_id = $2 WHERE merged_id = $1",
    ] {
        sqlx::query(sql).bind(from.to_string()).bind(into.to_string()).execute(&mut **tx).await?;
    }
    sqlx::query(
        "UPDATE question SET votes = (SELECT COUNT(*) FROM question_vote v WHERE v.question_id = $1) WHERE id = $1",
    )
    .bind(into.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts a question before all others, or back among them.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn pin(
    tx: &mut Tx,
    grant: &EventGrant<Moderate>,
    question: QuestionId,
    pinned: bool,
) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    let done = sqlx::query("UPDATE question SET pinned = $3 WHERE id = $1 AND event_id = $2")
        .bind(question.to_string())
        .bind(grant.event().to_string())
        .bind(i64::from(pinned))
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Notes the answer that was given; empty: none.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn note_answer(
    tx: &mut Tx,
    grant: &EventGrant<Moderate>,
    question: QuestionId,
    answer: &str,
) -> Result<(), StoreError> {
    raise_board(tx, grant.event()).await?;
    let done = sqlx::query("UPDATE question SET answer = $3 WHERE id = $1 AND event_id = $2")
        .bind(question.to_string())
        .bind(grant.event().to_string())
        .bind(answer.to_owned())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
