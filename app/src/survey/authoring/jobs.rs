//! What happens to surveys without anybody asking.

use super::closing::close_survey;
use super::dates::{day_of, hour_of};
use super::opening::open_due;
use crate::context::incident;
use crate::error::Error;
use crate::state::AppState;
use weiterblick_domain::survey::{State, compaction_is_due, participation_while_open};
use weiterblick_store::db::compaction;
use weiterblick_store::survey as store;

/// Opens and closes what is due, renews the daily figure of open anonymous surveys, clears away what a crash between a
/// commit and the step after it has left, and what deletions leave in the database's own files. One survey that fails does not keep the others waiting.
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
    outcomes.push(tidy(state).await);
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
    let keys = state.survey_keys.surveys().await.map_err(|error| incident(&error))?;
    let left = store::closed_of(&mut *state.db.read().await?, &keys).await?;
    for survey in left {
        state.survey_keys.destroy(survey).await.map_err(|error| incident(&error))?;
    }
    if store::strays(&mut *state.db.read().await?).await? > 0 {
        let mut tx = state.db.write().await?;
        store::delete_strays(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Empties the log where that did not succeed at once, and compacts the database after the last survey of this round.
async fn tidy(state: &AppState) -> Result<(), Error> {
    let pending = compaction::pending(&mut *state.db.read().await?).await?;
    let now = state.now();
    let hour = hour_of(&state.settings.time_zone, now).unwrap_or_default();
    if pending.file.is_some_and(|since| compaction_is_due(since, now, hour)) {
        state.db.compact().await?;
    } else if pending.log {
        state.db.empty_log().await?;
    }
    Ok(())
}
