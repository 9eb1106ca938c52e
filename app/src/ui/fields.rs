//! Form fields: label above, hint and error tied to the control, what was typed kept after a failed send.

use crate::form;
use crate::ui::Icon;
use crate::ui::messages::message;
use leptos::prelude::*;
use weiterblick_domain::text::Language;

/// Ids that tie label, hint and error to a control.
struct Ties {
    id: String,
    described_by: Option<String>,
    error: Option<String>,
}

fn ties(name: &str, hint: bool) -> Ties {
    let id = format!("f-{name}");
    let error = form::error_at(name).as_ref().map(message);
    let parts: Vec<String> =
        [hint.then(|| format!("{id}-h")), error.as_ref().map(|_| format!("{id}-e"))].into_iter().flatten().collect();
    Ties { described_by: (!parts.is_empty()).then(|| parts.join(" ")), id, error }
}

/// Label, hint and error around a control.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let ties = ties(&name, hint.is_some());
    let (hint_id, error_id) = (format!("{}-h", ties.id), format!("{}-e", ties.id));
    view! {
        <div class="field">
            <label class="label" for=ties.id>
                {label}
                {optional.then(|| view! { <span class="label__optional">" "{t!("form.optional")}</span> })}
            </label>
            {hint.map(|hint| view! { <span class="hint" id=hint_id>{hint}</span> })}
            {ties.error.map(|text| view! { <span class="error-text" id=error_id><Icon name="error"/>{text}</span> })}
            {children()}
        </div>
    }
}

/// One line of text. `kind` is the input's type.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let ties = ties(&name, hint.is_some());
    let value = form::value(&name, &value);
    view! {
        <Field name=name.clone() label=label hint=hint optional=optional>
            <input class="input" id=ties.id name=name type=kind value=value autocomplete=autocomplete inputmode=inputmode
                maxlength=maxlength aria-invalid=ties.error.is_some().then_some("true") aria-describedby=ties.described_by/>
        </Field>
    }
}

#[component]
pub fn EmailField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(default = "email")] autocomplete: &'static str,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! { <TextField name=name label=label hint=hint kind="email" value=value autocomplete=autocomplete optional=optional/> }
}

/// A password. It never comes back from the server; the button to show it is there with script only.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    autocomplete: &'static str,
) -> impl IntoView {
    let ties = ties(&name, hint.is_some());
    view! {
        <Field name=name.clone() label=label hint=hint>
            <div class="password">
                <input class="input" id=ties.id.clone() name=name type="password" autocomplete=autocomplete maxlength="256"
                    aria-invalid=ties.error.is_some().then_some("true") aria-describedby=ties.described_by/>
            </div>
        </Field>
    }
}

/// A code: blanks and lower case are fine.
#[component]
pub fn CodeField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let ties = ties(&name, hint.is_some());
    let value = form::value(&name, &value);
    view! {
        <Field name=name.clone() label=label hint=hint>
            <input class="input" data-kind="code" id=ties.id name=name type="text" value=value autocomplete="off"
                autocapitalize="characters" spellcheck="false" maxlength="64"
                aria-invalid=ties.error.is_some().then_some("true") aria-describedby=ties.described_by/>
        </Field>
    }
}

#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional, into)] value: String,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let ties = ties(&name, hint.is_some());
    let value = form::value(&name, &value);
    view! {
        <Field name=name.clone() label=label hint=hint optional=optional>
            <textarea class="input" id=ties.id name=name rows=rows maxlength=maxlength
                aria-invalid=ties.error.is_some().then_some("true") aria-describedby=ties.described_by>{value}</textarea>
        </Field>
    }
}

/// An entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    pub value: String,
    pub label: String,
}

impl SelectOption {
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }

    /// The languages of the interface.
    pub fn languages() -> Vec<Self> {
        Language::ALL.iter().map(|one| Self::new(one.code(), t!(format!("language.{}", one.code())))).collect()
    }
}

#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    options: Vec<SelectOption>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let ties = ties(&name, hint.is_some());
    let value = form::value(&name, &value);
    let options = options
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    view! {
        <Field name=name.clone() label=label hint=hint optional=optional>
            <div class="select">
                <select class="input" id=ties.id name=name aria-invalid=ties.error.is_some().then_some("true")
                    aria-describedby=ties.described_by>{options}</select>
                <Icon name="chevron-down"/>
            </div>
        </Field>
    }
}

/// A check box with its sentence; sends `value` when ticked.
#[component]
pub fn Check(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let checked = form::chosen(&name, &value, checked);
    let error = form::error_at(&name).as_ref().map(message);
    let id = format!("f-{}", name.trim_end_matches("[]"));
    view! {
        {error.map(|text| view! { <span class="error-text"><Icon name="error"/>{text}</span> })}
        <label class="check">
            <input class="tick" type="checkbox" id=(value == "true").then_some(id) name=name value=value checked=checked/>
            <span>{label}{hint.map(|hint| view! { <br/><span class="hint">{hint}</span> })}</span>
        </label>
    }
}

/// One of several answers, as a card; a radio button.
#[component]
pub fn Choice(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let checked = form::chosen(&name, &value, checked);
    view! {
        <label class="choice">
            <input class="tick" type="radio" name=name value=value checked=checked/>
            <span class="choice__text">
                <span class="choice__title">{title}</span>
                {note.map(|note| view! { <span class="choice__note">{note}</span> })}
            </span>
        </label>
    }
}
