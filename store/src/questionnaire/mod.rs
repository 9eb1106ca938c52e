//! Questionnaires and their versions. Rows with an empty organisation are templates that ship with the product:
//! everybody reads them, only [`install_shipped`] writes them.

mod change;
mod list;
mod shipped;
mod version;

pub use change::{NewCopy, copy, copy_for_survey, delete_unused, drop_unused_copies, rename};
pub use list::{Questionnaire, list, questionnaire};
pub use shipped::{install_demo, install_shipped};
pub use version::{NotFrozen, Version, VersionState, definition, freeze, frozen_definition, version, versions};
