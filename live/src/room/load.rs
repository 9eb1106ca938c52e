//! A room out of the database (live.md L58).

use super::ballot_box::BallotBox;
use super::board::Board;
use super::people::People;
use super::plan;
use super::state::State;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::roundtable::pace::Barometer;
use weiterblick_domain::roundtable::poll::words::WordKey;
use weiterblick_store::roundtable::ballot::{self, StoredBallot};
use weiterblick_store::roundtable::{company, participant, profile};
use weiterblick_store::{Conn, StoreError};

/// # Errors
/// [`StoreError::NotFound`] when there is no such event.
pub(crate) async fn room(conn: &mut Conn, event: EventId, banned: &BTreeSet<WordKey>) -> Result<State, StoreError> {
    let plan = plan::load(conn, event, banned).await?;
    let mut rows: HashMap<RoundId, Vec<StoredBallot>> = HashMap::new();
    for row in ballot::of_event(conn, event).await? {
        rows.entry(row.round).or_default().push(row);
    }
    let mut rounds = Vec::with_capacity(plan.rounds.len());
    for planned in plan.rounds {
        let ballots = box_of(&planned.subject, rows.remove(&planned.stored.id).unwrap_or_default());
        rounds.push(super::round::LiveRound::new(planned.stored, planned.subject, ballots, planned.hands)?);
    }
    let board = Board::load(conn, event).await?;
    let people = people(conn, event).await?;
    Ok(State {
        event: plan.event,
        agenda: plan.agenda,
        subjects: plan.subjects,
        rounds,
        people,
        board,
        pace: Barometer::default(),
    })
}

/// # Errors
/// [`StoreError::Database`].
pub(crate) async fn people(conn: &mut Conn, event: EventId) -> Result<People, StoreError> {
    let participants = participant::of_event(conn, event).await?;
    let profiles = profile::of_event(conn, event).await?;
    let companies = company::of_event(conn, event).await?;
    let companies = companies.into_iter().map(|company| (company.id, company.size_class)).collect();
    Ok(People::new(participants, profiles, companies))
}

/// The stored ballots of a round, counted.
///
/// # Errors
/// [`StoreError::Database`].
pub(crate) async fn recount(
    conn: &mut Conn,
    round: RoundId,
    subject: &Arc<super::subject::Subject>,
) -> Result<BallotBox, StoreError> {
    Ok(box_of(subject, ballot::of_round(conn, round).await?))
}

fn box_of(subject: &Arc<super::subject::Subject>, rows: Vec<StoredBallot>) -> BallotBox {
    let (found, unreadable) = BallotBox::of_rows(subject.clone(), rows);
    if unreadable > 0 {
        tracing::error!(unreadable, "stored ballots cannot be read: the round cannot be closed");
    }
    found
}
