//! Memory after the commit of a command.

use super::perform::Effect;
use crate::room::{BallotBox, Inner, LiveRound};
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::roundtable::event::{EventChange, EventState};
use weiterblick_domain::roundtable::poll::Hands;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{Results, Round, RoundState, Timing};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::round::StoredRound;

/// Takes over what was committed.
pub(super) fn take_over(room: &Inner, r: Revision, effects: Vec<Effect>, now: UnixMillis) {
    let mut state = room.state();
    state.event.r = r;
    for effect in effects {
        match effect {
            Effect::Event(change) => event(&mut state.event, change, now),
            Effect::Stage(stage) => state.event.stage = stage,
            Effect::Round { id, after } => on(state.round_mut(id), |live| live.set(after)),
            Effect::Void { id, after, note } => on(state.round_mut(id), |live| {
                live.set(after);
                live.note = note;
            }),
            Effect::Closed { id, result } => on(state.round_mut(id), |live| live.close(result)),
            Effect::Unsound { id, why } => on(state.round_mut(id), |live| live.integrity = Some(why)),
            Effect::Recounted { id, ballots } => on(state.round_mut(id), |live| live.recounted(ballots)),
            Effect::Released { id, release } => on(state.round_mut(id), |live| live.segments.publish(&release)),
            Effect::Created { id, poll, number } => {
                let made = state.subjects.iter().find(|subject| subject.poll.id == poll).map(|subject| {
                    let ballots = BallotBox::new(subject.clone());
                    LiveRound::new(prepared(id, poll, number), subject.clone(), ballots, Hands::default(), None)
                });
                // A round without a frozen result can always be read.
                if let Some(Ok(live)) = made {
                    state.add(live);
                }
            }
        }
    }
}

fn on(live: Option<&mut LiveRound>, change: impl FnOnce(&mut LiveRound)) {
    if let Some(live) = live {
        change(live);
    }
}

fn prepared(id: RoundId, poll: PollId, number: u32) -> StoredRound {
    StoredRound {
        id,
        poll,
        number,
        round: Round { state: RoundState::Prepared, timing: Timing::default(), results: Results::Hidden },
        writes: 0,
        voters: 0,
        frozen: None,
        note: String::new(),
    }
}

fn event(event: &mut Event, change: EventChange, now: UnixMillis) {
    match change {
        EventChange::To(state) => {
            event.state = state;
            if state == EventState::Running {
                event.running_since = Some(now);
                event.started_at.get_or_insert(now);
            }
        }
        EventChange::Ended { .. } => {
            event.state = EventState::Ended;
            event.ended_at = Some(now);
        }
        EventChange::JoinLocked(locked) => event.join_locked = locked,
        EventChange::Removed => {}
    }
}
