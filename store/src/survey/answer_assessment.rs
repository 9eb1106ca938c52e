//! Named assessments from the side of their author (needs-analysis.md §14.2).

use super::answer_draft::revision_number;
use super::answer_invitation::unit;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{AssessmentId, PersonId, SurveyId, UnitId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageOwnResult;
use weiterblick_domain::survey::{AssessmentState, Digest, Draft, State};
use weiterblick_domain::time::UnixMillis;

#[derive(Debug, Clone)]
pub struct StoredAssessment {
    pub id: AssessmentId,
    pub survey: SurveyId,
    pub person: PersonId,
    pub unit: Option<UnitId>,
    pub draft: Draft,
    pub state: AssessmentState,
    pub submitted_at: Option<UnixMillis>,
}

/// Devices by link that may go on with one assessment; with one more, all earlier ones end.
const DEVICES_MAX: i64 = 10;

pub(super) fn assessment_row(row: &AnyRow) -> Result<StoredAssessment, StoreError> {
    Ok(StoredAssessment {
        id: row.parsed("id")?,
        survey: row.parsed("survey_id")?,
        person: row.parsed("person_id")?,
        unit: unit(row)?,
        draft: row.json("answers")?,
        state: row.word("state", AssessmentState::from_word)?,
        submitted_at: row.time_opt("submitted_at")?,
    })
}

/// The assessment of a member of the audience; an empty one if there is none yet. The caller holds the survey open.
///
/// # Errors
/// [`StoreError::NotFound`] when the person is not asked in this survey.
pub async fn begin(
    tx: &mut Tx,
    survey: SurveyId,
    person: PersonId,
    new_id: AssessmentId,
) -> Result<StoredAssessment, StoreError> {
    sqlx::query(
        "INSERT INTO assessment (id, survey_id, person_id, unit_id, answers, state, revision, submitted_at)
         SELECT $1, m.survey_id, m.person_id, m.unit_id, $2, 'open', 0, NULL
         FROM audience_member m JOIN survey s ON s.id = m.survey_id
         WHERE m.survey_id = $3 AND m.person_id = $4 AND s.mode = 'named'
         ON CONFLICT (survey_id, person_id) DO NOTHING",
    )
    .bind(new_id.to_string())
    .bind(to_json(&Draft::default())?)
    .bind(survey.to_string())
    .bind(person.to_string())
    .execute(&mut **tx)
    .await?;
    let row = sqlx::query(
        "SELECT id, survey_id, person_id, unit_id, answers, state, submitted_at FROM assessment
         WHERE survey_id = $1 AND person_id = $2",
    )
    .bind(survey.to_string())
    .bind(person.to_string())
    .fetch_one(&mut **tx)
    .await?;
    assessment_row(&row)
}

/// Marks the person's invitation as used: whoever starts with an account needs no link any more.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn redeem_own_invitation(tx: &mut Tx, survey: SurveyId, person: PersonId) -> Result<(), StoreError> {
    sqlx::query("UPDATE invitation SET redeemed = 1, token_hash = '' WHERE survey_id = $1 AND person_id = $2")
        .bind(survey.to_string())
        .bind(person.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The assessment that this device may go on with.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_device(conn: &mut Conn, device: Digest) -> Result<Option<StoredAssessment>, StoreError> {
    sqlx::query(
        "SELECT a.id, a.survey_id, a.person_id, a.unit_id, a.answers, a.state, a.submitted_at
         FROM assessment_device d JOIN assessment a ON a.id = d.assessment_id
         WHERE d.device_hash = $1",
    )
    .bind(device.to_string())
    .fetch_optional(conn)
    .await?
    .as_ref()
    .map(assessment_row)
    .transpose()
}

/// The assessment, if it is this person's own.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_person(
    conn: &mut Conn,
    person: PersonId,
    id: AssessmentId,
) -> Result<Option<StoredAssessment>, StoreError> {
    sqlx::query(
        "SELECT id, survey_id, person_id, unit_id, answers, state, submitted_at FROM assessment
         WHERE id = $1 AND person_id = $2",
    )
    .bind(id.to_string())
    .bind(person.to_string())
    .fetch_optional(conn)
    .await?
    .as_ref()
    .map(assessment_row)
    .transpose()
}

/// The assessment after everybody else has finished writing it; nobody else writes it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] when it was deleted meanwhile.
pub async fn lock(tx: &mut Tx, id: AssessmentId) -> Result<StoredAssessment, StoreError> {
    let row = sqlx::query(
        "UPDATE assessment SET revision = revision WHERE id = $1
         RETURNING id, survey_id, person_id, unit_id, answers, state, submitted_at",
    )
    .bind(id.to_string())
    .fetch_one(&mut **tx)
    .await?;
    assessment_row(&row)
}

/// # Errors
/// [`StoreError::Database`].
pub async fn write(tx: &mut Tx, id: AssessmentId, draft: &Draft) -> Result<(), StoreError> {
    sqlx::query("UPDATE assessment SET answers = $2, revision = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(to_json(draft)?)
        .bind(revision_number(draft.revision)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn set_state(
    tx: &mut Tx,
    id: AssessmentId,
    state: AssessmentState,
    submitted_at: Option<UnixMillis>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE assessment SET state = $2, submitted_at = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(state.word())
        .bind(submitted_at.map(|time| time.0))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Lets one more device go on with the assessment.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn add_device(tx: &mut Tx, id: AssessmentId, device: Digest) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM assessment_device WHERE assessment_id = $1
         AND (SELECT COUNT(*) FROM assessment_device d WHERE d.assessment_id = $1) >= $2",
    )
    .bind(id.to_string())
    .bind(DEVICES_MAX)
    .execute(&mut **tx)
    .await?;
    sqlx::query("INSERT INTO assessment_device (device_hash, assessment_id) VALUES ($1, $2)")
        .bind(device.to_string())
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the assessment on one device.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn remove_device(tx: &mut Tx, device: Digest) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM assessment_device WHERE device_hash = $1")
        .bind(device.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes an assessment for good, with its releases and devices.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete(tx: &mut Tx, id: AssessmentId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM assessment WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// A named survey that somebody is or was asked in.
#[derive(Debug, Clone)]
pub struct OwnSurvey {
    pub survey: SurveyId,
    pub title: String,
    pub wave_label: String,
    pub state: State,
    pub closes_at: UnixMillis,
    /// `None`: not begun.
    pub assessment: Option<AssessmentState>,
    pub submitted_at: Option<UnixMillis>,
}

/// The named surveys of whoever signed in: open ones, and closed ones that they took part in. Newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn own_surveys(conn: &mut Conn, grant: &Grant<ManageOwnResult>) -> Result<Vec<OwnSurvey>, StoreError> {
    sqlx::query(
        "SELECT s.id, s.title, s.wave_label, s.state, s.closes_at, COALESCE(a.state, '') AS assessment, a.submitted_at
         FROM survey s
         LEFT JOIN audience_member m ON m.survey_id = s.id AND m.person_id = $1
         LEFT JOIN assessment a ON a.survey_id = s.id AND a.person_id = $1
         WHERE s.organisation_id = $2 AND s.mode = 'named'
           AND ((s.state = 'open' AND m.person_id IS NOT NULL)
                OR (s.state IN ('open', 'closed', 'archived') AND a.id IS NOT NULL))
         ORDER BY s.closes_at DESC, s.id",
    )
    .bind(grant.person().to_string())
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        let assessment = row.text("assessment")?;
        Ok(OwnSurvey {
            survey: row.parsed("id")?,
            title: row.text("title")?,
            wave_label: row.text("wave_label")?,
            state: row.word("state", State::from_word)?,
            closes_at: row.time("closes_at")?,
            assessment: AssessmentState::from_word(&assessment),
            submitted_at: row.time_opt("submitted_at")?,
        })
    })
    .collect()
}

/// The own assessment in one survey.
///
/// # Errors
/// [`StoreError::NotFound`] when the person has none there, or the survey is another organisation's.
pub async fn own(
    conn: &mut Conn,
    grant: &Grant<ManageOwnResult>,
    survey: SurveyId,
) -> Result<StoredAssessment, StoreError> {
    let row = sqlx::query(
        "SELECT a.id, a.survey_id, a.person_id, a.unit_id, a.answers, a.state, a.submitted_at
         FROM assessment a JOIN survey s ON s.id = a.survey_id
         WHERE a.survey_id = $1 AND a.person_id = $2 AND s.organisation_id = $3",
    )
    .bind(survey.to_string())
    .bind(grant.person().to_string())
    .bind(grant.organisation().to_string())
    .fetch_one(conn)
    .await?;
    assessment_row(&row)
}
