use crate::context::request;
use crate::error::{Error, FieldError};
use crate::page::query;
use crate::texts;
use crate::ui::Icon;
use leptos::prelude::*;

/// The sentence for a wrong field.
pub fn message(error: &FieldError) -> String {
    sentence(&error.key, &error.params)
}

fn sentence(key: &str, params: &std::collections::BTreeMap<String, String>) -> String {
    let params: Vec<(&str, String)> = params.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    texts::translate(texts::language(), key, &params)
}

/// After a failed send: what to change, with one link per field.
#[component]
pub fn ErrorSummary(error: Option<Error>) -> impl IntoView {
    error.map(|error| {
        let head = match error.fields.len() {
            0 => sentence(&error.key, &error.params),
            count => tn!("form.summary", count),
        };
        let entries = error
            .fields
            .iter()
            .map(|field| {
                let text = message(field);
                if field.field.is_empty() {
                    view! { <li>{text}</li> }.into_any()
                } else {
                    view! { <li><a href=format!("#f-{}", field.field)>{text}</a></li> }.into_any()
                }
            })
            .collect_view();
        view! {
            <div class="wrap messages">
                <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="fehler-t" autofocus=true>
                    <h2 id="fehler-t"><Icon name="error"/>{head}</h2>
                    {(!error.fields.is_empty()).then(|| view! { <ul>{entries}</ul> })}
                </div>
            </div>
        }
    })
}

/// The result of the last action: `?m=key` shows the sentence `notice.key`, and nothing for an unknown key.
#[component]
pub fn Notice() -> impl IntoView {
    let key = format!("notice.{}", query("m"));
    (request().form.is_none() && texts::exists(&key)).then(|| {
        view! {
            <div class="wrap messages">
                <div class="alert" data-kind="ok" role="status">
                    <Icon name="check-circle"/>
                    <div class="alert__body"><p>{t!(key)}</p></div>
                </div>
            </div>
        }
    })
}

/// A message where it matters. `kind`: `info` (default), `ok`, `warn`, `error`.
#[component]
pub fn Alert(
    #[prop(default = "info")] kind: &'static str,
    #[prop(optional, into)] title: Option<String>,
    children: Children,
) -> impl IntoView {
    let icon = match kind {
        "ok" => "check-circle",
        "warn" => "warning",
        "error" => "error",
        _ => "info",
    };
    view! {
        <div class="alert" data-kind=kind role="note">
            <Icon name=icon/>
            <div class="alert__body">
                {title.map(|title| view! { <p class="alert__title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}

/// A state: icon and word. `state`: `draft`, `live`, `closed`, `ok`, `warn`, `error`.
#[component]
pub fn Badge(#[prop(into)] state: String, #[prop(into)] text: String) -> impl IntoView {
    let sign = match state.as_str() {
        "live" => view! { <span class="pulse"></span> }.into_any(),
        "draft" => view! { <Icon name="edit"/> }.into_any(),
        "closed" => view! { <Icon name="archive"/> }.into_any(),
        "warn" => view! { <Icon name="warning"/> }.into_any(),
        "error" => view! { <Icon name="error"/> }.into_any(),
        _ => view! { <Icon name="check"/> }.into_any(),
    };
    view! { <span class="badge" data-state=state>{sign}{text}</span> }
}

/// Nothing there yet: what will stand here and the first step.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h3>{title}</h3>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
