//! Everything that a room holds in memory. The database is always right: this is its picture since the last commit.

use super::ballot_box::BallotBox;
use super::board::Board;
use super::others::Others;
use super::people::People;
use super::plan::{Plan, PlannedRound};
use super::round::LiveRound;
use super::subject::Subject;
use std::collections::HashMap;
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
    /// What other nodes have told.
    pub others: Others,
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

    /// The rounds whose ballots are others than those held here.
    pub fn behind(&self, plan: &Plan) -> Vec<RoundId> {
        let open = plan.rounds.iter().filter(|planned| !planned.stored.round.state.is_over());
        let differs = |planned: &&PlannedRound| match self.round(planned.stored.id) {
            Some(live) => live.is_behind(&planned.stored),
            None => planned.stored.voters > 0,
        };
        open.filter(differs).map(|planned| planned.stored.id).collect()
    }

    /// Takes over what the database says about event, agenda, polls and rounds, and the ballots of some of them that were
    /// read at the same moment.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a frozen result that cannot be read.
    pub fn adopt(&mut self, plan: Plan, mut counted: HashMap<RoundId, BallotBox>) -> Result<(), StoreError> {
        let mut known: Vec<LiveRound> = std::mem::take(&mut self.rounds);
        for planned in plan.rounds {
            let (id, writes) = (planned.stored.id, planned.stored.writes);
            let at = known.iter().position(|round| round.id == id);
            let round = at.map(|at| known.swap_remove(at));
            let newer = round.as_ref().is_some_and(|round| round.writes > writes);
            let mut round = planned.onto(round)?;
            if let Some(ballots) = counted.remove(&id).filter(|_| !newer) {
                round.replace(ballots);
            }
            self.rounds.push(round);
        }
        self.subjects = plan.subjects;
        self.event = plan.event;
        self.agenda = plan.agenda;
        Ok(())
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

    /// Participants with a stream or a request in the last 30 s, on all nodes.
    pub fn connected(&self, now: UnixMillis) -> usize {
        self.connected_here(now) + self.others.connected(now)
    }

    pub fn connected_here(&self, now: UnixMillis) -> usize {
        self.people.attendance.connected(now).count()
    }

    /// "Alle Anwesenden haben abgestimmt" (L32).
    pub fn all_answered(&self, round: &LiveRound, now: UnixMillis) -> bool {
        let here = self.connected_here(now);
        let all_here = here == 0 || self.all_answered_here(round, now);
        all_here && self.others.all_answered(round.id, now) && here + self.others.connected(now) > 0
    }

    /// Of those who are connected with this node.
    pub fn all_answered_here(&self, round: &LiveRound, now: UnixMillis) -> bool {
        self.people.attendance.progress(0, &round.answered, now).all
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
