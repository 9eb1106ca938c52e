//! The island that finds a mistyped code before it is sent (needs-analysis.md §12.2): no request, no counted attempt.

use leptos::prelude::*;

/// Id of the message.
const MESSAGE: &str = "code-check";

/// About the field with the id `field` and the form around it. `texts` are pairs of key and sentence with placeholders.
#[island]
pub fn CodeCheck(field: String, texts: Vec<(String, String)>) -> impl IntoView {
    let wrong = ArcRwSignal::new(String::new());
    let hidden = wrong.clone();
    #[cfg(feature = "hydrate")]
    browser::watch(&field, texts, wrong.clone());
    #[cfg(not(feature = "hydrate"))]
    drop((field, texts));
    view! {
        <span class="error-text" id=MESSAGE role="alert" hidden=move || hidden.read().is_empty()>
            <svg class="icon" aria-hidden="true"><use href="/icons.svg#i-error"></use></svg>
            {move || wrong.get()}
        </span>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::MESSAGE;
    use crate::error::FieldError;
    use crate::survey::answering::typed_code::TypedCode;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{Event, HtmlInputElement};

    pub fn watch(field: &str, texts: Vec<(String, String)>, wrong: ArcRwSignal<String>) -> Option<()> {
        let id = field.to_owned();
        let field = document().get_element_by_id(field)?.dyn_into::<HtmlInputElement>().ok()?;
        let form = field.form()?;
        let check = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let Err(error) = TypedCode::parse(&field.value()) else {
                wrong.set(String::new());
                return;
            };
            event.prevent_default();
            wrong.set(sentence(&error, &texts));
            // What the server said about the code before.
            if let Some(earlier) = document().get_element_by_id(&format!("{id}-e")) {
                earlier.remove();
            }
            let ties = field.get_attribute("aria-describedby").unwrap_or_default();
            if !ties.split(' ').any(|id| id == MESSAGE) {
                drop(field.set_attribute("aria-describedby", format!("{ties} {MESSAGE}").trim()));
            }
            drop(field.set_attribute("aria-invalid", "true"));
            drop(field.focus());
        });
        drop(form.add_event_listener_with_callback("submit", check.as_ref().unchecked_ref()));
        check.forget();
        Some(())
    }

    fn sentence(error: &FieldError, texts: &[(String, String)]) -> String {
        let text = texts.iter().find(|(key, _)| *key == error.key).map(|(_, text)| text.clone()).unwrap_or_default();
        error.params.iter().fold(text, |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
    }
}
