//! What the wizard writes. Every change is for a survey of the organisation that is still a draft.

use crate::{StoreError, Tx, questionnaire};
use std::str::FromStr;
use weiterblick_domain::ids::{OrganisationId, PersonId, QuestionnaireVersionId, SurveyId, UnitId};
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::policy::{Grant, UnknownCode};
use weiterblick_domain::questionnaire::Layout;
use weiterblick_domain::survey::{Mode, Threshold};
use weiterblick_domain::time::UnixMillis;

/// Whether the works council has agreed to how the survey is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Council {
    /// Not yet asked or not yet answered: the survey does not start.
    Open,
    Agreed,
    /// "kein Betriebsrat"
    None,
}

impl Council {
    pub const ALL: [Self; 3] = [Self::Open, Self::Agreed, Self::None];

    /// The stored code, also a locale key and form value.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::None => "none",
        }
    }
}

impl FromStr for Council {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|council| council.code() == code).ok_or(UnknownCode)
    }
}

/// A survey as its first step makes it.
#[derive(Debug, Clone)]
pub struct NewSurvey {
    pub id: SurveyId,
    pub title: String,
    pub wave_label: String,
    pub notice_id: String,
    pub now: UnixMillis,
}

/// Whom the survey asks.
#[derive(Debug, Clone, Default)]
pub struct AudienceChoice {
    pub whole_organisation: bool,
    /// With everything below them; not used for the whole organisation.
    pub units: Vec<UnitId>,
    pub merge_small: bool,
    /// Left out although they belong to it.
    pub excluded: Vec<PersonId>,
}

#[derive(Debug, Clone)]
pub struct Privacy {
    pub mode: Mode,
    pub threshold: Threshold,
    pub council: Council,
    pub council_note: String,
    pub notice_id: String,
}

#[derive(Debug, Clone)]
pub struct PeriodChoice {
    /// `None`: when somebody starts it.
    pub opens_at: Option<UnixMillis>,
    /// `None` only while the draft is incomplete.
    pub closes_at: Option<UnixMillis>,
    pub gap_source: GapSource,
    pub layout: Layout,
    pub share_with_employees: bool,
    pub mail_at_start: bool,
}

