//! The surveys of an organisation, in one query.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use sqlx::Row;
use sqlx::any::AnyRow;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::Participation as ReleasedParticipation;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_domain::survey::{Mode, State, Threshold};
use weiterblick_domain::time::UnixMillis;

/// A survey as a list shows it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: SurveyId,
    pub title: String,
    pub wave_label: String,
    pub mode: Mode,
    pub state: State,
    pub step: u8,
    pub threshold: Threshold,
    pub opens_at: Option<UnixMillis>,
    pub closes_at: Option<UnixMillis>,
    pub closed_at: Option<UnixMillis>,
    pub start_refusal: String,
    pub participation: Participation,
}

/// What may be said about how many have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Participation {
    /// Not open yet.
    None,
    /// Named: counted exactly.
    Exact { answered: i64, invited: i64 },
    /// Anonymous and open: redeemed invitations in percent, rounded to 5, once a day (needs-analysis §11.9).
    Rounded(Option<u8>),
    /// Anonymous and closed: what the release says.
    Released(ReleasedParticipation),
    /// Closed with fewer than k answers.
    TooFew,
}

fn listed_row(row: &AnyRow) -> Result<Listed, StoreError> {
    let (mode, state) = (row.word("mode", Mode::from_word)?, row.word("state", State::from_word)?);
    Ok(Listed {
        id: row.parsed("id")?,
        title: row.text("title")?,
        wave_label: row.text("wave_label")?,
        mode,
        state,
        step: row.small("step")?,
        threshold: Threshold::new(row.small("k")?).map_err(|_| StoreError::Corrupt("k"))?,
        opens_at: row.time_opt("opens_at")?,
        closes_at: row.time_opt("closes_at")?,
        closed_at: row.time_opt("closed_at")?,
        start_refusal: row.text("start_refusal")?,
        participation: participation(row, mode, state)?,
    })
}

fn participation(row: &AnyRow, mode: Mode, state: State) -> Result<Participation, StoreError> {
    let open = match state {
        State::Draft | State::Scheduled | State::Deleted => return Ok(Participation::None),
        State::Open => true,
        State::Closed | State::Archived => false,
    };
    if mode == Mode::Named {
        return Ok(Participation::Exact { answered: row.int("answered")?, invited: row.int("invited")? });
    }
    if open {
        let percent: Option<i64> = row.try_get("redeemed_percent")?;
        return Ok(Participation::Rounded(percent.and_then(|percent| percent.try_into().ok())));
    }
    if row.flag("too_few")? {
        return Ok(Participation::TooFew);
    }
    let class = row.text_opt("participation_class")?.unwrap_or_default();
    let released = ReleasedParticipation::from_class(&class).ok_or(StoreError::Corrupt("participation_class"))?;
    Ok(Participation::Released(released))
}

/// All surveys of the organisation, or the one with this id; the newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(
    conn: &mut Conn,
    grant: &Grant<ReadSurveys>,
    only: Option<SurveyId>,
) -> Result<Vec<Listed>, StoreError> {
    sqlx::query(
        "SELECT s.id, s.title, s.wave_label, s.mode, s.state, s.step, s.k, s.opens_at, s.closes_at, s.closed_at,
                s.start_refusal, s.redeemed_percent, s.too_few,
                (SELECT COUNT(*) FROM audience_member m WHERE m.survey_id = s.id) AS invited,
                (SELECT COUNT(*) FROM assessment a WHERE a.survey_id = s.id AND a.state <> 'open') AS answered,
                (SELECT c.participation_class FROM insight_release r JOIN insight_cell c ON c.release_id = r.id
                 WHERE r.survey_id = s.id AND r.state = 'published' AND c.kind = 'company'
                 ORDER BY r.seq DESC LIMIT 1) AS participation_class
         FROM survey s
         WHERE s.organisation_id = $1 AND ($2 = '' OR s.id = $2)
         ORDER BY COALESCE(s.closed_at, s.closes_at, s.created_at) DESC, s.id",
    )
    .bind(grant.organisation().to_string())
    .bind(only.map(|id| id.to_string()).unwrap_or_default())
    .fetch_all(conn)
    .await?
    .iter()
    .map(listed_row)
    .collect()
}
