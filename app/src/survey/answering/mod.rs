//! Taking part: ways in, questions, saving, handing in, the own result, and its release.
//!
//! The islands and the server function that they call compile for the browser too; everything else is the server's.

pub mod autosave;
pub mod characters;
pub mod code_check;
pub mod fragment;
pub mod posted;
pub mod save;
pub mod typed_code;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod device;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
pub mod markup;
#[cfg(feature = "ssr")]
mod notice;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod participant;
#[cfg(feature = "ssr")]
mod progress;
#[cfg(feature = "ssr")]
pub mod qr;
#[cfg(feature = "ssr")]
pub mod question;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(feature = "ssr")]
mod result;
#[cfg(feature = "ssr")]
mod saving;
#[cfg(all(test, feature = "ssr"))]
mod testing;
#[cfg(feature = "ssr")]
mod typist;
#[cfg(feature = "ssr")]
mod values;
#[cfg(feature = "ssr")]
mod who_sees;

#[cfg(feature = "ssr")]
pub use device::forget_account;
#[cfg(feature = "ssr")]
pub use routes::ROUTES;
#[cfg(feature = "ssr")]
pub use typist::mark_device;

#[cfg(feature = "ssr")]
mod routes {
    use super::{api, export, pages, save};
    use crate::routes::Route;
    use crate::{file, page};
    use weiterblick_domain::policy::Action;

    /// All of it is open to everybody: link, code or cookie decides, and for own results the account.
    pub const ROUTES: &[Route] = &[
        page!("/u/{token}", Action::AnswerSurvey, pages::link),
        page!("/code", Action::AnswerSurvey, pages::code),
        page!("/c/{code}", Action::AnswerSurvey, pages::sheet_code),
        page!("/fragebogen", Action::AnswerSurvey, pages::questions),
        page!("/fragebogen/pruefen", Action::AnswerSurvey, pages::review),
        page!("/fragebogen/ergebnis", Action::AnswerSurvey, pages::result),
        page!("/fragebogen/code", Action::AnswerSurvey, pages::new_code),
        file!("/fragebogen/meine-antworten.json", Action::AnswerSurvey, export::json_file),
        file!("/fragebogen/meine-antworten.html", Action::AnswerSurvey, export::html_file),
        page!("/meine-ergebnisse", Action::ManageOwnResult, pages::own_list),
        page!("/meine-ergebnisse/{survey}", Action::ManageOwnResult, pages::own_result),
        page!("/meine-ergebnisse/{survey}/vorschau", Action::ManageOwnResult, pages::preview),
        page!("/freigaben", Action::ReadReleasedResult, pages::shared_list),
        page!("/freigaben/{assessment}", Action::ReadReleasedResult, pages::shared_result),
        Route::call::<api::AnswerRedeem>(Action::AnswerSurvey),
        Route::call::<api::AnswerCheckCode>(Action::AnswerSurvey),
        Route::call::<api::AnswerRedeemCode>(Action::AnswerSurvey),
        Route::call::<api::AnswerBegin>(Action::ManageOwnResult),
        Route::call::<save::AnswerSave>(Action::AnswerSurvey),
        Route::call::<api::AnswerSubmit>(Action::AnswerSurvey),
        Route::call::<api::AnswerLeave>(Action::AnswerSurvey),
        Route::call::<api::AnswerNewCode>(Action::AnswerSurvey),
        Route::call::<api::AnswerDelete>(Action::AnswerSurvey),
        Route::call::<api::ReleaseResult>(Action::ManageOwnResult),
        Route::call::<api::WithdrawResult>(Action::ManageOwnResult),
    ];
}
