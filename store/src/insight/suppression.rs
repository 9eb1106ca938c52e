use super::results::{Outcome, Sight, SurveyResult, heads};
use super::save::{NamedCompetence, question_of};
use crate::row::RowExt;
use crate::{Conn, StoreError};
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::LogRow;
use weiterblick_domain::insight::protect::HideReason;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadSuppressionLog;

/// What a release does not show, by question and reason: no cell, no number of answers.
#[derive(Debug, Clone)]
pub struct Suppression {
    pub survey: SurveyResult,
    pub competences: Vec<NamedCompetence>,
    /// By question in questionnaire order, participation last.
    pub rows: Vec<LogRow>,
}

/// The suppression log of the published release of a survey; without rows where there is none.
///
/// # Errors
/// [`StoreError::NotFound`] when the survey is not there or not closed.
pub async fn suppression(
    conn: &mut Conn,
    grant: &Grant<ReadSuppressionLog>,
    survey: SurveyId,
) -> Result<Suppression, StoreError> {
    let (results, competences) = heads(conn, grant, &Sight::Organisation, Some(survey)).await?;
    let survey = results.into_iter().find(|result| result.survey == survey).ok_or(StoreError::NotFound)?;
    let mut rows = Vec::new();
    if let Outcome::Published(head) = &survey.outcome {
        let found = sqlx::query("SELECT question, reason, hidden FROM insight_log WHERE release_id = $1")
            .bind(head.release.to_string())
            .fetch_all(conn)
            .await?;
        for row in &found {
            rows.push(LogRow {
                question: question_of(&row.text("question")?).ok_or(StoreError::Corrupt("question"))?,
                reason: HideReason::from_code(&row.text("reason")?).ok_or(StoreError::Corrupt("reason"))?,
                hidden: row.small("hidden")?,
            });
        }
    }
    let place = |row: &LogRow| {
        let of = |id| competences.iter().position(|named| named.row.competence == id);
        row.question.competence().map_or(usize::MAX, |id| of(id).unwrap_or(usize::MAX - 1))
    };
    rows.sort_by_key(|row| (place(row), row.question, row.reason));
    Ok(Suppression { survey, competences, rows })
}
