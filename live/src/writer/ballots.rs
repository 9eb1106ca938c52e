//! A batch of ballots, from the queue to the acknowledgements (live.md L52, L53, L56).

use super::batch::{Batch, Group, VoiceWork};
use super::retry::{Attempts, give_up};
use super::settle::{Outcome, Stored, settle};
use super::{Broken, seconds};
use crate::Refusal;
use crate::queue::BallotWork;
use crate::shared::Shared;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_store::roundtable::ballot::{self, Gate, NewBallot};
use weiterblick_store::roundtable::{card, revision};
use weiterblick_store::{Fault, StoreError, Tx};

pub(super) async fn run(hub: &Shared, ballots: Vec<BallotWork>) -> Result<(), Broken> {
    let mut batches = vec![Batch::of(ballots)];
    while let Some(batch) = batches.pop() {
        if batch.len() > 0 {
            commit(hub, batch, &mut batches).await?;
        }
    }
    Ok(())
}

/// Commits a batch and acknowledges it. One that the database refuses is put back into `batches` in two halves.
async fn commit(hub: &Shared, batch: Batch, batches: &mut Vec<Batch>) -> Result<(), Broken> {
    let mut attempts = Attempts::default();
    loop {
        let began = Instant::now();
        match write(hub, &batch).await {
            Ok(outcomes) => {
                metrics::histogram!("wb_live_commit_seconds").record(seconds(began));
                metrics::histogram!("wb_live_batch").record(batch.len() as f64);
                settle(batch, outcomes).await;
                return Ok(());
            }
            Err(error) if attempts.again(&error).await => {}
            Err(error) if matches!(error.fault(), Fault::Rows | Fault::Other) && batch.len() > 1 => {
                batches.extend(batch.halves());
                return Ok(());
            }
            Err(error) => {
                let refusal = Refusal::from(&give_up(hub, &error)?);
                batch.refuse(&refusal);
                return Ok(());
            }
        }
    }
}

/// One transaction. Nothing in memory changes here. Rows are held in the order that all writers keep: events, rounds,
/// polls, ballots.
async fn write(hub: &Shared, batch: &Batch) -> Result<BTreeMap<RoundId, Outcome>, StoreError> {
    let mut tx = hub.db.write().await?;
    let held = Instant::now();
    for event in batch.boards() {
        revision::raise_board(&mut tx, event).await?;
    }
    let mut turns = Vec::with_capacity(batch.rounds.len());
    for (round, group) in &batch.rounds {
        turns.push(ballot::take_turn(&mut tx, *round, Gate::Voices, group.voices.len()).await?);
    }
    let taken = batch.rounds.values().zip(&turns).filter(|(_, turn)| turn.is_some());
    let first_polls: BTreeSet<PollId> = taken.filter_map(|(group, _)| group.first_of).collect();
    for poll in first_polls {
        ballot::mark_poll(&mut tx, poll).await?;
    }
    let mut outcomes = BTreeMap::new();
    for ((round, group), turn) in batch.rounds.iter().zip(turns) {
        let outcome = match turn {
            None => Outcome::Refused,
            Some(w) => Outcome::Written { w, stored: write_round(&mut tx, *round, group).await? },
        };
        outcomes.insert(*round, outcome);
    }
    tx.commit().await?;
    metrics::histogram!("wb_writer_hold_seconds").record(seconds(held));
    Ok(outcomes)
}

async fn write_round(tx: &mut Tx, round: RoundId, group: &Group) -> Result<Stored, StoreError> {
    let mut stored = Stored::default();
    // The last answer of each voice, and where the database has its key already the one before it, until all are told.
    let mut open: Vec<(usize, usize)> =
        group.voices.iter().enumerate().map(|(place, voice)| (place, voice.answers.len() - 1)).collect();
    while !open.is_empty() {
        let rows: Vec<NewBallot> =
            open.iter().filter_map(|(place, last)| group.voices.get(*place)?.row(*last)).collect();
        let change_no: HashMap<VoterRef, u64> =
            ballot::write(tx, round, &rows).await?.into_iter().map(|row| (row.voter, row.change_no)).collect();
        let mut earlier = Vec::new();
        for ((place, last), row) in open.into_iter().zip(&rows) {
            match change_no.get(&row.voter) {
                Some(change_no) => drop(stored.winners.insert(row.voter, (last, *change_no))),
                None if last > 0 => earlier.push((place, last - 1)),
                None => {}
            }
        }
        open = earlier;
    }
    let voters = group.voices.iter().filter_map(VoiceWork::voter);
    let silent: Vec<VoterRef> = voters.filter(|voter| !stored.winners.contains_key(voter)).collect();
    stored.known = ballot::change_numbers(tx, round, &silent).await?.into_iter().collect();
    write_cards(tx, round, group, &stored).await?;
    Ok(stored)
}

async fn write_cards(tx: &mut Tx, round: RoundId, group: &Group, stored: &Stored) -> Result<(), StoreError> {
    for voice in &group.voices {
        let winner =
            voice.answers.iter().enumerate().find(|(at, answer)| {
                stored.winners.get(&answer.entry.row.voter).is_some_and(|(winner, _)| winner == at)
            });
        if let Some((_, answer)) = winner
            && let Some(cards) = &answer.entry.cards
        {
            card::write(tx, round, answer.entry.row.voter, cards).await?;
        }
    }
    Ok(())
}
