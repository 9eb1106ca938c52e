//! Links and code sheets. Only SHA-256 of a token and argon2id of a secret are ever written (security.md E20).

use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use std::collections::HashSet;
use weiterblick_domain::ids::{InvitationId, JobProfileId, PersonId, SurveyId, UnitId};
use weiterblick_domain::organisation::display_name;
use weiterblick_domain::survey::{Attributes, Mode};
use weiterblick_domain::text::{Language, Multilingual};

/// The invitation of one person.
#[derive(Debug, Clone)]
pub struct Personal {
    pub invitation: InvitationId,
    pub person: PersonId,
    pub first_name: String,
    pub last_name: String,
    pub personnel_ref: String,
    pub email: String,
    pub language: Language,
    /// Empty: in no unit.
    pub unit_name: String,
    /// Never shown to anybody (insight.md §9).
    pub redeemed: bool,
}

impl Personal {
    pub fn name(&self) -> String {
        display_name(&self.first_name, &self.last_name, &self.email, &self.personnel_ref)
    }
}

/// Everybody who is invited by a link, by unit and name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn personal(conn: &mut Conn, survey: SurveyId) -> Result<Vec<Personal>, StoreError> {
    sqlx::query(
        "SELECT i.id, i.person_id, i.redeemed, p.first_name, p.last_name, p.personnel_ref, p.email,
                p.language, COALESCE(t.name, '') AS unit_name
         FROM invitation i
         JOIN person p ON p.id = i.person_id
         LEFT JOIN survey_tree t ON t.survey_id = i.survey_id AND t.unit_id = i.unit_id
         WHERE i.survey_id = $1 AND i.kind = 'personal'
         ORDER BY COALESCE(t.name, ''), p.last_name, p.first_name, p.id",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(Personal {
            invitation: row.parsed("id")?,
            person: row.parsed("person_id")?,
            first_name: row.text("first_name")?,
            last_name: row.text("last_name")?,
            personnel_ref: row.text("personnel_ref")?,
            email: row.text("email")?,
            language: Language::from_code(&row.text("language")?).unwrap_or_default(),
            unit_name: row.text("unit_name")?,
            redeemed: row.flag("redeemed")?,
        })
    })
    .collect()
}

/// Gives an invitation a new token; an older one ends. A redeemed one of an anonymous survey gets none; in a named
/// survey a new link leads back to the answers of its person.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn set_token(tx: &mut Tx, invitation: InvitationId, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE invitation SET token_hash = $2
         WHERE id = $1 AND kind = 'personal'
           AND (redeemed = 0 OR survey_id IN (SELECT id FROM survey WHERE mode = 'named'))",
    )
    .bind(invitation.to_string())
    .bind(token_hash.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Remembers that personal links were made.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn set_links_made(tx: &mut Tx, survey: SurveyId) -> Result<(), StoreError> {
    sqlx::query("UPDATE survey SET links_made = 1 WHERE id = $1").bind(survey.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// People who would carry the same unit and profile on a code sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetGroup {
    pub unit: Option<UnitId>,
    /// Empty: in no unit.
    pub unit_name: String,
    pub profile: Option<JobProfileId>,
    /// Empty without a profile.
    pub profile_title: Multilingual,
    pub members: i64,
    /// Members who are asked on paper.
    pub on_paper: i64,
    /// Codes that were printed for this group, used, unused and revoked ones alike.
    pub printed: i64,
}

/// The groups of an anonymous survey, by name of the unit.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sheet_groups(conn: &mut Conn, survey: SurveyId) -> Result<Vec<SheetGroup>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.unit_id, COALESCE(t.name, '') AS unit_name, m.job_profile_id, COALESCE(j.title, '{}') AS profile_title,
                COUNT(*) AS members, COUNT(*) FILTER (WHERE p.channel <> 'mail') AS on_paper
         FROM audience_member m
         JOIN person p ON p.id = m.person_id
         LEFT JOIN survey_tree t ON t.survey_id = m.survey_id AND t.unit_id = m.unit_id
         LEFT JOIN job_profile j ON j.id = m.job_profile_id
         WHERE m.survey_id = $1
         GROUP BY m.unit_id, t.name, m.job_profile_id, j.title
         ORDER BY COALESCE(t.name, ''), m.unit_id, m.job_profile_id",
    )
    .bind(survey.to_string())
    .fetch_all(&mut *conn)
    .await?;
    let printed = printed(conn, survey).await?;
    rows.iter()
        .map(|row| {
            let unit_text = row.text("unit_id")?;
            let unit = if unit_text.is_empty() { None } else { Some(row.parsed("unit_id")?) };
            let profile = row.parsed_opt("job_profile_id")?;
            let attributes = to_json(&super::opening::attributes(Mode::Anonymous, profile))?;
            let same = |(of, with, _): &&(String, String, i64)| *of == unit_text && *with == attributes;
            Ok(SheetGroup {
                unit,
                unit_name: row.text("unit_name")?,
                profile,
                profile_title: row.json("profile_title")?,
                members: row.int("members")?,
                on_paper: row.int("on_paper")?,
                printed: printed.iter().find(same).map_or(0, |(_, _, count)| *count),
            })
        })
        .collect()
}

async fn printed(conn: &mut Conn, survey: SurveyId) -> Result<Vec<(String, String, i64)>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT unit_id, attributes, COUNT(*) FROM invitation
         WHERE survey_id = $1 AND kind = 'sheet' GROUP BY unit_id, attributes",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?)
}

/// A code to be written. It belongs to no person.
#[derive(Debug, Clone)]
pub struct NewSheet {
    pub id: InvitationId,
    pub locator: String,
    /// PHC string of argon2id.
    pub secret_hash: String,
}

/// Locators that are in use anywhere in this installation.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn taken_locators(conn: &mut Conn) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT locator FROM invitation WHERE locator <> ''").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(locator,)| locator).collect())
}

/// # Errors
/// [`StoreError::Conflict`] when a locator was taken in the meantime.
pub async fn insert_sheets(
    tx: &mut Tx,
    survey: SurveyId,
    unit: Option<UnitId>,
    profile: Option<JobProfileId>,
    sheets: &[NewSheet],
) -> Result<(), StoreError> {
    let attributes: Attributes = super::opening::attributes(Mode::Anonymous, profile);
    let attributes = to_json(&attributes)?;
    for sheet in sheets {
        sqlx::query(
            "INSERT INTO invitation
                 (id, survey_id, kind, person_id, unit_id, attributes, token_hash, locator, secret_hash, redeemed)
             VALUES ($1, $2, 'sheet', NULL, $3, $4, '', $5, $6, 0)",
        )
        .bind(sheet.id.to_string())
        .bind(survey.to_string())
        .bind(unit.map(|unit| unit.to_string()).unwrap_or_default())
        .bind(attributes.clone())
        .bind(sheet.locator.clone())
        .bind(sheet.secret_hash.clone())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Ends the unused codes of a group. The rows stay, so that the number of printed codes tells nothing about used ones.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn revoke_sheets(
    tx: &mut Tx,
    survey: SurveyId,
    unit: Option<UnitId>,
    profile: Option<JobProfileId>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE invitation SET locator = '', secret_hash = ''
         WHERE survey_id = $1 AND kind = 'sheet' AND unit_id = $2 AND attributes = $3 AND redeemed = 0",
    )
    .bind(survey.to_string())
    .bind(unit.map(|unit| unit.to_string()).unwrap_or_default())
    .bind(to_json(&super::opening::attributes(Mode::Anonymous, profile))?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
