//! Signing in and out, passwords, invitations to an organisation, the own profile.

pub mod api;
pub mod cookie;
mod pages;
pub mod password;

pub use pages::confirm_action;

use crate::page;
use crate::routes::Route;
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] = &[
    page!("/anmelden", Action::Visit, pages::sign_in),
    page!("/bestaetigen", Action::ManageOwnAccount, pages::confirm),
    page!("/einrichten", Action::Visit, pages::set_up),
    page!("/passwort-vergessen", Action::Visit, pages::forgotten_password),
    page!("/passwort-neu/{token}", Action::Visit, pages::new_password),
    page!("/einladung/{token}", Action::Visit, pages::invitation),
    page!("/profil", Action::ManageOwnAccount, pages::profile),
    Route::call::<api::SetUp>(Action::Visit),
    Route::call::<api::SignIn>(Action::Visit),
    Route::call::<api::SignOut>(Action::Visit),
    Route::call::<api::Confirm>(Action::ManageOwnAccount),
    Route::call::<api::SignOutEverywhere>(Action::ManageOwnAccount),
    Route::call::<api::ChangePassword>(Action::ManageOwnAccount),
    Route::call::<api::RequestRecovery>(Action::Visit),
    Route::call::<api::ResetPassword>(Action::Visit),
    Route::call::<api::AcceptInvitation>(Action::Visit),
    Route::call::<api::UpdateProfile>(Action::ManageOwnAccount),
    Route::call::<api::SetLanguage>(Action::Visit),
    Route::call::<api::SetTheme>(Action::Visit),
];
