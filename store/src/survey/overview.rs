//! What the pages of a survey ask about its audience.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use std::collections::BTreeSet;
use weiterblick_domain::ids::{SurveyId, UnitId};

/// The units that were chosen in the wizard.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn chosen_units(conn: &mut Conn, survey: SurveyId) -> Result<BTreeSet<UnitId>, StoreError> {
    sqlx::query("SELECT unit_id FROM survey_unit WHERE survey_id = $1")
        .bind(survey.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| row.parsed("unit_id"))
        .collect()
}

/// One unit of a frozen audience; `name` is empty for people without a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudienceSize {
    pub name: String,
    pub members: i64,
}

/// How many were asked, unit by unit. Empty before the survey is open.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn audience_size(conn: &mut Conn, survey: SurveyId) -> Result<Vec<AudienceSize>, StoreError> {
    sqlx::query(
        "SELECT COALESCE(t.name, '') AS name, COUNT(*) AS members
         FROM audience_member m
         LEFT JOIN survey_tree t ON t.survey_id = m.survey_id AND t.unit_id = m.unit_id
         WHERE m.survey_id = $1
         GROUP BY t.name
         ORDER BY COUNT(*) DESC, t.name",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(AudienceSize { name: row.text("name")?, members: row.int("members")? }))
    .collect()
}
