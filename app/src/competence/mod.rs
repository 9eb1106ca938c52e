//! Competence frameworks, scales, job profiles and who has which profile.

pub mod api;
mod errors;
mod pages;
mod parts;

use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page;
use crate::routes::Route;
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] = &[
    page!("/kompetenzen", Action::ReadCompetences, pages::frameworks),
    page!("/kompetenzen/modelle/neu", Action::ManageCompetences, pages::new_framework),
    page!("/kompetenzen/modelle/{id}", Action::ReadCompetences, pages::framework),
    page!("/kompetenzen/modelle/{id}/angaben", Action::ManageCompetences, pages::edit_framework),
    page!("/kompetenzen/modelle/{id}/kopieren", Action::ManageCompetences, pages::copy_framework),
    page!("/kompetenzen/modelle/{id}/neu", Action::ManageCompetences, pages::new_node),
    page!("/kompetenzen/{competence}/bearbeiten", Action::ManageCompetences, pages::edit_node),
    page!("/kompetenzen/skalen", Action::ReadCompetences, pages::scales),
    page!("/kompetenzen/skalen/neu", Action::ManageCompetences, pages::new_scale),
    page!("/kompetenzen/profile", Action::ReadCompetences, pages::profiles),
    page!("/kompetenzen/profile/neu", Action::ManageCompetences, pages::new_profile),
    page!("/kompetenzen/profile/{id}", Action::ReadCompetences, pages::profile),
    page!("/kompetenzen/profile/{id}/angaben", Action::ManageCompetences, pages::edit_profile),
    page!("/kompetenzen/profile/{id}/hinzufuegen", Action::ManageCompetences, pages::add_targets),
    page!("/kompetenzen/zuordnung", Action::ManageCompetences, pages::assignment),
    Route::call::<api::CreateFramework>(Action::ManageCompetences),
    Route::call::<api::CopyFramework>(Action::ManageCompetences),
    Route::call::<api::EditFramework>(Action::ManageCompetences),
    Route::call::<api::PublishFramework>(Action::ManageCompetences),
    Route::call::<api::RetireFramework>(Action::ManageCompetences),
    Route::call::<api::DeleteFramework>(Action::ManageCompetences),
    Route::call::<api::AddNode>(Action::ManageCompetences),
    Route::call::<api::EditNode>(Action::ManageCompetences),
    Route::call::<api::MoveNode>(Action::ManageCompetences),
    Route::call::<api::DeleteNode>(Action::ManageCompetences),
    Route::call::<api::CreateScale>(Action::ManageCompetences),
    Route::call::<api::DeleteScale>(Action::ManageCompetences),
    Route::call::<api::CreateProfile>(Action::ManageCompetences),
    Route::call::<api::EditProfile>(Action::ManageCompetences),
    Route::call::<api::DeleteProfile>(Action::ManageCompetences),
    Route::call::<api::AddTargets>(Action::ManageCompetences),
    Route::call::<api::SaveTargets>(Action::ManageCompetences),
    Route::call::<api::AssignUnits>(Action::ManageCompetences),
    Route::call::<api::AssignPeople>(Action::ManageCompetences),
];

/// The day on the wall of this installation.
fn today(ctx: &Ctx) -> Result<Day, Error> {
    Format::of(ctx).stored_day(ctx.now).parse().map_err(|error| crate::context::incident(&error))
}
