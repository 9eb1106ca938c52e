//! Taking part in a round table: ways in, the room on a phone, voting, questions, own data (live.md §9).

pub mod help;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod code_field;
#[cfg(feature = "ssr")]
mod extra;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod posted;
#[cfg(feature = "ssr")]
mod questions;
#[cfg(feature = "ssr")]
mod round;
#[cfg(feature = "ssr")]
mod vote;

#[cfg(feature = "ssr")]
pub use code_field::JoinCodeField;
#[cfg(feature = "ssr")]
pub use routes::ROUTES;

#[cfg(feature = "ssr")]
mod routes {
    use super::{api, pages};
    use crate::page;
    use crate::routes::Route;
    use weiterblick_domain::policy::Action;

    pub const ROUTES: &[Route] = &[
        page!("/beitreten", Action::AttendEvent, pages::enter),
        page!("/t/{ticket}", Action::AttendEvent, pages::ticket),
        page!("/platz/{seat}", Action::AttendEvent, pages::seat),
        page!("/tisch/{key}", Action::AttendEvent, pages::table),
        page!("/r/{event}", Action::AttendEvent, pages::room),
        page!("/r/{event}/schutz", Action::AttendEvent, pages::protection),
        page!("/r/{event}/daten", Action::AttendEvent, pages::own_data),
        Route::call::<api::LiveEnter>(Action::AttendEvent),
        Route::call::<api::LiveJoin>(Action::AttendEvent),
        Route::call::<api::LiveTable>(Action::AttendEvent),
        Route::call::<api::LiveBallot>(Action::AttendEvent).ballot(),
        Route::call::<api::LiveExtraTime>(Action::AttendEvent),
        Route::call::<api::LiveAsk>(Action::AttendEvent),
        Route::call::<api::LiveSupport>(Action::AttendEvent),
        Route::call::<api::LiveWithdrawQuestion>(Action::AttendEvent),
        Route::call::<api::LivePace>(Action::AttendEvent),
        Route::call::<api::LiveForget>(Action::AttendEvent),
    ];
}
