//! What happens without anybody asking: opening and closing surveys by date, sending mails, clearing out old sessions.
//! Each is a task of its own, so that a mail server that does not answer keeps no survey open.

use crate::mail::{Mailer, send_due};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use weiterblick_app::state::AppState;
use weiterblick_domain::account::{SESSION_ABSOLUTE, SESSION_IDLE};
use weiterblick_store::{StoreError, account, outbox};

const EVERY: Duration = Duration::from_secs(5);
/// How often rows and counters that have had their time are deleted.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);

/// Starts the jobs. They end soon after `stop`.
pub fn start(state: &AppState, mailer: Option<Mailer>, stop: &CancellationToken) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    let of = state.clone();
    jobs.spawn(repeat("surveys", EVERY, stop.clone(), async move || weiterblick_app::survey::run_due(&of).await));
    if let Some(mailer) = mailer {
        let (of, ending) = (state.clone(), stop.clone());
        jobs.spawn(repeat("mail", EVERY, stop.clone(), async move || send_due(&of, &mailer, &ending).await));
    }
    let of = state.clone();
    jobs.spawn(repeat("sweep", SWEEP_EVERY, stop.clone(), async move || sweep(&of).await));
    jobs
}

async fn repeat<E: std::fmt::Display>(
    job: &'static str,
    every: Duration,
    stop: CancellationToken,
    run: impl AsyncFn() -> Result<(), E>,
) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            _ = ticks.tick() => {}
        }
        if let Err(error) = run().await {
            tracing::error!(job, %error, "a job failed and will be tried again");
        }
    }
}

async fn sweep(state: &AppState) -> Result<(), StoreError> {
    let now = state.now();
    state.throttles.clear(now);
    let mut tx = state.db.write().await?;
    account::delete_dead(&mut tx, now, now.plus(-SESSION_ABSOLUTE), now.plus(-SESSION_IDLE)).await?;
    outbox::delete_old(&mut tx, now).await?;
    tx.commit().await
}
