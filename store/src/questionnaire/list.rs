use super::Version;
use super::version::version_row;
use crate::row::RowExt;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::QuestionnaireId;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_domain::text::Multilingual;

/// A questionnaire or template with its newest version.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    pub id: QuestionnaireId,
    /// Shipped with the product: can be copied, not changed.
    pub template: bool,
    pub code: String,
    pub title: Multilingual,
    pub description: Multilingual,
    pub newest: Version,
    /// Surveys of the organisation that use any version of it.
    pub surveys: i64,
}

const SELECT: &str = "SELECT q.id AS questionnaire_id, q.organisation_id, q.code, q.title, q.description,
        v.id AS version_id, v.number, v.state AS version_state, v.definition, v.content_hash,
        (SELECT COUNT(*) FROM survey s JOIN questionnaire_version u ON u.id = s.questionnaire_version_id
         WHERE u.questionnaire_id = q.id AND s.organisation_id = $1) AS surveys
    FROM questionnaire q
    JOIN questionnaire_version v ON v.questionnaire_id = q.id
        AND v.number = (SELECT MAX(n.number) FROM questionnaire_version n WHERE n.questionnaire_id = q.id)
    WHERE q.organisation_id IN ('', $1) AND ($2 = '' OR q.id = $2)
    ORDER BY q.organisation_id DESC, q.code";

fn questionnaire_row(row: &AnyRow) -> Result<Questionnaire, StoreError> {
    Ok(Questionnaire {
        id: row.parsed("questionnaire_id")?,
        template: row.text("organisation_id")?.is_empty(),
        code: row.text("code")?,
        title: row.json("title")?,
        description: row.json("description")?,
        newest: version_row(row)?,
        surveys: row.int("surveys")?,
    })
}

/// The organisation's own questionnaires, then the templates.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &Grant<ReadSurveys>) -> Result<Vec<Questionnaire>, StoreError> {
    sqlx::query(SELECT)
        .bind(grant.organisation().to_string())
        .bind(String::new())
        .fetch_all(conn)
        .await?
        .iter()
        .map(questionnaire_row)
        .collect()
}

/// An own questionnaire or a template.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn questionnaire(
    conn: &mut Conn,
    grant: &Grant<ReadSurveys>,
    id: QuestionnaireId,
) -> Result<Questionnaire, StoreError> {
    let row = sqlx::query(SELECT).bind(grant.organisation().to_string()).bind(id.to_string()).fetch_one(conn).await?;
    questionnaire_row(&row)
}
