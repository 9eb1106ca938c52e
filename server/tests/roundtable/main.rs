//! Preparing a round table and keeping what is left of it, through the real pages.

#[path = "../support/mod.rs"]
mod support;

mod after;
mod agenda;
mod doors;
mod events;
mod polls;
mod roles;
mod table;
