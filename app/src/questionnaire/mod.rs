//! Questionnaires: own ones and templates, their versions, and the preview as a participant sees them.

pub mod api;
mod pages;
mod questions;
mod structure;

pub use questions::{FrozenVersions, Questions};
pub use structure::summary;

use crate::page;
use crate::routes::Route;
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] = &[
    page!("/frageboegen", Action::ReadSurveys, pages::list),
    page!("/frageboegen/{id}", Action::ReadSurveys, pages::show),
    page!("/frageboegen/{id}/vorschau", Action::ReadSurveys, pages::preview),
    Route::call::<api::CopyQuestionnaire>(Action::ManageSurveys),
    Route::call::<api::RenameQuestionnaire>(Action::ManageSurveys),
    Route::call::<api::DeleteQuestionnaire>(Action::ManageSurveys),
];
