//! Ballots that are committed together, by round and voice.

use crate::queue::{BallotWork, EntryWork};
use crate::room::Inner;
use crate::{Ack, Refusal, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::oneshot;
use weiterblick_domain::ids::{EventId, PollId, RoundId};
use weiterblick_domain::roundtable::identity::{BallotKey, Receipt, VoterRef};
use weiterblick_domain::roundtable::limits::REMEMBERED_KEYS;
use weiterblick_domain::roundtable::round::{Entry, takes_ballot};
use weiterblick_store::roundtable::ballot::NewBallot;

/// In the order of the rounds' ids, so that two nodes take their rows in the same order.
#[derive(Default)]
pub(super) struct Batch {
    pub rounds: BTreeMap<RoundId, Group>,
}

/// The ballots of one round.
pub(super) struct Group {
    pub room: Arc<Inner>,
    /// The poll, where these are its first ballots (L21).
    pub first_of: Option<PollId>,
    pub voices: Vec<VoiceWork>,
    places: HashMap<VoterRef, usize>,
}

/// What one voice sent to one round.
pub(super) struct VoiceWork {
    /// Answers of different keys in the order of arrival; the last one counts. Never empty.
    pub answers: Vec<BallotWork>,
    /// Repetitions of one of them.
    pub repeats: Vec<oneshot::Sender<Result<Ack, Refusal>>>,
}

impl Batch {
    /// Sorts ballots by round and voice. What can be answered from memory is answered at once: refusals, and keys that the
    /// database has already.
    pub fn of(ballots: Vec<BallotWork>) -> Self {
        let mut batch = Self::default();
        for ballot in ballots {
            batch.add(ballot);
        }
        batch
    }

    fn add(&mut self, ballot: BallotWork) {
        let room = ballot.room.clone();
        let entry = &ballot.entry;
        let (answer, first_of) = {
            let state = room.state();
            let Some(round) = state.round(entry.round) else {
                refuse(ballot.entry, Refusal::UnknownRound);
                return;
            };
            let taken = takes_ballot(
                &round.round,
                Entry::Voice(ballot.extra),
                entry.arrival,
                &round.subject.round_rules(),
                state.event.state,
            );
            let held = round.ballots.get(entry.row.voter).filter(|held| held.knows(entry.key));
            let answer = match (held, taken) {
                (Some(held), _) => Some(Ok(unchanged(entry, held.change_no, round.writes))),
                (None, Err(refusal)) => Some(Err(Refusal::Round(refusal))),
                (None, Ok(())) => None,
            };
            (answer, (!round.has_ballots).then_some(round.subject.poll.id))
        };
        match answer {
            Some(answer) => reply(ballot.entry.reply, answer),
            None => self.rounds.entry(ballot.entry.round).or_insert_with(|| Group::new(room, first_of)).add(ballot),
        }
    }

    pub fn len(&self) -> usize {
        self.rounds.values().map(|group| group.voices.len()).sum()
    }

    /// The events in which cards are written, by id.
    pub fn boards(&self) -> BTreeSet<EventId> {
        self.rounds.values().filter(|group| group.has_cards()).map(|group| group.room.event).collect()
    }

    /// Two batches of half the voices each, so that the one that is to blame is found.
    pub fn halves(self) -> [Self; 2] {
        let mut left = self.len() / 2;
        let mut halves = [Self::default(), Self::default()];
        for (round, group) in self.rounds {
            for voice in group.voices {
                let half = &mut halves[usize::from(left == 0)];
                left = left.saturating_sub(1);
                let part = half.rounds.entry(round);
                part.or_insert_with(|| Group::new(group.room.clone(), group.first_of)).voices.push(voice);
            }
        }
        halves
    }

    /// Answers everybody with the same refusal.
    pub fn refuse(self, refusal: &Refusal) {
        for voice in self.rounds.into_values().flat_map(|group| group.voices) {
            voice.refuse(refusal);
        }
    }
}

impl Group {
    fn new(room: Arc<Inner>, first_of: Option<PollId>) -> Self {
        Self { room, first_of, voices: Vec::new(), places: HashMap::new() }
    }

    fn add(&mut self, ballot: BallotWork) {
        let place = *self.places.entry(ballot.entry.row.voter).or_insert(self.voices.len());
        match self.voices.get_mut(place) {
            None => self.voices.push(VoiceWork { answers: vec![ballot], repeats: Vec::new() }),
            Some(voice) if voice.knows(ballot.entry.key) => voice.repeats.push(ballot.entry.reply),
            Some(voice) => voice.answers.push(ballot),
        }
    }

    pub fn has_cards(&self) -> bool {
        self.voices.iter().flat_map(|voice| &voice.answers).any(|answer| answer.entry.cards.is_some())
    }
}

impl VoiceWork {
    fn knows(&self, key: BallotKey) -> bool {
        self.answers.iter().any(|answer| answer.entry.key == key)
    }

    /// The row of the answer at `last`, with the keys of those before it, so that none of them can come back (L12).
    pub fn row(&self, last: usize) -> Option<NewBallot> {
        let answers = self.answers.get(..=last)?;
        let mut keys = [None; REMEMBERED_KEYS];
        for (key, answer) in keys.iter_mut().zip(answers.iter().rev()) {
            *key = Some(answer.entry.key);
        }
        answers.last().map(|answer| NewBallot { keys, ..answer.entry.row.clone() })
    }

    pub fn refuse(self, refusal: &Refusal) {
        let replies = self.answers.into_iter().map(|answer| answer.entry.reply).chain(self.repeats);
        replies.for_each(|reply| self::reply(reply, Err(refusal.clone())));
    }
}

/// Whoever asked may be gone; the ballot counts all the same (L53).
pub(super) fn reply(to: oneshot::Sender<Result<Ack, Refusal>>, answer: Result<Ack, Refusal>) {
    let result = match &answer {
        Ok(Ack { status: Status::Stored, .. }) => "stored",
        Ok(Ack { status: Status::Unchanged, .. }) => "unchanged",
        Err(refusal) => refusal.key(),
    };
    metrics::counter!("wb_live_ballots_total", "result" => result).increment(1);
    let _ = to.send(answer);
}

pub(super) fn refuse(entry: EntryWork, refusal: Refusal) {
    reply(entry.reply, Err(refusal));
}

pub(super) fn unchanged(entry: &EntryWork, change_no: u64, w: u64) -> Ack {
    Ack {
        status: Status::Unchanged,
        receipt: Receipt::of(entry.round, entry.row.voter),
        change_no,
        w,
        notes: entry.notes.clone(),
    }
}
