use super::save::NamedCompetence;
use crate::row::RowExt;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{ReleaseId, SurveyId};
use weiterblick_domain::insight::{CutRule, GapSource, ReleaseKind, Rules};
use weiterblick_domain::policy::action::{ExportRelease, ReadRelease, ReadSuppressionLog};
use weiterblick_domain::policy::{Act, Grant};
use weiterblick_domain::survey::Mode;
use weiterblick_domain::time::UnixMillis;

/// How far a reader sees (insight.md §9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Every cell of every release of the organisation.
    Organisation,
    /// A team lead: the company cell and what lies in the units led on this day (`YYYY-MM-DD`), in releases of anonymous
    /// surveys that asked somebody of theirs. Named aggregates are not for leads (§5.3 rule 10).
    LedUnits { today: String },
}

impl Sight {
    /// Bound as `everything` and `today`.
    pub(super) fn columns(&self) -> (i64, String) {
        match self {
            Self::Organisation => (1, String::new()),
            Self::LedUnits { today } => (0, today.clone()),
        }
    }
}

/// Actions that read release rows.
pub trait ReadsRelease: Act {}

impl ReadsRelease for ReadRelease {}
impl ReadsRelease for ExportRelease {}
impl ReadsRelease for ReadSuppressionLog {}

/// A closed survey and what came out of it.
#[derive(Debug, Clone)]
pub struct SurveyResult {
    pub survey: SurveyId,
    pub title: String,
    pub wave_label: String,
    pub mode: Mode,
    pub closed_at: Option<UnixMillis>,
    /// Smallest group that the survey promised to show.
    pub k: u32,
    pub outcome: Outcome,
}

impl SurveyResult {
    pub const fn published(&self) -> Option<&Published> {
        match &self.outcome {
            Outcome::Published(published) => Some(published),
            Outcome::Withdrawn | Outcome::TooFew | Outcome::Pending => None,
        }
    }
}

#[derive(Debug, Clone)]
pub enum Outcome {
    /// The newest published release.
    Published(Published),
    /// There was a release, and all of them were withdrawn.
    Withdrawn,
    /// Closed with fewer than k answers: there is no release and never will be.
    TooFew,
    /// The release job has not come to an end.
    Pending,
}

/// The head of a published release.
#[derive(Debug, Clone)]
pub struct Published {
    pub release: ReleaseId,
    pub kind: ReleaseKind,
    /// `YYYY-MM-DD`
    pub day: String,
    pub engine_version: u32,
    pub rules: Rules,
    pub rules_hash: String,
}

/// Closed surveys of the organisation that the reader may know of, the one closed last first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn results<A: ReadsRelease>(
    conn: &mut Conn,
    grant: &Grant<A>,
    sight: &Sight,
) -> Result<Vec<SurveyResult>, StoreError> {
    Ok(heads(conn, grant, sight, None).await?.0)
}

/// As [`results`], with the rated competences of the release of `survey`.
pub(super) async fn heads<A: ReadsRelease>(
    conn: &mut Conn,
    grant: &Grant<A>,
    sight: &Sight,
    survey: Option<SurveyId>,
) -> Result<(Vec<SurveyResult>, Vec<NamedCompetence>), StoreError> {
    let (everything, today) = sight.columns();
    // The last condition lets a lead in where somebody of a unit they lead was asked.
    let rows = sqlx::query(
        "SELECT s.id, s.title, s.wave_label, s.mode, s.closed_at, s.k AS survey_k, s.too_few,
                r.id AS release_id, r.kind, r.day, r.k, r.engine_version, r.rules_hash, r.gap_source, r.cut_rule,
                r.share_with_employees, CASE WHEN s.id = $3 THEN r.competences ELSE NULL END AS competences,
                CASE WHEN EXISTS (SELECT 1 FROM insight_release w WHERE w.survey_id = s.id) THEN 1 ELSE 0 END AS withdrawn
         FROM survey s
         LEFT JOIN insight_release r ON r.survey_id = s.id AND r.seq = (
             SELECT MAX(p.seq) FROM insight_release p WHERE p.survey_id = s.id AND p.state = 'published')
         WHERE s.organisation_id = $1 AND s.state IN ('closed', 'archived') AND (
             $2 = 1 OR s.mode = 'anonymous' AND (
                 s.whole_organisation = 1 OR EXISTS (
                     SELECT 1 FROM membership m
                     WHERE m.person_id = $4 AND m.leads = 1 AND m.valid_from <= $5
                       AND (m.valid_to IS NULL OR m.valid_to >= $5)
                       AND (EXISTS (SELECT 1 FROM insight_cell c WHERE c.release_id = r.id AND c.cell = 'unit:' || m.unit_id)
                         OR EXISTS (SELECT 1 FROM audience_member a WHERE a.survey_id = s.id AND a.unit_id = m.unit_id)))))
         ORDER BY COALESCE(s.closed_at, 0) DESC, s.id DESC",
    )
    .bind(grant.organisation().to_string())
    .bind(everything)
    .bind(survey.map_or_else(String::new, |survey| survey.to_string()))
    .bind(grant.person().to_string())
    .bind(today)
    .fetch_all(conn)
    .await?;
    let competences = rows.iter().find_map(|row| row.text_opt("competences").transpose()).transpose()?;
    let competences = match competences {
        Some(json) => serde_json::from_str(&json).map_err(|_| StoreError::Corrupt("competences"))?,
        None => Vec::new(),
    };
    Ok((rows.iter().map(survey_result).collect::<Result<_, _>>()?, competences))
}

fn survey_result(row: &AnyRow) -> Result<SurveyResult, StoreError> {
    let outcome = match row.parsed_opt("release_id")? {
        Some(release) => Outcome::Published(published(row, release)?),
        None if row.flag("withdrawn")? => Outcome::Withdrawn,
        None if row.flag("too_few")? => Outcome::TooFew,
        None => Outcome::Pending,
    };
    Ok(SurveyResult {
        survey: row.parsed("id")?,
        title: row.text("title")?,
        wave_label: row.text("wave_label")?,
        mode: Mode::from_word(&row.text("mode")?).ok_or(StoreError::Corrupt("mode"))?,
        closed_at: row.time_opt("closed_at")?,
        k: row.small("survey_k")?,
        outcome,
    })
}

fn published(row: &AnyRow, release: ReleaseId) -> Result<Published, StoreError> {
    let rules = Rules {
        k: row.small("k")?,
        gap_source: GapSource::from_code(&row.text("gap_source")?).ok_or(StoreError::Corrupt("gap_source"))?,
        cut_rule: CutRule::from_code(&row.text("cut_rule")?).ok_or(StoreError::Corrupt("cut_rule"))?,
        share_with_employees: row.flag("share_with_employees")?,
    };
    Ok(Published {
        release,
        kind: ReleaseKind::from_code(&row.text("kind")?).ok_or(StoreError::Corrupt("kind"))?,
        day: row.text("day")?,
        engine_version: row.small("engine_version")?,
        rules,
        rules_hash: row.text("rules_hash")?,
    })
}
