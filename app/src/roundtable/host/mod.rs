//! The pages with which facilitators prepare a round table and keep what is left of it (live.md §2, §9, §15).

mod after;
mod create;
mod dates;
mod doors;
mod ending;
mod input;
mod lines;
mod list;
mod parts;
mod poll;
mod prepare;
mod settings;
mod tell;
mod templates;

use crate::routes::Route;
use crate::{file, page};
use weiterblick_domain::policy::Action;

/// Pages about one event are open to everybody: the account, or the key that the device redeemed, decides.
pub const ROUTES: &[Route] = &[
    page!("/runde-tische", Action::ReadEvents, list::list),
    page!("/runde-tische/neu", Action::ManageEvents, create::new),
    page!("/runde-tische/{event}", Action::AttendEvent, prepare::prepare),
    page!("/runde-tische/{event}/ablauf/{item}", Action::AttendEvent, prepare::item),
    page!("/runde-tische/{event}/folgetermin", Action::ManageEvents, create::follow_up),
    page!("/runde-tische/{event}/angaben", Action::AttendEvent, settings::settings),
    page!("/runde-tische/{event}/abstimmungen/neu", Action::AttendEvent, poll::new),
    page!("/runde-tische/{event}/abstimmungen/{poll}", Action::AttendEvent, poll::edit),
    page!("/runde-tische/{event}/zugang", Action::AttendEvent, doors::doors),
    page!("/runde-tische/{event}/zugang/aushang", Action::AttendEvent, doors::poster),
    page!("/runde-tische/{event}/ergebnisse", Action::AttendEvent, after::results),
    page!("/runde-tische/{event}/protokoll", Action::AttendEvent, after::minutes),
    file!("/runde-tische/{event}/dateien/{file}", Action::AttendEvent, after::file),
    page!("/schluessel/{key}", Action::AttendEvent, doors::key),
    Route::call::<create::CreateEvent>(Action::ManageEvents),
    Route::call::<create::FollowUp>(Action::ManageEvents),
    Route::call::<prepare::AddItem>(Action::AttendEvent),
    Route::call::<prepare::EditItem>(Action::AttendEvent),
    Route::call::<prepare::MoveItem>(Action::AttendEvent),
    Route::call::<prepare::DeleteItem>(Action::AttendEvent),
    Route::call::<prepare::UseTemplate>(Action::AttendEvent),
    Route::call::<prepare::KeepTemplate>(Action::ManageEvents),
    Route::call::<prepare::DuplicatePoll>(Action::AttendEvent),
    Route::call::<prepare::DeletePoll>(Action::AttendEvent),
    Route::call::<ending::DeleteEvent>(Action::AttendEvent),
    Route::call::<ending::SealEvent>(Action::AttendEvent),
    Route::call::<settings::SaveBasics>(Action::AttendEvent),
    Route::call::<settings::SaveConditions>(Action::AttendEvent),
    Route::call::<poll::CreatePoll>(Action::AttendEvent),
    Route::call::<poll::SavePoll>(Action::AttendEvent),
    Route::call::<doors::MakeKey>(Action::AttendEvent),
    Route::call::<doors::MakeTables>(Action::AttendEvent),
    Route::call::<doors::RevokeKey>(Action::AttendEvent),
    Route::call::<doors::CountTables>(Action::AttendEvent),
    Route::call::<doors::MakeSeats>(Action::AttendEvent),
    Route::call::<doors::RevokeSeat>(Action::AttendEvent),
    Route::call::<doors::RenewCode>(Action::AttendEvent),
    Route::call::<doors::PutFacilitator>(Action::AttendEvent),
    Route::call::<doors::RemoveFacilitator>(Action::AttendEvent),
    Route::call::<doors::RedeemKey>(Action::AttendEvent),
];
