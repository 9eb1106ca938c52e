//! The cards are put in order, and their clusters become options (live.md L19).

use super::course::Course;
use super::host::Host;
use super::seed::numbered;
use crate::demo::DemoError;
use std::collections::BTreeMap;
use weiterblick_domain::ids::{CardId, ClusterId, PollId};
use weiterblick_domain::policy::event::action::{Moderate, Prepare, Run};
use weiterblick_domain::roundtable::card::CardCommand;
use weiterblick_domain::roundtable::poll::OptionSource;
use weiterblick_live::Scope;
use weiterblick_store::Tx;
use weiterblick_store::roundtable::cluster::{self, ClusterTitle};
use weiterblick_store::roundtable::{card, poll_option};

/// Sorts the cards of a collection, and gives the polls behind it their options.
///
/// # Errors
/// Of the store; [`DemoError::Unknown`] for a card that nobody wrote.
pub async fn sort(course: &Course<'_>, collection: usize) -> Result<(), DemoError> {
    let Course { host, past, polls, .. } = course;
    let poll = *numbered(polls, collection)?;
    let mut tx = host.begin().await?;
    let cards = cards(&mut tx, host, poll).await?;
    let find = |text: &String| cards.get(text).copied().ok_or_else(|| DemoError::Unknown(text.clone()));
    let run = host.grant::<Run>()?;
    for cluster in &past.cluster {
        let id: ClusterId = host.state().new_id();
        let title = ClusterTitle::parse(&cluster.title.de).map_err(|_| DemoError::Unknown(cluster.title.de.clone()))?;
        cluster::create(&mut tx, &run, poll, id, &title).await?;
        for text in &cluster.cards {
            card::assign(&mut tx, &run, find(text)?, Some(id)).await?;
        }
        for (other, asked) in polls.iter().zip(&past.meeting.poll) {
            if asked.options_from == Some(collection) {
                let sources = [OptionSource::Cluster(id)];
                poll_option::add(&mut tx, &host.grant::<Prepare>()?, *other, &cluster.title, &sources).await?;
            }
        }
    }
    for text in &past.loose.hidden {
        card::moderate(&mut tx, &host.grant::<Moderate>()?, find(text)?, CardCommand::Hide).await?;
    }
    host.commit(tx, Scope::Plan).await?;
    Ok(host.room.refresh(Scope::Board).await?)
}

/// By their texts.
async fn cards(tx: &mut Tx, host: &Host<'_>, poll: PollId) -> Result<BTreeMap<String, CardId>, DemoError> {
    let cards = card::list(tx, &host.grant::<Moderate>()?).await?;
    Ok(cards.into_iter().filter(|card| card.poll == poll).map(|card| (card.text, card.id)).collect())
}
