//! Own templates of an organisation: polls and agendas to start from (live.md §9, Templates).

use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::TemplateId;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::roundtable::poll::template::Template;

/// A template of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTemplate {
    pub id: TemplateId,
    pub template: Template,
}

fn template_row(row: &AnyRow) -> Result<OwnTemplate, StoreError> {
    Ok(OwnTemplate { id: row.parsed("id")?, template: row.json("content")? })
}

/// The organisation's own templates by German title.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &Grant<ManageEvents>) -> Result<Vec<OwnTemplate>, StoreError> {
    sqlx::query("SELECT id, content FROM template WHERE organisation_id = $1 ORDER BY name")
        .bind(grant.organisation().to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(template_row)
        .collect()
}

/// # Errors
/// [`StoreError::NotFound`].
pub async fn load(conn: &mut Conn, grant: &Grant<ManageEvents>, id: TemplateId) -> Result<OwnTemplate, StoreError> {
    let row = sqlx::query("SELECT id, content FROM template WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .fetch_one(conn)
        .await?;
    template_row(&row)
}

/// # Errors
/// [`StoreError::Conflict`] when the organisation has one with this German title.
pub async fn create(
    tx: &mut Tx,
    grant: &Grant<ManageEvents>,
    id: TemplateId,
    template: &Template,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO template (id, organisation_id, name, content) VALUES ($1, $2, $3, $4)")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .bind(template.title.de.clone())
        .bind(to_json(template)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the organisation has another one with this German title.
pub async fn update(
    tx: &mut Tx,
    grant: &Grant<ManageEvents>,
    id: TemplateId,
    template: &Template,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE template SET name = $3, content = $4 WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .bind(template.title.de.clone())
        .bind(to_json(template)?)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete(tx: &mut Tx, grant: &Grant<ManageEvents>, id: TemplateId) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM template WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
