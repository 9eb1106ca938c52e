//! A number as people type it; what was understood is said back after sending.

use super::Vote;
use leptos::prelude::*;
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::roundtable::poll::form::NUMBER;
use weiterblick_domain::roundtable::poll::number::Rules;

pub(super) fn controls(vote: &Vote<'_>, rules: &Rules) -> AnyView {
    let bound = |units| vote.format.number(Decimal::new(units, rules.decimals));
    let unit = rules.unit.as_ref().map(|unit| vote.text(unit));
    let (id, hint) = (vote.id(NUMBER), format!("{}-h", vote.id(NUMBER)));
    let (described, wrong) = vote.described(NUMBER);
    let described = described.map_or_else(|| hint.clone(), |error| format!("{hint} {error}"));
    let label = unit.as_ref().map_or_else(|| t!("vote.number.label"), |unit| t!("vote.number.label_in", unit = unit));
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{label}</label>
            <span class="hint" id=hint>{t!("vote.number.hint", min = bound(rules.min), max = bound(rules.max))}</span>
            {vote.error(NUMBER)}
            <input class="input" id=id name=NUMBER type="text" inputmode="decimal" autocomplete="off" maxlength="30"
                value=vote.value(NUMBER) aria-invalid=wrong aria-describedby=described/>
        </div>
    }
    .into_any()
}
