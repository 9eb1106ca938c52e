//! The form of a ballot: buttons and native controls, complete without script (live.md §5, Input and No-script). Names
//! and values come from `domain::roundtable::poll::form`, which reads them again.

mod cards;
mod choice;
mod grid;
mod number;
mod points;
mod rank;
mod scale;
mod words;
mod yesno;

use crate::form;
use crate::format::Format;
use crate::roundtable::scene::{Choice, Round};
use crate::ui::{Icon, message};
use leptos::prelude::*;
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_domain::roundtable::poll::form::{ABSTAIN, TRUE};
use weiterblick_domain::roundtable::poll::{OptionNo, OptionSet, Rules, Wording};
use weiterblick_store::roundtable::card::OwnCard;

/// A round with what the voice has answered so far.
pub struct Vote<'a> {
    pub round: &'a Round,
    pub format: &'a Format,
    /// Fields of the stored ballot.
    pub own: &'a [(String, String)],
    pub own_cards: &'a [OwnCard],
    /// Decides the order of options where each voice has its own.
    pub voter: VoterRef,
}

/// The fields and buttons inside of the form; `again` where a ballot is stored already.
pub fn fields(vote: &Vote<'_>, again: bool) -> AnyView {
    let (controls, whole) = match &vote.round.rules {
        Rules::Single(_) => (choice::single(vote), "o"),
        Rules::Multi(rules) => (choice::multi(vote, rules), "o"),
        Rules::Scale(rules) => (scale::controls(vote, rules), "s"),
        Rules::Number(rules) => (number::controls(vote, rules), ""),
        Rules::Rank(rules) => (rank::controls(vote, rules), "p"),
        Rules::Points(rules) => (points::points(vote, rules), "p"),
        Rules::Dots(rules) => (points::dots(vote, rules), "d"),
        Rules::Grid(rules) => (grid::controls(vote, rules), "g"),
        Rules::Words(rules) => (words::controls(vote, rules), "w"),
        Rules::Cards(rules) => (cards::controls(vote, rules), "c"),
        Rules::YesNo(_) => (yesno::controls(vote), "y"),
    };
    let action = if again { t!("vote.change") } else { t!("vote.send") };
    let abstain = vote.round.abstain && !matches!(vote.round.rules, Rules::YesNo(_));
    view! {
        {(!whole.is_empty()).then(|| vote.error(whole))}
        {vote.error(ABSTAIN)}
        {controls}
        <button class="button" data-size="l" data-block="" type="submit">{action}</button>
        {abstain.then(|| view! {
            <button class="button" data-kind="secondary" data-block="" type="submit" name=ABSTAIN value=TRUE>
                {t!("vote.abstain")}
            </button>
        })}
    }
    .into_any()
}

impl Vote<'_> {
    /// The name of a field in messages; several ballots stand on one page.
    pub fn place(&self, field: &str) -> String {
        place(self.round, field)
    }

    fn id(&self, field: &str) -> String {
        format!("f-{}", self.place(field))
    }

    /// What was typed, else what is stored.
    fn value(&self, field: &str) -> String {
        let stored = self.own.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str());
        form::value(field, stored)
    }

    fn chosen(&self, field: &str, value: &str) -> bool {
        form::chosen(field, value, self.own.iter().any(|(name, own)| name == field && own == value))
    }

    /// The message at a field. It takes the focus where the form was sent in the background.
    fn error(&self, field: &str) -> Option<AnyView> {
        let error = form::error_at(&self.place(field))?;
        let id = format!("{}-e", self.id(field));
        let message = view! {
            <p class="error-text" id=id data-focus="" tabindex="-1"><Icon name="error"/>{message(&error)}</p>
        };
        Some(message.into_any())
    }

    /// Ids for `aria-describedby`, and whether the field is wrong.
    fn described(&self, field: &str) -> (Option<String>, Option<&'static str>) {
        match form::error_at(&self.place(field)) {
            Some(_) => (Some(format!("{}-e", self.id(field))), Some("true")),
            None => (None, None),
        }
    }

    fn text(&self, wording: &Wording) -> String {
        wording.get(self.format.language()).to_owned()
    }

    /// The options in the order of this voice.
    fn options(&self) -> Vec<&Choice> {
        let options = &self.round.options;
        if !self.round.shuffle || !self.round.kind.may_shuffle() {
            return options.iter().collect();
        }
        let numbers: OptionSet = options.iter().map(|option| option.o).collect();
        let order: Vec<OptionNo> = numbers.shuffled(self.voter.as_bytes());
        order.into_iter().filter_map(|number| options.iter().find(|option| option.o == number)).collect()
    }
}

/// A field of a round's ballot as messages name it.
pub fn place(round: &Round, field: &str) -> String {
    format!("{}.{field}", round.id)
}

/// A radio button or check box as a large card.
struct Card {
    kind: &'static str,
    name: String,
    value: String,
    title: String,
    checked: bool,
    id: Option<String>,
}

impl Card {
    fn show(self) -> impl IntoView + use<> {
        view! {
            <label class="choice vote__option">
                <input class="tick" type=self.kind id=self.id name=self.name value=self.value checked=self.checked/>
                <span class="choice__text"><span class="choice__title">{self.title}</span></span>
            </label>
        }
    }
}

#[cfg(test)]
mod tests;
