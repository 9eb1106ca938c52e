//! Versioned notice texts: what participants were told, word for word (needs-analysis §11.6, security.md E65).

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::OrganisationId;
use weiterblick_domain::questionnaire::{Digest, canonical_json};
use weiterblick_domain::text::Multilingual;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: String,
    /// Counts the different texts of the organisation from 1; an anonymous draft records only this.
    pub number: u32,
    /// Restricted markup in each language.
    pub text: Multilingual,
    /// Over the stored JSON.
    pub sha256: String,
}

fn notice_row(row: &AnyRow) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.text("id")?,
        number: row.int("number")?.try_into().map_err(|_| StoreError::Corrupt("number"))?,
        text: row.json("text")?,
        sha256: row.text("sha256")?,
    })
}

/// The notice with this text: the one that is there, or a new one with the next number.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn ensure_notice(
    tx: &mut Tx,
    organisation: OrganisationId,
    new_id: [u8; 16],
    text: &Multilingual,
) -> Result<Notice, StoreError> {
    let json = canonical_json(text).map_err(|_| StoreError::Corrupt("notice"))?;
    let sha256 = Digest::of(json.as_bytes()).to_string();
    let id: String = new_id.iter().map(|byte| format!("{byte:02x}")).collect();
    sqlx::query(
        "INSERT INTO notice (id, organisation_id, number, text, sha256)
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4 FROM notice WHERE organisation_id = $2
         ON CONFLICT (organisation_id, sha256) DO NOTHING",
    )
    .bind(id)
    .bind(organisation.to_string())
    .bind(json)
    .bind(sha256.clone())
    .execute(&mut **tx)
    .await?;
    let row = sqlx::query("SELECT id, number, text, sha256 FROM notice WHERE organisation_id = $1 AND sha256 = $2")
        .bind(organisation.to_string())
        .bind(sha256)
        .fetch_one(&mut **tx)
        .await?;
    notice_row(&row)
}

/// The notice of a survey; its id is in the survey's row.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn notice(conn: &mut Conn, id: &str) -> Result<Notice, StoreError> {
    let row = sqlx::query("SELECT id, number, text, sha256 FROM notice WHERE id = $1")
        .bind(id.to_owned())
        .fetch_one(conn)
        .await?;
    notice_row(&row)
}
