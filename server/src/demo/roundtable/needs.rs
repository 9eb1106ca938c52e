//! What the room found most important is handed on as needs (live.md L19, L20).

use super::host::Host;
use super::seed::{Past, numbered};
use crate::demo::DemoError;
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageNeeds;
use weiterblick_domain::policy::event::action::{Prepare, Run};
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_domain::roundtable::poll::chain::{Evidence, Standing, standing};
use weiterblick_domain::roundtable::poll::{OptionSource, PollOption, Views};
use weiterblick_store::roundtable::card::{self, StoredCard};
use weiterblick_store::roundtable::need::{self, NewNeed};
use weiterblick_store::roundtable::{poll, round};
use weiterblick_store::{StoreError, Tx};

/// Captures the foremost options of the poll that was made of clusters, and says what has become of them.
///
/// # Errors
/// Of the store; [`DemoError::Unknown`] where no such poll was closed.
pub async fn capture(
    host: &Host<'_>,
    grant: &Grant<ManageNeeds>,
    past: &Past,
    polls: &[PollId],
) -> Result<(), DemoError> {
    let weighed = past.meeting.poll.iter().position(|poll| poll.options_from.is_some());
    let weighed = *numbered(polls, weighed.map_or(0, |at| at + 1))?;
    let mut tx = host.begin().await?;
    let asked = poll::load(&mut tx, &host.grant::<Prepare>()?, weighed).await?;
    let (round, result) = result(&mut tx, host, weighed).await?;
    let cards = card::of_event(&mut tx, host.event()).await?;
    let run = host.grant::<Run>()?;
    for ((option, standing), state) in ranking(&asked.options, &result).into_iter().zip(&past.needs) {
        let evidence = Evidence {
            event: host.event(),
            poll: weighed,
            round,
            standing,
            cards: cards.iter().filter(|card| is_source(option, card)).map(|card| card.text.clone()).collect(),
        };
        let id = host.state().new_id();
        let new = NewNeed { id, option: option.no, title: option.label.clone(), evidence, now: host.hall.now() };
        need::capture(&mut tx, &run, &new).await?;
        if *state != NeedState::Captured {
            need::set_state(&mut tx, grant, id, *state).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// The frozen result of the last closed round of a poll.
async fn result(tx: &mut Tx, host: &Host<'_>, poll: PollId) -> Result<(RoundId, Views), DemoError> {
    let rounds = round::of_event(tx, host.event()).await?;
    let closed = rounds.into_iter().rev().find(|round| round.poll == poll && round.frozen.is_some());
    let (id, frozen) =
        closed.and_then(|round| Some((round.id, round.frozen?))).ok_or_else(|| DemoError::Unknown(poll.to_string()))?;
    let views = serde_json::from_str(&frozen.result).map_err(|_| StoreError::Corrupt("result"))?;
    Ok((id, views))
}

/// The options with how they came off, the best first.
fn ranking<'a>(options: &'a [PollOption], result: &Views) -> Vec<(&'a PollOption, Standing)> {
    let mut ranking: Vec<(&PollOption, Standing)> =
        options.iter().filter_map(|option| Some((option, standing(&result.agreed, option.no)?))).collect();
    ranking.sort_by_key(|(option, standing)| (standing.rank, option.no));
    ranking
}

fn is_source(option: &PollOption, card: &StoredCard) -> bool {
    option.sources.iter().any(|source| match source {
        OptionSource::Card(id) => *id == card.id,
        OptionSource::Cluster(id) => Some(*id) == card.cluster,
    })
}
