//! Needs that round tables have handed on: what becomes of them (live.md L19, L20).

mod api;
mod list;

use crate::page;
use crate::routes::Route;
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] =
    &[page!("/bedarfe", Action::ReadNeeds, list::list), Route::call::<api::SetNeedState>(Action::ManageNeeds)];
