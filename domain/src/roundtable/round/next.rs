//! A further round of the same poll (live.md L6).

use super::{RoundFacts, RoundRefusal, RoundState};
use crate::roundtable::revision::Outcome;

/// What a further round takes. It begins prepared; nothing of an earlier one is deleted or overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRound {
    /// 1 for the first one.
    pub number: usize,
    /// The locked round before it is closed in the same step.
    pub closes_last: bool,
}

/// Whether the poll may get the round `number`; `earlier` are the states of the poll's rounds by number. The command
/// names the number, so that two consoles that press at once make one round.
///
/// # Errors
/// [`RoundRefusal::NotLocked`] while an earlier round is neither closed nor void nor locked,
/// [`RoundRefusal::Integrity`] when the locked one must not be closed, the event's state where it is not running,
/// [`RoundRefusal::Conflict`] for a stale revision or a number that is not the next one.
pub fn new_round(earlier: &[RoundState], number: usize, facts: &RoundFacts) -> Result<Outcome<NewRound>, RoundRefusal> {
    facts.basis.judge(cell(earlier, number, facts), RoundRefusal::Conflict)
}

fn cell(earlier: &[RoundState], number: usize, facts: &RoundFacts) -> Result<Outcome<NewRound>, RoundRefusal> {
    if number == earlier.len() && earlier.last() == Some(&RoundState::Prepared) {
        return Ok(Outcome::Unchanged);
    }
    if number != earlier.len() + 1 {
        return Err(RoundRefusal::Conflict);
    }
    RoundRefusal::unless_running(facts.event)?;
    if !earlier.iter().all(|state| state.is_over() || *state == RoundState::Locked) {
        return Err(RoundRefusal::NotLocked);
    }
    let closes_last = earlier.contains(&RoundState::Locked);
    if closes_last && !facts.intact {
        return Err(RoundRefusal::Integrity);
    }
    Ok(Outcome::Changed(NewRound { number, closes_last }))
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use super::*;
    use crate::roundtable::event::EventState;
    use crate::roundtable::revision::{Basis, Revision};

    #[test]
    fn a_further_round_waits_until_every_earlier_one_is_over_and_closes_a_locked_one() {
        use RoundState::{Closed, Closing, Locked, Open, Prepared, Reading, Void};
        let round = |number, closes_last| Ok(Outcome::Changed(NewRound { number, closes_last }));
        let table = [
            (&[][..], 1, round(1, false)),
            (&[Closed], 2, round(2, false)),
            (&[Void], 2, round(2, false)),
            (&[Closed, Void, Closed], 4, round(4, false)),
            (&[Closed, Locked], 3, round(3, true)),
            (&[Prepared], 2, Err(RoundRefusal::NotLocked)),
            (&[Reading], 2, Err(RoundRefusal::NotLocked)),
            (&[Open], 2, Err(RoundRefusal::NotLocked)),
            (&[Closed, Closing], 3, Err(RoundRefusal::NotLocked)),
            // The round is there already: pressed twice.
            (&[Closed, Prepared], 2, Ok(Outcome::Unchanged)),
            // It was there and has moved on, or is not the next one.
            (&[Closed, Open], 2, Err(RoundRefusal::Conflict)),
            (&[Closed], 1, Err(RoundRefusal::Conflict)),
            (&[Closed], 3, Err(RoundRefusal::Conflict)),
            (&[], 0, Err(RoundRefusal::Conflict)),
        ];
        for (earlier, number, expected) in table {
            assert_eq!(new_round(earlier, number, &facts()), expected, "{earlier:?} {number}");
        }
    }

    #[test]
    fn a_wrong_count_an_event_that_is_over_and_a_stale_revision_make_no_round() {
        let locked = [RoundState::Locked];
        let broken = RoundFacts { intact: false, ..facts() };
        assert_eq!(new_round(&locked, 2, &broken), Err(RoundRefusal::Integrity));
        let ended = RoundFacts { event: EventState::Ended, ..facts() };
        assert_eq!(new_round(&locked, 2, &ended), Err(RoundRefusal::Ended));
        let stale = RoundFacts { basis: Basis { expected: Revision(1), current: Revision(2) }, ..facts() };
        assert_eq!(new_round(&locked, 2, &stale), Err(RoundRefusal::Conflict));
        assert_eq!(new_round(&[RoundState::Prepared], 1, &stale), Ok(Outcome::Unchanged));
    }
}
