//! People who can be asked.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use weiterblick_domain::ids::{JobProfileId, OrganisationId, PersonId, SurveyId, UnitId};
use weiterblick_domain::organisation::{Channel, Day, display_name};
use weiterblick_domain::policy::{Action, Actor, MemberState, Relation, Role, may};
use weiterblick_domain::text::Language;

/// Somebody of the organisation on a day, as far as a survey needs to know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    pub first_name: String,
    pub last_name: String,
    pub personnel_ref: String,
    pub email: String,
    pub language: Language,
    pub channel: Channel,
    /// `None`: in no unit on that day.
    pub unit: Option<UnitId>,
    /// The own one, else that of the unit.
    pub profile: Option<JobProfileId>,
    pub unit_profile: Option<JobProfileId>,
    /// Holds a role that may read the results of a survey.
    pub insider: bool,
    /// Left out of this survey by choice.
    pub excluded: bool,
}

impl Candidate {
    pub fn name(&self) -> String {
        display_name(&self.first_name, &self.last_name, &self.email, &self.personnel_ref)
    }
}

/// Everybody of the organisation who is in a unit on `today` or has the role employee, by name. Who has left or is
/// suspended is not asked.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn candidates(
    conn: &mut Conn,
    organisation: OrganisationId,
    survey: SurveyId,
    today: Day,
) -> Result<Vec<Candidate>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.first_name, p.last_name, p.personnel_ref, p.email, p.language, p.channel, m.unit_id,
                COALESCE(m.job_profile_id, u.job_profile_id) AS job_profile_id, u.job_profile_id AS unit_profile_id,
                r.role, x.person_id AS excluded
         FROM person p
         LEFT JOIN membership m ON m.person_id = p.id AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)
         LEFT JOIN unit_profile u ON u.unit_id = m.unit_id
         LEFT JOIN person_role r ON r.person_id = p.id
         LEFT JOIN survey_exclusion x ON x.person_id = p.id AND x.survey_id = $2
         WHERE p.organisation_id = $1 AND p.state IN ('invited', 'active')
         ORDER BY p.last_name, p.first_name, p.id",
    )
    .bind(organisation.to_string())
    .bind(survey.to_string())
    .bind(today.to_string())
    .fetch_all(conn)
    .await?;
    let mut found: Vec<(Candidate, Vec<Role>)> = Vec::new();
    for row in &rows {
        let person = row.parsed("id")?;
        let role: Option<Role> = row.parsed_opt("role")?;
        match found.last_mut().filter(|(last, _)| last.person == person) {
            Some((_, roles)) => roles.extend(role),
            None => {
                let candidate = Candidate {
                    person,
                    first_name: row.text("first_name")?,
                    last_name: row.text("last_name")?,
                    personnel_ref: row.text("personnel_ref")?,
                    email: row.text("email")?,
                    language: Language::from_code(&row.text("language")?).unwrap_or_default(),
                    channel: row.parsed("channel")?,
                    unit: row.parsed_opt("unit_id")?,
                    profile: row.parsed_opt("job_profile_id")?,
                    unit_profile: row.parsed_opt("unit_profile_id")?,
                    insider: false,
                    excluded: row.text_opt("excluded")?.is_some(),
                };
                found.push((candidate, role.into_iter().collect()));
            }
        }
    }
    let asked =
        |(candidate, roles): &(Candidate, Vec<Role>)| candidate.unit.is_some() || roles.contains(&Role::Employee);
    let insider = |(candidate, roles)| Candidate { insider: reads_results(organisation, roles), ..candidate };
    Ok(found.into_iter().filter(asked).map(insider).collect())
}

/// Whether somebody with these roles may read a release, be it that of their own team (insight.md §5.1).
fn reads_results(organisation: OrganisationId, roles: Vec<Role>) -> bool {
    let nobody = [0; 16];
    let actor =
        Actor { account: nobody.into(), person: nobody.into(), organisation, state: MemberState::Active, roles };
    [Relation::Organisation, Relation::OwnTeam]
        .into_iter()
        .any(|relation| may(Some(&actor), Action::ReadRelease, relation).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_may_read_results_is_an_insider() {
        for (role, expected) in [
            (Role::Hr, true),
            (Role::WorksCouncil, true),
            (Role::TeamLead, true),
            (Role::Employee, false),
            (Role::Facilitator, false),
        ] {
            assert_eq!(reads_results([1; 16].into(), vec![Role::Employee, role]), expected, "{role}");
        }
        assert!(!reads_results([1; 16].into(), Vec::new()));
    }
}
