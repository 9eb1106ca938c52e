//! Invitations from the side of whoever was invited: the link or code decides, not a role.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{InvitationId, PersonId, SurveyId, UnitId};
use weiterblick_domain::survey::{Attributes, Digest, Mode};
use weiterblick_domain::time::UnixMillis;

/// An invitation that was just used up.
#[derive(Debug, Clone)]
pub struct Redeemed {
    pub survey: SurveyId,
    pub mode: Mode,
    /// Of a personal link; a sheet has none.
    pub person: Option<PersonId>,
    pub unit: Option<UnitId>,
    pub attributes: Attributes,
}

/// A code sheet that may be meant, before its secret was compared.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub id: InvitationId,
    pub survey: SurveyId,
    /// argon2id of the secret.
    pub secret_hash: String,
}

/// The survey that a personal link opens. Unknown, used, revoked and closed are one answer.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn survey_of_link(conn: &mut Conn, token: Digest, now: UnixMillis) -> Result<Option<SurveyId>, StoreError> {
    sqlx::query(
        "SELECT i.survey_id FROM invitation i JOIN survey s ON s.id = i.survey_id
         WHERE i.token_hash = $1 AND (i.redeemed = 0 OR s.mode = 'named') AND s.state = 'open' AND s.closes_at > $2",
    )
    .bind(token.to_string())
    .bind(now.0)
    .fetch_optional(conn)
    .await?
    .map(|row| row.parsed("survey_id"))
    .transpose()
}

/// The sheet with this locator, if its survey is open.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sheet(conn: &mut Conn, locator: &str, now: UnixMillis) -> Result<Option<Sheet>, StoreError> {
    sqlx::query(
        "SELECT i.id, i.survey_id, i.secret_hash FROM invitation i JOIN survey s ON s.id = i.survey_id
         WHERE i.locator = $1 AND i.redeemed = 0 AND s.state = 'open' AND s.closes_at > $2",
    )
    .bind(locator.to_owned())
    .bind(now.0)
    .fetch_optional(conn)
    .await?
    .map(|row| {
        Ok(Sheet { id: row.parsed("id")?, survey: row.parsed("survey_id")?, secret_hash: row.text("secret_hash")? })
    })
    .transpose()
}

const RETURNING: &str = "RETURNING survey_id, person_id, unit_id, attributes,
    (SELECT s.mode FROM survey s WHERE s.id = invitation.survey_id) AS mode";

/// Uses a personal link up; of two at the same time one wins. The caller holds the survey open.
///
/// An anonymous invitation is redeemed once and for all. In a named survey a new link leads back to the same answers:
/// whoever has no account and lost the device has no other way.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn redeem_link(tx: &mut Tx, token: Digest) -> Result<Option<Redeemed>, StoreError> {
    let sql = format!(
        "UPDATE invitation SET redeemed = 1, token_hash = ''
         WHERE token_hash = $1
           AND (redeemed = 0 OR survey_id IN (SELECT id FROM survey WHERE mode = 'named')) {RETURNING}"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(token.to_string()).fetch_optional(&mut **tx).await?;
    row.as_ref().map(redeemed_row).transpose()
}

/// Uses a code sheet up after its secret was compared. The caller holds the survey open.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn redeem_sheet(tx: &mut Tx, sheet: &Sheet) -> Result<Option<Redeemed>, StoreError> {
    let sql = format!(
        "UPDATE invitation SET redeemed = 1, locator = '', secret_hash = ''
         WHERE id = $1 AND secret_hash = $2 AND redeemed = 0 {RETURNING}"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(sheet.id.to_string())
        .bind(sheet.secret_hash.clone())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(redeemed_row).transpose()
}

fn redeemed_row(row: &AnyRow) -> Result<Redeemed, StoreError> {
    Ok(Redeemed {
        survey: row.parsed("survey_id")?,
        mode: row.word("mode", Mode::from_word)?,
        person: row.parsed_opt("person_id")?,
        unit: unit(row)?,
        attributes: row.json("attributes")?,
    })
}

/// An empty text means: belongs to the organisation, to no unit.
pub(super) fn unit(row: &AnyRow) -> Result<Option<UnitId>, StoreError> {
    match row.text("unit_id")?.as_str() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| StoreError::Corrupt("unit_id")),
    }
}
