//! HTTP: the router made of `app::routes`, the layers around it, and the accept loop.

mod assets;
mod body;
mod csrf;
pub mod edge;
mod forms;
mod headers;
mod health;
mod lane;
mod request;
mod router;
mod stream;
mod watch;

pub use assets::{build, site_options};
pub use health::Health;
pub use router::router;
