use crate::competence::ChangeError;
use crate::competence::target::{ProfileTarget, targets_of};
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::competence::{Code, Horizon, JobProfile};
use weiterblick_domain::ids::{JobProfileId, OrganisationId, UnitId};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::{Language, Multilingual};

/// A job profile with the number of its targets and of those who have it.
#[derive(Debug, Clone)]
pub struct ProfileSummary {
    pub profile: JobProfile,
    pub targets: i64,
    pub units: i64,
    /// People with this profile of their own on the day asked for; those who have it by their unit do not count.
    pub people: i64,
}

/// A job profile with everything in it.
#[derive(Debug, Clone)]
pub struct ProfileDetail {
    pub profile: JobProfile,
    /// In the order of frameworks and their trees.
    pub targets: Vec<ProfileTarget>,
    /// Units that have it, by name.
    pub units: Vec<(UnitId, String)>,
    pub people: i64,
}

/// A job profile to be made.
#[derive(Debug, Clone)]
pub struct NewProfile {
    pub id: JobProfileId,
    pub texts: ProfileTexts,
    /// Takes over the targets of this one.
    pub copy_from: Option<JobProfileId>,
}

#[derive(Debug, Clone)]
pub struct ProfileTexts {
    /// Made of the title when left out; a copy for the other horizon takes the code of its source.
    pub code: Option<Code>,
    pub title: Multilingual,
    pub horizon: Horizon,
}

/// One profile, or all with an empty `$2`. `$3` is the day.
const SELECT: &str = "SELECT p.id, p.code, p.title, p.horizon,
        (SELECT COUNT(*) FROM profile_target t WHERE t.job_profile_id = p.id) AS targets,
        (SELECT COUNT(*) FROM unit_profile u WHERE u.job_profile_id = p.id) AS units,
        (SELECT COUNT(*) FROM membership m WHERE m.job_profile_id = p.id AND m.valid_from <= $3
            AND (m.valid_to IS NULL OR m.valid_to >= $3)) AS people
    FROM job_profile p
    WHERE p.organisation_id = $1 AND ($2 = '' OR p.id = $2)
    ORDER BY p.code, p.horizon DESC";

