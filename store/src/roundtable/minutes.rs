//! What is left of an event to read: results, releases, decisions (live.md §15).

use super::agenda::{self, AgendaItem};
use super::event::{self, Event};
use super::hand::{self, HandCount};
use super::need::{self, Need};
use super::pace;
use super::participant;
use super::poll::{self, Poll};
use super::release::{self, Releases};
use super::round::{self, StoredRound};
use crate::{Conn, StoreError};
use std::collections::BTreeMap;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadEvents;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::roundtable::pace::PaceMinute;
use weiterblick_domain::roundtable::round::RoundState;

/// An event with everything that was frozen or written down of it; no voice, no author.
#[derive(Debug, Clone)]
pub struct Minutes {
    pub event: Event,
    pub agenda: Vec<AgendaItem>,
    pub polls: Vec<Poll>,
    /// Closed and void rounds, in the order of the polls.
    pub rounds: Vec<StoredRound>,
    pub hands: Vec<HandCount>,
    pub releases: BTreeMap<RoundId, Releases>,
    pub needs: Vec<Need>,
    pub pace: Vec<PaceMinute>,
    /// How many had joined.
    pub joined: u32,
}

/// The minutes of an event of the organisation.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn of_organisation(
    conn: &mut Conn,
    grant: &Grant<ReadEvents>,
    event: EventId,
) -> Result<Minutes, StoreError> {
    let event = event::of_organisation(conn, grant, event).await?;
    collect(conn, event).await
}

/// The minutes for those who run the event.
///
/// # Errors
/// [`StoreError::NotFound`] when it was deleted meanwhile.
pub async fn granted(conn: &mut Conn, grant: &EventGrant<Export>) -> Result<Minutes, StoreError> {
    let event = event::granted(conn, grant).await?;
    collect(conn, event).await
}

async fn collect(conn: &mut Conn, event: Event) -> Result<Minutes, StoreError> {
    let id = event.id;
    let mut rounds = round::of_event(conn, id).await?;
    rounds.retain(|round| round.round.state.is_over());
    let closed = |of: &RoundId| rounds.iter().any(|round| round.id == *of && round.round.state == RoundState::Closed);
    let mut hands = hand::of_event(conn, id).await?;
    hands.retain(|hands| closed(&hands.round));
    let mut releases = release::of_event(conn, id).await?;
    releases.retain(|round, _| closed(round));
    Ok(Minutes {
        agenda: agenda::of_event(conn, id).await?,
        polls: poll::of_event(conn, id).await?,
        hands,
        releases,
        needs: need::handed_on_by(conn, id).await?,
        pace: pace::of_event(conn, id).await?,
        joined: participant::joined(conn, id).await?,
        rounds,
        event,
    })
}
