use super::people::{PersonRow, is_known, read_row};
use super::planner::Planner;
use super::{Counts, Problem, ProblemKind, Problems, Table, Verdict};
use crate::ids::{JobProfileId, PersonId, UnitId};
use crate::organisation::{Channel, Day, Membership, Step, check_hr_remains};
use crate::policy::{MemberState, Role};
use crate::text::Language;
use std::collections::{BTreeSet, HashMap};

/// What a file can say about a person. An empty text means "not given".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonData {
    pub personnel_ref: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: Language,
    pub channel: Channel,
}

/// A person who is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    pub id: PersonId,
    pub data: PersonData,
    pub state: MemberState,
    pub has_account: bool,
    pub roles: BTreeSet<Role>,
    pub history: Vec<Membership>,
}

/// Everything that a file of people is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPeople {
    pub people: Vec<KnownPerson>,
    /// By code.
    pub units: HashMap<String, UnitId>,
    /// By code.
    pub profiles: HashMap<String, JobProfileId>,
    pub today: Day,
}

/// What one row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPlan {
    pub row: u32,
    /// `None`: a new person.
    pub person: Option<PersonId>,
    /// The person afterwards.
    pub data: PersonData,
    pub steps: Vec<Step>,
    /// All roles afterwards, where they change.
    pub roles: Option<BTreeSet<Role>>,
    /// Columns whose value changes; all given ones of a new person.
    pub changed: Vec<&'static str>,
}

impl PersonPlan {
    pub const fn verdict(&self) -> Verdict {
        match (&self.person, self.changed.is_empty()) {
            (None, _) => Verdict::New,
            (Some(_), false) => Verdict::Changed,
            (Some(_), true) => Verdict::Unchanged,
        }
    }

    pub fn counts(plan: &[Self]) -> Counts {
        Counts::of(plan.iter().map(Self::verdict))
    }
}

/// Reads a file of people against those who are there. Empty cells and missing rows change nothing.
///
/// # Errors
/// All [`Problems`] of the file.
pub fn plan_people(text: &str, known: &KnownPeople) -> Result<(Table, Vec<PersonPlan>), Problems> {
    let table = Table::read(text, is_known)?;
    if table.place("personnel_ref").is_none() && table.place("email").is_none() {
        return Err(Problem::new(1, "personnel_ref", ProblemKind::MissingColumn, "").into());
    }
    let mut problems = Problems::default();
    let rows: Vec<PersonRow> = table.rows.iter().map(|row| read_row(&table, row, &mut problems)).collect();
    let mut planner = Planner::new(known, &mut problems);
    let plan: Vec<PersonPlan> = rows.iter().filter_map(|row| planner.plan(row)).collect();
    check_hr(known, &plan, &mut problems);
    problems.or((table, plan))
}

fn check_hr(known: &KnownPeople, plan: &[PersonPlan], problems: &mut Problems) {
    let changes: HashMap<PersonId, &BTreeSet<Role>> =
        plan.iter().filter_map(|change| Some((change.person?, change.roles.as_ref()?))).collect();
    let in_charge = || known.people.iter().filter(|person| person.state == MemberState::Active && person.has_account);
    let had_one = in_charge().any(|person| person.roles.contains(&Role::Hr));
    let after =
        |person: &KnownPerson| changes.get(&person.id).map_or(&person.roles, |roles| *roles).contains(&Role::Hr);
    let remaining = in_charge().filter(|person| after(person)).count();
    if check_hr_remains(had_one, remaining).is_err() {
        let loses = |change: &&PersonPlan| {
            change.roles.as_ref().is_some_and(|roles| !roles.contains(&Role::Hr))
                && in_charge().any(|person| Some(person.id) == change.person && person.roles.contains(&Role::Hr))
        };
        let row = plan.iter().find(loses).map_or(0, |change| change.row);
        problems.push(Problem::new(row, "roles", ProblemKind::LastHr, ""));
    }
}
