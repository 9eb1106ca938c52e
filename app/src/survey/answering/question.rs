//! Questions as native form controls (needs-analysis.md §8.2), for answering and for the author's preview.
//!
//! Nothing is chosen beforehand but what was answered; every control has its full label; nothing needs script.

mod card;
mod choice;
mod filled;
mod free_text;
mod part;
mod rating;
mod staircase;

pub use filled::Filled;
pub use staircase::staircase;

use super::markup::markup;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{Definition, Item, Question, QuestionKind, form};
use weiterblick_domain::survey::Mode;
use weiterblick_domain::text::Language;

/// The rank of the headline over a competence or an information text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    One,
    Two,
    Three,
}

impl Heading {
    pub fn show(self, text: String) -> AnyView {
        match self {
            Self::One => view! { <h1>{text}</h1> }.into_any(),
            Self::Two => view! { <h2>{text}</h2> }.into_any(),
            Self::Three => view! { <h3>{text}</h3> }.into_any(),
        }
    }
}

/// Everything that a question needs to be shown.
#[derive(Clone, Copy)]
pub struct QuestionView<'a> {
    pub definition: &'a Definition,
    pub filled: &'a Filled,
    pub mode: Mode,
    /// Of the questions; one that the definition offers.
    pub language: Language,
    pub heading: Heading,
}

impl QuestionView<'_> {
    /// One item of a page; nothing for one that the definition does not have.
    fn show(&self, item: &Item) -> AnyView {
        let Some(question) = self.definition.question(item.question()) else { return ().into_any() };
        match (item, &question.kind) {
            (Item::Competence { competence, .. }, QuestionKind::CompetenceRating(rating)) => {
                rating.competence(competence).map(|competence| self.competence(question, rating, competence)).into_any()
            }
            (_, QuestionKind::Single(single)) => self.single(question, single),
            (_, QuestionKind::Multi(multi)) => self.multi(question, multi),
            (_, QuestionKind::YesNo(yes_no)) => self.yes_no(question, yes_no),
            (_, QuestionKind::TextShort {}) => self.short_text(question),
            (_, QuestionKind::TextLong {}) => self.long_text(question),
            (_, QuestionKind::Info(info)) => view! {
                <div class="survey__intro">
                    {self.heading.show(question.text.get(self.language).to_owned())}
                    <div class="prose">{markup(info.body.get(self.language))}</div>
                </div>
            }
            .into_any(),
            (Item::Question(_), QuestionKind::CompetenceRating(rating)) => {
                let competences = &rating.competences;
                competences
                    .iter()
                    .map(|competence| self.competence(question, rating, competence))
                    .collect_view()
                    .into_any()
            }
        }
    }

    /// A group of controls that answers `name`: legend, hint and error before them.
    fn group(&self, question: &Question, name: &str, controls: impl IntoView + 'static) -> AnyView {
        let hint = question.hint.get(self.language).to_owned();
        self.fieldset(name, question.text.get(self.language).to_owned(), hint, question.required, controls)
    }

    fn fieldset(
        &self,
        name: &str,
        legend: impl IntoView + 'static,
        hint: String,
        required: bool,
        controls: impl IntoView + 'static,
    ) -> AnyView {
        let ties = self.ties(name, !hint.is_empty());
        view! {
            <fieldset class="question" aria-describedby=ties.described_by>
                <legend>{legend}{optional_mark(required)}</legend>
                {ties.hint_id.map(|id| view! { <p class="hint" id=id>{hint}</p> })}
                {ties.error}
                {controls}
            </fieldset>
        }
        .into_any()
    }

    /// What ties hint and error to the control or group of `name`.
    fn ties(&self, name: &str, hint: bool) -> Ties {
        let id = control_id(name);
        let hint_id = hint.then(|| format!("{id}-h"));
        let message = self.filled.error(name);
        let error_id = message.is_some().then(|| format!("{id}-e"));
        let described_by: Vec<String> = [hint_id.clone(), error_id.clone()].into_iter().flatten().collect();
        Ties {
            invalid: message.is_some(),
            described_by: (!described_by.is_empty()).then(|| described_by.join(" ")),
            hint_id,
            error: message
                .map(|text| {
                    view! { <p class="error-text" id=error_id><crate::ui::Icon name="error"/>{text}</p> }.into_any()
                })
                .unwrap_or_else(|| ().into_any()),
        }
    }
}

struct Ties {
    invalid: bool,
    described_by: Option<String>,
    hint_id: Option<String>,
    error: AnyView,
}

/// The id of the first control of a field: what links in the summary of errors lead to.
pub fn control_id(name: &str) -> String {
    format!("f-{name}")
}

fn optional_mark(required: bool) -> Option<impl IntoView> {
    (!required).then(|| view! { <span class="label__optional">" "{t!("form.optional")}</span> })
}

/// The field of a question that is answered by one cell.
fn question_field(question: &Question) -> String {
    form::field_named(question.code.as_str())
}
