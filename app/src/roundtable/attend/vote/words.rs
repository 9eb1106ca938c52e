//! Words of one's own: one field each.

use super::Vote;
use crate::form;
use leptos::prelude::*;
use weiterblick_domain::roundtable::limits::WORD_MAX;
use weiterblick_domain::roundtable::poll::form::WORD;
use weiterblick_domain::roundtable::poll::words::Rules;

pub(super) fn controls(vote: &Vote<'_>, rules: &Rules) -> AnyView {
    let stored = || vote.own.iter().filter(|(name, _)| name == WORD).map(|(_, value)| value.clone()).collect();
    let typed: Vec<String> = form::values(WORD).unwrap_or_else(stored);
    let rows = (1..=rules.max).map(|place| {
        let field = format!("{WORD}.{place}");
        let value = typed.get(usize::from(place) - 1).cloned().unwrap_or_default();
        let (id, (described, wrong)) = (vote.id(&field), vote.described(&field));
        let label = if rules.max == 1 { t!("vote.words.single") } else { t!("vote.words.number", place = place) };
        view! {
            <div class="field">
                <label class="label" for=id.clone()>{label}</label>
                {vote.error(&field)}
                <input class="input" id=id name=WORD type="text" maxlength=WORD_MAX.to_string() autocomplete="off"
                    value=value aria-invalid=wrong aria-describedby=described/>
            </div>
        }
    });
    let rows = rows.collect_view();
    view! { <p class="hint">{t!("vote.words.hint", max = WORD_MAX)}</p> {rows} }.into_any()
}
