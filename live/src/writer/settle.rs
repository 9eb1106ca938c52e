//! After the commit: memory follows, then everybody is answered (live.md L53).

use super::batch::{Batch, Group, VoiceWork, reply, unchanged};
use crate::queue::{BallotWork, EntryWork};
use crate::room::{Held, Inner, LiveRound};
use crate::{Ack, Refusal, Status};
use std::collections::{BTreeMap, HashMap};
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_domain::roundtable::poll::Ballot;
use weiterblick_domain::roundtable::round::{Entry, RoundRefusal, takes_ballot};
use weiterblick_store::roundtable::ballot::Keys;

/// What the database did with the ballots of a round.
pub(super) enum Outcome {
    /// The round does not take ballots there: another node was faster.
    Refused,
    Written {
        w: u64,
        /// Which answer of a voice was stored, and as which change. A voice that is missing had said all of it before.
        winners: HashMap<VoterRef, (usize, u64)>,
    },
}

pub(super) async fn settle(batch: Batch, mut outcomes: BTreeMap<RoundId, Outcome>) {
    for (round, group) in batch.rounds {
        match outcomes.remove(&round) {
            Some(Outcome::Written { w, winners }) => written(round, group, w, &winners).await,
            Some(Outcome::Refused) | None => refused(round, group).await,
        }
    }
}

async fn written(round: RoundId, group: Group, w: u64, winners: &HashMap<VoterRef, (usize, u64)>) {
    let room = group.room.clone();
    let is_stale = {
        let mut state = room.state();
        state.round_mut(round).is_some_and(|round| {
            round.writes = round.writes.max(w);
            round.has_ballots = true;
            // Every voice is taken over, whatever the others say.
            group.voices.iter().fold(false, |stale, voice| take_over(round, voice, winners) | stale)
        })
    };
    if is_stale && let Err(error) = room.count_anew(round).await {
        tracing::warn!(%error, "a round could not be counted anew");
    }
    if group.has_cards() {
        room.outlets.mark_board();
    }
    answer(&room, round, group, w, winners);
    room.outlets.mark_count();
}

/// Takes over what a voice said; true where memory has not known what was there before.
fn take_over(round: &mut LiveRound, voice: &VoiceWork, winners: &HashMap<VoterRef, (usize, u64)>) -> bool {
    let Some((answer, last, change_no)) = winner(voice, winners) else { return true };
    let keys = voice.row(last).map_or(answer.entry.row.keys, |row| row.keys);
    if answer.entry.ballot == Ballot::Withdrawn {
        round.answered.remove(&answer.token);
    } else {
        round.answered.insert(answer.token);
    }
    store(round, &answer.entry, answer.entry.row.voter, change_no, keys)
}

fn winner<'a>(voice: &'a VoiceWork, winners: &HashMap<VoterRef, (usize, u64)>) -> Option<(&'a BallotWork, usize, u64)> {
    let voter = voice.answers.first()?.entry.row.voter;
    let (last, change_no) = winners.get(&voter)?;
    Some((voice.answers.get(*last)?, *last, *change_no))
}

/// Puts a stored ballot into memory; true where memory has not known what was there before.
pub(super) fn store(round: &mut LiveRound, entry: &EntryWork, voter: VoterRef, change_no: u64, keys: Keys) -> bool {
    let before = round.ballots.get(voter);
    let known = before.map_or(0, |held| held.change_no);
    let held = Held {
        ballot: entry.ballot.clone(),
        source: entry.row.source,
        weight: entry.row.weight,
        company: entry.row.company,
        change_no,
        keys: following(keys, before.map(|held| held.keys)),
    };
    round.ballots.put(voter, held);
    round.publication.touch();
    known + 1 != change_no
}

/// The last keys, newest first, as the database keeps them.
fn following(new: Keys, before: Option<Keys>) -> Keys {
    let mut all = new.into_iter().chain(before.into_iter().flatten()).flatten();
    std::array::from_fn(|_| all.next())
}

fn answer(room: &Inner, round: RoundId, group: Group, w: u64, winners: &HashMap<VoterRef, (usize, u64)>) {
    for voice in group.voices {
        let winner = winner(&voice, winners).map(|(_, last, change_no)| (last, change_no));
        let held = voice.answers.first().and_then(|answer| {
            room.state().round(round)?.ballots.get(answer.entry.row.voter).map(|held| held.change_no)
        });
        let change_no = winner.map(|(_, change_no)| change_no).or(held).unwrap_or(1);
        let mut repeated = None;
        for (at, answer) in voice.answers.into_iter().enumerate() {
            let entry = answer.entry;
            let ack = unchanged(&entry, change_no, w);
            repeated.get_or_insert_with(|| ack.clone());
            let stored = winner.is_some_and(|(last, _)| at <= last);
            let status = if stored { Status::Stored } else { Status::Unchanged };
            reply(entry.reply, Ok(Ack { status, ..ack }));
        }
        if let Some(ack) = repeated {
            voice.repeats.into_iter().for_each(|to| reply(to, Ok(ack.clone())));
        }
    }
}

/// Another node has moved the round on: this one follows, and says what it finds.
async fn refused(round: RoundId, group: Group) {
    if let Err(error) = group.room.follow_plan().await {
        tracing::warn!(%error, "a round that was moved elsewhere could not be read");
    }
    for voice in group.voices {
        let refusal = voice.answers.first().map_or(RoundRefusal::NotOpen, |answer| refusal(&group.room, round, answer));
        voice.refuse(&Refusal::Round(refusal));
    }
}

fn refusal(room: &Inner, round: RoundId, answer: &BallotWork) -> RoundRefusal {
    let state = room.state();
    let Some(found) = state.round(round) else { return RoundRefusal::NotOpen };
    let rules = found.subject.round_rules();
    let entry = Entry::Voice(answer.extra);
    takes_ballot(&found.round, entry, answer.entry.arrival, &rules, state.event.state)
        .err()
        .unwrap_or(RoundRefusal::NotOpen)
}
