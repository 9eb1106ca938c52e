//! Items on two axes: two groups of radio buttons each, every step with its full label.

use super::Vote;
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::form::position_fields;
use weiterblick_domain::roundtable::poll::grid::{Axis, Rules};

pub(super) fn controls(vote: &Vote<'_>, rules: &Rules) -> AnyView {
    let items = vote.options().into_iter().map(|item| {
        let [x, y] = position_fields(item.o);
        view! {
            <fieldset class="vote__part">
                <legend>{vote.text(&item.label)}</legend>
                {vote.error(&format!("g.{}", item.o))}
                {axis(vote, &rules.x, rules.steps, &x)}
                {axis(vote, &rules.y, rules.steps, &y)}
            </fieldset>
        }
    });
    let items = items.collect_view();
    view! { <p class="hint">{t!("vote.grid.hint")}</p> {items} }.into_any()
}

fn axis(vote: &Vote<'_>, axis: &Axis, count: u8, field: &str) -> impl IntoView + use<> {
    let (name, low, high) = (vote.text(&axis.name), vote.text(&axis.low), vote.text(&axis.high));
    let (described, _) = vote.described(field);
    let steps = (1..=count).map(|step| {
        let value = step.to_string();
        let (checked, id) = (vote.chosen(field, &value), (step == 1).then(|| vote.id(field)));
        let pole = if step <= count / 2 { &low } else { &high };
        let label = t!("vote.grid.step", step = step, count = count, pole = pole);
        view! {
            <label>
                <input type="radio" id=id name=field.to_owned() value=value aria-label=label checked=checked/>
                {step.to_string()}
            </label>
        }
    });
    let steps = steps.collect_view();
    view! {
        <fieldset class="vote__axis" aria-describedby=described>
            <legend>{name}</legend>
            {vote.error(field)}
            <div class="scale" data-steps=count.to_string()>{steps}</div>
            <p class="scale__ends" aria-hidden="true"><span>{low.clone()}</span><span>{high.clone()}</span></p>
        </fieldset>
    }
}
