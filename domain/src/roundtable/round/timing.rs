//! Deadline, grace and more time (live.md L13, L28, L29). All times are the server's.

use super::{Round, RoundRefusal, RoundRules, RoundState};
use crate::roundtable::event::EventState;
use crate::roundtable::limits::{GRACE_SECONDS, GRACE_SECONDS_DEFAULT, TIMER_SECONDS};
use crate::time::{SECOND, UnixMillis};
use serde::{Deserialize, Serialize};

macro_rules! seconds {
    ($(#[$doc:meta])* $name:ident in $range:ident, $(#[$error_doc:meta])* $error:ident = $message:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name(u32);

        $(#[$error_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $error;

        impl $name {
            pub const fn seconds(self) -> u32 {
                self.0
            }

            fn millis(self) -> i64 {
                i64::from(self.0) * SECOND
            }
        }

        impl TryFrom<u32> for $name {
            type Error = $error;

            fn try_from(seconds: u32) -> Result<Self, $error> {
                if $range.contains(&seconds) { Ok(Self(seconds)) } else { Err($error) }
            }
        }

        impl From<$name> for u32 {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

seconds! {
    /// Time to answer, 5 to 3,600 s.
    Timer in TIMER_SECONDS,
    /// A number of seconds that no timer has.
    InvalidTimer = "not 5 to 3600 seconds"
}
seconds! {
    /// Time after the deadline in which a ballot is still taken, 0 to 10 s.
    Grace in GRACE_SECONDS,
    /// A number of seconds that no grace has.
    InvalidGrace = "not 0 to 10 seconds"
}

impl Default for Grace {
    fn default() -> Self {
        Self(GRACE_SECONDS_DEFAULT)
    }
}

/// More time that a participant took, no reason asked (L29). Ordered by length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ExtraTime {
    #[default]
    None,
    Half,
    Double,
}

impl ExtraTime {
    pub const ALL: [Self; 3] = [Self::None, Self::Half, Self::Double];

    /// Per cent of the time to answer that come on top: 0, 50 or 100.
    pub const fn percent(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Half => 50,
            Self::Double => 100,
        }
    }

    pub fn from_percent(percent: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|extra| extra.percent() == percent)
    }
}

/// When a round was opened and until when it asks for ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// The last opening or reopening.
    pub opened_at: UnixMillis,
    /// For voices without more time, before the grace. `None`: until it is locked.
    pub deadline: Option<UnixMillis>,
}

impl Timing {
    pub(super) fn starting(now: UnixMillis, timer: Option<Timer>) -> Self {
        Self { opened_at: now, deadline: timer.map(|timer| now.plus(timer.millis())) }
    }

    /// The first instant at which a ballot of a voice with `extra` comes too late: deadline, the voice's share of the
    /// whole time since opening, grace. `None` without a deadline.
    pub fn too_late_from(&self, extra: ExtraTime, grace: Grace) -> Option<UnixMillis> {
        let deadline = self.deadline?;
        let more = deadline.since(self.opened_at).saturating_mul(i64::from(extra.percent())) / 100;
        Some(deadline.plus(more).plus(grace.millis()))
    }
}

/// How a ballot comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// From the voice's own device or its table's.
    Voice(ExtraTime),
    /// A paper sheet or raised hands, typed in by the console (L24): no deadline, and after the lock as well.
    Recorded,
}

/// Whether a ballot is stored that arrived completely at `arrival`, however long it waited since (L13).
///
/// # Errors
/// [`RoundRefusal`] of the column "ballot"; in an event that is not running its state, except for what is recorded in a
/// locked round after the end.
pub fn takes_ballot(
    round: &Round,
    entry: Entry,
    arrival: UnixMillis,
    rules: &RoundRules,
    event: EventState,
) -> Result<(), RoundRefusal> {
    let recorded = entry == Entry::Recorded;
    match (round.state, event) {
        (RoundState::Locked, EventState::Ended) if recorded => return Ok(()),
        _ => RoundRefusal::unless_running(event)?,
    }
    match round.state {
        RoundState::Prepared | RoundState::Reading => Err(RoundRefusal::NotOpen),
        RoundState::Open if !rules.auto_lock => Ok(()),
        RoundState::Open | RoundState::Closing => match entry {
            Entry::Recorded => Ok(()),
            Entry::Voice(extra) => match round.timing.too_late_from(extra, rules.grace) {
                Some(end) if arrival >= end => Err(RoundRefusal::DeadlinePassed),
                _ => Ok(()),
            },
        },
        RoundState::Locked if recorded => Ok(()),
        RoundState::Locked => Err(RoundRefusal::Locked),
        RoundState::Closed => Err(RoundRefusal::Closed),
        RoundState::Void => Err(RoundRefusal::Void),
    }
}

/// What the clock makes of a round at `now`; `None` where nothing changes. `longest` is the most time that a voice of
/// the room has taken.
pub fn clock(round: &Round, rules: &RoundRules, longest: ExtraTime, now: UnixMillis) -> Option<Round> {
    let deadline = round.timing.deadline?;
    let end = round.timing.too_late_from(longest, rules.grace)?;
    match round.state {
        RoundState::Open if !rules.auto_lock || now < deadline => None,
        RoundState::Open if now < end => Some(Round { state: RoundState::Closing, ..*round }),
        RoundState::Open | RoundState::Closing if now >= end => Some(round.locked(rules.reveal)),
        _ => None,
    }
}

