//! Statements to be rated: one group of radio buttons each, every step with its full label.

use super::Vote;
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::form::step_field;
use weiterblick_domain::roundtable::poll::scale::{DONT_KNOW, Neutral, Rules};

pub(super) fn controls(vote: &Vote<'_>, rules: &Rules) -> AnyView {
    let each = rules.labels.len() == usize::from(rules.steps);
    let groups = vote.options().into_iter().map(|statement| {
        let field = step_field(statement.o);
        let (described, _) = vote.described(&field);
        let steps = (1..=rules.steps).map(|step| {
            let value = step.to_string();
            let id = (step == 1).then(|| vote.id(&field));
            let checked = vote.chosen(&field, &value);
            view! {
                <label>
                    <input type="radio" id=id name=field.clone() value=value checked=checked/>
                    {label(vote, rules, step)}
                </label>
            }
        });
        let steps = steps.collect_view();
        let dont_know = (rules.neutral == Neutral::Separate).then(|| {
            let value = DONT_KNOW.to_string();
            let checked = vote.chosen(&field, &value);
            view! {
                <label class="check">
                    <input class="tick" type="radio" name=field.clone() value=value checked=checked/>
                    <span>{t!("vote.dont_know")}</span>
                </label>
            }
        });
        view! {
            <fieldset class="vote__part" aria-describedby=described>
                <legend>{vote.text(&statement.label)}</legend>
                {vote.error(&field)}
                <div class=if each { "scale scale--labelled" } else { "scale" } data-steps=rules.steps.to_string()>{steps}</div>
                {(!each).then(|| ends(vote, rules))}
                {dont_know}
            </fieldset>
        }
    });
    groups.collect_view().into_any()
}

/// The label of a step; where only the poles have one, the number, and the pole's label for those who hear it.
fn label(vote: &Vote<'_>, rules: &Rules, step: u8) -> AnyView {
    let text = |at: usize| rules.labels.get(at).map(|label| vote.text(label)).unwrap_or_default();
    if rules.labels.len() == usize::from(rules.steps) {
        return view! { <span>{text(usize::from(step) - 1)}</span> }.into_any();
    }
    let pole = match step {
        1 => text(0),
        last if last == rules.steps => text(1),
        _ => String::new(),
    };
    let hidden = (!pole.is_empty()).then(|| view! { <span class="visually-hidden">" – "{pole}</span> });
    view! { {step.to_string()} {hidden} }.into_any()
}

fn ends(vote: &Vote<'_>, rules: &Rules) -> impl IntoView + use<> {
    let pole = |at: usize| rules.labels.get(at).map(|label| vote.text(label)).unwrap_or_default();
    view! { <p class="scale__ends" aria-hidden="true"><span>{pole(0)}</span><span>{pole(1)}</span></p> }
}
