//! Whether a survey takes answers.

use crate::db::Sql;
use crate::{Db, StoreError, Tx};
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::time::UnixMillis;

const HOLD: Sql = Sql {
    sqlite: "SELECT id FROM survey WHERE id = $1 AND state = 'open' AND closes_at > $2",
    postgres: "SELECT id FROM survey WHERE id = $1 AND state = 'open' AND closes_at > $2 FOR SHARE",
};

/// Whether the survey takes answers now. If so, it stays open until the transaction ends: the closing job, which takes
/// the survey for itself, waits, so that no answer is confirmed and then missed.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn hold(db: &Db, tx: &mut Tx, survey: SurveyId, now: UnixMillis) -> Result<bool, StoreError> {
    let row = sqlx::query(db.pick(&HOLD)).bind(survey.to_string()).bind(now.0).fetch_optional(&mut **tx).await?;
    Ok(row.is_some())
}
