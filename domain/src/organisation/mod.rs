//! Organisations, their tree of units and their people.

mod day;
mod hr;
pub mod import;
mod kind;
mod membership;
mod name;
mod search;
mod tree;

pub use day::{Day, InvalidDay};
pub use hr::{LastHr, check_hr_remains};
pub use kind::{Channel, OrganisationKind};
pub use membership::{Membership, Overlap, Step, assign, current, end};
pub use name::{display_name, full_name};
pub use search::{fold, search_key, search_words};
pub use tree::{MAX_DEPTH, MAX_UNITS, Tree, TreeError, Unit};

use crate::text::Line;

pub type OrganisationName = Line<100>;
pub type UnitCode = Line<40>;
pub type UnitName = Line<120>;
pub type PersonnelRef = Line<40>;
pub type PersonName = Line<100>;
