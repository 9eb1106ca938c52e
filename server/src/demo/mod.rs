//! The demo: an invented company with surveys in every state and a network with round tables, made from
//! `seeds/demo.toml` and `seeds/demo-roundtable.toml`.
//!
//! Everything but the closing and the round tables is one transaction. Surveys whose time is over are closed by the
//! product anyway, whatever happens to the process after it; round tables are held in rooms, which commit by themselves.

mod anonymous;
mod calendar;
mod named;
mod organisation;
mod random;
mod roundtable;
mod sealed;
mod seed;
mod sheet;
mod survey;

use crate::cli::{language, say};
use calendar::Calendar;
use seed::Seed;
use std::sync::{Arc, Mutex};
use weiterblick_app::error::Error;
use weiterblick_app::state::{AppState, Inner};
use weiterblick_app::survey::authoring::{Obstacle, close_survey};
use weiterblick_app::texts::translate;
use weiterblick_app::throttle::Throttles;
use weiterblick_domain::policy::{Denied, Role};
use weiterblick_domain::questionnaire::FieldError;
use weiterblick_domain::survey::{AssessmentRefusal, State};
use weiterblick_live::{CommandRefusal, Refusal, RoomError};
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::question::QuestionError;

/// Changes all ids of company, network and surveys.
const RANDOM_SEED: &str = "weiterblick-demo-1";
/// Changes all ids and codes of round tables.
const ROUND_TABLE_SEED: &str = "weiterblick-demo-roundtable-1";

/// Why the demo was not made. Where it is not the database, it is a mistake in `seeds/`, which tests rule out.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    App(#[from] Error),
    #[error("{0}: {1}")]
    Unreadable(&'static str, toml::de::Error),
    #[error("seeds: a day that no calendar has")]
    Calendar,
    #[error("seeds: {0} names nothing or does not belong there")]
    Unknown(String),
    #[error("seeds: too many or too few people: {0}")]
    Counts(String),
    #[error("demo.toml: the questionnaire does not take {0:?}")]
    Answers(Vec<FieldError>),
    #[error("demo.toml: an answer could not be submitted")]
    Incomplete,
    #[error("demo.toml: {survey} cannot be opened: {obstacles:?}")]
    NotOpened { survey: String, obstacles: Vec<Obstacle> },
    #[error(transparent)]
    Refused(#[from] AssessmentRefusal),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error("the round table refuses a command: {0}")]
    Command(#[from] CommandRefusal),
    #[error("the round table refuses a ballot: {0}")]
    Ballot(#[from] Refusal),
    #[error(transparent)]
    Question(#[from] QuestionError),
}

/// Fills an empty database that has what is shipped. The same day and seed give the same content.
///
/// # Errors
/// [`DemoError`].
pub async fn fill(state: &AppState) -> Result<(), DemoError> {
    let seed = Seed::read()?;
    let (state, tables) = (predictable(state, RANDOM_SEED), predictable(state, ROUND_TABLE_SEED));
    let calendar = Calendar::new(&state.settings.time_zone, seed.reference_day, state.now())?;
    println!("{}", say("cli.demo_start", &[]));
    let sign_ins = organisation::hash_passwords(&state, &seed).await?;

    let mut tx = state.db.write().await?;
    let company = organisation::set_up(&mut tx, &state, &seed, &calendar, &sign_ins).await?;
    let network = organisation::set_up_network(&mut tx, &state, &seed, &calendar, &sign_ins).await?;
    let people = seed.company.person.len() + seed.network.person.len();
    println!("{}", say("cli.demo_people", &[("count", people.to_string())]));
    let mut closing = Vec::new();
    for entry in &seed.survey {
        let id = survey::set_up(&mut tx, &state, &company, &seed, entry, &calendar).await?;
        println!("{}", say("cli.demo_survey", &[("title", entry.title.to_string())]));
        if entry.state == State::Closed {
            closing.push((calendar.end(entry.closes)?, id, entry));
        }
    }
    tx.commit().await?;

    closing.sort_by_key(|(at, id, _)| (*at, *id));
    for (at, id, entry) in closing {
        close_survey(&state, id, at).await?;
        println!("{}", say("cli.demo_closed", &[("title", entry.title.to_string())]));
    }
    roundtable::fill(&tables, &network, &calendar).await
}

/// The state with random numbers that are the same in every run.
fn predictable(state: &AppState, seed: &'static str) -> AppState {
    AppState::new(Inner {
        db: state.db.clone(),
        hub: state.hub.clone(),
        clock: Arc::clone(&state.clock),
        random: Arc::new(random::stream(seed)),
        throttles: Throttles::default(),
        passwords: state.passwords.clone(),
        settings: state.settings.clone(),
        installation_key: state.installation_key,
        setup_code: Mutex::new(None),
    })
}

/// Who can sign in, as a table in the operator's language.
///
/// # Errors
/// [`DemoError::Unreadable`], which a test rules out.
pub fn sign_ins() -> Result<String, DemoError> {
    let seed = Seed::read()?;
    let mut rows: Vec<(Role, &str)> = seed
        .sign_ins()
        .map(|person| {
            let role = person.roles.first().copied().unwrap_or(Role::Employee);
            (role, person.email.as_deref().unwrap_or_default())
        })
        .collect();
    rows.sort_unstable();
    let rows: Vec<(String, &str)> = rows
        .into_iter()
        .map(|(role, email)| (translate(language(), &format!("organisation.role.{role}"), &[]), email))
        .collect();
    let width = rows.iter().map(|(role, _)| role.chars().count()).max().unwrap_or(0);
    let rows: Vec<String> = rows.iter().map(|(role, email)| format!("  {role:width$}  {email}")).collect();
    Ok(say("cli.demo_sign_ins", &[("rows", rows.join("\n")), ("password", seed.password)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_sign_ins_names_every_role_and_the_password() {
        let table = sign_ins().unwrap();
        for expected in [
            "hr@muster.example",
            "leitung.fertigung@muster.example",
            "mitarbeit@muster.example",
            "betriebsrat@muster.example",
            "moderation@netzwerk.example",
            "weiterblick-demo-2026",
        ] {
            assert!(table.contains(expected), "{expected} in {table}");
        }
        assert!(!table.contains("%{") && !table.contains("organisation.role"), "{table}");
    }
}
