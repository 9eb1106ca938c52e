//! Points and dots: a number per option; with script also buttons for less and more.

use super::{Card, Vote};
use crate::roundtable::scene::Choice;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::form::{dots_field, points_field};
use weiterblick_domain::roundtable::poll::points::Spend;
use weiterblick_domain::roundtable::poll::{dots, points};

/// What one voice hands out.
struct Budget {
    budget: u16,
    step: u16,
    max: u16,
    /// `points` or `dots`: part of the keys of texts.
    what: &'static str,
}

pub(super) fn points(vote: &Vote<'_>, rules: &points::Rules) -> AnyView {
    let max = rules.max_per_option.unwrap_or(rules.budget);
    let budget = Budget { budget: rules.budget, step: rules.step, max, what: "points" };
    let hint = match rules.spend {
        Spend::Exactly => t!("vote.points.exactly", budget = rules.budget, step = rules.step),
        Spend::AtMost => t!("vote.points.at_most", budget = rules.budget, step = rules.step),
    };
    let rows =
        vote.options().into_iter().map(|option| row(vote, &budget, option, points_field(option.o))).collect_view();
    show(hint, rows.into_any(), &budget)
}

pub(super) fn dots(vote: &Vote<'_>, rules: &dots::Rules) -> AnyView {
    let budget = Budget { budget: rules.dots, step: 1, max: rules.max_per_option, what: "dots" };
    let hint = match (rules.use_all, rules.max_per_option) {
        (true, 1) => t!("vote.dots.all_single", dots = rules.dots),
        (false, 1) => t!("vote.dots.single", dots = rules.dots),
        (true, max) => t!("vote.dots.all", dots = rules.dots, max = max),
        (false, max) => t!("vote.dots.some", dots = rules.dots, max = max),
    };
    if rules.max_per_option == 1 {
        let cards = vote.options().into_iter().map(|option| tick(vote, option)).collect_view();
        return view! {
            <p class="hint">{hint}</p>
            <div class="vote__options">{cards}</div>
            {left(&budget, "ticks")}
        }
        .into_any();
    }
    let rows = vote.options().into_iter().map(|option| row(vote, &budget, option, dots_field(option.o))).collect_view();
    show(hint, rows.into_any(), &budget)
}

fn show(hint: String, rows: AnyView, budget: &Budget) -> AnyView {
    view! {
        <p class="hint">{hint}</p>
        <ul class="points">{rows}</ul>
        {left(budget, "sum")}
    }
    .into_any()
}

/// Filled by script, from the own fields only.
fn left(budget: &Budget, of: &'static str) -> impl IntoView + use<> {
    let (left, over) = (format!("vote.{}.left", budget.what), format!("vote.{}.over", budget.what));
    view! {
        <p class="vote__left" role="status" data-left=of data-budget=budget.budget.to_string()
            data-text=t!(left, left = "{n}") data-over=t!(over, over = "{n}")></p>
    }
}

/// Without stacking a dot is a tick.
fn tick(vote: &Vote<'_>, option: &Choice) -> impl IntoView + use<> {
    let name = dots_field(option.o);
    let card = Card {
        kind: "checkbox",
        checked: vote.chosen(&name, "1"),
        id: Some(vote.id(&name)),
        name,
        value: "1".to_owned(),
        title: vote.text(&option.label),
    };
    card.show()
}

fn row(vote: &Vote<'_>, budget: &Budget, option: &Choice, field: String) -> impl IntoView + use<> {
    let (id, name) = (vote.id(&field), vote.text(&option.label));
    let (described, wrong) = vote.described(&field);
    let text = |direction: &str| t!(format!("vote.{}.{direction}", budget.what), step = budget.step, name = name);
    view! {
        <li>
            <span class="points__name"><label for=id.clone()>{name.clone()}</label>{vote.error(&field)}</span>
            <span class="stepper-input">
                <button class="button script-only" data-kind="quiet" data-icon-only="" type="button"
                    data-step=format!("-{}", budget.step)>
                    <Icon name="minus"/><span class="visually-hidden">{text("less")}</span>
                </button>
                <input id=id name=field.clone() type="number" inputmode="numeric" min="0" max=budget.max.to_string()
                    step=budget.step.to_string() value=vote.value(&field) aria-invalid=wrong aria-describedby=described/>
                <button class="button script-only" data-kind="quiet" data-icon-only="" type="button"
                    data-step=budget.step.to_string()>
                    <Icon name="plus"/><span class="visually-hidden">{text("more")}</span>
                </button>
            </span>
        </li>
    }
}
