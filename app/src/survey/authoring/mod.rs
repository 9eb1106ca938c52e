//! Surveys from the side of those who run them: list, wizard, start, invitations, end.

pub mod api;
mod closing;
mod dates;
mod invite;
mod jobs;
mod opening;
mod pages;
mod parts;
mod release;
mod wizard;

pub use closing::close_survey;
pub use dates::{day_of, end_of_day, left, start_of_day};
pub use jobs::run_due;
pub use opening::{Obstacle, Start, open_due, start};
pub use parts::{AreaTabs, Choices, Radio, horizon};

use crate::page;
use crate::routes::Route;
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] = &[
    page!("/umfragen", Action::ReadSurveys, pages::list),
    page!("/umfragen/neu", Action::ManageSurveys, wizard::new),
    page!("/umfragen/{id}", Action::ReadSurveys, pages::detail),
    page!("/umfragen/{id}/schritt/{step}", Action::ManageSurveys, wizard::step),
    page!("/umfragen/{id}/einladungen", Action::HandOutInvitations, pages::invitations),
    Route::call::<api::CreateSurvey>(Action::ManageSurveys),
    Route::call::<api::SaveBasics>(Action::ManageSurveys),
    Route::call::<api::SaveQuestionnaire>(Action::ManageSurveys),
    Route::call::<api::SaveAudience>(Action::ManageSurveys),
    Route::call::<api::SavePrivacy>(Action::ManageSurveys),
    Route::call::<api::SavePeriod>(Action::ManageSurveys),
    Route::call::<api::StartSurvey>(Action::ManageSurveys),
    Route::call::<api::UnscheduleSurvey>(Action::ManageSurveys),
    Route::call::<api::DeleteSurvey>(Action::ManageSurveys),
    Route::call::<api::ChangeEnd>(Action::ManageSurveys),
    Route::call::<api::CloseNow>(Action::ManageSurveys),
    Route::call::<api::MakeLinks>(Action::HandOutInvitations),
    Route::call::<api::RenewLink>(Action::HandOutInvitations),
    Route::call::<api::SendMails>(Action::HandOutInvitations),
    Route::call::<api::PrintSheets>(Action::HandOutInvitations),
];
