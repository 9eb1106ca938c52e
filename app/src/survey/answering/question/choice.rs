//! Choice questions: one of several, several, yes or no.

use super::card::Card;
use super::{QuestionView, control_id, question_field};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{Choice, Multi, OptOut, Question, SHORT_MAX, Single, YesNo, form};

/// What is offered beside the listed choices.
struct Extras {
    none: bool,
    other: bool,
    dont_know: bool,
}

impl QuestionView<'_> {
    pub(super) fn single(&self, question: &Question, single: &Single) -> AnyView {
        let name = question_field(question);
        let extras = Extras { none: false, other: single.other, dont_know: single.dont_know };
        let controls = if single.is_select() {
            self.select(question, &name, single)
        } else {
            self.cards(question, &name, "radio", &single.choices, &extras)
        };
        self.group(question, &name, controls)
    }

    pub(super) fn multi(&self, question: &Question, multi: &Multi) -> AnyView {
        let name = question_field(question);
        let extras = Extras { none: multi.none, other: multi.other, dont_know: multi.dont_know };
        let told = !question.hint.get(self.language).is_empty();
        let limits = match (multi.min, multi.max) {
            // The author's hint says it in better words.
            (None, None) if told => String::new(),
            (Some(min), Some(max)) if min == max => t!("answering.multi.exactly", min = min),
            (Some(min), Some(max)) => t!("answering.multi.between", min = min, max = max),
            (Some(min), None) => t!("answering.multi.at_least", min = min),
            (None, Some(max)) => t!("answering.multi.at_most", max = max),
            (None, None) => t!("answering.multi.any"),
        };
        let cards = self.cards(question, &name, "checkbox", &multi.choices, &extras);
        let limits = (!limits.is_empty()).then(|| view! { <p class="hint">{limits}</p> });
        self.group(question, &name, view! { {limits} {cards} })
    }

    pub(super) fn yes_no(&self, question: &Question, yes_no: &YesNo) -> AnyView {
        let name = question_field(question);
        let answers = [(form::YES, t!("answering.value.yes")), (form::NO, t!("answering.value.no"))];
        let cards = answers
            .into_iter()
            .enumerate()
            .map(|(at, (value, title))| self.card(&name, "radio", value, title, at == 0, false))
            .collect_view();
        let dont_know = yes_no.dont_know.then(|| self.dont_know(&name, "radio"));
        self.group(
            question,
            &name,
            view! {
                <div class="survey__wish">{cards}</div>
                {dont_know.map(|card| view! { <div class="survey__alt">{card}</div> })}
            },
        )
    }

    fn cards(
        &self,
        question: &Question,
        name: &str,
        kind: &'static str,
        choices: &[Choice],
        extras: &Extras,
    ) -> AnyView {
        let listed = choices
            .iter()
            .enumerate()
            .map(|(at, choice)| {
                let title = choice.label.get(self.language).to_owned();
                self.card(name, kind, choice.code.as_str(), title, at == 0, false)
            })
            .collect_view();
        let other = extras
            .other
            .then(|| self.card(name, kind, form::OTHER, t!("answering.value.something_else"), false, false));
        let other_text = extras.other.then(|| self.other_text(question));
        let none = extras.none.then(|| self.card(name, kind, form::NONE, t!("answering.value.none"), false, true));
        let dont_know = extras.dont_know.then(|| self.dont_know(name, kind));
        let alone = extras.none || extras.dont_know;
        view! {
            <div class="levels">{listed}{other}</div>
            {other_text}
            {alone.then(|| view! { <div class="survey__alt">{none}{dont_know}</div> })}
        }
        .into_any()
    }

    fn card(
        &self,
        name: &str,
        kind: &'static str,
        value: &str,
        title: String,
        first: bool,
        quiet: bool,
    ) -> impl IntoView + use<> {
        let checked = self.filled.has(name, value);
        Card { kind, name: name.to_owned(), value: value.to_owned(), title, note: String::new(), checked, first, quiet }
            .show()
    }

    fn dont_know(&self, name: &str, kind: &'static str) -> impl IntoView + use<> {
        self.card(name, kind, OptOut::DontKnow.code(), t!("answering.value.dont_know"), false, true)
    }

    /// The text beside "something else". It stays reachable without script, so it can be filled without the choice;
    /// then a message asks for it.
    fn other_text(&self, question: &Question) -> impl IntoView + use<> {
        let name = form::other_field_name(&question.code);
        let (id, value) = (control_id(&name), self.filled.text(&name));
        let ties = self.ties(&name, false);
        view! {
            <div class="field">
                <label class="label" for=id.clone()>{t!("answering.other_label")}</label>
                {ties.error}
                <input class="input" type="text" id=id name=name value=value maxlength=SHORT_MAX.to_string()
                    autocomplete="off" aria-invalid=ties.invalid.then_some("true") aria-describedby=ties.described_by/>
            </div>
        }
    }

    /// A long list of choices.
    fn select(&self, question: &Question, name: &str, single: &Single) -> AnyView {
        let mut options: Vec<(String, String)> = vec![(String::new(), t!("answering.select_none"))];
        let listed = |choice: &Choice| (choice.code.to_string(), choice.label.get(self.language).to_owned());
        options.extend(single.choices.iter().map(listed));
        if single.other {
            options.push((form::OTHER.to_owned(), t!("answering.value.something_else")));
        }
        if single.dont_know {
            options.push((OptOut::DontKnow.code().to_owned(), t!("answering.value.dont_know")));
        }
        let options = options
            .into_iter()
            .map(|(value, label)| {
                let selected = self.filled.has(name, &value);
                view! { <option value=value selected=selected>{label}</option> }
            })
            .collect_view();
        let (id, label) = (control_id(name), question.text.get(self.language).to_owned());
        let other_text = single.other.then(|| self.other_text(question));
        view! {
            <div class="select">
                <select class="input" id=id name=name.to_owned() aria-label=label autocomplete="off">{options}</select>
                <Icon name="chevron-down"/>
            </div>
            {other_text}
        }
        .into_any()
    }
}
