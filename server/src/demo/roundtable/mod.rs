//! The network's round tables: one that is over, held from beginning to end, and one that is ready to begin.

mod answers;
mod appeal;
mod audience;
mod board;
mod chance;
mod course;
mod hall;
mod host;
mod meeting;
mod needs;
mod past;
mod questions;
mod ready;
mod round;
mod seed;

use super::DemoError;
use super::calendar::Calendar;
use super::organisation::Network;
use crate::cli::say;
use hall::Hall;
use seed::Seed;
use weiterblick_app::state::AppState;
use weiterblick_domain::text::Language;

/// Holds and prepares the round tables of `network`. They have rooms of their own, which end before others serve them.
///
/// # Errors
/// [`DemoError`].
pub async fn fill(state: &AppState, network: &Network, calendar: &Calendar) -> Result<(), DemoError> {
    let hall = Hall::open(state);
    let held = hold(&hall, network, calendar).await;
    hall.close().await;
    held
}

async fn hold(hall: &Hall<'_>, network: &Network, calendar: &Calendar) -> Result<(), DemoError> {
    let seed = Seed::read()?;
    let title = |meeting: &seed::Meeting| ("title", meeting.title.get(Language::De).to_owned());
    let past = past::hold(hall, network, calendar, &seed.past).await?;
    println!("{}", say("cli.demo_table_past", &[title(&seed.past.meeting)]));
    ready::prepare(hall, network, calendar, &seed.ready, past).await?;
    println!("{}", say("cli.demo_table_ready", &[title(&seed.ready.meeting)]));
    Ok(())
}
