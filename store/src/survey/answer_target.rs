//! What a respondent's work demands, as it was when the survey opened.

use super::audience::ATTRIBUTE_PROFILE;
use crate::row::RowExt;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{PersonId, SurveyId};
use weiterblick_domain::questionnaire::{CompetenceKey, Level};
use weiterblick_domain::survey::{Attributes, Target, Targets};
use weiterblick_domain::text::{Line, Multilingual};

/// The targets of one job profile and its title.
#[derive(Debug, Clone, Default)]
pub struct Demand {
    pub profile: Multilingual,
    pub targets: Targets,
}

/// Of a member of the audience; empty without a profile.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_person(conn: &mut Conn, survey: SurveyId, person: PersonId) -> Result<Demand, StoreError> {
    let profile: Option<(Option<String>,)> =
        sqlx::query_as("SELECT job_profile_id FROM audience_member WHERE survey_id = $1 AND person_id = $2")
            .bind(survey.to_string())
            .bind(person.to_string())
            .fetch_optional(&mut *conn)
            .await?;
    match profile.and_then(|(profile,)| profile) {
        Some(profile) => demand(conn, survey, &profile).await,
        None => Ok(Demand::default()),
    }
}

/// Of an anonymous answer: the profile that it carries as an attribute; empty without one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_attributes(conn: &mut Conn, survey: SurveyId, attributes: &Attributes) -> Result<Demand, StoreError> {
    let carried = attributes.iter().find(|(code, _)| &***code == ATTRIBUTE_PROFILE);
    match carried {
        Some((_, profile)) => demand(conn, survey, profile).await,
        None => Ok(Demand::default()),
    }
}

async fn demand(conn: &mut Conn, survey: SurveyId, profile: &str) -> Result<Demand, StoreError> {
    let rows = sqlx::query(
        "SELECT profile_title, framework, framework_version, competence_code, soll_min, soll_max, weight
         FROM survey_target WHERE survey_id = $1 AND job_profile_id = $2",
    )
    .bind(survey.to_string())
    .bind(profile.to_owned())
    .fetch_all(conn)
    .await?;
    let Some(first) = rows.first() else { return Ok(Demand::default()) };
    Ok(Demand {
        profile: first.json("profile_title")?,
        targets: rows.iter().map(target_row).collect::<Result<_, _>>()?,
    })
}

fn target_row(row: &AnyRow) -> Result<(CompetenceKey, Target), StoreError> {
    let line = |column| Line::parse(&row.text(column)?).map_err(|_| StoreError::Corrupt(column));
    let level = |column| Level::new(row.small(column)?).map_err(|_| StoreError::Corrupt(column));
    let key = CompetenceKey {
        framework: line("framework")?,
        version: line("framework_version")?,
        code: line("competence_code")?,
    };
    Ok((key, Target { min: level("soll_min")?, max: level("soll_max")?, weight: row.small("weight")? }))
}
