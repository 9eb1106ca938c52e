mod list;
mod preview;
mod show;

pub use list::list;
pub use preview::preview;
pub use show::show;
