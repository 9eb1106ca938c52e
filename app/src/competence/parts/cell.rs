//! Form fields inside table cells: the label is heard, the column head is seen.

use crate::form;
use crate::ui::{Icon, SelectOption, message};
use leptos::prelude::*;

struct Ties {
    id: String,
    error_id: Option<String>,
    error: Option<String>,
}

fn ties(name: &str) -> Ties {
    let id = format!("f-{name}");
    let error = form::error_at(name).as_ref().map(message);
    Ties { error_id: error.is_some().then(|| format!("{id}-e")), id, error }
}

#[component]
pub fn CellSelect(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<SelectOption>,
    #[prop(into)] value: String,
) -> impl IntoView {
    let Ties { id, error_id, error } = ties(&name);
    let value = form::value(&name, &value);
    let options = options
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <div class="select">
                <select class="input" id=id name=name aria-label=label aria-invalid=invalid
                    aria-describedby=error_id.clone()>{options}</select>
                <Icon name="chevron-down"/>
            </div>
            {error.map(|text| view! { <span class="error-text" id=error_id><Icon name="error"/>{text}</span> })}
        </div>
    }
}

/// A number that may be left out.
#[component]
pub fn CellInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
) -> impl IntoView {
    let Ties { id, error_id, error } = ties(&name);
    let value = form::value(&name, &value);
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <input class="input" data-width="s" type="text" inputmode="numeric" id=id name=name value=value maxlength="6"
                aria-label=label aria-invalid=invalid aria-describedby=error_id.clone()/>
            {error.map(|text| view! { <span class="error-text" id=error_id><Icon name="error"/>{text}</span> })}
        </div>
    }
}
