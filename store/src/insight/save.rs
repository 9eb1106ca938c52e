use crate::row::{RowExt, to_json};
use crate::sql;
use crate::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use weiterblick_domain::ids::{CompetenceId, ReleaseId, SurveyId};
use weiterblick_domain::insight::rows::Question;
use weiterblick_domain::insight::{CellRow, CompetenceRow, FigureRow, LogRow, Release, ReleaseKind};
use weiterblick_domain::text::Multilingual;

/// What a computed release is called and where it belongs.
#[derive(Debug, Clone)]
pub struct ReleaseMeta {
    pub id: ReleaseId,
    pub survey: SurveyId,
    /// From 1, one number per release of a survey.
    pub seq: u32,
    pub kind: ReleaseKind,
    /// Day of the release, `YYYY-MM-DD` in the zone of the installation.
    pub day: String,
}

/// A rated competence with its names of the day of the release: later changes of the framework change no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCompetence {
    #[serde(flatten)]
    pub row: CompetenceRow,
    /// Code within the framework version.
    pub code: String,
    /// Empty only if the competence was deleted before the survey closed.
    pub title: Multilingual,
    pub framework: String,
    pub framework_version: String,
}

/// Stores a release as published, with all its rows. Part of the transaction that seals the survey: either both stand
/// or neither.
///
/// # Errors
/// [`StoreError::Conflict`] if the survey has a release of this number, [`StoreError::NotFound`] without the survey.
pub async fn save_release(tx: &mut Tx, meta: &ReleaseMeta, release: &Release) -> Result<(), StoreError> {
    save_head(tx, meta, release).await?;
    let id = meta.id.to_string();
    for rows in release.cells.chunks(sql::ROWS) {
        save_cells(tx, &id, rows).await?;
    }
    for rows in release.figures.chunks(sql::ROWS) {
        save_figures(tx, &id, rows).await?;
    }
    for rows in release.log.chunks(sql::ROWS) {
        save_log(tx, &id, rows).await?;
    }
    Ok(())
}

async fn save_head(tx: &mut Tx, meta: &ReleaseMeta, release: &Release) -> Result<(), StoreError> {
    let hash = sqlx::query(
        "SELECT COALESCE(v.content_hash, '') AS content_hash
         FROM survey s
         LEFT JOIN questionnaire_version v ON v.id = s.questionnaire_version_id
         WHERE s.id = $1",
    )
    .bind(meta.survey.to_string())
    .fetch_one(&mut **tx)
    .await?
    .text("content_hash")?;
    let competences = named(tx, &release.competences).await?;
    sqlx::query(
        "INSERT INTO insight_release (id, survey_id, seq, kind, day, k, engine_version, rules_hash, questionnaire_hash,
                                      gap_source, cut_rule, share_with_employees, competences, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'published')",
    )
    .bind(meta.id.to_string())
    .bind(meta.survey.to_string())
    .bind(i64::from(meta.seq))
    .bind(meta.kind.code())
    .bind(meta.day.clone())
    .bind(i64::from(release.rules.k))
    .bind(i64::from(release.engine_version))
    .bind(release.rules_hash.clone())
    .bind(hash)
    .bind(release.rules.gap_source.code())
    .bind(release.rules.cut_rule.code())
    .bind(i64::from(release.rules.share_with_employees))
    .bind(to_json(&competences)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn named(tx: &mut Tx, rows: &[CompetenceRow]) -> Result<Vec<NamedCompetence>, StoreError> {
    let mut names: HashMap<CompetenceId, NamedCompetence> = HashMap::new();
    for chunk in rows.chunks(sql::ROWS) {
        let sql = sql::within(
            "SELECT c.id, c.code, c.title, f.code AS framework, f.version
             FROM competence c
             JOIN framework f ON f.id = c.framework_id
             WHERE c.id IN",
            1,
            chunk.len(),
            "",
        );
        let mut query = sqlx::query(sql);
        for row in chunk {
            query = query.bind(row.competence.to_string());
        }
        for found in query.fetch_all(&mut **tx).await? {
            let id: CompetenceId = found.parsed("id")?;
            let Some(row) = chunk.iter().find(|row| row.competence == id) else { continue };
            let name = NamedCompetence {
                row: *row,
                code: found.text("code")?,
                title: found.json("title")?,
                framework: found.text("framework")?,
                framework_version: found.text("version")?,
            };
            names.insert(id, name);
        }
    }
    let nameless = |row: &CompetenceRow| NamedCompetence {
        row: *row,
        code: String::new(),
        title: Multilingual::default(),
        framework: String::new(),
        framework_version: String::new(),
    };
    Ok(rows.iter().map(|row| names.remove(&row.competence).unwrap_or_else(|| nameless(row))).collect())
}

async fn save_cells(tx: &mut Tx, release: &str, rows: &[CellRow]) -> Result<(), StoreError> {
    const PREFIX: &str = "INSERT INTO insight_cell (release_id, cell, kind, label, parent, priority, n_class, participation_class) VALUES";
    let mut query = sqlx::query(sql::insert(PREFIX, 8, rows.len()));
    for row in rows {
        query = query
            .bind(release.to_owned())
            .bind(row.cell.to_string())
            .bind(row.cell.kind().code())
            .bind(to_json(&row.label)?)
            .bind(row.parent.map(|parent| parent.to_string()))
            .bind(i64::from(row.priority))
            .bind(row.n_class.map_or_else(String::new, |class| class.to_string()))
            .bind(row.participation.class());
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

async fn save_figures(tx: &mut Tx, release: &str, rows: &[FigureRow]) -> Result<(), StoreError> {
    const PREFIX: &str =
        "INSERT INTO insight_figure (release_id, cell, question, figure, display, value, bound, status) VALUES";
    let mut query = sqlx::query(sql::insert(PREFIX, 8, rows.len()));
    for row in rows {
        let columns = row.displayed.columns();
        query = query
            .bind(release.to_owned())
            .bind(row.cell.to_string())
            .bind(row.competence.to_string())
            .bind(row.figure.code())
            .bind(columns.display)
            .bind(columns.value.map_or_else(String::new, |value| value.to_string()))
            .bind(columns.bound.code())
            .bind(columns.status.code());
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

async fn save_log(tx: &mut Tx, release: &str, rows: &[LogRow]) -> Result<(), StoreError> {
    const PREFIX: &str = "INSERT INTO insight_log (release_id, question, reason, hidden) VALUES";
    let mut query = sqlx::query(sql::insert(PREFIX, 4, rows.len()));
    for row in rows {
        query = query
            .bind(release.to_owned())
            .bind(question_text(row.question))
            .bind(row.reason.code())
            .bind(i64::from(row.hidden));
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// `rating:<competence>`, `opt_out:<competence>` or `participation`.
pub(super) fn question_text(question: Question) -> String {
    match question.competence() {
        Some(competence) => format!("{}:{competence}", question.code()),
        None => question.code().to_owned(),
    }
}

/// The inverse of [`question_text`].
pub(super) fn question_of(text: &str) -> Option<Question> {
    match text.split_once(':') {
        Some(("rating", id)) => id.parse().ok().map(Question::Rating),
        Some(("opt_out", id)) => id.parse().ok().map(Question::OptOut),
        None if text == Question::Participation.code() => Some(Question::Participation),
        _ => None,
    }
}
