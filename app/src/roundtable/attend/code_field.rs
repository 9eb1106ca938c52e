//! The field for the code of an event: digits for the keyboard of a phone, and room for a whole pasted link.

use crate::form;
use crate::ui::Field;
use leptos::prelude::*;

/// A pasted link is longer than a code, but no book.
const LONGEST: &str = "300";

#[component]
pub fn JoinCodeField(
    #[prop(optional, into)] value: String,
    /// Another code field stands on the page too.
    #[prop(optional)]
    second: bool,
) -> impl IntoView {
    // Two fields of one page need two ids; only the one of a form that was sent has a message.
    let id = if second { "f-join-code" } else { "f-code" };
    let wrong = form::error_at("code").is_some();
    let value = form::value("code", &value);
    let input = view! {
        <input class="input" data-kind="code" id=id name="code" type="text" inputmode="numeric"
            autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength=LONGEST value=value
            aria-invalid=wrong.then_some("true") aria-describedby=format!("{id}-h")/>
    };
    if second {
        view! {
            <div class="field">
                <label class="label" for=id>{t!("attend.enter.label")}</label>
                <span class="hint" id=format!("{id}-h")>{t!("attend.enter.hint")}</span>
                {input}
            </div>
        }
        .into_any()
    } else {
        view! {
            <Field name="code" label=t!("attend.enter.label") hint=t!("attend.enter.hint")>{input}</Field>
        }
        .into_any()
    }
}
