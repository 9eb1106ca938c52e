//! A ranking: a place for each option; with script also buttons that move it.

use super::Vote;
use crate::roundtable::scene::Choice;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::form::points_field;
use weiterblick_domain::roundtable::poll::rank::Rules;

pub(super) fn controls(vote: &Vote<'_>, rules: &Rules) -> AnyView {
    let place = |option: &Choice| vote.value(&points_field(option.o)).parse().unwrap_or(u8::MAX);
    let mut options = vote.options();
    // Stable: what has no place stays in its order behind the others.
    options.sort_by_key(|option| place(option));
    let hint = if rules.complete {
        t!("vote.rank.complete", max = rules.max_rank)
    } else {
        t!("vote.rank.up_to", max = rules.max_rank)
    };
    let rows = options.into_iter().map(|option| row(vote, rules, option)).collect_view();
    view! {
        <p class="hint">{hint}</p>
        <ol class="ranker" data-ranker=rules.max_rank.to_string()
            data-moved=t!("vote.rank.moved", name = "{name}", place = "{place}", max = "{max}")
            data-unplaced=t!("vote.rank.unplaced", name = "{name}")>
            {rows}
        </ol>
        <p class="visually-hidden" role="status" data-said=""></p>
    }
    .into_any()
}

fn row(vote: &Vote<'_>, rules: &Rules, option: &Choice) -> impl IntoView + use<> {
    let field = points_field(option.o);
    let name = vote.text(&option.label);
    let id = vote.id(&field);
    let current = vote.value(&field);
    let (described, wrong) = vote.described(&field);
    let places = (1..=rules.max_rank).map(|place| {
        let place = place.to_string();
        let selected = place == current;
        view! { <option value=place.clone() selected=selected>{t!("vote.rank.place", place = place)}</option> }
    });
    let places = places.collect_view();
    view! {
        <li data-name=name.clone()>
            <span class="ranker__place">
                <label class="visually-hidden" for=id.clone()>{t!("vote.rank.label", name = name.clone())}</label>
                <span class="select">
                    <select class="input" id=id name=field.clone() aria-invalid=wrong aria-describedby=described>
                        <option value="">{t!("vote.rank.none")}</option>
                        {places}
                    </select>
                    <Icon name="chevron-down"/>
                </span>
            </span>
            <span class="ranker__text">{name.clone()}{vote.error(&field)}</span>
            <span class="ranker__buttons script-only">
                <button class="button" data-kind="quiet" data-icon-only="" type="button" data-move="up">
                    <Icon name="arrow-up"/><span class="visually-hidden">{t!("vote.rank.up", name = name.clone())}</span>
                </button>
                <button class="button" data-kind="quiet" data-icon-only="" type="button" data-move="down">
                    <Icon name="arrow-down"/><span class="visually-hidden">{t!("vote.rank.down", name = name)}</span>
                </button>
            </span>
        </li>
    }
}
