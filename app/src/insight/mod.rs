//! Auswertung: dashboards and files from release rows, and from nothing else.
//!
//! `access` says who sees how much, `selection` what the address asks for, `dashboard` holds the opened release with the
//! views of the domain over it, and each file in `parts` turns one of them into a section of the page.

mod access;
mod dashboard;
mod files;
mod pages;
mod parts;
mod selection;
#[cfg(test)]
mod tests;
mod words;

pub use dashboard::cell_name;
pub use parts::survey_name;

use crate::routes::Route;
use crate::{file, page};
use weiterblick_domain::policy::Action;

pub const ROUTES: &[Route] = &[
    page!("/auswertung", Action::ReadRelease, pages::list),
    page!("/auswertung/{survey}", Action::ReadRelease, pages::dashboard),
    page!("/auswertung/{survey}/schutz", Action::ReadSuppressionLog, pages::protection),
    file!("/auswertung/{survey}/werte.csv", Action::ExportRelease, files::values),
];
