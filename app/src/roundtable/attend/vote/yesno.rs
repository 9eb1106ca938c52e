//! Yes, no, or no opinion: three large buttons as radios.

use super::{Card, Vote};
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::form::{ABSTAIN, FALSE, TRUE, YES_NO};

pub(super) fn controls(vote: &Vote<'_>) -> AnyView {
    let offered = if vote.round.abstain { &[TRUE, FALSE, ABSTAIN][..] } else { &[TRUE, FALSE] };
    let cards = offered.iter().map(|value| {
        let title = match *value {
            TRUE => t!("vote.yes"),
            FALSE => t!("vote.no"),
            _ => t!("vote.no_opinion"),
        };
        let card = Card {
            kind: "radio",
            name: YES_NO.to_owned(),
            value: (*value).to_owned(),
            title,
            checked: vote.chosen(YES_NO, value),
            id: (*value == TRUE).then(|| vote.id(YES_NO)),
        };
        card.show()
    });
    view! { <div class="vote__options">{cards.collect_view()}</div> }.into_any()
}
