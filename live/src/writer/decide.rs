//! What a command does, by the tables of live.md §3. Nothing is changed here.

use crate::command::Order;
use crate::room::{LiveRound, State};
use crate::{Command, CommandRefusal};
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::event::{self, EventChange, EventCommand, EventFacts, EventRefusal, EventState};
use weiterblick_domain::roundtable::revision::{Basis, Outcome, Revision};
use weiterblick_domain::roundtable::round::{
    self, Round, RoundCommand, RoundFacts, RoundRefusal, RoundState, VoidReason,
};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::UnixMillis;

/// One change of an accepted command.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Event(EventChange),
    /// Raises the revision itself, so it comes alone.
    Stage(EventGrant<Run>, Stage),
    Round {
        id: RoundId,
        after: Round,
    },
    Void {
        id: RoundId,
        after: Round,
        reason: VoidReason,
    },
    /// Closes a locked round whose counts hold. Else: refuses everything if `must`, leaves it locked if not.
    Close {
        id: RoundId,
        must: bool,
    },
    Create {
        id: RoundId,
        poll: PollId,
        number: u32,
    },
    Recount {
        id: RoundId,
    },
}

/// What is to be done.
#[derive(Debug, Clone, Default)]
pub(super) struct Decision {
    /// Empty: the target state holds.
    pub steps: Vec<Step>,
    /// The round that was asked for.
    pub round: Option<RoundId>,
}

/// `fresh` is the id of a round that may have to be made.
///
/// # Errors
/// [`CommandRefusal`].
pub(super) fn decide(
    state: &State,
    order: &Order,
    now: UnixMillis,
    fresh: RoundId,
) -> Result<Decision, CommandRefusal> {
    let case = Case { state, basis: Basis { expected: order.expected, current: state.event.r }, now };
    match &order.command {
        Command::Event(command) => case.event(*command),
        Command::Round { round, command } => case.round(*round, command),
        Command::NewRound { poll, number } => case.new_round(*poll, *number, fresh),
        Command::Stage(stage) => case.stage(*stage, order.grant),
        Command::Recount { round } => case.recount(*round),
    }
}

/// The clock's turn: the round as it is at `at`, if that changes anything.
pub(super) fn clock(state: &State, id: RoundId, at: UnixMillis) -> Option<Step> {
    let round = state.round(id)?;
    let (rules, longest) = (round.subject.round_rules(), state.people.longest());
    round::alarm(&round.round, &rules, longest).filter(|due| *due <= at)?;
    round::clock(&round.round, &rules, longest, at).map(|after| Step::Round { id, after })
}

struct Case<'a> {
    state: &'a State,
    basis: Basis,
    now: UnixMillis,
}