/// # Errors
/// [`StoreError::Database`].
pub async fn profiles(
    conn: &mut Conn,
    grant: &Grant<ReadCompetences>,
    day: Day,
) -> Result<Vec<ProfileSummary>, StoreError> {
    sqlx::query(SELECT)
        .bind(grant.organisation().to_string())
        .bind(String::new())
        .bind(day.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(summary_row)
        .collect()
}

/// # Errors
/// [`StoreError::NotFound`].
pub async fn profile(
    conn: &mut Conn,
    grant: &Grant<ReadCompetences>,
    id: JobProfileId,
    day: Day,
) -> Result<ProfileDetail, StoreError> {
    let head = sqlx::query(SELECT)
        .bind(grant.organisation().to_string())
        .bind(id.to_string())
        .bind(day.to_string())
        .fetch_one(&mut *conn)
        .await?;
    let head = summary_row(&head)?;
    let units = sqlx::query(
        "SELECT u.id, u.name FROM unit_profile p JOIN unit u ON u.id = p.unit_id WHERE p.job_profile_id = $1
         ORDER BY u.name",
    )
    .bind(id.to_string())
    .fetch_all(&mut *conn)
    .await?
    .iter()
    .map(|row| Ok((row.parsed("id")?, row.text("name")?)))
    .collect::<Result<_, StoreError>>()?;
    let targets = targets_of(conn, id).await?;
    Ok(ProfileDetail { profile: head.profile, targets, units, people: head.people })
}

/// Makes a job profile. Answers with its code.
///
/// # Errors
/// [`ChangeError::CodeTaken`]; [`StoreError::NotFound`] for an unknown source.
pub async fn create_profile(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    new: &NewProfile,
) -> Result<Code, ChangeError> {
    let organisation = grant.organisation();
    let known = known_profiles(tx, organisation).await?;
    let horizon = new.texts.horizon;
    let taken = |code: &Code| known.iter().any(|profile| profile.code == *code && profile.horizon == horizon);
    let source = match new.copy_from {
        Some(id) => Some(known.iter().find(|profile| profile.id == id).ok_or(StoreError::NotFound)?),
        None => None,
    };
    let of_source = source.map(|source| source.code.clone()).filter(|code| !taken(code));
    let suggested = || Code::suggest(new.texts.title.get(Language::De), taken);
    let code = new.texts.code.clone().or(of_source).unwrap_or_else(suggested);
    sqlx::query("INSERT INTO job_profile (id, organisation_id, code, title, horizon) VALUES ($1, $2, $3, $4, $5)")
        .bind(new.id.to_string())
        .bind(organisation.to_string())
        .bind(code.to_string())
        .bind(to_json(&new.texts.title)?)
        .bind(horizon.code())
        .execute(&mut **tx)
        .await
        .map_err(ChangeError::taken)?;
    if let Some(source) = source {
        sqlx::query(
            "INSERT INTO profile_target (job_profile_id, competence_id, soll_min, soll_max, weight, people_needed)
             SELECT $2, competence_id, soll_min, soll_max, weight, people_needed
             FROM profile_target WHERE job_profile_id = $1",
        )
        .bind(source.id.to_string())
        .bind(new.id.to_string())
        .execute(&mut **tx)
        .await?;
    }
    Ok(code)
}

async fn known_profiles(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<JobProfile>, StoreError> {
    sqlx::query("SELECT id, code, title, horizon FROM job_profile WHERE organisation_id = $1")
        .bind(organisation.to_string())
        .fetch_all(&mut **tx)
        .await?
        .iter()
        .map(profile_row)
        .collect()
}

/// Changes title, horizon and, where one is given, code. A profile for the future is nobody's present one, so changing
/// to it takes the profile from units and people.
///
/// # Errors
/// [`ChangeError::CodeTaken`], [`StoreError::NotFound`].
pub async fn update_profile(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: JobProfileId,
    texts: &ProfileTexts,
) -> Result<(), ChangeError> {
    let done = sqlx::query(
        "UPDATE job_profile SET title = $3, horizon = $4, code = CASE WHEN $5 = '' THEN code ELSE $5 END
         WHERE id = $1 AND organisation_id = $2",
    )
    .bind(id.to_string())
    .bind(grant.organisation().to_string())
    .bind(to_json(&texts.title)?)
    .bind(texts.horizon.code())
    .bind(texts.code.as_ref().map(ToString::to_string).unwrap_or_default())
    .execute(&mut **tx)
    .await
    .map_err(ChangeError::taken)?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound.into());
    }
    if texts.horizon == Horizon::Future {
        sqlx::query("DELETE FROM unit_profile WHERE job_profile_id = $1")
            .bind(id.to_string())
            .execute(&mut **tx)
            .await?;
        sqlx::query("UPDATE membership SET job_profile_id = NULL WHERE job_profile_id = $1")
            .bind(id.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Deletes a job profile; units and people who had it have none afterwards.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete_profile(tx: &mut Tx, grant: &Grant<ManageCompetences>, id: JobProfileId) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM job_profile WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn summary_row(row: &AnyRow) -> Result<ProfileSummary, StoreError> {
    Ok(ProfileSummary {
        profile: profile_row(row)?,
        targets: row.int("targets")?,
        units: row.int("units")?,
        people: row.int("people")?,
    })
}

fn profile_row(row: &AnyRow) -> Result<JobProfile, StoreError> {
    Ok(JobProfile {
        id: row.parsed("id")?,
        code: row.parsed("code")?,
        title: row.json("title")?,
        horizon: row.parsed("horizon")?,
    })
}