/// A draft: anonymous, k = 5, whole organisation, one question a page.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn create(tx: &mut Tx, organisation: OrganisationId, new: &NewSurvey) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO survey
             (id, organisation_id, mode, title, wave_label, state, step, k, gap_source, layout, whole_organisation,
              merge_small, share_with_employees, notice_id, council, council_note, mail_at_start, start_refusal,
              extensions, extension_reason, created_at, too_few, redeemed_day)
         VALUES ($1, $2, $3, $4, $5, 'draft', 1, $6, $7, $8, 1, 0, 0, $9, 'open', '', 0, '', 0, '', $10, 0, '')",
    )
    .bind(new.id.to_string())
    .bind(organisation.to_string())
    .bind(Mode::Anonymous.code())
    .bind(new.title.clone())
    .bind(new.wave_label.clone())
    .bind(i64::from(Threshold::default().k()))
    .bind(GapSource::Importance.code())
    .bind(Layout::One.code())
    .bind(new.notice_id.clone())
    .bind(new.now.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes the draft for this transaction, and remembers how far the wizard has come.
async fn begin(tx: &mut Tx, grant: &Grant<ManageSurveys>, id: SurveyId, step: u8) -> Result<(), StoreError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT state FROM survey WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.ok_or(StoreError::NotFound)?;
    let done = sqlx::query(
        "UPDATE survey SET step = CASE WHEN step < $2 THEN $2 ELSE step END, start_refusal = ''
         WHERE id = $1 AND state = 'draft'",
    )
    .bind(id.to_string())
    .bind(i64::from(step))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when it is no draft any more.
pub async fn set_basics(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    id: SurveyId,
    step: u8,
    title: &str,
    wave_label: &str,
) -> Result<(), StoreError> {
    begin(tx, grant, id, step).await?;
    sqlx::query("UPDATE survey SET title = $2, wave_label = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(title.to_owned())
        .bind(wave_label.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Chooses a version of an own questionnaire. A copy of a template that was made for the choice before goes.
///
/// # Errors
/// [`StoreError::NotFound`], also for a version of a template or of somebody else; [`StoreError::Conflict`] when the
/// survey is no draft any more.
pub async fn set_questionnaire(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    id: SurveyId,
    step: u8,
    version: QuestionnaireVersionId,
) -> Result<(), StoreError> {
    begin(tx, grant, id, step).await?;
    let done = sqlx::query(
        "UPDATE survey SET questionnaire_version_id =
             (SELECT v.id FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id
              WHERE v.id = $2 AND q.organisation_id = $3)
         WHERE id = $1 AND EXISTS
             (SELECT 1 FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id
              WHERE v.id = $2 AND q.organisation_id = $3)",
    )
    .bind(id.to_string())
    .bind(version.to_string())
    .bind(grant.organisation().to_string())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    questionnaire::drop_unused_copies(tx, grant).await
}

/// # Errors
/// [`StoreError::NotFound`], also for a unit or person of another organisation; [`StoreError::Conflict`] when it is no
/// draft any more.
pub async fn set_audience(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    id: SurveyId,
    step: u8,
    choice: &AudienceChoice,
) -> Result<(), StoreError> {
    begin(tx, grant, id, step).await?;
    sqlx::query("UPDATE survey SET whole_organisation = $2, merge_small = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(i64::from(choice.whole_organisation))
        .bind(i64::from(choice.merge_small))
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM survey_unit WHERE survey_id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    sqlx::query("DELETE FROM survey_exclusion WHERE survey_id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    let organisation = grant.organisation().to_string();
    for unit in choice.units.iter().filter(|_| !choice.whole_organisation) {
        let done = sqlx::query(
            "INSERT INTO survey_unit (survey_id, unit_id)
             SELECT $1, id FROM unit WHERE id = $2 AND organisation_id = $3 ON CONFLICT DO NOTHING",
        )
        .bind(id.to_string())
        .bind(unit.to_string())
        .bind(organisation.clone())
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
    }
    for person in &choice.excluded {
        let done = sqlx::query(
            "INSERT INTO survey_exclusion (survey_id, person_id)
             SELECT $1, id FROM person WHERE id = $2 AND organisation_id = $3 ON CONFLICT DO NOTHING",
        )
        .bind(id.to_string())
        .bind(person.to_string())
        .bind(organisation.clone())
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
    }
    Ok(())
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when it is no draft any more.
pub async fn set_privacy(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    id: SurveyId,
    step: u8,
    privacy: &Privacy,
) -> Result<(), StoreError> {
    begin(tx, grant, id, step).await?;
    sqlx::query("UPDATE survey SET mode = $2, k = $3, council = $4, council_note = $5, notice_id = $6 WHERE id = $1")
        .bind(id.to_string())
        .bind(privacy.mode.code())
        .bind(i64::from(privacy.threshold.k()))
        .bind(privacy.council.code())
        .bind(privacy.council_note.clone())
        .bind(privacy.notice_id.clone())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when it is no draft any more.
pub async fn set_period(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    id: SurveyId,
    step: u8,
    choice: &PeriodChoice,
) -> Result<(), StoreError> {
    begin(tx, grant, id, step).await?;
    sqlx::query(
        "UPDATE survey SET opens_at = $2, closes_at = $3, gap_source = $4, layout = $5, share_with_employees = $6,
             mail_at_start = $7
         WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(choice.opens_at.map(|at| at.0))
    .bind(choice.closes_at.map(|at| at.0))
    .bind(choice.gap_source.code())
    .bind(choice.layout.code())
    .bind(i64::from(choice.share_with_employees))
    .bind(i64::from(choice.mail_at_start))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes a survey that has never been open, and a copy of a template that was made for it.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when it is or was open.
pub async fn delete(tx: &mut Tx, grant: &Grant<ManageSurveys>, id: SurveyId) -> Result<(), StoreError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT state FROM survey WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.ok_or(StoreError::NotFound)?;
    let done = sqlx::query("DELETE FROM survey WHERE id = $1 AND state IN ('draft', 'scheduled')")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict);
    }
    questionnaire::drop_unused_copies(tx, grant).await
}
