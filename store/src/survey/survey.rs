//! The row of a survey.

use super::draft::Council;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{OrganisationId, QuestionnaireId, QuestionnaireVersionId, SurveyId};
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_domain::questionnaire::Layout;
use weiterblick_domain::survey::{Mode, Period, State, Threshold};
use weiterblick_domain::text::Multilingual;
use weiterblick_domain::time::UnixMillis;

/// A survey with what its pages need to know of questionnaire, organisation and notice.
#[derive(Debug, Clone)]
pub struct Survey {
    pub id: SurveyId,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub mode: Mode,
    pub title: String,
    /// Empty: none.
    pub wave_label: String,
    pub state: State,
    /// The step of the wizard that was reached, 1 to 6.
    pub step: u8,
    pub version: Option<QuestionnaireVersionId>,
    pub questionnaire: Option<QuestionnaireId>,
    /// Empty without a questionnaire.
    pub questionnaire_title: Multilingual,
    pub threshold: Threshold,
    pub gap_source: GapSource,
    pub layout: Layout,
    pub whole_organisation: bool,
    pub merge_small: bool,
    pub share_with_employees: bool,
    pub notice_id: String,
    pub council: Council,
    pub council_note: String,
    pub mail_at_start: bool,
    /// Code of the obstacle that stood against the planned start; empty: none.
    pub start_refusal: String,
    /// Before the survey is open: the planned start, `None` for "when somebody starts it".
    pub opens_at: Option<UnixMillis>,
    pub closes_at: Option<UnixMillis>,
    pub extensions: u8,
    pub extension_reason: String,
    pub created_at: UnixMillis,
    pub closed_at: Option<UnixMillis>,
    pub too_few: bool,
    /// Of an open anonymous survey, in steps of 5; `None`: too few are invited, or not computed yet.
    pub redeemed_percent: Option<u8>,
}

impl Survey {
    /// When it is open; `None` while a date is missing or they are in the wrong order.
    pub fn period(&self) -> Option<Period> {
        Period::new(self.opens_at?, self.closes_at?).ok()
    }
}

const SELECT: &str = "SELECT s.id, s.organisation_id, o.name AS organisation_name, s.mode, s.title, s.wave_label,
        s.state, s.step, s.questionnaire_version_id, v.questionnaire_id, COALESCE(q.title, '{}') AS questionnaire_title,
        s.k, s.gap_source, s.layout, s.whole_organisation, s.merge_small, s.share_with_employees, s.notice_id,
        s.council, s.council_note, s.mail_at_start, s.start_refusal, s.opens_at, s.closes_at, s.extensions,
        s.extension_reason, s.created_at, s.closed_at, s.too_few, s.redeemed_percent
    FROM survey s
    JOIN organisation o ON o.id = s.organisation_id
    LEFT JOIN questionnaire_version v ON v.id = s.questionnaire_version_id
    LEFT JOIN questionnaire q ON q.id = v.questionnaire_id
    WHERE s.id = $1";

fn survey_row(row: &AnyRow) -> Result<Survey, StoreError> {
    let percent: Option<i64> = row.try_get("redeemed_percent")?;
    Ok(Survey {
        id: row.parsed("id")?,
        organisation: row.parsed("organisation_id")?,
        organisation_name: row.text("organisation_name")?,
        mode: row.word("mode", Mode::from_word)?,
        title: row.text("title")?,
        wave_label: row.text("wave_label")?,
        state: row.word("state", State::from_word)?,
        step: row.small("step")?,
        version: row.parsed_opt("questionnaire_version_id")?,
        questionnaire: row.parsed_opt("questionnaire_id")?,
        questionnaire_title: row.json("questionnaire_title")?,
        threshold: Threshold::new(row.small("k")?).map_err(|_| StoreError::Corrupt("k"))?,
        gap_source: row.word("gap_source", GapSource::from_code)?,
        layout: row.word("layout", Layout::from_word)?,
        whole_organisation: row.flag("whole_organisation")?,
        merge_small: row.flag("merge_small")?,
        share_with_employees: row.flag("share_with_employees")?,
        notice_id: row.text("notice_id")?,
        council: row.word("council", Council::from_word)?,
        council_note: row.text("council_note")?,
        mail_at_start: row.flag("mail_at_start")?,
        start_refusal: row.text("start_refusal")?,
        opens_at: row.time_opt("opens_at")?,
        closes_at: row.time_opt("closes_at")?,
        extensions: row.small("extensions")?,
        extension_reason: row.text("extension_reason")?,
        created_at: row.time("created_at")?,
        closed_at: row.time_opt("closed_at")?,
        too_few: row.flag("too_few")?,
        redeemed_percent: percent.map(u8::try_from).transpose().map_err(|_| StoreError::Corrupt("redeemed_percent"))?,
    })
}

/// A survey of the organisation.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn survey(conn: &mut Conn, grant: &Grant<ReadSurveys>, id: SurveyId) -> Result<Survey, StoreError> {
    let found = load(conn, id).await?;
    if found.organisation == grant.organisation() { Ok(found) } else { Err(StoreError::NotFound) }
}

/// A survey for a job, or for somebody whom its invitation has let in.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn load(conn: &mut Conn, id: SurveyId) -> Result<Survey, StoreError> {
    let row = sqlx::query(SELECT).bind(id.to_string()).fetch_one(conn).await?;
    survey_row(&row)
}

/// [`load`], after everybody else has finished changing it; nobody else changes it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock(tx: &mut Tx, id: SurveyId) -> Result<Survey, StoreError> {
    // SQLite has one writer anyway; PostgreSQL keeps the row for us.
    sqlx::query("UPDATE survey SET step = step WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    load(tx, id).await
}

/// What the calendar asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub survey: SurveyId,
    pub state: State,
}

/// Surveys to be opened or closed by now, the longest overdue first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn due(conn: &mut Conn, now: UnixMillis) -> Result<Vec<Due>, StoreError> {
    sqlx::query(
        "SELECT id, state FROM survey
         WHERE (state = 'scheduled' AND opens_at <= $1) OR (state = 'open' AND closes_at <= $1)
         ORDER BY closes_at, id",
    )
    .bind(now.0)
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(Due { survey: row.parsed("id")?, state: row.word("state", State::from_word)? }))
    .collect()
}

/// Those of `ids` that have closed: nothing needs their keys any more.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn closed_of(conn: &mut Conn, ids: &[SurveyId]) -> Result<Vec<SurveyId>, StoreError> {
    let mut closed = Vec::new();
    for id in ids {
        let row: Option<(String,)> =
            sqlx::query_as("SELECT id FROM survey WHERE id = $1 AND state IN ('closed', 'archived')")
                .bind(id.to_string())
                .fetch_optional(&mut *conn)
                .await?;
        closed.extend(row.map(|_| *id));
    }
    Ok(closed)
}
