//! Short and long texts.

use super::{QuestionView, control_id, optional_mark, question_field};
use crate::survey::answering::characters::CharactersLeft;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{LONG_MAX, Question, SHORT_MAX};
use weiterblick_domain::survey::Mode;

impl QuestionView<'_> {
    pub(super) fn short_text(&self, question: &Question) -> AnyView {
        let name = question_field(question);
        let value = self.filled.text(&name);
        self.text(question, &name, SHORT_MAX, move |field| {
            view! {
                <input class="input" type="text" id=field.id name=field.name value=value
                    maxlength=SHORT_MAX.to_string() autocomplete="off"
                    aria-invalid=field.invalid.then_some("true") aria-describedby=field.described_by/>
            }
            .into_any()
        })
    }

    pub(super) fn long_text(&self, question: &Question) -> AnyView {
        let name = question_field(question);
        let value = self.filled.text(&name);
        self.text(question, &name, LONG_MAX, move |field| {
            view! {
                <textarea class="input" id=field.id name=field.name rows="6" maxlength=LONG_MAX.to_string()
                    autocomplete="off" aria-invalid=field.invalid.then_some("true")
                    aria-describedby=field.described_by>{value}</textarea>
            }
            .into_any()
        })
    }

    fn text(&self, question: &Question, name: &str, max: usize, control: impl FnOnce(TextField) -> AnyView) -> AnyView {
        let hint = question.hint.get(self.language).to_owned();
        let ties = self.ties(name, true);
        let id = control_id(name);
        let label = question.text.get(self.language).to_owned();
        let limit = t!("answering.text.limit", max = max);
        let one = t!("answering.text.left.one", count = "%{count}");
        let other = t!("answering.text.left.other", count = "%{count}");
        // Read before the first word is typed (needs-analysis.md §8.2).
        let warning = (self.mode == Mode::Anonymous).then(|| {
            view! { <p class="note"><Icon name="info"/><span>{t!("answering.text.anonymous_hint")}</span></p> }
        });
        let field =
            TextField { id: id.clone(), name: name.to_owned(), invalid: ties.invalid, described_by: ties.described_by };
        view! {
            <div class="field question">
                <label class="label" for=id>{label}{optional_mark(question.required)}</label>
                <span class="hint" id=ties.hint_id>
                    {(!hint.is_empty()).then(|| format!("{hint} "))}{limit}
                </span>
                {warning}
                {ties.error}
                {control(field)}
                <CharactersLeft field=control_id(name) max=max one=one other=other/>
            </div>
        }
        .into_any()
    }
}

/// What a text control is tied to.
struct TextField {
    id: String,
    name: String,
    invalid: bool,
    described_by: Option<String>,
}
