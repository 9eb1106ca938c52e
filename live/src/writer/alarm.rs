//! What the clock demands (live.md §3 column "clock", L60).

use super::Broken;
use super::commands::{carry_out, obey};
use super::decide::clock;
use super::perform::NotDone;
use super::retry::{Attempts, give_up};
use crate::command::Order;
use crate::hub::Shared;
use crate::room::{Alarm, Inner};
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::time::{SECOND, UnixMillis};

pub(super) async fn run(hub: &Arc<Shared>, room: &Arc<Inner>, alarm: Alarm) -> Result<(), Broken> {
    let done = match alarm {
        Alarm::Round(id, at) => round(hub, room, id, at).await?,
        Alarm::Event(at) => event(hub, room, at).await?,
    };
    if !done {
        hub.timers.set(room, alarm, SECOND);
    }
    Ok(())
}

/// False when it has to be tried again later.
async fn round(hub: &Arc<Shared>, room: &Arc<Inner>, id: RoundId, at: UnixMillis) -> Result<bool, Broken> {
    let mut attempts = Attempts::default();
    loop {
        let (r, step) = {
            let state = room.state();
            (state.event.r, clock(&state, id, at))
        };
        let Some(step) = step else { return Ok(true) };
        match carry_out(hub, room, r, &[step]).await {
            Ok(_) => return Ok(true),
            Err(NotDone::Stale) => {
                if room.follow_plan().await.is_err() {
                    return Ok(false);
                }
            }
            Err(NotDone::Store(error)) => {
                if !attempts.again(&error).await {
                    give_up(hub, &error)?;
                    return Ok(false);
                }
            }
            // Neither codes nor counts are part of it.
            Err(NotDone::CodeTaken | NotDone::Unsound(..) | NotDone::Unfinished) => return Ok(true),
        }
    }
}

async fn event(hub: &Arc<Shared>, room: &Arc<Inner>, at: UnixMillis) -> Result<bool, Broken> {
    let order = {
        let state = room.state();
        let due = state.due().filter(|(due, _)| *due <= at);
        due.map(|(_, command)| Order::event(state.event.r, command))
    };
    match order {
        None => Ok(true),
        Some(order) => Ok(obey(hub, room, &order).await?.is_ok()),
    }
}
