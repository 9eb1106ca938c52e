//! The one task that writes (live.md L51–L56).

mod alarm;
mod ballots;
mod batch;
mod commands;
mod decide;
mod perform;
mod refresh;
mod release;
mod retry;
mod settle;
mod sheet;
mod take_over;

use crate::Fault;
use crate::queue::{BallotWork, Work};
use crate::shared::Shared;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc::Receiver;
use weiterblick_domain::roundtable::limits::BATCH_MAX;

/// The database cannot be trusted any more: nothing is acknowledged from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Broken;

/// Runs the writer; tells when it ends otherwise than by [`Work::Flush`] while the process stops.
pub(crate) async fn supervise(hub: Arc<Shared>, work: Receiver<Work>) {
    match tokio::spawn(run(hub.clone(), work)).await {
        Ok(Ok(())) => {}
        Ok(Err(Broken)) | Err(_) => (hub.around.on_fault)(Fault::Broken),
    }
}

/// Takes what is there, at most so much at once, and waits for no more: while one batch is committed the next one grows.
async fn run(hub: Arc<Shared>, mut work: Receiver<Work>) -> Result<(), Broken> {
    let mut items = Vec::with_capacity(BATCH_MAX);
    while work.recv_many(&mut items, BATCH_MAX).await > 0 {
        metrics::gauge!("wb_live_queue").set(work.len() as f64);
        hub.queue.load.begin();
        let done = all(&hub, &mut items).await;
        hub.queue.load.end();
        if done? == Next::Stop {
            break;
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    Stop,
}

/// Neighbouring ballots are one batch; everything else has its own place between them.
async fn all(hub: &Arc<Shared>, items: &mut Vec<Work>) -> Result<Next, Broken> {
    let mut ballots: Vec<BallotWork> = Vec::new();
    for item in items.drain(..) {
        match item {
            Work::Ballot(ballot) => ballots.push(*ballot),
            other => {
                ballots::run(hub, std::mem::take(&mut ballots)).await?;
                if one(hub, other).await? == Next::Stop {
                    return Ok(Next::Stop);
                }
            }
        }
    }
    ballots::run(hub, ballots).await?;
    Ok(Next::GoOn)
}

async fn one(hub: &Arc<Shared>, work: Work) -> Result<Next, Broken> {
    match work {
        Work::Ballot(ballot) => ballots::run(hub, vec![*ballot]).await?,
        Work::Sheet(sheet) => sheet::run(hub, *sheet).await?,
        Work::Command(command) => commands::run(hub, *command).await?,
        Work::Alarm { room, alarm } => alarm::run(hub, &room, alarm).await?,
        Work::Release(release) => release::run(hub, *release).await?,
        Work::Refresh { room, scope, reply } => refresh::run(&room, scope, reply).await,
        Work::Flush(done) => {
            let _ = done.send(());
            return Ok(if hub.is_stopping() { Next::Stop } else { Next::GoOn });
        }
    }
    Ok(Next::GoOn)
}

/// Seconds since `began`, for a metric.
fn seconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64()
}
