//! Buttons that need the browser. Without script they are not there, and the page says what else to do.
//!
//! Their signals count references: a page may be written out after the owner of its parts is gone.

use leptos::prelude::*;

/// Copies `text`; `done` is said once it is in the clipboard. Not there where the browser lets no page copy.
#[island]
pub fn CopyButton(text: String, label: String, done: String) -> impl IntoView {
    let (ready, copied) = (ArcRwSignal::new(false), ArcRwSignal::new(false));
    let (shown, to_copy) = (ready.clone(), copied.clone());
    Effect::new(move |_| ready.set(browser::can_copy()));
    view! {
        <button class="button" data-kind="secondary" type="button" hidden=move || !shown.get()
            on:click=move |_| browser::copy(&text, to_copy.clone())>
            <svg class="icon" aria-hidden="true"><use href="/icons.svg#i-copy"></use></svg>
            {label}
        </button>
        <span class="text-soft text-sm" role="status">{move || if copied.get() { done.clone() } else { String::new() }}</span>
    }
}

/// Opens the print dialog of the browser.
#[island]
pub fn PrintButton(label: String) -> impl IntoView {
    let ready = ArcRwSignal::new(false);
    let shown = ready.clone();
    Effect::new(move |_| ready.set(true));
    view! {
        <button class="button no-print" data-kind="secondary" data-size="s" type="button" hidden=move || !shown.get()
            on:click=move |_| browser::print()>
            <svg class="icon" aria-hidden="true"><use href="/icons.svg#i-print"></use></svg>
            {label}
        </button>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::closure::Closure;

    /// Only pages that came encrypted, or from this very machine, may write to the clipboard.
    pub fn can_copy() -> bool {
        window().is_secure_context()
    }

    pub fn copy(text: &str, copied: ArcRwSignal<bool>) {
        let done = Closure::<dyn FnMut(JsValue)>::new(move |_| copied.set(true));
        let refused = Closure::<dyn FnMut(JsValue)>::new(|_| {});
        drop(window().navigator().clipboard().write_text(text).then2(&done, &refused));
        done.forget();
        refused.forget();
    }

    pub fn print() {
        // A browser without printing says so itself.
        drop(window().print());
    }
}

/// On the server the buttons are hidden and nothing is ever pressed.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::prelude::ArcRwSignal;

    pub const fn can_copy() -> bool {
        false
    }

    pub fn copy(_: &str, _: ArcRwSignal<bool>) {}

    pub const fn print() {}
}
