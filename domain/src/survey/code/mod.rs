//! Codes that people type from paper or a screen (needs-analysis §11.7, §12.2).

mod alphabet;
mod response;
mod sheet;

pub use alphabet::{ALPHABET, CodeError};
pub use response::ResponseCode;
pub use sheet::SheetCode;
