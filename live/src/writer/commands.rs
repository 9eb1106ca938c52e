//! A command in its turn (live.md §3, L5).

use super::Broken;
use super::decide::{Decision, Step, decide};
use super::perform::{Effect, NotDone, perform};
use super::release;
use super::retry::{Attempts, give_up};
use super::take_over::take_over;
use crate::command::Order;
use crate::queue::CommandWork;
use crate::room::{Inner, State};
use crate::shared::Shared;
use crate::{Bye, CommandRefusal, Done, View};
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::event::{EventChange, EventRefusal};
use weiterblick_domain::roundtable::poll::close::Integrity;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::RoundRefusal;
use weiterblick_store::{Engine, StoreError};

/// Decisions that were overtaken are made again so often; join codes that are taken, drawn again.
const TRIES: usize = 5;

pub(super) async fn run(hub: &Arc<Shared>, work: CommandWork) -> Result<(), Broken> {
    let CommandWork { room, order, reply } = work;
    let answer = obey(hub, &room, &order).await?;
    // Whoever asked may be gone.
    let _ = reply.send(answer);
    Ok(())
}

/// # Errors
/// [`Broken`]; refusals are an answer.
pub(super) async fn obey(
    hub: &Arc<Shared>,
    room: &Arc<Inner>,
    order: &Order,
) -> Result<Result<Done, CommandRefusal>, Broken> {
    let mut attempts = Attempts::default();
    for _ in 0..TRIES {
        let now = hub.around.clock.now();
        let (current, decision) = {
            let state = room.state();
            (state.event.r, decide(&state, order, now, RoundId::from_bytes(hub.around.bytes())))
        };
        let Decision { steps, round } = match decision {
            Ok(decision) => decision,
            // Perhaps only because memory is behind: whoever changed the event elsewhere has not told yet.
            Err(refusal) if is_conflict(&refusal) && order.expected > current => match room.follow_plan().await {
                Ok(()) => continue,
                Err(_) => return Ok(Err(refusal)),
            },
            Err(refusal) => return Ok(Err(refusal)),
        };
        if steps.is_empty() {
            return Ok(Ok(Done { r: current, changed: false, round }));
        }
        match carry_out(hub, room, current, &steps).await {
            Ok(r) => return Ok(Ok(Done { r, changed: true, round })),
            Err(NotDone::Store(error)) if attempts.again(&error).await => {}
            Err(NotDone::CodeTaken) => {}
            Err(NotDone::Stale) => {
                if let Err(error) = room.follow_plan().await {
                    return failed(hub, error);
                }
            }
            Err(NotDone::Unsound(id, why)) => return Ok(Err(unsound(room, id, why))),
            Err(NotDone::Unfinished) => {
                return Ok(Err(CommandRefusal::Event { refusal: EventRefusal::RoundOpen, r: current }));
            }
            Err(NotDone::Store(error)) => return failed(hub, error),
        }
    }
    Ok(Err(CommandRefusal::Busy { retry_after: hub.retry_after() }))
}

/// The steps as a transaction and in memory; answers the new revision.
///
/// # Errors
/// [`NotDone`].
pub(super) async fn carry_out(
    hub: &Arc<Shared>,
    room: &Arc<Inner>,
    expected: Revision,
    steps: &[Step],
) -> Result<Revision, NotDone> {
    let now = hub.around.clock.now();
    let (r, effects) = perform(hub, room, expected, steps, now).await?;
    let over = effects.iter().find_map(|effect| match effect {
        Effect::Event(change @ (EventChange::Ended { .. } | EventChange::Removed)) => Some(*change),
        _ => None,
    });
    let rounds: Vec<RoundId> = effects.iter().filter_map(Effect::round).collect();
    take_over(room, r, effects, now);
    if !rounds.is_empty() && hub.db.engine() == Engine::Postgres {
        // What other nodes have written before the lock is in the result and in the segments.
        if let Err(error) = room.follow_plan().await {
            tracing::warn!(%error, "what other nodes have written is counted later");
            room.fall_behind();
        }
    }
    release::begin(hub, room, rounds.into_iter());
    room.arm();
    room.outlets.mark_scene();
    room.tell();
    if let Some(change) = over {
        say_goodbye(hub, room, change);
    }
    Ok(r)
}

/// Carries out what `next` finds to do on the present picture. False when the database does not let it: then it has to be
/// tried again later.
///
/// # Errors
/// [`Broken`].
pub(super) async fn see_to(
    hub: &Arc<Shared>,
    room: &Arc<Inner>,
    next: impl Fn(&State) -> Option<Step> + Send + Sync,
) -> Result<bool, Broken> {
    let mut attempts = Attempts::default();
    loop {
        let (r, step) = {
            let state = room.state();
            (state.event.r, next(&state))
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

/// The console goes on after the end: rounds are closed there.
fn say_goodbye(hub: &Shared, room: &Inner, change: EventChange) {
    let removed = change == EventChange::Removed;
    room.streams.end(Bye::Ended, |view, _| removed || view != View::Console);
    if removed {
        hub.forget(room.event);
    }
}

const fn is_conflict(refusal: &CommandRefusal) -> bool {
    matches!(
        refusal,
        CommandRefusal::Event { refusal: EventRefusal::Conflict, .. }
            | CommandRefusal::Round { refusal: RoundRefusal::Conflict, .. }
    )
}

/// The console shows both numbers (L62).
fn unsound(room: &Inner, id: RoundId, why: Integrity) -> CommandRefusal {
    tracing::error!(%why, "a round cannot be closed");
    let mut state = room.state();
    if let Some(live) = state.round_mut(id) {
        live.integrity = Some(why);
    }
    let r = state.event.r;
    drop(state);
    room.outlets.mark_scene();
    CommandRefusal::Round { refusal: RoundRefusal::Integrity, r }
}

fn failed(hub: &Shared, error: StoreError) -> Result<Result<Done, CommandRefusal>, Broken> {
    match error {
        StoreError::NotFound => Ok(Err(CommandRefusal::NotFound)),
        other => Ok(Err(give_up(hub, &other)?.into())),
    }
}
