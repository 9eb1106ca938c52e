mod detail;
mod invitations;
mod list;
mod running;
mod slips;

pub use detail::detail;
pub use invitations::invitations;
pub use list::list;
