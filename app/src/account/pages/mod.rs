mod invitation;
mod profile;
mod recovery;
mod set_up;
mod sign_in;

pub use invitation::invitation;
pub use profile::profile;
pub use recovery::{forgotten_password, new_password};
pub use set_up::set_up;
pub use sign_in::{confirm, confirm_action, sign_in};
