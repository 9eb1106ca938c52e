//! The pages of participants.

mod ended;
mod enter;
mod join;
mod own_data;
mod protection;
mod refused;
mod room;

pub use enter::enter;
pub use join::{seat, table, ticket};
pub use own_data::own_data;
pub use protection::protection;
pub use room::room;

use leptos::prelude::*;

/// One column for the few words of a page between two steps.
fn narrow(content: impl IntoView + 'static) -> AnyView {
    view! { <div class="wrap vote__live" data-width="text"><div class="stack" data-gap="5">{content}</div></div> }
        .into_any()
}
