//! The island that saves while somebody answers (needs-analysis.md §13).
//!
//! Nothing is kept in the browser's storage: what is not saved yet stands in the form, and only there.

#[cfg(feature = "hydrate")]
mod browser;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every sentence of the island; texts live on the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutosaveTexts {
    pub saving: String,
    pub saved: String,
    /// Follows `saved` where there is room; `%{time}` is hours and minutes.
    pub saved_at: String,
    pub offline: String,
    pub offline_more: String,
    /// An answer of the page cannot be stored as it is.
    pub check: String,
    pub check_more: String,
    /// Another device has answered too.
    pub conflict: String,
    pub conflict_more: String,
    /// The survey takes no answers any more.
    pub ended: String,
    pub ended_more: String,
}

/// What the line says: a short text, and what follows where there is room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Line {
    state: &'static str,
    text: String,
    more: String,
}

/// The line with the save state. Without script it shows `initial`.
///
/// `anchor` is the id of the hidden field that holds the revision; the form around it is what is saved.
#[island]
pub fn Autosave(anchor: String, initial: String, texts: AutosaveTexts) -> impl IntoView {
    let state = if initial == texts.check { "error" } else { "" };
    let line = RwSignal::new(Line { state, text: initial, more: String::new() });
    #[cfg(feature = "hydrate")]
    browser::start(&anchor, texts, line);
    #[cfg(not(feature = "hydrate"))]
    drop((anchor, texts));
    let icon = move || match line.read().state {
        "offline" => "/icons.svg#i-offline",
        "error" => "/icons.svg#i-warning",
        _ => "/icons.svg#i-saved",
    };
    view! {
        <p class="save-state" role="status" data-state=move || line.read().state>
            <svg class="icon" aria-hidden="true"><use href=icon></use></svg>
            <span>
                {move || line.read().text.clone()}
                " "<span class="masthead__label">{move || line.read().more.clone()}</span>
            </span>
        </p>
    }
}
