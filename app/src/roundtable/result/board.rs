//! Cards by cluster: shuffled inside of each, without author or time.

use super::Parts;
use crate::roundtable::scene::{Board, Card, Round};
use leptos::prelude::*;
use weiterblick_domain::ids::{ClusterId, PollId};
use weiterblick_domain::roundtable::poll::cards::{self, Outcome};

/// How many there are; their texts are on the board.
pub(super) fn parts(outcome: &Outcome) -> Parts {
    Parts { summary: tn!("result.cards.count", outcome.cards), drawing: ().into_any(), table: None }
}

/// The cards of a collection. `rounds` tells which cards belong to it.
pub fn board(board: &Board, poll: PollId, rounds: &[Round]) -> AnyView {
    let own = |card: &&Card| rounds.iter().any(|round| round.id == card.round && round.poll == poll);
    let cards = board.cards.iter().filter(own).map(|card| cards::Card {
        id: card.id,
        cluster: card.cluster,
        text: card.text.clone(),
    });
    let clusters: Vec<_> = board.clusters.iter().filter(|cluster| cluster.poll == poll).collect();
    let ids: Vec<ClusterId> = clusters.iter().map(|cluster| cluster.id).collect();
    let title = |id: Option<ClusterId>| {
        let found = clusters.iter().find(|cluster| Some(cluster.id) == id);
        found.map_or_else(|| t!("result.cards.unsorted"), |cluster| cluster.title.clone())
    };
    let groups = cards::board(&ids, cards.collect(), poll.as_bytes()).into_iter().map(|group| {
        let cards = group.cards.into_iter().map(|card| view! { <li class="cardwall__card">{card.text}</li> });
        view! {
            <section class="cardwall__group">
                <h3>{title(group.cluster)}</h3>
                <ul>{cards.collect_view()}</ul>
            </section>
        }
    });
    let hidden = (board.hidden_cards > 0)
        .then(|| view! { <p class="result__note">{tn!("result.cards.hidden", board.hidden_cards)}</p> });
    view! { <div class="cardwall">{groups.collect_view()}</div>{hidden} }.into_any()
}
