//! The company with its teams, people, competences and job profiles, and the network.

use super::DemoError;
use super::calendar::Calendar;
use super::seed::{Person, Seed};
use std::collections::BTreeMap;
use weiterblick_app::state::AppState;
use weiterblick_domain::ids::{AccountId, JobProfileId, OrganisationId, PersonId, QuestionnaireVersionId, UnitId};
use weiterblick_domain::organisation::{Channel, Membership, OrganisationKind, Step, UnitName};
use weiterblick_domain::policy::action::{ManageCompetences, ManageOrganisation, ReadSurveys};
use weiterblick_domain::policy::{Act, Actor, Grant, MemberState, Relation, Role, decide};
use weiterblick_domain::text::{Email, Language};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::organisation::{self as store, NewOrganisation, NewPerson, NewUnit};
use weiterblick_store::{Tx, account, competence, questionnaire};

/// An account to be made.
pub struct SignIn {
    id: AccountId,
    email: Email,
    password_hash: String,
}

/// What was made of the company, by the codes of the seed.
pub struct Company {
    pub id: OrganisationId,
    pub units: BTreeMap<String, UnitId>,
    pub people: BTreeMap<String, PersonId>,
    /// By the code of the questionnaire.
    pub versions: BTreeMap<String, QuestionnaireVersionId>,
    /// In whose name everything is made.
    hr: Actor,
}

impl Company {
    /// # Errors
    /// [`DemoError::Denied`] for what HR may not do.
    pub fn grant<A: Act>(&self) -> Result<Grant<A>, DemoError> {
        Ok(decide(Some(&self.hr), Relation::Organisation)?)
    }
}

/// Hashes the password of every sign-in, each with its own salt, by the person's code. Takes a while, so it comes before
/// the transaction.
///
/// # Errors
/// Of the password hasher; [`DemoError::Unknown`] for a sign-in without an address.
pub async fn hash_passwords(state: &AppState, seed: &Seed) -> Result<BTreeMap<String, SignIn>, DemoError> {
    let mut sign_ins = BTreeMap::new();
    for person in seed.sign_ins() {
        let email = person.email.clone().ok_or_else(|| DemoError::Unknown(person.code.clone()))?;
        let password_hash = state.passwords.hash(seed.password.clone(), state.random()).await?;
        sign_ins.insert(person.code.clone(), SignIn { id: state.new_id(), email, password_hash });
    }
    Ok(sign_ins)
}

/// What was made of the network.
pub struct Network {
    /// In whose name its round tables are held.
    facilitator: Actor,
}

impl Network {
    /// # Errors
    /// [`DemoError::Denied`] for what a facilitator may not do.
    pub fn grant<A: Act>(&self) -> Result<Grant<A>, DemoError> {
        Ok(decide(Some(&self.facilitator), Relation::Organisation)?)
    }
}

/// # Errors
/// Of the store; [`DemoError::Unknown`] for a code that names nothing.
pub async fn set_up(
    tx: &mut Tx,
    state: &AppState,
    seed: &Seed,
    calendar: &Calendar,
    sign_ins: &BTreeMap<String, SignIn>,
) -> Result<Company, DemoError> {
    let now = calendar.start(seed.set_up_day)?;
    let id = state.new_id();
    let people: BTreeMap<String, PersonId> =
        seed.company.person.iter().map(|person| (person.code.clone(), state.new_id())).collect();
    let new = NewOrganisation { id, kind: OrganisationKind::Company, name: seed.company.name.to_string(), now };
    store::create(tx, &new).await?;

    let hr = holder(&seed.company.person, Role::Hr, id, &people, sign_ins)?;
    let mut company = Company { id, units: BTreeMap::new(), people, versions: BTreeMap::new(), hr };
    let new_id = &mut || state.random::<16>();
    let catalogue = competence::install_demo(tx, id, new_id).await?;
    let (questionnaire, version) = questionnaire::install_demo(tx, id, new_id).await?;
    let made = questionnaire::questionnaire(tx, &company.grant::<ReadSurveys>()?, questionnaire).await?;
    company.versions.insert(made.code, version);

    add_teams(tx, state, seed, &mut company, &catalogue.profiles).await?;
    add_people(tx, seed, calendar, &company, &catalogue.profiles, sign_ins).await?;
    Ok(company)
}

