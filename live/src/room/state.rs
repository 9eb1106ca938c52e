//! Everything that a room holds in memory. The database is always right: this is its picture since the last commit.

use super::board::Board;
use super::people::People;
use super::plan::Plan;
use super::round::LiveRound;
use super::subject::Subject;
use std::sync::Arc;
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::roundtable::event::{EventCommand, EventTimes, due};
use weiterblick_domain::roundtable::pace::Barometer;
use weiterblick_domain::roundtable::round::{View, alarm};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::agenda::AgendaItem;
use weiterblick_store::roundtable::event::Event;

#[derive(Debug)]
pub(crate) struct State {
    pub event: Event,
    pub agenda: Vec<AgendaItem>,
    /// All polls in their order.
    pub subjects: Vec<Arc<Subject>>,
    /// In the order of the polls, and of their numbers.
    pub rounds: Vec<LiveRound>,
    pub people: People,
    pub board: Board,
    pub pace: Barometer,
}

impl State {
    pub fn round(&self, id: RoundId) -> Option<&LiveRound> {
        self.rounds.iter().find(|round| round.id == id)
    }

    pub fn round_mut(&mut self, id: RoundId) -> Option<&mut LiveRound> {
        self.rounds.iter_mut().find(|round| round.id == id)
    }

    pub fn rounds_of(&self, poll: PollId) -> impl Iterator<Item = &LiveRound> {
        self.rounds.iter().filter(move |round| round.subject.poll.id == poll)
    }

    /// Takes over what the database says about event, agenda, polls and rounds. Answers the rounds whose ballots are
    /// others than those held here.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a frozen result that cannot be read.
    pub fn adopt(&mut self, plan: Plan) -> Result<Vec<RoundId>, StoreError> {
        let mut known: Vec<LiveRound> = std::mem::take(&mut self.rounds);
        let mut recount = Vec::new();
        for planned in plan.rounds {
            let at = known.iter().position(|round| round.id == planned.stored.id);
            let round = at.map(|at| known.swap_remove(at));
            let before = round.as_ref().map_or(0, |round| round.writes);
            let (voters, writes) = (planned.stored.voters, planned.stored.writes);
            let round = planned.onto(round)?;
            let held = u64::try_from(round.ballots.plain().voters()).unwrap_or_default();
            if !round.round.state.is_over() && (held != voters || before != writes) {
                recount.push(round.id);
            }
            self.rounds.push(round);
        }
        self.subjects = plan.subjects;
        self.event = plan.event;
        self.agenda = plan.agenda;
        Ok(recount)
    }

    /// When the clock will demand something of the rounds, each with its time.
    pub fn alarms(&self) -> Vec<(RoundId, UnixMillis)> {
        let longest = self.people.longest();
        let alarm =
            |round: &LiveRound| alarm(&round.round, &round.subject.round_rules(), longest).map(|at| (round.id, at));
        self.rounds.iter().filter_map(alarm).collect()
    }

    /// When the clock will demand something of the event, and what.
    pub fn due(&self) -> Option<(UnixMillis, EventCommand)> {
        let times = EventTimes {
            planned_end: self.event.basics.planned_end,
            running_since: self.event.running_since.unwrap_or_default(),
            ended_at: self.event.ended_at.unwrap_or_default(),
        };
        due(self.event.state, &times)
    }

    /// A round that was made.
    pub fn add(&mut self, round: LiveRound) {
        self.rounds.push(round);
        let place = |poll: PollId| self.subjects.iter().position(|subject| subject.poll.id == poll);
        self.rounds.sort_by_key(|round| (place(round.subject.poll.id), round.number));
    }

    pub fn joined(&self) -> usize {
        self.people.attendance.joined()
    }

    pub fn connected(&self, now: UnixMillis) -> usize {
        self.people.attendance.connected(now).count()
    }

    /// Brings what is published of every round up to date.
    pub fn publish(&mut self) {
        for round in &mut self.rounds {
            round.publish(&self.people);
        }
    }

    /// Whether people see figures while they vote, so that phones get counts too (L45).
    pub fn is_live_for_participants(&self) -> bool {
        self.rounds.iter().any(|round| round.takes_entries() && round.is_seen_in(View::Participant))
    }
}
