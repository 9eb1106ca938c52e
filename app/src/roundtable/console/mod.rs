//! The console: whoever runs an event sees how far it is and moves it on (live.md §9).

mod agenda;
mod api;
mod counters;
mod pages;
mod poll;
mod questions;

pub use routes::ROUTES;

mod routes {
    use super::{api, pages};
    use crate::page;
    use crate::routes::Route;
    use weiterblick_domain::policy::Action;

    /// Open to everybody: the account, or the key that the device redeemed, decides.
    pub const ROUTES: &[Route] = &[
        page!("/runde-tische/{event}/moderation", Action::AttendEvent, pages::console),
        Route::call::<api::RunEvent>(Action::AttendEvent),
        Route::call::<api::RunRound>(Action::AttendEvent),
        Route::call::<api::PutOnStage>(Action::AttendEvent),
        Route::call::<api::ModerateQuestion>(Action::AttendEvent),
        Route::call::<api::AnswerQuestion>(Action::AttendEvent),
    ];
}
