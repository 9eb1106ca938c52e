//! Who may reach what, what crosses between organisations, and what nonsense does: security.md over the real router.

#[path = "../support/mod.rs"]
mod support;

mod baseline;
mod examples;
mod fields;
mod headers;
mod nonsense;
mod roles;
mod tenants;
mod valid;
mod world;
