//! HTTP: the router made of `app::routes`, the layers around it, and the accept loop.

mod assets;
mod body;
mod busy;
mod calls;
mod csrf;
pub mod edge;
mod forms;
mod headers;
mod health;
mod lane;
mod limits;
mod pages;
mod request;
mod router;
mod submit;
mod watch;
mod web;

pub use assets::site_options;
pub use health::Health;
pub use router::router;
