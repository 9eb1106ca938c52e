//! Landing page, overview after signing in, and the pages that explain.

mod explain;
mod hero;
mod landing;
mod overview;

use crate::page;
use crate::routes::Route;
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] = &[
    page!("/", Action::Visit, landing::landing),
    page!("/uebersicht", Action::ManageOwnAccount, overview::overview),
    page!("/hilfe", Action::Visit, explain::help),
    page!("/datenschutz", Action::Visit, explain::privacy),
    page!("/barrierefreiheit", Action::Visit, explain::accessibility),
];
