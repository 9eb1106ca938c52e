//! The one figure of an open anonymous survey (needs-analysis §11.9), and what its release says afterwards.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::{CellKind, Participation};
use weiterblick_domain::survey::Threshold;
use weiterblick_domain::text::Multilingual;

/// Invited and redeemed; kept inside the job that rounds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redeemed {
    pub survey: SurveyId,
    pub threshold: Threshold,
    pub invited: u32,
    pub redeemed: u32,
}

/// Open anonymous surveys whose figure is not from `today` (`YYYY-MM-DD`).
///
/// # Errors
/// [`StoreError::Database`].
pub async fn stale_participation(conn: &mut Conn, today: &str) -> Result<Vec<Redeemed>, StoreError> {
    sqlx::query(
        "SELECT s.id, s.k,
                (SELECT COUNT(*) FROM audience_member m WHERE m.survey_id = s.id) AS invited,
                (SELECT COUNT(*) FROM invitation i WHERE i.survey_id = s.id AND i.redeemed = 1) AS redeemed
         FROM survey s
         WHERE s.state = 'open' AND s.mode = 'anonymous' AND s.redeemed_day <> $1",
    )
    .bind(today.to_owned())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(Redeemed {
            survey: row.parsed("id")?,
            threshold: Threshold::new(row.small("k")?).map_err(|_| StoreError::Corrupt("k"))?,
            invited: row.small("invited")?,
            redeemed: row.small("redeemed")?,
        })
    })
    .collect()
}

/// # Errors
/// [`StoreError::Database`].
pub async fn set_redeemed_percent(
    tx: &mut Tx,
    survey: SurveyId,
    percent: Option<u8>,
    today: &str,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE survey SET redeemed_percent = $2, redeemed_day = $3 WHERE id = $1")
        .bind(survey.to_string())
        .bind(percent.map(i64::from))
        .bind(today.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Participation of one cell of the release; the name of `direct` and `pool` is that of the unit above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellParticipation {
    pub kind: CellKind,
    pub label: Multilingual,
    pub participation: Participation,
}

/// What the published release says about participation, in its order; nothing without a release.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn released_participation(conn: &mut Conn, survey: SurveyId) -> Result<Vec<CellParticipation>, StoreError> {
    sqlx::query(
        "SELECT c.kind, c.label, c.participation_class
         FROM insight_release r
         JOIN insight_cell c ON c.release_id = r.id
         WHERE r.survey_id = $1 AND r.state = 'published'
           AND r.seq = (SELECT MAX(n.seq) FROM insight_release n WHERE n.survey_id = $1 AND n.state = 'published')
         ORDER BY c.priority",
    )
    .bind(survey.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(CellParticipation {
            kind: row.word("kind", CellKind::from_code)?,
            label: row.json("label")?,
            participation: row.word("participation_class", Participation::from_class)?,
        })
    })
    .collect()
}
