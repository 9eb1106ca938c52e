//! Scheduling, opening, and moving the end. The caller holds the survey by [`super::lock`] and has asked
//! `domain::survey` whether the step is allowed.

use super::{ATTRIBUTE_PROFILE, Audience};
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::ids::{InvitationId, JobProfileId, OrganisationId, QuestionnaireId, SurveyId};
use weiterblick_domain::organisation::Channel;
use weiterblick_domain::survey::{Attributes, EarlierSurvey, Mode};
use weiterblick_domain::text::Line;
use weiterblick_domain::time::UnixMillis;

/// # Errors
/// [`StoreError::Database`].
pub async fn mark_scheduled(tx: &mut Tx, survey: SurveyId) -> Result<(), StoreError> {
    sqlx::query("UPDATE survey SET state = 'scheduled', start_refusal = '' WHERE id = $1 AND state = 'draft'")
        .bind(survey.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Back to draft by hand.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn unschedule(tx: &mut Tx, survey: SurveyId) -> Result<(), StoreError> {
    refuse_start(tx, survey, "").await
}

/// Back to draft because an obstacle stood against the planned start; `reason` is its code.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn refuse_start(tx: &mut Tx, survey: SurveyId, reason: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE survey SET state = 'draft', start_refusal = $2 WHERE id = $1 AND state = 'scheduled'")
        .bind(survey.to_string())
        .bind(reason.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Opens a draft or scheduled survey; `opens_at` becomes the moment at which it really opened.
///
/// # Errors
/// [`StoreError::Conflict`] when it is neither.
pub async fn mark_open(tx: &mut Tx, survey: SurveyId, now: UnixMillis) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE survey SET state = 'open', opens_at = $2, step = 6, start_refusal = ''
         WHERE id = $1 AND state IN ('draft', 'scheduled')",
    )
    .bind(survey.to_string())
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

/// Freezes the audience: members, the tree, the targets of their profiles, and one invitation for everybody who gets a
/// link. On paper an anonymous survey is answered with code sheets, which belong to nobody.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn write_audience(
    tx: &mut Tx,
    survey: SurveyId,
    mode: Mode,
    audience: &Audience,
    new_id: &mut (dyn FnMut() -> InvitationId + Send),
) -> Result<(), StoreError> {
    let id = survey.to_string();
    for unit in &audience.units {
        sqlx::query("INSERT INTO survey_tree (survey_id, unit_id, parent_id, code, name) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.clone())
            .bind(unit.id.to_string())
            .bind(unit.parent.map(|parent| parent.to_string()))
            .bind(unit.code.clone())
            .bind(unit.name.clone())
            .execute(&mut **tx)
            .await?;
    }
    for member in &audience.members {
        let unit = member.unit.map(|unit| unit.to_string()).unwrap_or_default();
        sqlx::query(
            "INSERT INTO audience_member (survey_id, person_id, unit_id, job_profile_id, is_insider)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id.clone())
        .bind(member.person.to_string())
        .bind(unit.clone())
        .bind(member.profile.map(|profile| profile.to_string()))
        .bind(i64::from(member.insider))
        .execute(&mut **tx)
        .await?;
        if mode == Mode::Named || member.channel == Channel::Mail {
            sqlx::query(
                "INSERT INTO invitation
                     (id, survey_id, kind, person_id, unit_id, attributes, token_hash, locator, secret_hash, redeemed)
                 VALUES ($1, $2, 'personal', $3, $4, $5, '', '', '', 0)",
            )
            .bind(new_id().to_string())
            .bind(id.clone())
            .bind(member.person.to_string())
            .bind(unit)
            .bind(to_json(&attributes(mode, member.profile))?)
            .execute(&mut **tx)
            .await?;
        }
    }
    let profiles: BTreeSet<JobProfileId> = audience.members.iter().filter_map(|member| member.profile).collect();
    for profile in profiles {
        sqlx::query(
            "INSERT INTO survey_target (survey_id, job_profile_id, competence_id, profile_title, framework,
                                        framework_version, competence_code, soll_min, soll_max, weight)
             SELECT $1, t.job_profile_id, t.competence_id, p.title, f.code, f.version, c.code, t.soll_min, t.soll_max,
                    t.weight
             FROM profile_target t
             JOIN job_profile p ON p.id = t.job_profile_id
             JOIN competence c ON c.id = t.competence_id
             JOIN framework f ON f.id = c.framework_id
             WHERE t.job_profile_id = $2",
        )
        .bind(id.clone())
        .bind(profile.to_string())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// What an anonymous answer carries besides its unit. A named one finds everything by its person.
pub fn attributes(mode: Mode, profile: Option<JobProfileId>) -> Attributes {
    let profile = profile.filter(|_| mode == Mode::Anonymous).map(|profile| profile.to_string());
    let pair = profile.and_then(|profile| Some((Line::parse(ATTRIBUTE_PROFILE).ok()?, Line::parse(&profile).ok()?)));
    pair.into_iter().collect()
}

/// Open and scheduled surveys of an organisation.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open_count(conn: &mut Conn, organisation: OrganisationId) -> Result<i64, StoreError> {
    let (count,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM survey WHERE organisation_id = $1 AND state IN ('open', 'scheduled')")
            .bind(organisation.to_string())
            .fetch_one(conn)
            .await?;
    Ok(count)
}

/// Anonymous surveys of a questionnaire, or of another copy of the same one, that closed after `since`, with their
/// audiences.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn earlier(
    conn: &mut Conn,
    organisation: OrganisationId,
    questionnaire: QuestionnaireId,
    since: UnixMillis,
) -> Result<Vec<EarlierSurvey>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.id, s.closed_at, m.person_id
         FROM survey s
         JOIN questionnaire_version v ON v.id = s.questionnaire_version_id
         JOIN questionnaire q ON q.id = v.questionnaire_id
         JOIN audience_member m ON m.survey_id = s.id
         WHERE s.organisation_id = $1 AND s.mode = 'anonymous' AND s.closed_at > $3
           AND COALESCE(q.origin_id, q.id) = (SELECT COALESCE(o.origin_id, o.id) FROM questionnaire o WHERE o.id = $2)",
    )
    .bind(organisation.to_string())
    .bind(questionnaire.to_string())
    .bind(since.0)
    .fetch_all(conn)
    .await?;
    let mut surveys: BTreeMap<SurveyId, EarlierSurvey> = BTreeMap::new();
    for row in &rows {
        let survey = row.parsed("id")?;
        let closed_at = row.time("closed_at")?;
        let empty =
            || EarlierSurvey { survey, questionnaire, mode: Mode::Anonymous, closed_at, audience: BTreeSet::new() };
        surveys.entry(survey).or_insert_with(empty).audience.insert(row.parsed("person_id")?);
    }
    Ok(surveys.into_values().collect())
}

/// A new end of an open survey. `reason` is shown to everybody; an earlier end keeps the reason of the last extension.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn change_close(
    tx: &mut Tx,
    survey: SurveyId,
    closes_at: UnixMillis,
    extension_reason: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE survey SET closes_at = $2, extensions = extensions + $3,
             extension_reason = CASE WHEN $3 = 1 THEN $4 ELSE extension_reason END
         WHERE id = $1 AND state = 'open'",
    )
    .bind(survey.to_string())
    .bind(closes_at.0)
    .bind(i64::from(extension_reason.is_some()))
    .bind(extension_reason.unwrap_or_default().to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
