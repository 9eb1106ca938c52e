//! What a participant finds again: the own ballots (live.md §11, `me`). Never cached, never shared.

use crate::Refusal;
use crate::room::Inner;
use serde::Serialize;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::identity::{ParticipantToken, Receipt, VoterRef};
use weiterblick_domain::roundtable::poll::Ballot;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::ballot::{self, OwnBallot};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Me {
    /// More time in per cent (L29).
    pub extra: u32,
    /// In the order of polls and rounds; voided rounds are not among them.
    pub ballots: Vec<MyBallot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyBallot {
    pub round: RoundId,
    pub receipt: Receipt,
    pub change_no: u64,
    /// The canonical payload, as it is stored.
    pub payload: String,
}

pub(crate) async fn of(room: &Inner, token: &ParticipantToken) -> Result<Me, Refusal> {
    let participant = room.participant(token).await?;
    let voices: Vec<VoterRef> = {
        let state = room.state();
        let voter = |round: &crate::room::LiveRound| room.voter(&round.subject, &participant, token).ok();
        let mut voices: Vec<VoterRef> = state.rounds.iter().filter_map(voter).collect();
        voices.sort_unstable();
        voices.dedup();
        voices
    };
    let found = read(room, &voices).await.map_err(|error| {
        tracing::error!(%error, "own ballots could not be read");
        Refusal::Failed
    })?;
    let mut state = room.state();
    let mut ballots = Vec::with_capacity(found.len());
    for own in found {
        let Some(round) = state.round_mut(own.round).filter(|round| round.round.state != RoundState::Void) else {
            continue;
        };
        if own.payload != Ballot::Withdrawn.canonical() {
            round.answered.insert(participant.token);
        }
        ballots.push(mine(own));
    }
    drop(state);
    room.outlets.mark_count();
    Ok(Me { extra: participant.extra.percent(), ballots })
}

async fn read(room: &Inner, voices: &[VoterRef]) -> Result<Vec<OwnBallot>, StoreError> {
    let mut conn = room.hub.db.read().await?;
    ballot::own(&mut conn, room.event, voices).await
}

fn mine(own: OwnBallot) -> MyBallot {
    let receipt = Receipt::of(own.round, own.voter);
    MyBallot { round: own.round, receipt, change_no: own.change_no, payload: own.payload }
}
