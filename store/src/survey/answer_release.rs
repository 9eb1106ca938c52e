//! What authors of named assessments have released, and who may read it (needs-analysis.md §14.2).

use super::answer_assessment::{StoredAssessment, assessment_row};
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use std::collections::BTreeSet;
use weiterblick_domain::ids::{AssessmentId, PersonId, SurveyId};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageOwnResult, ReadReleasedResult};
use weiterblick_domain::survey::{Recipient, SharedSection};
use weiterblick_domain::time::UnixMillis;

/// One release: from whom it is follows from the assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRelease {
    pub recipient: Recipient,
    pub sections: BTreeSet<SharedSection>,
    pub released_at: UnixMillis,
}

fn release_row(row: &AnyRow) -> Result<StoredRelease, StoreError> {
    Ok(StoredRelease {
        recipient: row.word("recipient", Recipient::from_word)?,
        sections: row.json("sections")?,
        released_at: row.time("released_at")?,
    })
}

/// The releases of the own assessment.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn own(
    conn: &mut Conn,
    grant: &Grant<ManageOwnResult>,
    assessment: AssessmentId,
) -> Result<Vec<StoredRelease>, StoreError> {
    sqlx::query(
        "SELECT r.recipient, r.sections, r.released_at
         FROM assessment_release r JOIN assessment a ON a.id = r.assessment_id
         WHERE r.assessment_id = $1 AND a.person_id = $2 ORDER BY r.recipient DESC",
    )
    .bind(assessment.to_string())
    .bind(grant.person().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(release_row)
    .collect()
}

/// Releases sections of the own assessment to a recipient, or changes what was released. The caller has locked the
/// assessment and seen that it is the grant's own.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn put(tx: &mut Tx, assessment: AssessmentId, release: &StoredRelease) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO assessment_release (assessment_id, recipient, sections, released_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (assessment_id, recipient)
         DO UPDATE SET sections = excluded.sections, released_at = excluded.released_at",
    )
    .bind(assessment.to_string())
    .bind(release.recipient.word())
    .bind(to_json(&release.sections)?)
    .bind(release.released_at.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a release back. Answers how many are left. The caller has locked the assessment.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn withdraw(tx: &mut Tx, assessment: AssessmentId, recipient: Recipient) -> Result<i64, StoreError> {
    sqlx::query("DELETE FROM assessment_release WHERE assessment_id = $1 AND recipient = $2")
        .bind(assessment.to_string())
        .bind(recipient.word())
        .execute(&mut **tx)
        .await?;
    let (left,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM assessment_release WHERE assessment_id = $1")
        .bind(assessment.to_string())
        .fetch_one(&mut **tx)
        .await?;
    Ok(left)
}

/// The nearest unit upwards that somebody else leads, per person: `$1` organisation, `$2` today, `$3` one person, or
/// empty for everybody who has released something to the own lead.
const NEAREST: &str = "WITH RECURSIVE up (person_id, member_since, unit_id, depth) AS (
    SELECT m.person_id, m.valid_from, m.unit_id, 0
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE p.organisation_id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
      AND (m.person_id = $3 OR ($3 = '' AND m.person_id IN
           (SELECT a.person_id FROM assessment a JOIN assessment_release r ON r.assessment_id = a.id
            WHERE r.recipient = 'lead')))
    UNION ALL
    SELECT up.person_id, up.member_since, u.parent_id, up.depth + 1
    FROM up JOIN unit u ON u.id = up.unit_id
    WHERE u.parent_id IS NOT NULL AND up.depth < 10
), nearest AS (
    SELECT up.person_id, up.member_since, l.person_id AS lead_id, l.valid_from AS lead_since,
           RANK() OVER (PARTITION BY up.person_id ORDER BY up.depth) AS place
    FROM up
    JOIN membership l ON l.unit_id = up.unit_id AND l.leads = 1 AND l.person_id <> up.person_id
    JOIN person p ON p.id = l.person_id AND p.state = 'active'
    WHERE l.valid_from <= $2 AND (l.valid_to IS NULL OR l.valid_to >= $2)
)";

/// Names of those who lead the own team today, for "my lead".
///
/// # Errors
/// [`StoreError::Database`].
pub async fn own_leads(
    conn: &mut Conn,
    grant: &Grant<ManageOwnResult>,
    today: Day,
) -> Result<Vec<(String, String)>, StoreError> {
    let sql = format!(
        "{NEAREST} SELECT p.first_name, p.last_name FROM nearest n JOIN person p ON p.id = n.lead_id
         WHERE n.place = 1 ORDER BY p.last_name, p.first_name, p.id"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(grant.organisation().to_string())
        .bind(today.to_string())
        .bind(grant.person().to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok((row.text("first_name")?, row.text("last_name")?)))
        .collect()
}

/// A release that the reader may open.
#[derive(Debug, Clone)]
pub struct Shared {
    pub assessment: AssessmentId,
    pub person: PersonId,
    pub first_name: String,
    pub last_name: String,
    pub survey: SurveyId,
    pub survey_title: String,
    pub wave_label: String,
    pub release: StoredRelease,
}

const SHARED: &str = "SELECT a.id AS assessment_id, a.person_id, p.first_name, p.last_name, s.id AS survey_id, s.title,
        s.wave_label, r.recipient, r.sections, r.released_at";
const SHARED_FROM: &str = "FROM assessment_release r
    JOIN assessment a ON a.id = r.assessment_id
    JOIN survey s ON s.id = a.survey_id
    JOIN person p ON p.id = a.person_id";
const SHARED_WHERE: &str =
    "WHERE s.organisation_id = $1 AND a.state IN ('released', 'discussed') AND a.person_id <> $4";

fn shared_row(row: &AnyRow) -> Result<Shared, StoreError> {
    Ok(Shared {
        assessment: row.parsed("assessment_id")?,
        person: row.parsed("person_id")?,
        first_name: row.text("first_name")?,
        last_name: row.text("last_name")?,
        survey: row.parsed("survey_id")?,
        survey_title: row.text("title")?,
        wave_label: row.text("wave_label")?,
        release: release_row(row)?,
    })
}

/// What was released to HR, newest first, without the own.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn to_hr(conn: &mut Conn, grant: &Grant<ReadReleasedResult>) -> Result<Vec<Shared>, StoreError> {
    let sql = format!(
        "{SHARED} {SHARED_FROM} {} AND r.recipient = 'hr' ORDER BY r.released_at DESC, a.id",
        SHARED_WHERE.replace("$4", "$2")
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(grant.organisation().to_string())
        .bind(grant.person().to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(shared_row)
        .collect()
}

/// What was released to whoever signed in as the author's lead, newest first.
///
/// After a change of lead or team nothing is visible until it is released again (§14.2.6): a release counts only when
/// both led and belonged to the team on its day. `day` is the organisation's calendar.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn to_lead(
    conn: &mut Conn,
    grant: &Grant<ReadReleasedResult>,
    today: Day,
    day: impl Fn(UnixMillis) -> Day,
) -> Result<Vec<Shared>, StoreError> {
    let sql = format!(
        "{NEAREST} {SHARED}, n.member_since, n.lead_since {SHARED_FROM}
         JOIN nearest n ON n.person_id = a.person_id AND n.place = 1 AND n.lead_id = $4
         {SHARED_WHERE} AND r.recipient = 'lead' ORDER BY r.released_at DESC, a.id"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(grant.organisation().to_string())
        .bind(today.to_string())
        .bind(String::new())
        .bind(grant.person().to_string())
        .fetch_all(conn)
        .await?;
    let mut shared = Vec::new();
    for row in &rows {
        let found = shared_row(row)?;
        let released = day(found.release.released_at);
        if row.parsed::<Day>("member_since")? <= released && row.parsed::<Day>("lead_since")? <= released {
            shared.push(found);
        }
    }
    Ok(shared)
}

/// The answers behind a release that [`to_hr`] or [`to_lead`] gave.
///
/// # Errors
/// [`StoreError::NotFound`] when the release was taken back meanwhile.
pub async fn answers(
    conn: &mut Conn,
    grant: &Grant<ReadReleasedResult>,
    shared: &Shared,
) -> Result<StoredAssessment, StoreError> {
    let row = sqlx::query(
        "SELECT a.id, a.survey_id, a.person_id, a.unit_id, a.answers, a.state, a.submitted_at
         FROM assessment a
         JOIN survey s ON s.id = a.survey_id
         JOIN assessment_release r ON r.assessment_id = a.id AND r.recipient = $3
         WHERE a.id = $1 AND s.organisation_id = $2 AND a.state IN ('released', 'discussed')",
    )
    .bind(shared.assessment.to_string())
    .bind(grant.organisation().to_string())
    .bind(shared.release.recipient.word())
    .fetch_one(conn)
    .await?;
    assessment_row(&row)
}
