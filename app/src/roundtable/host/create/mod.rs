//! A new event: what it is called and when it is, perhaps from a template or after an earlier one.

mod api;
mod basics;
mod pages;

pub use api::{CreateEvent, FollowUp};
pub use basics::{BasicsFields, BasicsInput};
pub use pages::{follow_up, new};
