//! The island that keeps a page of a round table as the server would render it now (live.md §11, L43–L50).
//!
//! Pages are rendered on the server, also while a room runs. This island listens to the room's stream and, when the
//! stream says that something is new, asks for the page again and puts the changed *regions* in place of the old ones:
//! elements with an id and `data-region`. Numbers of the `count` frames are put into `data-live` elements at once. So
//! nothing is rendered twice in two languages of programming, and a page without script differs in one thing only: it
//! loads itself again.
//!
//! A region with focus in a field, or with something typed that was not sent, is left alone until it is sent (L31).
//! Forms with `data-live-form` are sent in the background; what the server answers replaces the regions in the same
//! way. One that could not be sent is kept and sent again with the same content (L49).

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(any(feature = "hydrate", test))]
mod pace;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every sentence of the island; texts live on the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveTexts {
    /// The stream is lost.
    pub lost: String,
    /// A form is on its way.
    pub sending: String,
    /// A form could not be sent yet.
    pub unsent: String,
    /// The server runs a newer program.
    pub new_build: String,
    pub reload: String,
}

/// What a page wants from its room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LivePage {
    /// Address of the stream.
    pub stream: String,
    /// Revision that the page shows.
    pub r: u64,
    /// Program that rendered it.
    pub build: String,
    /// Time over which many viewers of this page spread their requests, in milliseconds; 0 for the few that must be
    /// quick.
    pub spread: u32,
}

/// Shows nothing while all is well, else one line that says what is wrong.
#[island]
pub fn Live(page: LivePage, texts: LiveTexts) -> impl IntoView {
    let line = RwSignal::new(String::new());
    let new_build = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    browser::start(page, texts.clone(), line, new_build);
    #[cfg(not(feature = "hydrate"))]
    drop(page);
    view! {
        <div class="live-line" role="status">
            {move || {
                let text = line.get();
                (!text.is_empty()).then(|| view! { <p class="save-state" data-state="offline">{text}</p> })
            }}
            {move || new_build.get().then(|| view! {
                <p class="save-state">{texts.new_build.clone()}" "<a href="">{texts.reload.clone()}</a></p>
            })}
        </div>
    }
}
