//! The tree of units, the people, what they may do, files in and out.

pub mod api;
mod files;
mod import;
mod names;
mod pages;
mod people_query;
mod tabs;

use crate::context::{Ctx, incident};
use crate::error::Error;
use crate::format::Format;
use crate::routes::Route;
use crate::{file, page};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::action::ReadOrganisation;
use weiterblick_domain::policy::{Action, Grant, Relation};
use weiterblick_store::organisation::Sight;

pub const ROUTES: &[Route] = &[
    page!("/organisation", Action::ReadOrganisation, pages::teams),
    page!("/organisation/teams/neu", Action::ManageOrganisation, pages::new_team),
    page!("/organisation/teams/{id}", Action::ReadOrganisation, pages::team),
    page!("/organisation/personen", Action::ReadOrganisation, pages::people),
    page!("/organisation/personen/neu", Action::ManageOrganisation, pages::new_person),
    page!("/organisation/personen/{id}", Action::ReadOrganisation, pages::person),
    page!("/organisation/import", Action::ManageOrganisation, pages::import),
    page!("/organisation/einstellungen", Action::ManageOrganisation, pages::settings),
    file!("/organisation/personen.csv", Action::ManageOrganisation, files::people),
    file!("/organisation/teams.csv", Action::ManageOrganisation, files::teams),
    file!("/organisation/vorlage-personen.csv", Action::ManageOrganisation, files::people_template),
    file!("/organisation/vorlage-teams.csv", Action::ManageOrganisation, files::teams_template),
    Route::call::<api::CreateUnit>(Action::ManageOrganisation),
    Route::call::<api::UpdateUnit>(Action::ManageOrganisation),
    Route::call::<api::MoveUnit>(Action::ManageOrganisation),
    Route::call::<api::MergeUnit>(Action::ManageOrganisation),
    Route::call::<api::DeleteUnit>(Action::ManageOrganisation),
    Route::call::<api::CreatePerson>(Action::ManageOrganisation),
    Route::call::<api::UpdatePerson>(Action::ManageOrganisation),
    Route::call::<api::AssignPerson>(Action::ManageOrganisation),
    Route::call::<api::SetRoles>(Action::ManageAccess),
    Route::call::<api::SetState>(Action::ManageAccess),
    Route::call::<api::DeletePerson>(Action::ManageAccess),
    Route::call::<api::InvitePerson>(Action::ManageAccess),
    Route::call::<api::RevokeInvitation>(Action::ManageAccess),
    Route::call::<api::MakePasswordLink>(Action::ManageAccess),
    Route::call::<api::PreviewImport>(Action::ManageOrganisation).import(),
    Route::call::<api::ConfirmImport>(Action::ManageOrganisation).import(),
    Route::call::<api::RenameOrganisation>(Action::ManageOrganisation),
];

/// The day on the wall, in the zone of the installation.
///
/// # Errors
/// [`ErrorKind::Internal`](crate::error::ErrorKind::Internal) when the clock is outside of 1900 to 2199.
pub fn today(ctx: &Ctx) -> Result<Day, Error> {
    Format::of(ctx).stored_day(ctx.now).parse().map_err(|error| incident(&error))
}

/// How much of the organisation the viewer sees: all of it, or the units they lead.
///
/// # Errors
/// What `domain::policy` answers.
pub fn sight(ctx: &Ctx) -> Result<(Grant<ReadOrganisation>, Sight), Error> {
    match ctx.grant(Relation::Organisation) {
        Ok(grant) => Ok((grant, Sight::Whole)),
        Err(_) => Ok((ctx.grant(Relation::OwnTeam)?, Sight::Led)),
    }
}
