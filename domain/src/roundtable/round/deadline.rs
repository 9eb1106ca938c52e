//! What a deadline means: for a ballot by its arrival (live.md L13), for the round by the clock. All times are the
//! server's; a phone's clock plays no part.

use super::{ExtraTime, Round, RoundRefusal, RoundRules, RoundState};
use crate::roundtable::event::EventState;
use crate::time::UnixMillis;

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
    use super::super::{Results, Reveal, Timer, Timing};
    use super::*;
    use crate::roundtable::round::Grace;
    use proptest::prelude::*;

    const OPENED: UnixMillis = UnixMillis(1_000_000);

    fn rules(grace: u32) -> RoundRules {
        RoundRules { grace: Grace::try_from(grace).unwrap(), auto_lock: true, reveal: Reveal::Manual }
    }

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
                let found = takes_ballot(&round, Entry::Voice(extra), arrival, &rules(3), EventState::Running);
                assert_eq!(found, expected, "{state} {extra:?} {after}");
                assert_eq!(takes_ballot(&round, Entry::Recorded, arrival, &rules(3), EventState::Running), Ok(()));
            }
        }
    }

    #[test]
    fn without_auto_lock_or_deadline_an_open_round_takes_ballots_until_it_is_locked() {
        let late = OPENED.plus(1_000_000);
        let open_ended = RoundRules { auto_lock: false, ..rules(3) };
        for (round, rules) in [(round(RoundState::Open, 60), open_ended), (round(RoundState::Open, 0), rules(3))] {
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
                let found = takes_ballot(&round, Entry::Recorded, OPENED, &rules(3), *event).is_ok();
                let expected = match event {
                    EventState::Running => state.is_open() || *state == RoundState::Locked,
                    EventState::Ended => *state == RoundState::Locked,
                    _ => false,
                };
                assert_eq!(found, expected, "{state} {event}");
                let voice = takes_ballot(&round, Entry::Voice(ExtraTime::None), OPENED, &rules(3), *event).is_ok();
                assert_eq!(voice, state.is_open() && *event == EventState::Running, "{state} {event}");
            }
        }
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
            let rules = rules(grace);
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
            let rules = rules(grace);
            let open = round(RoundState::Open, seconds);
            let mut stepped = open;
            while let Some(at) = alarm(&stepped, &rules, longest).filter(|at| *at <= OPENED.plus(later)) {
                stepped = clock(&stepped, &rules, longest, at).unwrap();
            }
            prop_assert_eq!(clock(&open, &rules, longest, OPENED.plus(later)).unwrap_or(open), stepped);
        }
    }
}
