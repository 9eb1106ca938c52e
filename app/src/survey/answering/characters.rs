//! The island that says how much room a text has left, on leaving the field (needs-analysis.md §8.2).

use leptos::prelude::*;

/// About the field with the id `field`, which takes `max` characters. `one` and `other` carry `%{count}`.
#[island]
pub fn CharactersLeft(field: String, max: usize, one: String, other: String) -> impl IntoView {
    let left = ArcRwSignal::new(None::<usize>);
    #[cfg(feature = "hydrate")]
    watch(&field, max, left.clone());
    #[cfg(not(feature = "hydrate"))]
    drop((field, max));
    let text =
        move || left.get().map(|left| if left == 1 { &one } else { &other }.replace("%{count}", &left.to_string()));
    view! { <span class="hint" role="status">{text}</span> }
}

#[cfg(feature = "hydrate")]
fn watch(field: &str, max: usize, left: ArcRwSignal<Option<usize>>) -> Option<()> {
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::js_sys::Reflect;
    let field = document().get_element_by_id(field)?;
    let control = field.clone();
    let count = Closure::<dyn Fn()>::new(move || {
        // Inputs and text areas both have it.
        let value = Reflect::get(&control, &JsValue::from_str("value")).ok().and_then(|value| value.as_string());
        left.set(value.map(|text| max.saturating_sub(text.chars().count())));
    });
    drop(field.add_event_listener_with_callback("blur", count.as_ref().unchecked_ref()));
    count.forget();
    Some(())
}
