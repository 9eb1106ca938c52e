//! The pages of answering.

mod code;
mod code_shown;
mod friendly;
mod link;
mod own_list;
mod own_result;
mod questions;
mod result;
mod review;
mod shared;

pub use code::{code, sheet_code};
pub use code_shown::new_code;
pub use link::link;
pub use own_list::own_list;
pub use own_result::{own_result, preview};
pub use questions::{place_of, questions};
pub use result::result;
pub use review::review;
pub use shared::{shared_list, shared_result};
