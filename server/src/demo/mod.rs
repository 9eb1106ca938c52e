//! The demo: an invented company and network with surveys in every state, made from `seeds/demo.toml`.
//!
//! Everything but the closing is one transaction. Whatever happens to the process after it, what is left to do is what
//! the product does anyway: closing surveys whose time is over.

mod anonymous;
mod calendar;
mod named;
mod organisation;
mod random;
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
use weiterblick_store::StoreError;

/// Changes all ids of the demo.
const RANDOM_SEED: &str = "weiterblick-demo-1";

/// Why the demo was not made. All but the first two are mistakes in `seeds/`, which tests rule out.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    App(#[from] Error),
    #[error("demo.toml: {0}")]
    Unreadable(#[from] toml::de::Error),
    #[error("demo.toml: a day that no calendar has")]
    Calendar,
    #[error("demo.toml: {0} names nothing or does not belong there")]
    Unknown(String),
    #[error("demo.toml: too many or too few people: {0}")]
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
}

/// Fills an empty database that has what is shipped. The same day and seed give the same content.
///
/// # Errors
/// [`DemoError`].
pub async fn fill(state: &AppState) -> Result<(), DemoError> {
    let seed = Seed::read()?;
    let state = predictable(state);
    let calendar = Calendar::new(&state.settings.time_zone, seed.reference_day, state.now())?;
    println!("{}", say("cli.demo_start", &[]));
    let sign_ins = organisation::hash_passwords(&state, &seed).await?;

    let mut tx = state.db.write().await?;
    let company = organisation::set_up(&mut tx, &state, &seed, &calendar, &sign_ins).await?;
    organisation::set_up_network(&mut tx, &state, &seed, &calendar, &sign_ins).await?;
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
    Ok(())
}

/// The state with random numbers that are the same in every run.
fn predictable(state: &AppState) -> AppState {
    AppState::new(Inner {
        db: state.db.clone(),
        hub: state.hub.clone(),
        clock: Arc::clone(&state.clock),
        random: Arc::new(random::stream(RANDOM_SEED)),
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
