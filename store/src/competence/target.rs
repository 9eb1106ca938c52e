use crate::competence::ChangeError;
use crate::competence::load::{FrameworkDetail, load};
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;
use weiterblick_domain::competence::{
    FrameworkState, Key, LevelText, NodeKind, StateError, TARGETS_MAX, Target, Weight,
};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, JobProfileId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageCompetences;
use weiterblick_domain::questionnaire::Level;
use weiterblick_domain::text::Multilingual;

/// One target of a job profile with all that a page shows of it.
#[derive(Debug, Clone)]
pub struct ProfileTarget {
    pub competence: CompetenceId,
    pub key: Key,
    pub title: Multilingual,
    pub area: Option<Multilingual>,
    pub framework: FrameworkId,
    pub framework_title: Multilingual,
    pub framework_state: FrameworkState,
    /// Levels of the competence's scale, level 1 first.
    pub levels: Vec<LevelText>,
    pub target: Target,
}

pub(super) async fn targets_of(conn: &mut Conn, profile: JobProfileId) -> Result<Vec<ProfileTarget>, StoreError> {
    sqlx::query(
        "SELECT t.competence_id, t.soll_min, t.soll_max, t.weight, t.people_needed, c.code, c.title,
                a.title AS area_title, f.id AS framework_id, f.code AS framework_code, f.version,
                f.title AS framework_title, f.state, s.levels
         FROM profile_target t
         JOIN competence c ON c.id = t.competence_id
         JOIN framework f ON f.id = c.framework_id
         JOIN scale s ON s.id = f.scale_id
         LEFT JOIN competence a ON a.id = c.parent_id
         WHERE t.job_profile_id = $1
         ORDER BY f.code, f.version, COALESCE(a.position, c.position), c.position, c.code",
    )
    .bind(profile.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        let area = row.text_opt("area_title")?.map(|json| serde_json::from_str(&json));
        Ok(ProfileTarget {
            competence: row.parsed("competence_id")?,
            key: key(row)?,
            title: row.json("title")?,
            area: area.transpose().map_err(|_| StoreError::Corrupt("area_title"))?,
            framework: row.parsed("framework_id")?,
            framework_title: row.json("framework_title")?,
            framework_state: row.parsed("state")?,
            levels: row.json("levels")?,
            target: target(row)?,
        })
    })
    .collect()
}

/// Adds competences of one published framework, each with a level in the middle of its scale and the usual weight.
/// Those that the profile asks for already stay as they are. Answers with the number of new ones.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown profile or competence, [`ChangeError::State`] for a draft or retired
/// framework, [`ChangeError::TooManyTargets`].
pub async fn add_targets(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    profile: JobProfileId,
    framework: FrameworkId,
    competences: &[CompetenceId],
) -> Result<usize, ChangeError> {
    require_own(tx, grant, profile).await?;
    let FrameworkDetail { framework, tree } = load(tx, grant.organisation(), framework).await?;
    if framework.state != FrameworkState::Published {
        return Err(StateError::State.into());
    }
    let middle =
        u8::try_from(framework.scale.size()).ok().and_then(Target::middle).ok_or(StoreError::Corrupt("levels"))?;
    let rateable = |id: &CompetenceId| tree.node(*id).is_some_and(|node| node.kind == NodeKind::Competence);
    if !competences.iter().all(rateable) {
        return Err(StoreError::NotFound.into());
    }
    let present: BTreeSet<CompetenceId> =
        targets_of(tx, profile).await?.into_iter().map(|target| target.competence).collect();
    let new: BTreeSet<CompetenceId> = competences.iter().copied().filter(|id| !present.contains(id)).collect();
    if present.len() + new.len() > TARGETS_MAX {
        return Err(ChangeError::TooManyTargets { max: TARGETS_MAX });
    }
    for competence in &new {
        insert_target(tx, profile, *competence, &middle).await?;
    }
    Ok(new.len())
}

/// Sets targets that the profile already has; `None` takes the competence out of the profile.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown profile, [`StoreError::Conflict`] when the profile no longer asks for a
/// competence.
pub async fn change_targets(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    profile: JobProfileId,
    changes: &[(CompetenceId, Option<Target>)],
) -> Result<(), StoreError> {
    require_own(tx, grant, profile).await?;
    for (competence, target) in changes {
        let done = match target {
            Some(target) => {
                sqlx::query(
                    "UPDATE profile_target SET soll_min = $3, soll_max = $4, weight = $5, people_needed = $6
                     WHERE job_profile_id = $1 AND competence_id = $2",
                )
                .bind(profile.to_string())
                .bind(competence.to_string())
                .bind(i64::from(target.soll_min.get()))
                .bind(i64::from(target.soll_max.get()))
                .bind(i64::from(target.weight.get()))
                .bind(target.people_needed.map(i64::from))
                .execute(&mut **tx)
                .await?
            }
            None => {
                sqlx::query("DELETE FROM profile_target WHERE job_profile_id = $1 AND competence_id = $2")
                    .bind(profile.to_string())
                    .bind(competence.to_string())
                    .execute(&mut **tx)
                    .await?
            }
        };
        if done.rows_affected() == 0 {
            return Err(StoreError::Conflict);
        }
    }
    Ok(())
}

async fn require_own(tx: &mut Tx, grant: &Grant<ManageCompetences>, profile: JobProfileId) -> Result<(), StoreError> {
    sqlx::query("SELECT id FROM job_profile WHERE id = $1 AND organisation_id = $2")
        .bind(profile.to_string())
        .bind(grant.organisation().to_string())
        .fetch_one(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn insert_target(
    tx: &mut Tx,
    profile: JobProfileId,
    competence: CompetenceId,
    target: &Target,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO profile_target (job_profile_id, competence_id, soll_min, soll_max, weight, people_needed)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(profile.to_string())
    .bind(competence.to_string())
    .bind(i64::from(target.soll_min.get()))
    .bind(i64::from(target.soll_max.get()))
    .bind(i64::from(target.weight.get()))
    .bind(target.people_needed.map(i64::from))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn key(row: &AnyRow) -> Result<Key, StoreError> {
    Ok(Key { framework: row.parsed("framework_code")?, version: row.parsed("version")?, code: row.parsed("code")? })
}

fn target(row: &AnyRow) -> Result<Target, StoreError> {
    let level = |column| Level::new(row.small(column)?).map_err(|_| StoreError::Corrupt(column));
    let people: Option<i64> = row.try_get("people_needed")?;
    Ok(Target {
        soll_min: level("soll_min")?,
        soll_max: level("soll_max")?,
        weight: Weight::new(row.small("weight")?).ok_or(StoreError::Corrupt("weight"))?,
        people_needed: people.map(u32::try_from).transpose().map_err(|_| StoreError::Corrupt("people_needed"))?,
    })
}
