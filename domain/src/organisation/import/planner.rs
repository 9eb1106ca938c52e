use super::people::PersonRow;
use super::{KnownPeople, KnownPerson, PersonData, PersonPlan, Problem, ProblemKind, Problems};
use crate::organisation::{Channel, Membership, Step, assign, current};
use crate::policy::{MemberState, Role};
use crate::text::Language;
use std::collections::{BTreeSet, HashMap};

/// Compares rows with the people who are there, one after the other.
pub(super) struct Planner<'a> {
    known: &'a KnownPeople,
    problems: &'a mut Problems,
    by_ref: HashMap<&'a str, usize>,
    by_email: HashMap<&'a str, usize>,
    /// Rows by what they have used up: a number, an address, a person.
    used_refs: HashMap<String, u32>,
    used_emails: HashMap<String, u32>,
    used_people: HashMap<usize, u32>,
}

impl<'a> Planner<'a> {
    pub fn new(known: &'a KnownPeople, problems: &'a mut Problems) -> Self {
        fn index(known: &KnownPeople, key: fn(&PersonData) -> &str) -> HashMap<&str, usize> {
            let keys = known.people.iter().enumerate().map(|(place, person)| (key(&person.data), place));
            keys.filter(|(key, _)| !key.is_empty()).collect()
        }
        Self {
            known,
            problems,
            by_ref: index(known, |data| &data.personnel_ref),
            by_email: index(known, |data| &data.email),
            used_refs: HashMap::new(),
            used_emails: HashMap::new(),
            used_people: HashMap::new(),
        }
    }

    fn problem(&mut self, row: &PersonRow, column: &str, kind: ProblemKind, value: &str) {
        self.problems.push(Problem::new(row.number, column, kind, value));
    }

    pub fn plan(&mut self, row: &PersonRow) -> Option<PersonPlan> {
        if row.personnel_ref.is_none() && row.email.is_none() {
            return None;
        }
        let place = self.identify(row)?;
        let person = place.map(|place| &self.known.people[place]);
        let mut changed = Vec::new();
        let data = self.data(row, person, &mut changed);
        let steps = self.steps(row, person, &mut changed);
        let roles_before = person.map(|person| &person.roles);
        let roles = row.roles.clone().or_else(|| person.is_none().then(|| BTreeSet::from([Role::Employee])));
        let roles = roles.filter(|roles| roles_before != Some(roles));
        if roles.is_some() && row.roles.is_some() {
            changed.push("roles");
        }
        Some(PersonPlan { row: row.number, person: person.map(|person| person.id), data, steps, roles, changed })
    }

    /// Whom a row is about: `Some(None)` a new person; `None` when that cannot be said.
    fn identify(&mut self, row: &PersonRow) -> Option<Option<usize>> {
        let number = row.number;
        if let Some(personnel_ref) = &row.personnel_ref
            && let Some(first) = self.used_refs.insert(personnel_ref.clone(), number)
        {
            self.problem(row, "personnel_ref", ProblemKind::Double { row: first }, personnel_ref);
            return None;
        }
        if let Some(email) = &row.email
            && let Some(first) = self.used_emails.insert(email.clone(), number)
        {
            self.problem(row, "email", ProblemKind::Double { row: first }, email);
            return None;
        }
        let by_ref = row.personnel_ref.as_deref().and_then(|key| self.by_ref.get(key)).copied();
        let by_email = row.email.as_deref().and_then(|key| self.by_email.get(key)).copied();
        let email = row.email.as_deref().unwrap_or_default();
        let place = match (by_ref, by_email) {
            (Some(a), Some(b)) if a != b => {
                self.problem(row, "email", ProblemKind::TwoPeople, email);
                return None;
            }
            (None, Some(b)) if row.personnel_ref.is_some() && !self.known.people[b].data.personnel_ref.is_empty() => {
                self.problem(row, "email", ProblemKind::Taken, email);
                return None;
            }
            (a, b) => a.or(b),
        };
        if let Some(place) = place
            && let Some(first) = self.used_people.insert(place, number)
        {
            let (column, value) = match &row.personnel_ref {
                Some(personnel_ref) => ("personnel_ref", personnel_ref.as_str()),
                None => ("email", email),
            };
            self.problem(row, column, ProblemKind::Double { row: first }, value);
            return None;
        }
        Some(place)
    }

