//! Results of every poll type, the same for console, phones, projector, results page and minutes (live.md §5).
//!
//! Each one is a sentence, a drawing whose values stand beside it as text, and the figures as a table.

mod bars;
mod board;
mod choice;
mod dots;
mod figures;
mod grid;
mod number;
mod points;
mod rank;
mod scale;
mod shift;
mod table;
mod words;
mod yesno;

pub use board::board;
pub use shift::shift;

use super::scene::{Choice, Round, Told};
use crate::format::Format;
use figures::Counts;
use leptos::prelude::*;
use table::Table;
use weiterblick_domain::roundtable::poll::publish::Withheld;
use weiterblick_domain::roundtable::poll::{Figures, OptionNo, Outcome, Rules, Wording};

/// What was asked, as far as its result says so again.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub rules: &'a Rules,
    pub options: &'a [Choice],
}

impl Asked<'_> {
    /// The label of an option; its number where the option is not known.
    fn label(&self, option: OptionNo, format: &Format) -> String {
        let found = self.options.iter().find(|choice| choice.o == option);
        found.map_or_else(|| option.to_string(), |choice| worded(&choice.label, format))
    }
}

/// An organiser's text in the reader's language.
fn worded(wording: &Wording, format: &Format) -> String {
    wording.get(format.language()).to_owned()
}

/// The parts of a result.
struct Parts {
    /// What the drawing shows, in one sentence.
    summary: String,
    drawing: AnyView,
    table: Option<Table>,
}

/// A result with its sentence, drawing, table and number of voices.
pub fn result(asked: Asked<'_>, outcome: &Outcome, format: &Format) -> AnyView {
    let counts = Counts::of(outcome, format);
    let parts = match &outcome.figures {
        Figures::Single(figures) => choice::single(asked, figures, &counts),
        Figures::Multi(figures) => choice::multi(asked, figures, &counts),
        Figures::Scale(figures) => scale::parts(asked, figures, &counts),
        Figures::Number(figures) => number::parts(asked, figures, &counts),
        Figures::Rank(figures) => rank::parts(asked, figures, &counts),
        Figures::Points(figures) => points::parts(asked, figures, &counts),
        Figures::Dots(figures) => dots::parts(asked, figures, &counts),
        Figures::Grid(figures) => grid::parts(asked, figures, &counts),
        Figures::Words(figures) => words::parts(figures, &counts),
        Figures::Cards(figures) => board::parts(figures),
        Figures::YesNo(figures) => yesno::parts(figures, &counts),
    };
    view! {
        <div class="result" data-kind=outcome.kind().word()>
            <p class="result__summary">{parts.summary}</p>
            {parts.drawing}
            <p class="result__voices">{counts.voices(outcome)}</p>
            {parts.table.map(Table::show)}
        </div>
    }
    .into_any()
}

/// Everything that a view may see of a round: its result or why there is none, its cards, what changed since the round
/// before.
pub fn shown(told: &Told, round: &Round, format: &Format) -> AnyView {
    let asked = Asked { rules: &round.rules, options: &round.options };
    let main = match told.result(round.id) {
        Some(figures) => result(asked, &figures.agreed, format),
        None => withheld(told.withheld(round.id)),
    };
    let plain = told.result(round.id).and_then(|figures| figures.plain.as_ref()).map(|plain| {
        view! { <h3>{t!("result.plain")}</h3> {result(asked, plain, format)} }
    });
    let cards = match (&round.rules, &told.board) {
        (Rules::Cards(_), Some(cards)) => Some(board(cards, round.poll, &told.scene.rounds)),
        _ => None,
    };
    let shift = told.shift(round.id).map(|changes| shift(asked, changes, format));
    view! { {main} {plain} {cards} {shift} }.into_any()
}

/// What stands there where no distribution may be shown (L34).
pub fn withheld(why: Option<Withheld>) -> AnyView {
    let text = match why {
        Some(Withheld::FewAnswers) => t!("result.few_answers"),
        Some(Withheld::FewChanges) | None => t!("result.soon"),
    };
    view! { <p class="result__withheld">{text}</p> }.into_any()
}

#[cfg(test)]
mod tests;