impl Case<'_> {
    fn event(&self, command: EventCommand) -> Result<Decision, CommandRefusal> {
        let event = &self.state.event;
        let facts = EventFacts {
            basis: self.basis,
            now: self.now,
            join_locked: event.join_locked,
            round_open: self.state.rounds.iter().any(|round| round.round.state.is_open()),
            ended_at: event.ended_at.unwrap_or_default(),
        };
        let change = match event::decide(event.state, command, &facts).map_err(|refusal| self.by_event(refusal))? {
            Outcome::Unchanged => return Ok(Decision::default()),
            Outcome::Changed(change) => change,
        };
        let mut steps = match change {
            EventChange::Ended { close_rounds: true } => self.close_all()?,
            EventChange::To(EventState::Sealed) => self.close_locked(),
            _ => Vec::new(),
        };
        steps.push(Step::Event(change));
        Ok(Decision { steps, round: None })
    }

    /// Locks what is open, then closes what is locked, in the order of ids in which the writer takes rounds.
    fn close_all(&self) -> Result<Vec<Step>, CommandRefusal> {
        let mut steps = Vec::new();
        for live in self.by_id() {
            if live.round.state.is_open()
                && let Outcome::Changed(after) = self.ask(live, &RoundCommand::Lock)?
            {
                steps.push(Step::Round { id: live.id, after });
            }
            if live.takes_entries() {
                steps.push(Step::Close { id: live.id, must: false });
            }
        }
        Ok(steps)
    }

    fn close_locked(&self) -> Vec<Step> {
        let locked = self.by_id().into_iter().filter(|live| live.round.state == RoundState::Locked);
        locked.map(|live| Step::Close { id: live.id, must: false }).collect()
    }

    fn by_id(&self) -> Vec<&LiveRound> {
        let mut rounds: Vec<&LiveRound> = self.state.rounds.iter().collect();
        rounds.sort_by_key(|live| live.id);
        rounds
    }

    fn round(&self, id: RoundId, command: &RoundCommand) -> Result<Decision, CommandRefusal> {
        let live = self.state.round(id).ok_or(CommandRefusal::NotFound)?;
        let steps = match self.ask(live, command)? {
            Outcome::Unchanged => Vec::new(),
            Outcome::Changed(after) => vec![match command {
                RoundCommand::Close => Step::Close { id, must: true },
                RoundCommand::Void { reason } => Step::Void { id, after, reason: reason.clone() },
                _ => Step::Round { id, after },
            }],
        };
        Ok(Decision { steps, round: Some(id) })
    }

    fn ask(&self, live: &LiveRound, command: &RoundCommand) -> Result<Outcome<Round>, CommandRefusal> {
        let facts = self.facts(live.subject.round_rules(), Some(live.id));
        round::decide(&live.round, command, &facts).map_err(|refusal| self.by_round(refusal))
    }

    /// Whether a count holds is found out when it is closed.
    fn facts(&self, rules: round::RoundRules, but: Option<RoundId>) -> RoundFacts {
        let open = self.state.rounds.iter().filter(|live| live.round.state.is_open() && Some(live.id) != but);
        RoundFacts {
            basis: self.basis,
            event: self.state.event.state,
            now: self.now,
            rules,
            open_elsewhere: open.count(),
            intact: true,
        }
    }

    fn new_round(&self, poll: PollId, number: usize, fresh: RoundId) -> Result<Decision, CommandRefusal> {
        let subject = self.state.subjects.iter().find(|subject| subject.poll.id == poll);
        let subject = subject.ok_or(CommandRefusal::NotFound)?;
        let earlier: Vec<&LiveRound> = self.state.rounds_of(poll).collect();
        let states: Vec<RoundState> = earlier.iter().map(|live| live.round.state).collect();
        let facts = self.facts(subject.round_rules(), None);
        match round::new_round(&states, number, &facts).map_err(|refusal| self.by_round(refusal))? {
            Outcome::Unchanged => Ok(Decision { steps: Vec::new(), round: earlier.last().map(|live| live.id) }),
            Outcome::Changed(new) => {
                let locked = earlier.iter().find(|live| new.closes_last && live.round.state == RoundState::Locked);
                let mut steps: Vec<Step> =
                    locked.map(|live| Step::Close { id: live.id, must: true }).into_iter().collect();
                let number = u32::try_from(new.number).map_err(|_| CommandRefusal::NotFound)?;
                steps.push(Step::Create { id: fresh, poll, number });
                Ok(Decision { steps, round: Some(fresh) })
            }
        }
    }

    fn stage(&self, stage: Stage, grant: Option<EventGrant<Run>>) -> Result<Decision, CommandRefusal> {
        let grant = grant.ok_or(CommandRefusal::Forbidden)?;
        let event = &self.state.event;
        if event.stage == stage {
            return Ok(Decision::default());
        }
        self.fresh()?;
        match event.state {
            EventState::Lobby | EventState::Running => {
                Ok(Decision { steps: vec![Step::Stage(grant, stage)], round: None })
            }
            EventState::Draft => Err(self.by_event(EventRefusal::NotOpen)),
            EventState::Ended => Err(self.by_event(EventRefusal::Ended)),
            EventState::Sealed => Err(self.by_event(EventRefusal::Sealed)),
        }
    }

    fn recount(&self, id: RoundId) -> Result<Decision, CommandRefusal> {
        let live = self.state.round(id).ok_or(CommandRefusal::NotFound)?;
        self.fresh()?;
        match live.round.state {
            RoundState::Locked => Ok(Decision { steps: vec![Step::Recount { id }], round: Some(id) }),
            _ => Err(self.by_round(RoundRefusal::NotLocked)),
        }
    }

    /// Nobody decides on a picture that has changed (L5).
    fn fresh(&self) -> Result<(), CommandRefusal> {
        let Basis { expected, current } = self.basis;
        if expected == current { Ok(()) } else { Err(self.by_event(EventRefusal::Conflict)) }
    }

    const fn by_event(&self, refusal: EventRefusal) -> CommandRefusal {
        CommandRefusal::Event { refusal, r: self.r() }
    }

    const fn by_round(&self, refusal: RoundRefusal) -> CommandRefusal {
        CommandRefusal::Round { refusal, r: self.r() }
    }

    const fn r(&self) -> Revision {
        self.basis.current
    }
}
