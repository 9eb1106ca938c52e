//! Command line, HTTP, jobs and mail around `weiterblick-app`. No business rule lives here.

pub mod cli;
pub mod config;
pub mod datadir;
pub mod demo;
pub mod http;
pub mod jobs;
mod log;
pub mod mail;
pub mod metrics;
mod secret;
pub mod state;
