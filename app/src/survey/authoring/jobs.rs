//! What happens to surveys without anybody asking.

use super::closing::close_survey;
use super::dates::day_of;
use super::opening::open_due;
use crate::context::incident;
use crate::error::Error;
use crate::state::AppState;
use crate::survey::crypto::destroy_key;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::survey::{State, participation_while_open};
use weiterblick_store::survey as store;

/// Opens and closes what is due, renews the daily figure of open anonymous surveys, and clears away what a crash between
/// a commit and the step after it has left. One survey that fails does not keep the others waiting.
///
/// # Errors
/// The first error; everything is tried again at the next call.
pub async fn run_due(state: &AppState) -> Result<(), Error> {
    let now = state.now();
    let due = store::due(&mut *state.db.read().await?, now).await?;
    let mut outcomes = Vec::new();
    for entry in due {
        outcomes.push(match entry.state {
            State::Scheduled => open_due(state, entry.survey, now).await,
            _ => close_survey(state, entry.survey, now).await,
        });
    }
    outcomes.push(renew_participation(state).await);
    outcomes.push(clear_up(state).await);
    outcomes.into_iter().collect()
}

async fn renew_participation(state: &AppState) -> Result<(), Error> {
    let Some(today) = day_of(&state.settings.time_zone, state.now()) else { return Ok(()) };
    let today = today.to_string();
    let stale = store::stale_participation(&mut *state.db.read().await?, &today).await?;
    if stale.is_empty() {
        return Ok(());
    }
    let mut tx = state.db.write().await?;
    for entry in stale {
        let percent = participation_while_open(entry.invited, entry.redeemed, entry.threshold);
        store::set_redeemed_percent(&mut tx, entry.survey, percent, &today).await?;
    }
    Ok(tx.commit().await?)
}

/// Destroys the keys of closed surveys that are still there, and drafts without a key.
async fn clear_up(state: &AppState) -> Result<(), Error> {
    let keys = surveys_with_keys(&state.settings.key_dir).map_err(|error| incident(&error))?;
    let left = store::closed_of(&mut *state.db.read().await?, &keys).await?;
    for survey in left {
        destroy_key(&state.settings.key_dir, survey).map_err(|error| incident(&error))?;
    }
    if store::strays(&mut *state.db.read().await?).await? > 0 {
        let mut tx = state.db.write().await?;
        store::delete_strays(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Surveys whose key is in the folder.
fn surveys_with_keys(dir: &Path) -> std::io::Result<Vec<SurveyId>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let id = |name: &str| name.strip_prefix("survey-")?.strip_suffix(".key")?.parse::<SurveyId>().ok();
        found.extend(name.to_str().and_then(id));
    }
    Ok(found)
}
