use crate::competence::ChangeError;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::competence::{Code, LevelText, Purpose, Scale};
use weiterblick_domain::ids::{OrganisationId, ScaleId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::Multilingual;

/// A scale, and how many frameworks of the organisation use it.
#[derive(Debug, Clone)]
pub struct ScaleSummary {
    pub scale: Scale,
    pub frameworks: i64,
}

/// A scale for skill to be made.
#[derive(Debug, Clone)]
pub struct NewScale {
    pub id: ScaleId,
    pub code: Code,
    pub title: Multilingual,
    pub levels: Vec<LevelText>,
}

/// All scales that the organisation may use: its own first, then the shipped ones.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn scales(conn: &mut Conn, grant: &Grant<ReadCompetences>) -> Result<Vec<ScaleSummary>, StoreError> {
    sqlx::query(
        "SELECT s.id, s.organisation_id, s.code, s.title, s.purpose, s.levels,
                (SELECT COUNT(*) FROM framework f WHERE f.scale_id = s.id AND f.organisation_id IN ('', $1)) AS frameworks
         FROM scale s
         WHERE s.organisation_id IN ('', $1)
         ORDER BY s.organisation_id DESC, s.code",
    )
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(ScaleSummary { scale: scale_row(row)?, frameworks: row.int("frameworks")? }))
    .collect()
}

/// The scale of this code; an own one goes before a shipped one.
///
/// `organisation` comes from a grant, or in a job from the survey's own row.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn scale_by_code(conn: &mut Conn, organisation: OrganisationId, code: &Code) -> Result<Scale, StoreError> {
    let row = sqlx::query(
        "SELECT id, organisation_id, code, title, purpose, levels
         FROM scale WHERE organisation_id IN ('', $1) AND code = $2
         ORDER BY organisation_id DESC LIMIT 1",
    )
    .bind(organisation.to_string())
    .bind(code.to_string())
    .fetch_one(conn)
    .await?;
    scale_row(&row)
}

/// # Errors
/// [`ChangeError::CodeTaken`], also by a shipped scale.
pub async fn create_scale(tx: &mut Tx, grant: &Grant<ManageCompetences>, new: &NewScale) -> Result<(), ChangeError> {
    let organisation = grant.organisation();
    match scale_by_code(tx, organisation, &new.code).await {
        Ok(_) => return Err(ChangeError::CodeTaken),
        Err(StoreError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    sqlx::query(
        "INSERT INTO scale (id, organisation_id, code, title, purpose, levels) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.id.to_string())
    .bind(organisation.to_string())
    .bind(new.code.to_string())
    .bind(to_json(&new.title)?)
    .bind(Purpose::Skill.code())
    .bind(to_json(&new.levels)?)
    .execute(&mut **tx)
    .await
    .map_err(ChangeError::taken)?;
    Ok(())
}

/// Deletes an own scale that no framework uses.
///
/// # Errors
/// [`StoreError::InUse`] or [`StoreError::NotFound`].
pub async fn delete_scale(tx: &mut Tx, grant: &Grant<ManageCompetences>, id: ScaleId) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM scale WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn scale_row(row: &AnyRow) -> Result<Scale, StoreError> {
    Ok(Scale {
        id: row.parsed("id")?,
        own: !row.text("organisation_id")?.is_empty(),
        code: row.parsed("code")?,
        title: row.json("title")?,
        purpose: row.parsed("purpose")?,
        levels: row.json("levels")?,
    })
}
