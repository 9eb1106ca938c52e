//! A sheet of paper (live.md L24): one transaction of its own, since its voice is known by its number only.

use super::Broken;
use super::batch::{refuse, reply, unchanged};
use super::retry::{Attempts, give_up};
use super::settle::store;
use crate::queue::SheetWork;
use crate::shared::Shared;
use crate::{Ack, Refusal, Status};
use weiterblick_domain::ids::PollId;
use weiterblick_domain::roundtable::identity::{Receipt, VoterRef};
use weiterblick_domain::roundtable::round::{Entry, RoundRefusal, takes_ballot};
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::ballot::{self, Gate, NewBallot};
use weiterblick_store::roundtable::{card, hand, revision};

/// A stored sheet.
struct Stored {
    voter: VoterRef,
    w: u64,
    /// None: its key was known.
    change_no: Option<u64>,
}

pub(super) async fn run(hub: &Shared, sheet: SheetWork) -> Result<(), Broken> {
    let first_of = match admitted(&sheet) {
        Ok(first_of) => first_of,
        Err(refusal) => {
            refuse(sheet.entry, refusal);
            return Ok(());
        }
    };
    let mut attempts = Attempts::default();
    loop {
        match write(hub, &sheet, first_of).await {
            Ok(Some(stored)) => settle(sheet, &stored),
            Ok(None) => refuse(sheet.entry, Refusal::Round(RoundRefusal::Closed)),
            Err(error) if attempts.again(&error).await => continue,
            Err(StoreError::NotFound) => refuse(sheet.entry, Refusal::UnknownRound),
            Err(error) => {
                let refusal = Refusal::from(&give_up(hub, &error)?);
                refuse(sheet.entry, refusal);
            }
        }
        return Ok(());
    }
}

/// The poll, where this is its first ballot.
fn admitted(sheet: &SheetWork) -> Result<Option<PollId>, Refusal> {
    let state = sheet.room.state();
    let round = state.round(sheet.entry.round).ok_or(Refusal::UnknownRound)?;
    let rules = round.subject.round_rules();
    takes_ballot(&round.round, Entry::Recorded, sheet.entry.arrival, &rules, state.event.state)
        .map_err(Refusal::Round)?;
    Ok((!round.has_ballots).then_some(round.subject.poll.id))
}

async fn write(hub: &Shared, sheet: &SheetWork, first_of: Option<PollId>) -> Result<Option<Stored>, StoreError> {
    let entry = &sheet.entry;
    let mut tx = hub.db.write().await?;
    if entry.cards.is_some() {
        revision::raise_board(&mut tx, sheet.room.event).await?;
    }
    let voter = hand::sheet(&mut tx, &sheet.grant, entry.round, sheet.number, entry.row.voter).await?;
    let Some(w) = ballot::take_turn(&mut tx, entry.round, Gate::Recorded, 1).await? else { return Ok(None) };
    if let Some(poll) = first_of {
        ballot::mark_poll(&mut tx, poll).await?;
    }
    let row = NewBallot { voter, ..entry.row.clone() };
    let written = ballot::write(&mut tx, entry.round, &[row]).await?;
    let change_no = written.first().map(|row| row.change_no);
    if let (Some(_), Some(cards)) = (change_no, &entry.cards) {
        card::write(&mut tx, entry.round, voter, cards).await?;
    }
    tx.commit().await?;
    Ok(Some(Stored { voter, w, change_no }))
}

fn settle(sheet: SheetWork, stored: &Stored) {
    let SheetWork { room, entry, .. } = sheet;
    let mut state = room.state();
    let mut held = 1;
    if let Some(round) = state.round_mut(entry.round) {
        round.wrote(stored.w, 1);
        if let Some(change_no) = stored.change_no {
            store(round, &entry, stored.voter, change_no, entry.row.keys);
        }
        held = round.ballots.get(stored.voter).map_or(1, |held| held.change_no);
    }
    drop(state);
    room.tell();
    room.outlets.mark_count();
    if entry.cards.is_some() {
        room.outlets.mark_board();
    }
    let status = if stored.change_no.is_some() { Status::Stored } else { Status::Unchanged };
    let receipt = Receipt::of(entry.round, stored.voter);
    let ack = Ack { status, receipt, ..unchanged(&entry, held, stored.w) };
    reply(entry.reply, Ok(ack));
}
