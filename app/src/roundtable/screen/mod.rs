//! The projector: what the room looks at, read-only and without controls (live.md §9).

mod api;
mod key;
mod pages;
mod stage;

pub use routes::ROUTES;

mod routes {
    use super::{api, key, pages};
    use crate::page;
    use crate::routes::Route;
    use weiterblick_domain::policy::Action;

    pub const ROUTES: &[Route] = &[
        page!("/l/{key}", Action::AttendEvent, key::key),
        page!("/leinwand/{event}", Action::AttendEvent, pages::screen),
        Route::call::<api::LiveScreen>(Action::AttendEvent),
    ];
}
