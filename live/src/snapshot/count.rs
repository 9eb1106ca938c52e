//! `count`: how many are here and have answered, and figures while they change.

use super::result::{self, Published};
use crate::View;
use crate::room::{LiveRound, State};
use serde::Serialize;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::pace::{PaceCounts, PaceMinute};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::time::UnixMillis;

#[derive(Debug, Serialize)]
pub(super) struct Count<'a> {
    r: Revision,
    joined: usize,
    connected: usize,
    rounds: Vec<Round<'a>>,
    #[serde(flatten)]
    console: Option<Console>,
}

#[derive(Debug, Serialize)]
struct Round<'a> {
    id: RoundId,
    w: u64,
    answered: i64,
    /// Everybody who is connected has answered.
    all: bool,
    #[serde(flatten)]
    published: Option<Published<'a>>,
}

/// What only the console is told.
#[derive(Debug, Serialize)]
struct Console {
    /// Participants with more time (L29).
    more_time: usize,
    /// None: too few (L27).
    pace: Option<Pace>,
    trend: Vec<Minute>,
}

#[derive(Debug, Serialize)]
struct Pace {
    too_fast: u32,
    right: u32,
    too_slow: u32,
}

#[derive(Debug, Serialize)]
struct Minute {
    minute: i64,
    #[serde(flatten)]
    pace: Pace,
}

/// Phones get counts only while they see figures (L45).
pub(super) fn of(state: &State, view: View, now: UnixMillis) -> Option<Count<'_>> {
    if view == View::Participant && !state.is_live_for_participants() {
        return None;
    }
    let told = |round: &&LiveRound| round.takes_entries() && (view != View::Participant || round.is_seen_in(view));
    Some(Count {
        r: state.event.r,
        joined: state.joined(),
        connected: state.connected(now),
        rounds: state.rounds.iter().filter(told).map(|round| round_of(round, state, view, now)).collect(),
        console: (view == View::Console).then(|| console(state, now)),
    })
}

fn round_of<'a>(round: &'a LiveRound, state: &State, view: View, now: UnixMillis) -> Round<'a> {
    let answered = round.spoken();
    let voices = usize::try_from(answered).unwrap_or_default();
    let progress = state.people.attendance.progress(voices, &round.answered, now);
    Round { id: round.id, w: round.writes, answered, all: progress.all, published: result::of(round, view) }
}

fn console(state: &State, now: UnixMillis) -> Console {
    let minute = |past: &PaceMinute| Minute { minute: past.minute, pace: pace(past.counts) };
    Console {
        more_time: state.people.with_more_time(),
        pace: state.pace.counts(now).map(pace),
        trend: state.pace.trend().map(minute).collect(),
    }
}

const fn pace(counts: PaceCounts) -> Pace {
    Pace { too_fast: counts.too_fast, right: counts.right, too_slow: counts.too_slow }
}
