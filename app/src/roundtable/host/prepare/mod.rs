//! The agenda of an event and the polls in it.

mod add;
mod agenda;
mod api;
mod item;
mod missing;
mod page;

pub use api::{AddItem, DeleteItem, DeletePoll, DuplicatePoll, EditItem, KeepTemplate, MoveItem, UseTemplate, of_poll};
pub use item::item;
pub use page::prepare;
