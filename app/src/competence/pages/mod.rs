mod add_targets;
mod assignment;
mod framework;
mod framework_form;
mod frameworks;
mod node_form;
mod outline;
mod people;
mod profile;
mod profile_form;
mod profiles;
mod scales;

pub use add_targets::add_targets;
pub use assignment::assignment;
pub use framework::framework;
pub use framework_form::{copy_framework, edit_framework, new_framework};
pub use frameworks::frameworks;
pub use node_form::{edit_node, new_node};
pub use profile::profile;
pub use profile_form::{edit_profile, new_profile};
pub use profiles::profiles;
pub use scales::{new_scale, scales};

/// The way to a page of this area: pairs of name and path.
fn trail(further: &[(String, String)]) -> Vec<(String, String)> {
    let mut trail = vec![(t!("nav.competences"), "/kompetenzen".to_owned())];
    trail.extend_from_slice(further);
    trail
}