    fn data(&mut self, row: &PersonRow, person: Option<&KnownPerson>, changed: &mut Vec<&'static str>) -> PersonData {
        let mut data = match person {
            Some(person) => person.data.clone(),
            None => PersonData {
                personnel_ref: String::new(),
                first_name: String::new(),
                last_name: String::new(),
                email: String::new(),
                language: Language::De,
                channel: if row.email.is_some() { Channel::Mail } else { Channel::Sheet },
            },
        };
        if let (Some(person), Some(email)) = (person, &row.email)
            && person.has_account
            && *email != person.data.email
        {
            self.problem(row, "email", ProblemKind::SignInAddress, email);
        }
        let mut set = |column, value: &mut String, cell: &Option<String>| {
            if let Some(cell) = cell
                && value != cell
            {
                value.clone_from(cell);
                changed.push(column);
            }
        };
        set("personnel_ref", &mut data.personnel_ref, &row.personnel_ref);
        set("first_name", &mut data.first_name, &row.first_name);
        set("last_name", &mut data.last_name, &row.last_name);
        set("email", &mut data.email, &row.email);
        if let Some(language) = row.language.filter(|language| *language != data.language) {
            data.language = language;
            changed.push("language");
        }
        if let Some(channel) = row.channel.filter(|channel| *channel != data.channel) {
            data.channel = channel;
            changed.push("channel");
        }
        data
    }

    fn steps(&mut self, row: &PersonRow, person: Option<&KnownPerson>, changed: &mut Vec<&'static str>) -> Vec<Step> {
        let history = person.map_or(&[][..], |person| &person.history);
        let first_given = [
            ("unit_code", row.unit_code.is_some()),
            ("job_code", row.job_code.is_some()),
            ("leads_unit", row.leads_unit.is_some()),
            ("valid_from", row.valid_from.is_some()),
            ("valid_to", row.valid_to.is_some()),
        ];
        let Some((column, _)) = first_given.into_iter().find(|(_, given)| *given) else { return Vec::new() };
        let from = row.valid_from.unwrap_or(self.known.today);
        let old = current(history, from);
        let known = self.known;
        let named_unit =
            self.look_up(row, "unit_code", &known.units, row.unit_code.as_deref(), ProblemKind::UnknownUnit);
        let profile =
            self.look_up(row, "job_code", &known.profiles, row.job_code.as_deref(), ProblemKind::UnknownProfile);
        let (Ok(named_unit), Ok(profile)) = (named_unit, profile) else { return Vec::new() };
        let Some(unit) = named_unit.or_else(|| old.map(|old| old.unit)) else {
            self.problem(row, column, ProblemKind::NeedsUnit, "");
            return Vec::new();
        };
        let in_same_unit = old.filter(|old| old.unit == unit);
        let mut new = Membership {
            unit,
            leads: row.leads_unit.or_else(|| in_same_unit.map(|old| old.leads)).unwrap_or(false),
            job_profile: profile.or_else(|| old.and_then(|old| old.job_profile)),
            from,
            to: row.valid_to,
        };
        let same = old.filter(|old| (old.unit, old.leads, old.job_profile) == (new.unit, new.leads, new.job_profile));
        if let Some(old) = same {
            new.to = new.to.or(old.to);
        }
        if new.to.is_some_and(|to| to < same.map_or(from, |old| old.from)) {
            self.problem(
                row,
                "valid_to",
                ProblemKind::EndBeforeStart,
                &new.to.map(|to| to.to_string()).unwrap_or_default(),
            );
            return Vec::new();
        }
        let steps = match assign(history, &new) {
            Ok(steps) => steps,
            Err(overlap) => {
                let value = from.to_string();
                self.problem(row, "valid_from", ProblemKind::Overlap { from: overlap.from }, &value);
                return Vec::new();
            }
        };
        if !steps.is_empty() && person.is_some_and(|person| person.state == MemberState::Left) {
            self.problem(row, column, ProblemKind::HasLeft, "");
            return Vec::new();
        }
        if !steps.is_empty() {
            changed.push(if same.is_some() { "valid_to" } else { "unit_code" });
        }
        steps
    }

    /// `Err` when the code names nothing.
    fn look_up<I: Copy>(
        &mut self,
        row: &PersonRow,
        column: &str,
        codes: &HashMap<String, I>,
        code: Option<&str>,
        missing: ProblemKind,
    ) -> Result<Option<I>, ()> {
        let Some(code) = code else { return Ok(None) };
        let found = codes.get(code).copied();
        if found.is_none() {
            self.problem(row, column, missing, code);
        }
        found.map(Some).ok_or(())
    }
}