/// The next instant at which [`clock`] changes the round.
pub fn alarm(round: &Round, rules: &RoundRules, longest: ExtraTime) -> Option<UnixMillis> {
    match round.state {
        RoundState::Open if rules.auto_lock => round.timing.deadline,
        RoundState::Closing => round.timing.too_late_from(longest, rules.grace),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Results, Reveal};
    use super::*;
    use proptest::prelude::*;

    const OPENED: UnixMillis = UnixMillis(1_000_000);
    const RULES: RoundRules = RoundRules { grace: Grace(3), auto_lock: true, reveal: Reveal::Manual };

    fn round(state: RoundState, seconds: u32) -> Round {
        let timing = Timing::starting(OPENED, Timer::try_from(seconds).ok());
        Round { state, timing, results: Results::Hidden }
    }

    /// T18: by arrival on the server, whatever a phone's clock says, and whether or not the timer came in time.
    #[test]
    fn the_arrival_decides_and_more_time_is_a_share_of_the_whole_time() {
        use ExtraTime::{Double, Half, None};
        let table = [
            // (extra time, ms after the deadline of a timer of 60 s, taken)
            (None, -60_000, true),
            (None, -1, true),
            (None, 0, true),
            (None, 2_999, true),
            (None, 3_000, false),
            (None, 300_000, false),
            (Half, 3_000, true),
            (Half, 32_999, true),
            (Half, 33_000, false),
            (Double, 33_000, true),
            (Double, 62_999, true),
            (Double, 63_000, false),
        ];
        for state in [RoundState::Open, RoundState::Closing] {
            for (extra, after, taken) in table {
                let round = round(state, 60);
                let arrival = OPENED.plus(60_000 + after);
                let expected = if taken { Ok(()) } else { Err(RoundRefusal::DeadlinePassed) };
                let found = takes_ballot(&round, Entry::Voice(extra), arrival, &RULES, EventState::Running);
                assert_eq!(found, expected, "{state} {extra:?} {after}");
                assert_eq!(takes_ballot(&round, Entry::Recorded, arrival, &RULES, EventState::Running), Ok(()));
            }
        }
    }

    #[test]
    fn without_auto_lock_or_deadline_an_open_round_takes_ballots_until_it_is_locked() {
        let late = OPENED.plus(1_000_000);
        let open_ended = RoundRules { auto_lock: false, ..RULES };
        for (round, rules) in [(round(RoundState::Open, 60), open_ended), (round(RoundState::Open, 0), RULES)] {
            let entry = Entry::Voice(ExtraTime::None);
            assert_eq!(takes_ballot(&round, entry, late, &rules, EventState::Running), Ok(()));
            assert_eq!(clock(&round, &rules, ExtraTime::Double, late), None);
            assert_eq!(alarm(&round, &rules, ExtraTime::Double), None);
        }
    }

    #[test]
    fn paper_and_hands_follow_after_the_lock_and_the_end_and_after_nothing_else() {
        for state in RoundState::ALL {
            for event in EventState::ALL {
                let round = round(*state, 60);
                let found = takes_ballot(&round, Entry::Recorded, OPENED, &RULES, *event).is_ok();
                let expected = match event {
                    EventState::Running => state.is_open() || *state == RoundState::Locked,
                    EventState::Ended => *state == RoundState::Locked,
                    _ => false,
                };
                assert_eq!(found, expected, "{state} {event}");
                let voice = takes_ballot(&round, Entry::Voice(ExtraTime::None), OPENED, &RULES, *event).is_ok();
                assert_eq!(voice, state.is_open() && *event == EventState::Running, "{state} {event}");
            }
        }
    }

    #[test]
    fn only_numbers_of_the_ranges_are_timers_and_graces() {
        let timers = [4, 5, 3_600, 3_601].map(|s| Timer::try_from(s).is_ok());
        let graces = [0, 3, 10, 11].map(|s| Grace::try_from(s).is_ok());
        assert_eq!((timers, graces), ([false, true, true, false], [true, true, true, false]));
        assert_eq!(ExtraTime::ALL.map(|extra| ExtraTime::from_percent(extra.percent())), ExtraTime::ALL.map(Some));
        assert_eq!(ExtraTime::from_percent(75), None);
    }

    fn extra() -> impl Strategy<Value = ExtraTime> {
        prop::sample::select(ExtraTime::ALL.to_vec())
    }

    proptest! {
        /// No gap and no overlap between the last ballot and the lock, for the voices with the most time.
        #[test]
        fn the_clock_locks_exactly_when_nobody_may_vote_any_more(
            seconds in 5_u32..=3_600, grace in 0_u32..=10, longest in extra(), offset in -5_000_i64..5_000
        ) {
            let rules = RoundRules { grace: Grace(grace), ..RULES };
            let open = round(RoundState::Open, seconds);
            let end = open.timing.too_late_from(longest, rules.grace).unwrap();
            let arrival = end.plus(offset);
            let round = clock(&open, &rules, longest, arrival).unwrap_or(open);
            let taken = takes_ballot(&round, Entry::Voice(longest), arrival, &rules, EventState::Running).is_ok();
            prop_assert_eq!(taken, offset < 0);
            prop_assert_eq!(round.state == RoundState::Locked, offset >= 0);
        }

        /// Following the alarms gives the same as looking once, late.
        #[test]
        fn a_late_look_at_the_clock_finds_what_the_alarms_would_have_made(
            seconds in 5_u32..=3_600, grace in 0_u32..=10, longest in extra(), later in 0_i64..10_000_000
        ) {
            let rules = RoundRules { grace: Grace(grace), ..RULES };
            let open = round(RoundState::Open, seconds);
            let mut stepped = open;
            while let Some(at) = alarm(&stepped, &rules, longest).filter(|at| *at <= OPENED.plus(later)) {
                stepped = clock(&stepped, &rules, longest, at).unwrap();
            }
            prop_assert_eq!(clock(&open, &rules, longest, OPENED.plus(later)).unwrap_or(open), stepped);
        }
    }
}
