//! `seeds/demo.toml` as types.

use super::DemoError;
use serde::Deserialize;
use std::collections::BTreeMap;
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::organisation::{Day, PersonName, PersonnelRef, UnitCode};
use weiterblick_domain::policy::Role;
use weiterblick_domain::questionnaire::{Code, Layout};
use weiterblick_domain::survey::{Mode, State, Threshold};
use weiterblick_domain::text::{Email, Line, Multilingual};

const FILE: &str = include_str!("../../../seeds/demo.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// Becomes the day on which the demo is set up; all other days move with it.
    pub reference_day: Day,
    /// Since when both organisations are there, with everybody in their team.
    pub set_up_day: Day,
    /// Of every sign-in.
    pub password: String,
    pub network: Network,
    pub company: Company,
    pub survey: Vec<Survey>,
}

#[derive(Debug, Deserialize)]
pub struct Network {
    pub name: Line<100>,
    pub person: Vec<Person>,
}

#[derive(Debug, Deserialize)]
pub struct Company {
    pub name: Line<100>,
    pub team: Vec<Team>,
    pub person: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub code: UnitCode,
    pub name: Multilingual,
    /// Code of the job profile.
    pub profile: String,
    /// Code of a person.
    pub lead: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub code: String,
    #[serde(default)]
    pub number: Option<PersonnelRef>,
    pub first: PersonName,
    pub last: PersonName,
    /// Code of a team; none in a network.
    #[serde(default)]
    pub team: Option<String>,
    /// None: gets codes on paper.
    #[serde(default)]
    pub email: Option<Email>,
    /// Code of a job profile; none: the team's.
    #[serde(default)]
    pub profile: Option<String>,
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Has an account.
    #[serde(default)]
    pub sign_in: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    pub code: String,
    pub title: Line<200>,
    pub wave: Line<60>,
    /// Code of the company's questionnaire.
    pub template: String,
    pub mode: Mode,
    pub state: State,
    /// The step of the wizard that a draft was left at.
    #[serde(default)]
    pub step: Option<u8>,
    pub k: Threshold,
    pub gap_source: GapSource,
    pub layout: Layout,
    pub share_with_employees: bool,
    /// Codes of teams.
    pub teams: Vec<String>,
    /// Codes of people who are left out.
    #[serde(default)]
    pub audience_without: Vec<String>,
    /// Whether people who may read the results have answered too.
    #[serde(default)]
    pub insiders_answer: bool,
    pub opens: Day,
    pub closes: Day,
    /// Without one the works council has not been asked.
    #[serde(default)]
    pub council_confirmed: Option<Day>,
    /// Anonymous: how many have answered, by team.
    #[serde(default)]
    pub respondents: BTreeMap<String, usize>,
    #[serde(default)]
    pub cell: Vec<Cell>,
    #[serde(default)]
    pub interest: Vec<Interest>,
    /// Anonymous: people per word of a form field, by question.
    #[serde(default)]
    pub choices: BTreeMap<Code, BTreeMap<String, usize>>,
    /// Anonymous: texts beside "something else", by question.
    #[serde(default)]
    pub other: BTreeMap<Code, Vec<String>>,
    #[serde(default)]
    pub texts: BTreeMap<Code, Vec<String>>,
    /// Named answers.
    #[serde(default)]
    pub answer: Vec<Answer>,
}

/// Heads per level, level 1 first. Whoever of the team is left over cannot judge; a missing cell does not apply.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    pub competence: String,
    pub team: String,
    pub ist: Vec<usize>,
    pub wichtig: Vec<usize>,
}

/// Learning wishes of those with a level, the lowest levels first; whoever is left over has none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    pub competence: String,
    pub yes: usize,
    pub later: usize,
}

/// What one person answered; a competence without a level does not apply.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub person: String,
    pub state: Handed,
    pub ist: BTreeMap<String, u8>,
    pub wichtig: BTreeMap<String, u8>,
    pub interesse: BTreeMap<String, u8>,
    pub choices: BTreeMap<Code, Vec<String>>,
    #[serde(default)]
    pub texts: BTreeMap<Code, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handed {
    Submitted,
    /// Shown to the own lead, in all sections.
    Released,
}

impl Seed {
    /// # Errors
    /// [`DemoError::Unreadable`], which a test rules out.
    pub fn read() -> Result<Self, DemoError> {
        toml::from_str(FILE).map_err(|error| DemoError::Unreadable("demo.toml", error))
    }

    /// Everybody with an account, the company's people first.
    pub fn sign_ins(&self) -> impl Iterator<Item = &Person> {
        self.company.person.iter().chain(&self.network.person).filter(|person| person.sign_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_can_be_read_and_has_one_sign_in_per_role() {
        let seed = Seed::read().unwrap();
        assert_eq!((seed.company.person.len(), seed.company.team.len(), seed.survey.len()), (84, 6, 4));
        let mut roles: Vec<Option<Role>> = seed.sign_ins().map(|person| person.roles.first().copied()).collect();
        roles.sort();
        let own = |role| Some(role);
        assert_eq!(roles, [None, own(Role::Hr), own(Role::TeamLead), own(Role::WorksCouncil), own(Role::Facilitator)]);
        assert!(seed.sign_ins().all(|person| person.email.is_some()));
    }
}
