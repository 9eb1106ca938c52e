//! Cards: one thought each, in a field of its own.

use super::Vote;
use crate::form;
use leptos::prelude::*;
use weiterblick_domain::roundtable::card::CardState;
use weiterblick_domain::roundtable::limits::{CARD_REMAINING_ANNOUNCED, CARD_TEXT_MAX};
use weiterblick_domain::roundtable::poll::cards::Rules;
use weiterblick_domain::roundtable::poll::form::card_field;
use weiterblick_store::roundtable::card::OwnCard;

pub(super) fn controls(vote: &Vote<'_>, rules: &Rules) -> AnyView {
    let rows = (1..=rules.max).map(|slot| {
        let field = card_field(slot);
        let own = vote.own_cards.iter().find(|card| card.slot == slot);
        let text = form::value(&field, own.map_or("", |card| card.text.as_str()));
        let (id, (described, wrong)) = (vote.id(&field), vote.described(&field));
        let label = if rules.max == 1 { t!("vote.cards.single") } else { t!("vote.cards.number", slot = slot) };
        view! {
            <div class="field">
                <label class="label" for=id.clone()>{label}</label>
                {own.and_then(state)}
                {vote.error(&field)}
                <textarea class="input" id=id name=field.clone() rows="3" maxlength=CARD_TEXT_MAX.to_string()
                    aria-invalid=wrong aria-describedby=described data-count=CARD_TEXT_MAX.to_string()>{text}</textarea>
                <span class="hint" role="status" data-counted=CARD_REMAINING_ANNOUNCED.to_string()
                    data-text=t!("vote.cards.left", left = "{n}")></span>
            </div>
        }
    });
    let rows = rows.collect_view();
    view! { <p class="hint">{t!("vote.cards.hint", max = CARD_TEXT_MAX)}</p> {rows} }.into_any()
}

/// What became of an own card that the room does not see (L10).
fn state(card: &OwnCard) -> Option<impl IntoView + use<>> {
    let text = match (card.state, card.hidden_by) {
        (CardState::Visible, _) => return None,
        (CardState::Pending, _) => t!("vote.cards.pending"),
        (CardState::Hidden, Some(rule)) => t!(format!("vote.hidden.{rule}")),
        (CardState::Hidden, None) => t!("vote.hidden.moderation"),
    };
    Some(view! { <span class="hint">{text}</span> })
}
