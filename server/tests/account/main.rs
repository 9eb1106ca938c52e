//! Accounts: sessions, passwords, invitations, and that nobody learns who has one.

#[path = "../support/mod.rs"]
mod support;

mod alike;
mod invitations;
mod own;
mod sessions;
