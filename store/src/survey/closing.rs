//! Closing: what the job reads, and the rows that stand afterwards. The caller holds the survey by [`super::lock`].

use super::answer_invitation::unit as unit_of;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::ids::{AssessmentId, CompetenceId, DraftId, JobProfileId, PersonId, SurveyId, UnitId};
use weiterblick_domain::insight::Target;
use weiterblick_domain::organisation::Unit;
use weiterblick_domain::questionnaire::Answers;
use weiterblick_domain::survey::{AssessmentState, Draft, Recipient, SealedRow, SharedSection};
use weiterblick_domain::time::UnixMillis;

/// One entry of the frozen audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenMember {
    pub person: PersonId,
    pub unit: Option<UnitId>,
    pub profile: Option<JobProfileId>,
    pub insider: bool,
}

/// A named assessment that its author has released to somebody.
#[derive(Debug, Clone)]
pub struct AssessmentAnswers {
    pub assessment: AssessmentId,
    pub person: PersonId,
    pub unit: Option<UnitId>,
    pub answers: Answers,
    /// What was released to anybody.
    pub sections: BTreeSet<SharedSection>,
    /// HR may open it, and reads the aggregates too.
    pub to_hr: bool,
}

/// # Errors
/// [`StoreError::Database`].
pub async fn frozen_audience(conn: &mut Conn, survey: SurveyId) -> Result<Vec<FrozenMember>, StoreError> {
    sqlx::query(
        "SELECT person_id, unit_id, job_profile_id, is_insider FROM audience_member WHERE survey_id = $1
         ORDER BY person_id",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(FrozenMember {
            person: row.parsed("person_id")?,
            unit: unit_of(row)?,
            profile: row.parsed_opt("job_profile_id")?,
            insider: row.flag("is_insider")?,
        })
    })
    .collect()
}

/// The tree as it was when the survey opened.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn frozen_units(conn: &mut Conn, survey: SurveyId) -> Result<Vec<Unit>, StoreError> {
    sqlx::query("SELECT unit_id, parent_id, code, name FROM survey_tree WHERE survey_id = $1 ORDER BY code, unit_id")
        .bind(survey.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| {
            let (id, parent) = (row.parsed("unit_id")?, row.parsed_opt("parent_id")?);
            Ok(Unit { id, parent, code: row.text("code")?, name: row.text("name")? })
        })
        .collect()
}

/// The targets as they were when the survey opened, by profile.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn frozen_targets(
    conn: &mut Conn,
    survey: SurveyId,
) -> Result<BTreeMap<JobProfileId, BTreeMap<CompetenceId, Target>>, StoreError> {
    let rows = sqlx::query(
        "SELECT job_profile_id, competence_id, soll_min, soll_max, weight FROM survey_target WHERE survey_id = $1",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?;
    let mut profiles: BTreeMap<JobProfileId, BTreeMap<CompetenceId, Target>> = BTreeMap::new();
    for row in &rows {
        let level = |column| row.small::<u8>(column);
        let target = Target { lo: level("soll_min")?, hi: level("soll_max")?, weight: level("weight")? };
        profiles.entry(row.parsed("job_profile_id")?).or_default().insert(row.parsed("competence_id")?, target);
    }
    Ok(profiles)
}

/// The submitted anonymous drafts, still encrypted.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn submitted_drafts(conn: &mut Conn, survey: SurveyId) -> Result<Vec<(DraftId, Vec<u8>)>, StoreError> {
    sqlx::query("SELECT id, payload FROM draft WHERE survey_id = $1 AND submitted = 1")
        .bind(survey.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok((row.parsed("id")?, row.try_get("payload")?)))
        .collect()
}

/// The released named assessments.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn released_assessments(conn: &mut Conn, survey: SurveyId) -> Result<Vec<AssessmentAnswers>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.id, a.person_id, a.unit_id, a.answers, a.state, r.recipient, r.sections
         FROM assessment a
         JOIN assessment_release r ON r.assessment_id = a.id
         WHERE a.survey_id = $1
         ORDER BY a.id, r.recipient",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?;
    let mut found: Vec<AssessmentAnswers> = Vec::new();
    for row in &rows {
        if !row.word("state", AssessmentState::from_word)?.is_visible_to_recipients() {
            continue;
        }
        let assessment = row.parsed("id")?;
        let sections: BTreeSet<SharedSection> = row.json("sections")?;
        let to_hr = row.word("recipient", Recipient::from_word)? == Recipient::Hr;
        match found.last_mut().filter(|last| last.assessment == assessment) {
            Some(last) => {
                last.sections.extend(sections);
                last.to_hr |= to_hr;
            }
            None => found.push(AssessmentAnswers {
                assessment,
                person: row.parsed("person_id")?,
                unit: unit_of(row)?,
                answers: row.json::<Draft>("answers")?.answers(),
                sections,
                to_hr,
            }),
        }
    }
    Ok(found)
}

/// Writes sealed answers, in the order given, under their new keys.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn seal(tx: &mut Tx, survey: SurveyId, rows: &[SealedRow]) -> Result<(), StoreError> {
    for row in rows {
        sqlx::query(
            "INSERT INTO sealed_answer (id, survey_id, unit_id, attributes, answers) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(row.id.to_string())
        .bind(survey.to_string())
        .bind(row.unit.map(|unit| unit.to_string()).unwrap_or_default())
        .bind(to_json(&row.attributes)?)
        .bind(to_json(&row.answers)?)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Marks the survey as closed and deletes what may not outlive its open phase: drafts with their code and device hashes,
/// invitations with their tokens, mails that still wait.
///
/// # Errors
/// [`StoreError::Conflict`] when it was not open.
pub async fn finish(tx: &mut Tx, survey: SurveyId, now: UnixMillis, too_few: bool) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE survey SET state = 'closed', closed_at = $2, too_few = $3, redeemed_percent = NULL, redeemed_day = ''
         WHERE id = $1 AND state = 'open'",
    )
    .bind(survey.to_string())
    .bind(now.0)
    .bind(i64::from(too_few))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict);
    }
    super::drop_waiting(tx, survey).await?;
    for sql in ["DELETE FROM draft WHERE survey_id = $1", "DELETE FROM invitation WHERE survey_id = $1"] {
        sqlx::query(sql).bind(survey.to_string()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Drafts of closed surveys.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn strays(conn: &mut Conn) -> Result<i64, StoreError> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM draft d JOIN survey s ON s.id = d.survey_id WHERE s.state IN ('closed', 'archived')",
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Deletes drafts that a request wrote while their survey was being closed. Nothing can read them any more.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete_strays(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM draft WHERE survey_id IN (SELECT id FROM survey WHERE state IN ('closed', 'archived'))")
        .execute(&mut **tx)
        .await?;
    Ok(())
}
