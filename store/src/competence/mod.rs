//! Frameworks, scales, job profiles and who has which profile.
//!
//! Rows with an empty organisation are shipped with the product: everybody reads them, only [`install_shipped`] writes
//! them.

mod assignment;
mod demo;
mod error;
mod for_questionnaire;
mod framework;
mod load;
mod node;
mod profile;
mod scale;
mod seed;
mod shipped;
mod target;

pub use assignment::{PersonProfile, UnitProfile, assign_people, assign_units, people, units};
pub use demo::{DemoCatalogue, install_demo};
pub use error::ChangeError;
pub use for_questionnaire::{Catalogue, RateableCompetence, find_framework, for_questionnaire};
pub use framework::{
    FrameworkSummary, FrameworkTexts, NewCopy, NewFramework, copy, create, delete_draft, frameworks, publish, retire,
    update,
};
pub use load::{FrameworkDetail, by_competence, framework};
pub use node::{EditedNode, NewNode, add_node, delete_node, edit_node, move_node};
pub use profile::{
    NewProfile, ProfileDetail, ProfileSummary, ProfileTexts, create_profile, delete_profile, profile, profiles,
    update_profile,
};
pub use scale::{NewScale, ScaleSummary, create_scale, delete_scale, scale_by_code, scales};
pub use shipped::install_shipped;
pub use target::{ProfileTarget, add_targets, change_targets};
