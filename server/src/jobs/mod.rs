//! What happens without anybody asking: opening and closing surveys by date, sending mails, clearing out old sessions.

use crate::mail::{Mailer, send_due};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use weiterblick_app::state::AppState;
use weiterblick_domain::account::{SESSION_ABSOLUTE, SESSION_IDLE};
use weiterblick_store::{StoreError, account, outbox};

const EVERY: Duration = Duration::from_secs(5);
/// Rows that have had their time are deleted once in so many rounds.
const SWEEP_EVERY: u32 = 720;

/// Starts the jobs; they end soon after `stop`.
pub fn start(state: AppState, mailer: Option<Mailer>, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut round: u32 = 0;
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => {}
            }
            report("surveys", weiterblick_app::survey::run_due(&state).await.map_err(|error| error.to_string()));
            if let Some(mailer) = &mailer {
                report("mail", send_due(&state, mailer).await.map_err(|error| error.to_string()));
            }
            if round.is_multiple_of(SWEEP_EVERY) {
                report("sweep", sweep(&state).await.map_err(|error| error.to_string()));
            }
            round = round.wrapping_add(1);
        }
    })
}

fn report(job: &'static str, outcome: Result<(), String>) {
    if let Err(error) = outcome {
        tracing::error!(job, error, "a job failed and will be tried again");
    }
}

async fn sweep(state: &AppState) -> Result<(), StoreError> {
    let now = state.now();
    let mut tx = state.db.write().await?;
    account::delete_dead(&mut tx, now, now.plus(-SESSION_ABSOLUTE), now.plus(-SESSION_IDLE)).await?;
    outbox::delete_old(&mut tx, now).await?;
    tx.commit().await
}
