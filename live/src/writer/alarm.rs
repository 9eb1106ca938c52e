//! What the clock demands (live.md §3 column "clock", L60).

use super::Broken;
use super::commands::{obey, see_to};
use super::decide::clock;
use crate::command::Order;
use crate::room::{Alarm, Inner};
use crate::shared::Shared;
use std::sync::Arc;
use weiterblick_domain::time::{SECOND, UnixMillis};

pub(super) async fn run(hub: &Arc<Shared>, room: &Arc<Inner>, alarm: Alarm) -> Result<(), Broken> {
    let done = match alarm {
        Alarm::Round(id, at) => see_to(hub, room, |state| clock(state, id, at)).await?,
        Alarm::Event(at) => event(hub, room, at).await?,
    };
    if !done {
        hub.timers.set(room, alarm, SECOND);
    }
    Ok(())
}

/// False when it has to be tried again later.
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