/// Whoever of `from` holds the role.
fn holder(
    from: &[Person],
    role: Role,
    organisation: OrganisationId,
    people: &BTreeMap<String, PersonId>,
    sign_ins: &BTreeMap<String, SignIn>,
) -> Result<Actor, DemoError> {
    let person = from.iter().find(|person| person.roles.contains(&role));
    let code = person.map_or(role.code(), |person| &person.code);
    let account = sign_ins.get(code).ok_or_else(|| DemoError::Unknown(code.to_owned()))?.id;
    Ok(Actor { account, person: find(people, code)?, organisation, state: MemberState::Active, roles: vec![role] })
}

async fn add_teams(
    tx: &mut Tx,
    state: &AppState,
    seed: &Seed,
    company: &mut Company,
    profiles: &BTreeMap<String, JobProfileId>,
) -> Result<(), DemoError> {
    let manage = company.grant::<ManageOrganisation>()?;
    let mut assigned = Vec::new();
    for team in &seed.company.team {
        let name =
            UnitName::parse(team.name.get(Language::De)).map_err(|_| DemoError::Unknown(team.code.to_string()))?;
        let new = NewUnit { id: state.new_id(), code: team.code.clone(), name, parent: None };
        store::create_unit(tx, &manage, &new).await?;
        assigned.push((new.id, Some(find(profiles, &team.profile)?)));
        company.units.insert(team.code.to_string(), new.id);
    }
    competence::assign_units(tx, &company.grant::<ManageCompetences>()?, &assigned).await?;
    Ok(())
}

async fn add_people(
    tx: &mut Tx,
    seed: &Seed,
    calendar: &Calendar,
    company: &Company,
    profiles: &BTreeMap<String, JobProfileId>,
    sign_ins: &BTreeMap<String, SignIn>,
) -> Result<(), DemoError> {
    let manage = company.grant::<ManageOrganisation>()?;
    let (now, from) = (calendar.start(seed.set_up_day)?, calendar.day(seed.set_up_day)?);
    for person in &seed.company.person {
        let id = find(&company.people, &person.code)?;
        let roles = person.roles.iter().copied().chain([Role::Employee]).collect();
        add_person(tx, company.id, id, person, roles, sign_ins, now).await?;
        let team = person.team.as_deref().unwrap_or_default();
        let membership = Membership {
            unit: find(&company.units, team)?,
            leads: seed.company.team.iter().any(|led| led.lead == person.code),
            job_profile: person.profile.as_deref().map(|profile| find(profiles, profile)).transpose()?,
            from,
            to: None,
        };
        store::apply_steps(tx, &manage, id, &[Step::Open(membership)]).await?;
    }
    Ok(())
}

/// The network with its people.
///
/// # Errors
/// Of the store; [`DemoError::Unknown`] when nobody there is a facilitator.
pub async fn set_up_network(
    tx: &mut Tx,
    state: &AppState,
    seed: &Seed,
    calendar: &Calendar,
    sign_ins: &BTreeMap<String, SignIn>,
) -> Result<Network, DemoError> {
    let now = calendar.start(seed.set_up_day)?;
    let (id, name) = (state.new_id(), seed.network.name.to_string());
    store::create(tx, &NewOrganisation { id, kind: OrganisationKind::Network, name, now }).await?;
    let mut people = BTreeMap::new();
    for person in &seed.network.person {
        let of = state.new_id();
        add_person(tx, id, of, person, person.roles.clone(), sign_ins, now).await?;
        people.insert(person.code.clone(), of);
    }
    Ok(Network { facilitator: holder(&seed.network.person, Role::Facilitator, id, &people, sign_ins)? })
}

async fn add_person(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: PersonId,
    person: &Person,
    roles: Vec<Role>,
    sign_ins: &BTreeMap<String, SignIn>,
    now: UnixMillis,
) -> Result<(), DemoError> {
    let sign_in = sign_ins.get(&person.code);
    if let Some(SignIn { id, email, password_hash }) = sign_in {
        account::create(tx, *id, email, password_hash, Language::De, now).await?;
    }
    let new = NewPerson {
        personnel_ref: person.number.as_ref().map(ToString::to_string).unwrap_or_default(),
        first_name: person.first.to_string(),
        last_name: person.last.to_string(),
        email: person.email.as_ref().map(ToString::to_string).unwrap_or_default(),
        channel: if person.email.is_some() { Channel::Mail } else { Channel::Sheet },
        account: sign_in.map(|sign_in| sign_in.id),
        roles,
        ..NewPerson::active(id, organisation)
    };
    Ok(store::create_person(tx, &new).await?)
}

/// What a code of the seed names.
///
/// # Errors
/// [`DemoError::Unknown`].
pub fn find<T: Copy>(known: &BTreeMap<String, T>, code: &str) -> Result<T, DemoError> {
    known.get(code).copied().ok_or_else(|| DemoError::Unknown(code.to_owned()))
}
