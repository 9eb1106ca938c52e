//! One option by radio buttons, several by check boxes; nothing is chosen at first.

use super::{Card, Vote};
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::form::OPTION;
use weiterblick_domain::roundtable::poll::multi;

pub(super) fn single(vote: &Vote<'_>) -> AnyView {
    view! { <div class="vote__options">{cards(vote, "radio")}</div> }.into_any()
}

pub(super) fn multi(vote: &Vote<'_>, rules: &multi::Rules) -> AnyView {
    let hint = match (rules.min, rules.max) {
        (0 | 1, 1) => t!("vote.multi.single"),
        (0 | 1, max) if usize::from(max) >= vote.round.options.len() => t!("vote.multi.any"),
        (0 | 1, max) => t!("vote.multi.up_to", max = max),
        (min, max) if min == max => t!("vote.multi.exactly", max = max),
        (min, max) => t!("vote.multi.between", min = min, max = max),
    };
    view! {
        <p class="hint">{hint}</p>
        <div class="vote__options">{cards(vote, "checkbox")}</div>
        <p class="vote__left" role="status" data-left="ticks" data-budget=rules.max.to_string()
            data-text=t!("vote.multi.left", left = "{n}") data-over=t!("vote.multi.over", over = "{n}")></p>
    }
    .into_any()
}

fn cards(vote: &Vote<'_>, kind: &'static str) -> AnyView {
    vote.options()
        .into_iter()
        .enumerate()
        .map(|(at, option)| {
            let value = option.o.to_string();
            let card = Card {
                kind,
                name: OPTION.to_owned(),
                title: vote.text(&option.label),
                checked: vote.chosen(OPTION, &value),
                value,
                id: (at == 0).then(|| vote.id(OPTION)),
            };
            card.show()
        })
        .collect_view()
        .into_any()
}
